"""Where everything lies on disk, relative to the root of the project."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .errors import ProjectError

SplitName = Literal["train", "validation", "test"]
SPLITS: tuple[SplitName, ...] = ("train", "validation", "test")


@dataclass(frozen=True)
class Paths:
    """The folders and files of one project."""

    root: Path

    @property
    def configs(self) -> Path:
        return self.root / "configs"

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    @property
    def interim(self) -> Path:
        return self.root / "data" / "interim"

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed"

    @property
    def signature(self) -> Path:
        """What a model needs to know of its input and output; written by `data normalize`."""
        return self.processed / "signature.json"

    @property
    def feedback(self) -> Path:
        """What people said of the model's answers; written by the server."""
        return self.root / "data" / "feedback" / "feedback.jsonl"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def checkpoints(self) -> Path:
        return self.models / "checkpoints"

    @property
    def onnx(self) -> Path:
        return self.models / "model.onnx"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def runs(self) -> Path:
        """A small file of each evaluated run, so that metrics can be compared over time."""
        return self.reports / "runs"

    @property
    def figures(self) -> Path:
        return self.reports / "figures"

    @property
    def page(self) -> Path:
        """What is known of the model, as one HTML page."""
        return self.reports / "evaluation.html"

    @property
    def predictions(self) -> Path:
        return self.reports / "predictions.parquet"

    @property
    def budget(self) -> Path:
        """Prices and budget; a plan document that the founder fills in."""
        return self.root / "plan" / "budget.yaml"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def report(self, stage: str) -> Path:
        """The report of a stage, for example `reports/metrics.json`."""
        return self.reports / f"{stage}.json"

    def relative(self, path: Path) -> str:
        """A path inside the project in the form that reports use: POSIX, relative to the root."""
        return path.resolve().relative_to(self.root.resolve()).as_posix()


def find_root(start: Path | None = None) -> Path:
    """The nearest folder at or above `start` that holds `configs/` and `pyproject.toml`.

    Raises:
        ProjectError: there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "configs").is_dir() and (folder / "pyproject.toml").is_file():
            return folder
    raise ProjectError(
        f"{here} is not inside a project (no folder above it holds configs/ and pyproject.toml). "
        "Change into the project's folder and run the command again."
    )
