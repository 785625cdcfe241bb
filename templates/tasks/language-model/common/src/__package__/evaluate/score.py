"""Running the model and the baseline over a split, window by window."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..data.dataset import Dataset, Inputs
from ..errors import ProjectError
from .metrics import Predictions
from .ngram import ORDER, NGram

Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Predictor = Callable[[Inputs], npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Scores:
    """What came out of a split: by text, and by place in the window (mean nats [context], of model and baseline)."""

    predictions: Predictions
    nats_by_place: Reals
    baseline_by_place: Reals


def score(
    predict: Predictor, baseline: NGram, dataset: Dataset, texts: list[tuple[str, str]], batch_size: int
) -> Scores:
    """Score every window of a split; in memory are one batch and a few numbers a text.

    The baseline always sees the tokens before, those of the window before too; the model begins anew with each window.
    The end of a text belongs to it: who predicts text has to say where it ends.

    Args:
        predict: tokens int64 [n, T] to logits float32 [n, T, vocabulary].
        baseline: of the same vocabulary.
        dataset: the split.
        texts: id and group of each text of the split, in order.
        batch_size: windows that the model computes at once.

    Raises:
        ProjectError: the model gives no numbers.
    """
    signature = dataset.signature
    columns = {name: np.zeros(len(texts)) for name in ("tokens", "bytes", "right", "nats", "baseline_nats")}
    places, baseline_places = np.zeros(signature.context), np.zeros(signature.context)
    begun = 0  # texts whose beginning was seen
    for start in range(0, len(dataset), batch_size):
        rows = range(start, min(start + batch_size, len(dataset)))
        batch = dataset.batch(rows)
        logits = predict(batch.inputs)
        if not np.isfinite(logits).all():
            raise ProjectError(
                f"The model gives no numbers for windows {rows[0]} to {rows[-1]} of the {dataset.name} split. Its "
                "weights are damaged: look at the training curves, and run `train` again. The reports are as they were."
            )
        targets = batch.targets.ravel()
        nats = token_nats(logits, batch.targets)
        before = dataset.stream.read(start * signature.context + 2 - ORDER, len(targets) + ORDER - 1)
        grams = np.lib.stride_tricks.sliding_window_view(before, ORDER)
        baseline_nats = -np.log(baseline.probabilities(grams)).reshape(nats.shape)
        # A target is of the text that the token before it is of.
        begins = (batch.inputs == signature.end).ravel()
        text = begun - 1 + np.cumsum(begins)
        begun += int(begins.sum())
        for name, values in {
            "tokens": np.ones(len(targets)),
            "bytes": signature.token_bytes[targets],
            "right": logits.argmax(axis=-1).ravel() == targets,
            "nats": nats.ravel(),
            "baseline_nats": baseline_nats.ravel(),
        }.items():
            columns[name] += np.bincount(text, values, minlength=len(texts))
        places += nats.sum(axis=0)
        baseline_places += baseline_nats.sum(axis=0)
    # The last texts may be in no window.
    scored = np.flatnonzero(columns["tokens"])
    predictions = Predictions(
        ids=[texts[index][0] for index in scored],
        groups=[texts[index][1] for index in scored],
        tokens=columns["tokens"][scored].astype(np.int64),
        bytes=columns["bytes"][scored].astype(np.int64),
        right=columns["right"][scored].astype(np.int64),
        nats=columns["nats"][scored],
        baseline_nats=columns["baseline_nats"][scored],
    )
    return Scores(predictions, places / len(dataset), baseline_places / len(dataset))


def token_nats(logits: npt.NDArray[np.float32], targets: Integers) -> Reals:
    """-log of the probability of each target [n, T], in float64, one window after the other."""
    nats = np.empty(targets.shape)
    for row, (window, wanted) in enumerate(zip(logits, targets, strict=True)):
        values = window.astype(np.float64)
        values -= values.max(axis=1, keepdims=True)
        nats[row] = np.log(np.exp(values).sum(axis=1)) - np.take_along_axis(values, wanted[:, None], axis=1)[:, 0]
    return nats
