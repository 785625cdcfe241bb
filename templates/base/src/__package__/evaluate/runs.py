"""`reports/runs/`: a small file of each evaluated model, so that metrics can be compared when the next has come."""

from pathlib import Path

from ..config import Config
from ..console import say
from ..errors import ProjectError
from ..files import sha256_file
from ..paths import Paths
from ..report import newest_run, read_report, write_run
from ..results import Metrics, Run, RunEpoch, RunTraining, Training


def keep_run(config: Config, metrics: Metrics, checkpoint: Path) -> Path:
    """Write what is compared between runs, and return its file; evaluating the same model again adds none.

    Args:
        config: the configuration of this run.
        metrics: what `evaluate` found; metrics of single classes (`f1/cat`) are left out.
        checkpoint: the model that was evaluated.
    """
    checkpoint_sha256 = sha256_file(checkpoint)
    run = Run(
        rows=metrics.rows,
        metrics={name: estimate for name, estimate in metrics.metrics.items() if "/" not in name},
        target=metrics.target,
        checkpoint_sha256=checkpoint_sha256,
        training=_training(config.paths, checkpoint_sha256),
    )
    last = newest_run(config.paths)
    if last is not None:
        path, envelope = last
        if envelope.config_sha256 == config.fingerprint() and envelope.result == run.model_dump(mode="json"):
            return path
    path = write_run(config, run)
    say(f"evaluate: kept for comparison in {config.paths.relative(path)}")
    return path


def _training(paths: Paths, checkpoint_sha256: str) -> RunTraining | None:
    """How the model was trained; None where the report of training is of another one, as after `update`."""
    try:
        training = read_report(paths, Training)
    except ProjectError:
        return None
    if training.checkpoint.sha256 != checkpoint_sha256:
        return None
    return RunTraining(
        weights_sha256=training.weights_sha256,
        device=training.device,
        seconds=training.seconds,
        unit=training.unit,
        units_per_second=training.units_per_second,
        best_epoch=training.best_epoch,
        epochs=[
            RunEpoch(epoch=each.epoch, train_loss=each.train_loss, validation_loss=each.validation_loss)
            for each in training.epochs
        ],
    )
