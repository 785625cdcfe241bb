"""Whether a stopped run may go on: with other data or another model it would be neither run."""

from collections.abc import Mapping

from ..config import Config
from ..data.shards import shard_files
from ..errors import ProjectError
from ..files import sha256_files

# Keys of `train` that may change between the parts of a run: they decide where, how fast and how long it trains.
FREE = frozenset(
    {
        "epochs",
        "early_stop_patience",
        "device",
        "precision",
        "tf32",
        "compile",
        "deterministic",
        "memory_fraction",
        "prefetch",
        "micro_batch",
        "strategy",
        "reshard_after_forward",
        "timeout_minutes",
        "log_every",
        "checkpoint_every",
        "max_steps",
        "profile",
    }
)


def run_identity(config: Config) -> dict[str, str]:
    """What makes a run what it is: the data it learns from, its model, and how it is trained."""
    identity = {f"model.{key}": repr(value) for key, value in config.model}
    identity |= {f"train.{key}": repr(value) for key, value in config.train if key not in FREE}
    identity["data.augment"] = repr(config.data.augment)
    shards = shard_files(config.paths.processed / "train", written_by="data split")
    identity["the training data"] = sha256_files([*shards, config.paths.signature])
    return identity


def check_identity(saved: Mapping[str, str], config: Config) -> None:
    """Compare a checkpoint's identity with that of this run.

    Raises:
        ProjectError: they differ; the message names what.
    """
    now = run_identity(config)
    changed = sorted(key for key in saved.keys() | now.keys() if saved.get(key) != now.get(key))
    if changed:
        raise ProjectError(
            f"The checkpoint belongs to another run: {', '.join(changed)} changed since. "
            "Set it back to resume, or run `train` without --resume to start anew; the checkpoints are as they were."
        )
