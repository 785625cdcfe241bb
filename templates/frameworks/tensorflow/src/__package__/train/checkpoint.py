"""All that a run is: weights, optimizer, loss scale, random numbers, and where in the data it stands.

Keras' own `.keras` files and its BackupAndRestore leave out the state of dropout's random numbers, so a run resumed
from them goes another way. Here every variable of model and optimizer is kept.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..backend import KerasModel, Optimizer, Tensor, Variable
from ..config import Config
from ..console import warn
from ..data.signature import Signature
from ..report import Epoch
from .resume import check_identity, run_identity
from .schedule import best_epoch
from .store import CheckpointStore

Array = npt.NDArray[np.generic]

# Groups of arrays in an archive, each with names of its own; everything else is one JSON text.
GROUPS = ("model", "optimizer", "random")
DESCRIPTION = "description"


@dataclass
class Progress:
    """Where a run stands: `step` optimizer steps are done; `loss_sum` is over `loss_steps` of this epoch."""

    loss_sum: Tensor
    step: int = 0
    loss_steps: int = 0
    seconds: float = 0.0
    history: list[Epoch] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """What is saved and restored together. The optimizer's variables hold the loss scale too, where there is one."""

    config: Config
    signature: Signature
    model: KerasModel
    optimizer: Optimizer
    progress: Progress

    def save_last(self, store: CheckpointStore) -> None:
        """Save everything that the next step depends on."""
        progress = self.progress
        content = {
            **self._description(),
            "model": weights(self.model),
            "optimizer": _by_number(self.optimizer.variables),
            "random": _by_number(_random_variables(self.model)),
            "identity": run_identity(self.config),
            "loss_sum": float(progress.loss_sum),
            "loss_steps": progress.loss_steps,
            "seconds": progress.seconds,
        }
        store.save("last", lambda path: write_checkpoint(path, content))

    def save_best(self, store: CheckpointStore) -> None:
        """Save the weights of the best epoch so far, and what is needed to build the model around them."""
        content = {**self._description(), "model": weights(self.model)}
        store.save("best", lambda path: write_checkpoint(path, content))

    def restore(self, store: CheckpointStore) -> bool:
        """Go to where the last sound checkpoint stands; False where there is none.

        Raises:
            ProjectError: the checkpoint is of another run, or none is sound.
        """
        content = store.load("last", read_checkpoint)
        if content is None:
            return False
        check_identity(content["identity"], self.config)
        set_weights(self.model, content["model"])
        _set_by_number(self.optimizer.variables, content["optimizer"])
        _set_by_number(_random_variables(self.model), content["random"])
        progress = self.progress
        progress.step = content["step"]
        progress.history = [Epoch.model_validate(epoch) for epoch in content["history"]]
        progress.loss_sum += content["loss_sum"]
        progress.loss_steps, progress.seconds = content["loss_steps"], content["seconds"]
        self._align_best(store)
        return True

    def _description(self) -> dict[str, object]:
        return {
            "framework": "tensorflow",
            "settings": self.config.model.model_dump(mode="json"),
            "signature": self.signature.model_dump(mode="json"),
            "step": self.progress.step,
            "history": [epoch.model_dump() for epoch in self.progress.history],
        }

    def _align_best(self, store: CheckpointStore) -> None:
        """Make `best` the best of the restored history: a kill may have come between the two files."""
        best = best_epoch(self.progress.history)
        if best is None:
            return
        for path in (store.path("best"), store.previous("best")):
            if path.exists() and _last_epoch(path) == best.epoch:
                if path != store.path("best"):
                    path.replace(store.path("best"))
                return
        if self.progress.history[-1].epoch == best.epoch and self.progress.loss_steps == 0:
            self.save_best(store)
        else:
            warn(f"the weights of epoch {best.epoch}, the best so far, are gone; {store.path('best')} is of another")


def write_checkpoint(path: Path, content: Mapping[str, object]) -> None:
    """Write arrays and description as one NumPy archive, whose checksums tell damage."""
    arrays: dict[str, Array] = {}
    description: dict[str, object] = {}
    for key, value in content.items():
        if key in GROUPS and isinstance(value, Mapping):
            arrays |= {f"{key}/{name}": array for name, array in value.items()}
        else:
            description[key] = value
    np.savez(path, allow_pickle=False, **{DESCRIPTION: np.array(json.dumps(description)), **arrays})


def read_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint; nothing in it is executed."""
    with np.load(path, allow_pickle=False) as archive:
        content: dict[str, Any] = json.loads(str(archive[DESCRIPTION]))
        for key in archive.files:
            group, separator, name = key.partition("/")
            if separator:
                content.setdefault(group, {})[name] = archive[key]
    return content


def weights(model: KerasModel) -> dict[str, Array]:
    """All weights of a model, those that normalization learns by itself too, by their names."""
    return {variable.path: variable.numpy() for variable in model.weights}


def set_weights(model: KerasModel, values: Mapping[str, Array]) -> None:
    """Give a model the weights of a checkpoint, by their names."""
    for variable in model.weights:
        variable.assign(values[variable.path])


def _random_variables(model: KerasModel) -> list[Variable]:
    """Variables that are no weights: the states of the random numbers of dropout."""
    known = {id(variable) for variable in model.weights}
    return [variable for variable in model.variables if id(variable) not in known]


def _by_number(variables: list[Variable]) -> dict[str, Array]:
    """By number, because Keras counts the names of these on from model to model."""
    return {str(number): variable.numpy() for number, variable in enumerate(variables)}


def _set_by_number(variables: list[Variable], values: Mapping[str, Array]) -> None:
    for number, variable in enumerate(variables):
        variable.assign(values[str(number)])


def _last_epoch(path: Path) -> int | None:
    try:
        history = read_checkpoint(path)["history"]
    except (OSError, KeyError, ValueError, EOFError):
        return None  # damaged: not the file that is looked for
    return int(history[-1]["epoch"]) if history else None
