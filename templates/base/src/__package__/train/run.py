"""The stage `train`: a run anew, or on from its last checkpoint, and its report."""

from contextlib import ExitStack
from pathlib import Path

from ..config import Config
from ..console import say
from ..data.shards import shard_files
from ..report import write_report
from ..results import Training
from .distributed import join_world
from .interrupt import stop_signal
from .lock import only_run
from .loop import fit


def train(config: Config, *, resume: bool = False) -> Path:
    """Train the model and write `reports/training.json` and `reports/figures/training.png`.

    A run anew puts the checkpoints of the run before aside, as `models/checkpoints.previous`. Processes that train
    together all call this; the first of them holds the lock and writes the report.

    Raises:
        ProjectError: another run is under way, the data are missing or wrong, the run to resume is another one, the
            loss is no longer finite, or the batch does not fit in memory.
        StoppedError: a signal ended the run; it is saved.
    """
    paths = config.paths
    with join_world(config.train) as world, ExitStack() as held, stop_signal() as stop:
        world.first_does(lambda: held.enter_context(only_run(paths.models / "train.lock")))
        result = fit(config, checkpoints=paths.checkpoints, logs=paths.logs, resume=resume, world=world, stop=stop)
        return world.first_does(lambda: _report(config, result))


def _report(config: Config, training: Training) -> Path:
    from .curve import draw_training  # noqa: PLC0415 - of several processes, one draws

    paths, best = config.paths, training.best
    say(f"train: best epoch {training.best_epoch}, {best.metric} {best.value:.4f}, {training.seconds:.1f} s")
    figure = draw_training(training, paths.figures / "training.png")
    say(f"train: curves in {paths.relative(figure)}")
    shards = [
        file for name in ("train", "validation") for file in shard_files(paths.processed / name, written_by="data")
    ]
    configs = [paths.configs / f"{section}.yaml" for section in ("data", "model", "train")]
    return write_report(config, training, inputs=[*shards, paths.signature, *configs])
