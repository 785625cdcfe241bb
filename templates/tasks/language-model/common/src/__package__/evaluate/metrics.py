"""Metrics of a language model, each a function of the rows of `reports/predictions.parquet`."""

import math
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

Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

MOST_GROUPS = 20  # that are scored by themselves, those with the most text
OTHERS = "(others)"

MEANINGS = {
    "bits_per_byte": "bits that the model needs for a byte of text, its ends of texts included; lower is better",
    "baseline_bits_per_byte": "the same for a 5-gram model with modified Kneser-Ney smoothing, of the same tokens",
    "bits_saved": "bits a byte that the model needs less than the 5-gram model",
    "perplexity": "e to the mean loss a token; lower is better, and comparable for one tokenizer only",
    "baseline_perplexity": "the same for the 5-gram model",
    "accuracy": "part of the tokens that were the likeliest to the model",
}


@dataclass(frozen=True)
class Predictions:
    """What the model made of each text of the split; every array is [N].

    `tokens` were predicted, which stand for `bytes` of text, and `right` of them were the likeliest; `nats` is the sum
    of -log of their probabilities, `baseline_nats` that of the 5-gram model.
    """

    ids: Sequence[str]
    groups: Sequence[str]
    tokens: Integers
    bytes: Integers
    right: Integers
    nats: Reals
    baseline_nats: Reals

    @cached_property
    def sums(self) -> Reals:
        """The numbers as one table [N, 5], to draw rows from."""
        return np.column_stack([self.tokens, self.bytes, self.right, self.nats, self.baseline_nats]).astype(np.float64)

    @cached_property
    def parts(self) -> tuple[list[str], Integers]:
        """The groups with the most text, the largest first, then all others as one; and the part [N] of each row."""
        names, codes = np.unique(np.asarray(self.groups, dtype=np.str_), return_inverse=True)
        largest = np.argsort(-np.bincount(codes, self.bytes), kind="stable")
        place = np.empty(len(names), np.int64)
        place[largest] = np.minimum(np.arange(len(names)), MOST_GROUPS)
        shown = [str(name) for name in names[largest[:MOST_GROUPS]]]
        return [*shown, OTHERS] if len(names) > MOST_GROUPS else shown, place[codes]


def score_rows(predictions: Predictions, rows: Integers) -> dict[str, float]:
    """Every metric on the rows given, and `bits_per_byte/<group>`; NaN where the rows do not define one."""
    tokens, size, right, nats, baseline = predictions.sums[rows].sum(axis=0)
    bits, baseline_bits = bits_per_byte(nats, size), bits_per_byte(baseline, size)
    names, part = predictions.parts
    group_nats = np.bincount(part[rows], predictions.nats[rows], minlength=len(names))
    group_bytes = np.bincount(part[rows], predictions.bytes[rows], minlength=len(names))
    return {
        "bits_per_byte": bits,
        "baseline_bits_per_byte": baseline_bits,
        "bits_saved": baseline_bits - bits,
        "perplexity": math.exp(nats / tokens),
        "baseline_perplexity": math.exp(baseline / tokens),
        "accuracy": float(right / tokens),
        **{
            f"bits_per_byte/{name}": bits_per_byte(float(loss), float(count))
            for name, loss, count in zip(names, group_nats, group_bytes, strict=True)
        },
    }


def bits_per_byte(nats: float, size: float) -> float:
    """A loss in nats over `size` bytes of text; NaN of no text."""
    return float(nats / math.log(2) / size) if size else math.nan


def write_predictions(path: Path, predictions: Predictions) -> None:
    """Write one row a text: id, group, tokens, bytes, right, nats and baseline_nats."""
    table = pa.table(
        {
            "id": list(predictions.ids),
            "group": list(predictions.groups),
            **{name: getattr(predictions, name) for name in ("tokens", "bytes", "right", "nats", "baseline_nats")},
        }
    )
    write_atomically(path, lambda temporary: pq.write_table(table, temporary))


def read_predictions(path: Path) -> Predictions:
    """Read what `write_predictions` wrote.

    Raises:
        ProjectError: the file is missing or is none of ours.
    """
    try:
        table = pq.read_table(path)
        return Predictions(
            ids=table["id"].to_pylist(),
            groups=table["group"].to_pylist(),
            **{name: table[name].to_numpy() for name in ("tokens", "bytes", "right", "nats", "baseline_nats")},
        )
    except FileNotFoundError as error:
        raise ProjectError(f"{path} is missing. Run `evaluate` first.") from error
    except (pa.ArrowInvalid, KeyError) as error:
        raise ProjectError(f"{path} is damaged ({error}). Run `evaluate` again.") from error
