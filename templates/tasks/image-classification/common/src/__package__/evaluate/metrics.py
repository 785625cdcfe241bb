"""Metrics of classification, each a function of the rows of `reports/predictions.parquet`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import ProjectError
from ..files import write_atomically
from ..results import ClassScore, Curves
from .calibration import brier_scores, calibration_error
from .ranking import Ranking

Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

TOP = 5
# With fewer classes the right one is among the first `TOP` by chance alone.
CLASSES_FOR_TOP = 2 * TOP
# Ranking costs about as much as all else together times the number of classes; ImageNet would take hours.
MOST_RANKED = 2_000_000
CURVE_POINTS = 51

MEANINGS = {
    "accuracy": "part of the examples that were predicted right",
    f"top_{TOP}_accuracy": f"part of the examples whose class is among the {TOP} likeliest",
    "balanced_accuracy": "mean over the classes of the part of each that was predicted right",
    "macro_f1": "mean over the classes of the harmonic mean of precision and recall",
    "log_loss": "mean of -log of the probability given to the true class, in nats; lower is better",
    "brier_score": "mean squared distance of the probabilities from the truth, 0 to 2 (Brier 1950); lower is better",
    "calibration_error": "mean distance of confidence from accuracy (ECE, 15 bins); lower is better",
    "roc_auc": "mean over the classes of the chance that one of the class scores higher than one that is not",
    "average_precision": "mean over the classes of the area under precision and recall",
}


@dataclass(frozen=True)
class Predictions:
    """What the model said of each example.

    `target` int64 [N] counts through `classes`; `probabilities` float64 [N, classes].
    """

    ids: Sequence[str]
    classes: Sequence[str]
    target: Integers
    probabilities: Reals

    @cached_property
    def prediction(self) -> Integers:
        """The likeliest class, int64 [N]."""
        prediction: Integers = np.argmax(self.probabilities, axis=1)
        return prediction

    @cached_property
    def score(self) -> Reals:
        """The probability of the prediction."""
        score: Reals = self.probabilities.max(axis=1)
        return score

    @cached_property
    def right(self) -> npt.NDArray[np.bool_]:
        """Whether the prediction is the target."""
        return np.asarray(self.prediction == self.target)

    @cached_property
    def in_top(self) -> npt.NDArray[np.bool_]:
        """Whether the target is one of the `TOP` likeliest classes; of equally likely ones the first count."""
        order = np.argsort(-self.probabilities, axis=1, kind="stable")[:, :TOP]
        return np.asarray((order == self.target[:, None]).any(axis=1))

    @cached_property
    def brier(self) -> Reals:
        """Of each example."""
        return brier_scores(self.probabilities, self.target)

    @cached_property
    def ranking(self) -> Ranking | None:
        """The examples in the order of the probability of each class; None where that would take too long."""
        return Ranking.of(self.probabilities, self.target) if self.probabilities.size <= MOST_RANKED else None


def softmax(logits: npt.NDArray[np.float32]) -> Reals:
    """Probabilities [N, classes] from logits, in float64."""
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    exponents = np.exp(shifted)
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True))


def score_rows(predictions: Predictions, rows: Integers) -> dict[str, float]:
    """The metrics of `MEANINGS` and the F1 of each class, on the rows given; NaN where they do not define one.

    A class that is neither in the rows nor predicted there has no F1 and does not count in the macro F1; one that is
    not in the rows counts in no mean over classes. `top_5_accuracy` is for ten classes or more.
    """
    target, prediction, right = predictions.target[rows], predictions.prediction[rows], predictions.right[rows]
    count = len(predictions.classes)
    support = np.bincount(target, minlength=count)
    predicted = np.bincount(prediction, minlength=count)
    hits = np.bincount(target[right], minlength=count)
    f1 = _ratio(2 * hits, support + predicted)
    likelihood = predictions.probabilities[rows, target]
    smallest = np.finfo(np.float64).eps
    scores = {"accuracy": float(right.mean())}
    if count >= CLASSES_FOR_TOP:
        scores[f"top_{TOP}_accuracy"] = float(predictions.in_top[rows].mean())
    scores |= {
        "balanced_accuracy": _mean(_ratio(hits, support)),
        "macro_f1": _mean(f1),
        "log_loss": float(-np.log(np.clip(likelihood, smallest, 1.0)).mean()),
        "brier_score": float(predictions.brier[rows].mean()),
        "calibration_error": calibration_error(predictions.score[rows], right),
    }
    if predictions.ranking is not None:
        areas = predictions.ranking.areas(np.bincount(rows, minlength=len(predictions.target)))
        scores |= {"roc_auc": _mean(areas.roc), "average_precision": _mean(areas.precision)}
    return scores | {f"f1/{name}": float(value) for name, value in zip(predictions.classes, f1, strict=True)}


def class_scores(predictions: Predictions) -> list[ClassScore]:
    """Each class against all others."""
    counts = confusion(predictions)
    hits, support, predicted = counts.diagonal(), counts.sum(axis=1), counts.sum(axis=0)
    columns = {
        "precision": _ratio(hits, predicted),
        "recall": _ratio(hits, support),
        "f1": _ratio(2 * hits, support + predicted),
        "roc_auc": np.full(len(hits), np.nan),
        "average_precision": np.full(len(hits), np.nan),
    }
    if predictions.ranking is not None:
        areas = predictions.ranking.areas(np.ones(len(predictions.target), np.int64))
        columns |= {"roc_auc": areas.roc, "average_precision": areas.precision}
    return [
        ClassScore(
            name=name,
            rows=int(support[number]),
            **{key: float(column[number]) if np.isfinite(column[number]) else None for key, column in columns.items()},
        )
        for number, name in enumerate(predictions.classes)
    ]


def curves(predictions: Predictions) -> Curves | None:
    """ROC and precision-recall, the means over the classes; None where no class has both kinds of examples."""
    mean = None if predictions.ranking is None else predictions.ranking.curves(CURVE_POINTS)
    if mean is None:
        return None
    x, roc, precision = (column.round(4).tolist() for column in mean)
    return Curves(
        roc=list(zip(x, roc, strict=True)), precision_recall=list(zip(x, precision, strict=True)), averaged="macro"
    )


def confusion(predictions: Predictions) -> Integers:
    """Counts [classes, classes]: row the target, column the prediction."""
    count = len(predictions.classes)
    cells = predictions.target * count + predictions.prediction
    return np.bincount(cells, minlength=count * count).reshape(count, count)


def write_predictions(path: Path, predictions: Predictions) -> None:
    """Write one row an example: id, target, prediction, score, and the probabilities in the order of the classes."""
    names = np.asarray(predictions.classes)
    table = pa.table(
        {
            "id": list(predictions.ids),
            "target": names[predictions.target],
            "prediction": names[predictions.prediction],
            "score": predictions.score,
            "probabilities": list(predictions.probabilities),
        }
    ).replace_schema_metadata({"classes": json.dumps(list(predictions.classes))})
    write_atomically(path, lambda temporary: pq.write_table(table, temporary))


def read_predictions(path: Path) -> Predictions:
    """Read what `write_predictions` wrote.

    Raises:
        ProjectError: the file is missing or is none of ours.
    """
    try:
        table = pq.read_table(path)
        classes: list[str] = json.loads(table.schema.metadata[b"classes"])
        numbers = {name: number for number, name in enumerate(classes)}
        return Predictions(
            ids=table["id"].to_pylist(),
            classes=classes,
            target=np.asarray([numbers[name] for name in table["target"].to_pylist()], np.int64),
            probabilities=np.asarray(table["probabilities"].to_pylist(), np.float64),
        )
    except FileNotFoundError as error:
        raise ProjectError(f"{path} is missing. Run `evaluate` first.") from error
    except (pa.ArrowInvalid, KeyError, TypeError) as error:
        raise ProjectError(f"{path} is damaged ({error}). Run `evaluate` again.") from error


def _ratio(part: Integers, whole: Integers) -> Reals:
    """Part by whole; NaN where there is nothing to divide by."""
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0))


def _mean(values: Reals) -> float:
    """The mean of what is defined; NaN where nothing is."""
    defined = values[np.isfinite(values)]
    return float(defined.mean()) if len(defined) else float("nan")
