"""What `monitor` sees of a split: the same features that the server logs of prompts."""

import numpy as np
import numpy.typing as npt

from ..config import Config
from ..data.dataset import Dataset, load_split
from ..data.signature import Signature
from ..paths import SplitName
from .drift import Sample
from .features import group_names, prompt_features, token_group
from .onnx_model import OnnxModel
from .score import MOST_LOGITS, nats_of_targets

# Enough to tell distributions apart, whatever the size of the split.
MOST_ROWS = 2000
# A text that ends sooner says little.
LEAST_TOKENS = 4
# Tokens that are looked through for the end of a document; where there is none, the next window is left out.
LONGEST_DOCUMENT = 1 << 16


def prediction_names(_: Signature) -> tuple[str, ...]:
    """What can be predicted, in the order of the numbers of `Sample.predicted`."""
    return group_names()


def observe_split(config: Config, model: OnnxModel, name: SplitName, *, like: Sample | None = None) -> Sample:
    """Features and predictions of texts of a split, none of which reaches over the end of a document.

    They are as long as those of `like`, in tokens: a short text is more surprising, byte by byte, than a long one. On
    their own they are a window long, and one of each document: its windows are alike, and would be taken for so many
    requests that say the same by chance.
    """
    dataset, signature = load_split(config.paths, name), model.signature
    rows = np.unique(np.linspace(0, len(dataset) - 1, MOST_ROWS).astype(np.int64))
    lengths = np.full(len(rows), signature.context - 1)
    if like is None:
        rows = _one_a_document(dataset, rows)
        lengths = lengths[: len(rows)]
    else:
        found = np.rint(like.features["bytes"] * like.features["tokens_per_byte"]).astype(np.int64)
        lengths = np.random.default_rng(0).choice(found.clip(LEAST_TOKENS, signature.context - 1), len(rows))
    windows = (dataset.inputs(np.array([row]))[0] for row in rows)
    texts = [_text(window[:length], signature) for window, length in zip(windows, lengths, strict=True)]
    texts = [text for text in texts if len(text) >= LEAST_TOKENS]
    features: dict[str, list[npt.NDArray[np.float64]]] = {}
    predicted: list[int] = []
    at_once = max(1, MOST_LOGITS // (signature.context * signature.vocabulary))
    for start in range(0, len(texts), at_once):
        part = texts[start : start + at_once]
        tokens = np.full((len(part), 1 + max(len(text) for text in part)), signature.end, np.int64)
        for row, text in enumerate(part):
            tokens[row, 1 : 1 + len(text)] = text
        for text, logits in zip(part, model.logits(tokens), strict=True):
            nats = nats_of_targets(logits[None, : len(text)], text[None])
            for feature, value in prompt_features(signature.decode(text.tolist()), len(text), nats).items():
                features.setdefault(feature, []).append(value)
            group = token_group(int(logits[len(text)].argmax()), signature)
            predicted.append(group_names().index(group))
    return Sample(
        features={feature: np.concatenate(values) for feature, values in features.items()},
        predicted=np.array(predicted, np.int64),
    )


def _one_a_document(dataset: Dataset, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The rows between whose windows and those before a document has ended."""
    length, end = dataset.signature.context, dataset.signature.end
    kept = [int(rows[0])]
    for row in rows[1:].tolist():
        start = max(kept[-1] * length, row * length - LONGEST_DOCUMENT)
        if (dataset.stream.read(start + 1, row * length - start) == end).any():
            kept.append(row)
    return np.array(kept, np.int64)


def _text(tokens: npt.NDArray[np.int64], signature: Signature) -> npt.NDArray[np.int64]:
    """Tokens up to the end of the first document among them that is not empty."""
    ends = np.flatnonzero(np.append(tokens, signature.end) == signature.end)
    first = 1 if ends[0] == 0 and len(ends) > 1 else 0
    return tokens[first : ends[first]]
