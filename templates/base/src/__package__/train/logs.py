"""The log of a run, `train.jsonl` for programs and `train.csv` for spreadsheets: one row a logged step."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

from ..files import write_text

COLUMNS = (
    "step",
    "epoch",
    "train_loss",
    "validation_loss",
    "validation_accuracy",
    "learning_rate",
    "gradient_norm",
    "samples_per_second",
)

Value = int | float | None


class RunLog:
    """Appends rows; columns that a row does not have stay empty."""

    def __init__(self, folder: Path, *, resume_step: int | None, enabled: bool = True) -> None:
        """Start a new log, or go on with the one there without the rows after `resume_step`.

        A run that was killed has logged steps that its checkpoint has not seen; they are done again. Of processes that
        train together, one has its log enabled.
        """
        self.folder, self.enabled = folder, enabled
        self.jsonl = folder / "train.jsonl"
        self.csv = folder / "train.csv"
        if not enabled:
            return
        rows = [] if resume_step is None else [row for row in _read(self.jsonl) if (row["step"] or 0) <= resume_step]
        write_text(self.jsonl, "".join(_json_line(row) for row in rows))
        write_text(self.csv, ",".join(COLUMNS) + "\n" + "".join(_csv_line(row) for row in rows))

    def write(self, row: Mapping[str, Value]) -> None:
        """Append a row.

        Args:
            row: values of some of `COLUMNS`, `step` among them.
        """
        if not self.enabled:
            return
        for path, line in ((self.jsonl, _json_line(row)), (self.csv, _csv_line(row))):
            with path.open("a", encoding="utf-8", newline="") as file:
                file.write(line)


def _read(path: Path) -> list[dict[str, Value]]:
    """The rows that are whole; the last one may have been cut by a kill."""
    rows: list[dict[str, Value]] = []
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line in lines:
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            break
        if not isinstance(row, dict) or "step" not in row:
            break
        rows.append(row)
    return rows


def _json_line(row: Mapping[str, Value]) -> str:
    return json.dumps(row) + "\n"


def _csv_line(row: Mapping[str, Value]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow([row.get(column) for column in COLUMNS])
    return buffer.getvalue()
