"""All that a run is: weights, optimizer, loss scale, random numbers, and where in the data it stands.

Keras' own `.keras` files and its BackupAndRestore leave out the state of dropout's random numbers, so a run resumed
from them goes another way. Here every variable of model and optimizer is kept.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..backend import KerasModel, Optimizer, Strategy, Tensor, Variable
from ..config import Config
from ..console import say, warn
from ..data.signature import Signature
from ..errors import ProjectError
from ..results import Epoch
from .distributed import World, averaging, separate
from .resume import check_identity, run_identity
from .schedule import best_epoch
from .store import CheckpointStore, damage

FRAMEWORK = "tensorflow"

Array = npt.NDArray[np.generic]

# Groups of arrays in an archive, each with names of its own; everything else is one JSON text.
GROUPS = ("model", "optimizer", "scaling", "random")
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
    """What is saved and restored together; every method is called by all workers."""

    config: Config
    signature: Signature
    model: KerasModel
    optimizer: Optimizer
    progress: Progress
    strategy: Strategy
    world: World

    def save_last(self, store: CheckpointStore) -> None:
        """Save everything that the next step depends on."""
        self.average_statistics()
        self.world.first_does(lambda: store.save("last", lambda path: write_checkpoint(path, self._state())))

    def save_best(self, store: CheckpointStore) -> None:
        """Save the weights of the best epoch so far, and what is needed to build the model around them."""
        self.world.first_does(lambda: store.save("best", lambda path: write_checkpoint(path, self._best())))

    def restore(self, store: CheckpointStore) -> bool:
        """Go to where the last sound checkpoint stands, whatever number of workers wrote it; False without one.

        Raises:
            ProjectError: the checkpoint is of another run or architecture, or none is sound.
        """
        path = self.world.first_does(lambda: store.sound("last"))
        if path is None:
            return False
        content = _read_shared(path)
        check_identity(content["identity"], self.config)
        require_same_architecture(content["model"], weights(self.model), path)
        set_weights(self.model, content["model"])
        own, scaling = _optimizer_variables(self.optimizer)
        _set_by_number(own, content["optimizer"])
        if "scaling" in content:  # otherwise it has computed without, and the scale starts anew
            _set_by_number(scaling, content["scaling"])
        _set_by_number(_random_variables(self.model), content.get("random", {}))  # none without dropout
        self.separate_random()
        if content["replicas"] != self.strategy.num_replicas_in_sync:
            say(
                f"train: {self.strategy.num_replicas_in_sync} replicas instead of {content['replicas']}, so dropout "
                "draws other numbers from here on"
            )
        progress = self.progress
        progress.step = content["step"]
        progress.history = [Epoch.model_validate(epoch) for epoch in content["history"]]
        progress.loss_sum += content["loss_sum"]
        progress.loss_steps, progress.seconds = content["loss_steps"], content["seconds"]
        self._align_best(store)
        return True

    def separate_random(self) -> None:
        """Let the random numbers of the replicas differ, which all have the same now."""
        separate(_random_variables(self.model), self.strategy)

    def average_statistics(self) -> None:
        """Make the running statistics of batch normalization the same in all replicas: the mean of what each has seen.

        It has to come before weights are read. They follow in a straight line from what was seen, so that it does not
        matter how often it is done.
        """
        if self._average is not None:
            self._average()

    @cached_property
    def _average(self) -> Callable[[], None] | None:
        statistics = [variable for variable in self.model.weights if not variable.trainable]
        several = self.strategy.num_replicas_in_sync > 1
        return averaging(statistics, self.strategy) if several and statistics else None

    def _state(self) -> dict[str, object]:
        progress = self.progress
        own, scaling = _optimizer_variables(self.optimizer)
        return {
            **self._best(),
            "optimizer": _by_number(own),
            "scaling": _by_number(scaling),
            "random": _by_number(_random_variables(self.model)),
            "replicas": self.strategy.num_replicas_in_sync,
            "identity": run_identity(self.config),
            "loss_sum": float(progress.loss_sum),
            "loss_steps": progress.loss_steps,
            "seconds": progress.seconds,
        }

    def _best(self) -> dict[str, object]:
        return {
            "framework": FRAMEWORK,
            "settings": self.config.model.model_dump(mode="json"),
            "signature": self.signature.model_dump(mode="json"),
            "step": self.progress.step,
            "history": [epoch.model_dump() for epoch in self.progress.history],
            "model": weights(self.model),
        }

    def _align_best(self, store: CheckpointStore) -> None:
        """Make `best` the best of the restored history: a kill may have come between the two files."""
        best = best_epoch(self.progress.history)
        if best is None or self.world.first_does(lambda: _take_best(store, best)):
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


def require_same_architecture(saved: Mapping[str, Array], own: Mapping[str, Array], path: Path) -> None:
    """Compare the names and shapes of a checkpoint's weights with those of the model that is to take them.

    Raises:
        ProjectError: they differ; the message names what.
    """
    theirs, ours = ({name: value.shape for name, value in state.items()} for state in (saved, own))
    changed = sorted(name for name in theirs.keys() | ours.keys() if theirs.get(name) != ours.get(name))
    if changed:
        first = changed[0]
        raise ProjectError(
            f"{path.name} is of another architecture: {len(changed)} weights differ, for example {first}, "
            f"{theirs.get(first, 'missing')} there and {ours.get(first, 'missing')} in this model. "
            "Use the code that it was trained with, or run `train` to start anew."
        )


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


def _optimizer_variables(optimizer: Optimizer) -> tuple[list[Variable], list[Variable]]:
    """Variables of the optimizer itself, and those of the loss scale around it, none without one."""
    inner: Any = getattr(optimizer, "inner_optimizer", None) or optimizer
    known = {id(variable) for variable in inner.variables}
    return inner.variables, [variable for variable in optimizer.variables if id(variable) not in known]


def _by_number(variables: list[Variable]) -> dict[str, Array]:
    """By number, because Keras counts the names of these on from model to model."""
    return {str(number): variable.numpy() for number, variable in enumerate(variables)}


def _set_by_number(variables: list[Variable], values: Mapping[str, Array]) -> None:
    for number, variable in enumerate(variables):
        variable.assign(values[str(number)])


def _read_shared(path: Path) -> dict[str, Any]:
    """A checkpoint that the first worker has found.

    Raises:
        ProjectError: this worker does not see it.
    """
    try:
        return read_checkpoint(path)
    except FileNotFoundError as error:
        raise ProjectError(f"{path} is not there for this worker: the project's folder has to be shared.") from error


def _take_best(store: CheckpointStore, best: Epoch) -> bool:
    """Whether there is a checkpoint of the epoch `best`, which is `best` then."""
    for path in (store.path("best"), store.previous("best")):
        history = read_checkpoint(path)["history"] if path.exists() and damage(path) is None else []
        if history and history[-1]["epoch"] == best.epoch:
            path.replace(store.path("best"))
            return True
    return False
