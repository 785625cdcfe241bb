"""The stage `train`: a run anew, or on from its last checkpoint, and its report."""

import shutil
from pathlib import Path

from ..config import Config
from ..console import say
from ..data.shards import shard_files
from ..report import write_report
from .curve import draw_training
from .loop import fit


def train(config: Config, *, resume: bool = False) -> Path:
    """Train the model and write `reports/training.json` and `reports/figures/training.png`.

    A run anew puts the checkpoints of the run before aside, as `models/checkpoints.previous`.

    Raises:
        ProjectError: the data are missing, the run to resume is another one, or the loss is no longer finite.
    """
    paths = config.paths
    if not resume:
        put_aside(paths.checkpoints)
    result = fit(config, checkpoints=paths.checkpoints, logs=paths.logs, resume=resume)
    best = result.best
    say(f"train: best epoch {result.best_epoch}, {best.metric} {best.value:.4f}, {result.seconds:.1f} s")
    figure = draw_training(result, paths.figures / "training.png")
    say(f"train: curves in {paths.relative(figure)}")
    shards = [
        file for name in ("train", "validation") for file in shard_files(paths.processed / name, written_by="data")
    ]
    configs = [paths.configs / f"{section}.yaml" for section in ("data", "model", "train")]
    return write_report(config, result, inputs=[*shards, paths.signature, *configs])


def put_aside(folder: Path) -> None:
    """Move a folder of checkpoints out of the way of a new run; the one put aside before is removed."""
    if not folder.exists():
        return
    previous = folder.with_name(f"{folder.name}.previous")
    shutil.rmtree(previous, ignore_errors=True)
    folder.replace(previous)
