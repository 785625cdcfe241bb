"""Metrics of classification, each a function of the rows of `reports/predictions.parquet`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import ProjectError
from ..files import write_atomically

Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Predictions:
    """What the model said of each example.

    `target` and `prediction` int64 [N] count through `classes`; `probabilities` float64 [N, classes].
    """

    ids: Sequence[str]
    classes: Sequence[str]
    target: Integers
    probabilities: Reals

    @property
    def prediction(self) -> Integers:
        prediction: Integers = np.argmax(self.probabilities, axis=1)
        return prediction

    @property
    def score(self) -> Reals:
        """The probability of the prediction."""
        score: Reals = self.probabilities.max(axis=1)
        return score


def softmax(logits: npt.NDArray[np.float32]) -> Reals:
    """Probabilities [N, classes] from logits, in float64."""
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    exponents = np.exp(shifted)
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True))


def score_rows(predictions: Predictions, rows: Integers) -> dict[str, float]:
    """Accuracy, macro F1, log loss (nats) and the F1 of each class, on the rows given.

    A class that is neither in the rows nor predicted there has no F1 (NaN) and does not count in the macro F1.
    """
    target, prediction = predictions.target[rows], predictions.prediction[rows]
    count = len(predictions.classes)
    support = np.bincount(target, minlength=count)
    predicted = np.bincount(prediction, minlength=count)
    right = np.bincount(target[target == prediction], minlength=count)
    both = (support + predicted).astype(np.float64)
    f1 = np.divide(2.0 * right, both, out=np.full(count, np.nan), where=both > 0)
    likelihood = predictions.probabilities[rows, target]
    smallest = np.finfo(np.float64).eps
    return {
        "accuracy": float(right.sum() / len(rows)),
        "macro_f1": float(np.nanmean(f1)),
        "log_loss": float(-np.log(np.clip(likelihood, smallest, 1.0)).mean()),
        **{f"f1/{name}": float(value) for name, value in zip(predictions.classes, f1, strict=True)},
    }


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
