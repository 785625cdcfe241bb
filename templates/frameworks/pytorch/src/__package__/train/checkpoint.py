"""All that a run is: weights, optimizer, loss scaler, random numbers, and where in the data it stands.

`last.pt` holds everything, or, where the weights are divided among processes, everything but them: they lie beside it
in a folder of shards that any number of processes can read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.distributed.fsdp import FSDPModule

from ..config import Config
from ..console import say, warn
from ..data.signature import Signature
from ..errors import ProjectError
from ..results import Epoch
from .distributed import World, divided_as, whole_state
from .resume import check_identity, run_identity
from .schedule import best_epoch
from .shards import damage_of_shards, read_shards, remove_unused_shards, write_shards
from .store import CheckpointStore, damage, weights_sha256

FRAMEWORK = "pytorch"


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
    """What is saved and restored together; every method is called by all processes."""

    config: Config
    signature: Signature
    model: nn.Module
    optimizer: torch.optim.Optimizer
    scaler: torch.amp.GradScaler
    progress: Progress
    world: World

    def save_last(self, store: CheckpointStore) -> None:
        """Save everything that the next step depends on."""
        tensors = self._tensors()
        content = {
            **self._description(),
            "scaler": self.scaler.state_dict(),
            "random": self.world.gather(_random_state()),
            "identity": run_identity(self.config),
            "loss_sum": self.progress.loss_sum,
            "loss_steps": self.progress.loss_steps,
            "seconds": self.progress.seconds,
        }
        if isinstance(self.model, FSDPModule):
            content["shards"], tensors = write_shards(tensors, store.folder, self.world)
        content["tensors"] = tensors

        def write() -> None:
            store.save("last", lambda path: write_checkpoint(content, path))
            remove_unused_shards(store.folder, lambda: _named_shards(store))

        self.world.first_does(write)

    def save_best(self, store: CheckpointStore) -> None:
        """Save the weights of the best epoch so far, and what is needed to build the model around them."""
        content = {**self._description(), "model": whole_state(self.model.state_dict(), self.world)}
        self.world.first_does(lambda: store.save("best", lambda path: write_checkpoint(content, path)))

    def restore(self, store: CheckpointStore) -> bool:
        """Go to where the last sound checkpoint stands, whatever number of processes wrote it; False without one.

        Raises:
            ProjectError: the checkpoint is of another run, or none is sound.
        """
        path = self.world.first_does(lambda: store.sound("last", damage_of_run))
        if path is None:
            return False
        content = read_checkpoint(path)
        check_identity(content["identity"], self.config)
        tensors: dict[str, Tensor] = content["tensors"]
        if "shards" in content:
            tensors |= read_shards(path.parent, content["shards"], self.model)
        self._set_tensors(tensors, path)
        self.scaler.load_state_dict(content["scaler"])
        progress = self.progress
        progress.step = content["step"]
        progress.history = [Epoch.model_validate(epoch) for epoch in content["history"]]
        progress.loss_sum.copy_(content["loss_sum"])
        progress.loss_steps, progress.seconds = content["loss_steps"], content["seconds"]
        self._set_random(content["random"])
        self._align_best(store)
        return True

    def _tensors(self) -> dict[str, Tensor]:
        """Weights and the optimizer's state by name: `model.<weight>` and `optimizer.<kind>.<weight>`."""
        names: dict[Tensor, str] = {weight: name for name, weight in self.model.named_parameters()}
        tensors = {f"model.{name}": tensor.detach() for name, tensor in self.model.state_dict().items()}
        for weight, state in self.optimizer.state.items():
            kinds = {kind: value for kind, value in state.items() if isinstance(value, Tensor)}
            tensors |= {f"optimizer.{kind}.{names[weight]}": value for kind, value in kinds.items()}
        return tensors

    def _set_tensors(self, tensors: Mapping[str, Tensor], path: Path) -> None:
        """Take over what `_tensors` gave in a run of any number of processes."""
        own = self.model.state_dict()
        saved = {name.removeprefix("model."): value for name, value in tensors.items() if name.startswith("model.")}
        require_same_architecture(saved, own, path)
        self.model.load_state_dict({name: divided_as(value, own[name]) for name, value in saved.items()})
        weights = dict(self.model.named_parameters())
        order = [weight for group in self.optimizer.param_groups for weight in group["params"]]
        numbers = {weight: number for number, weight in enumerate(order)}
        state: dict[int, dict[str, Tensor]] = {}
        for name, value in tensors.items():
            if name.startswith("optimizer."):
                _, kind, weight_name = name.split(".", 2)
                weight = weights[weight_name]
                divided = divided_as(value, weight) if value.shape == weight.shape else value
                state.setdefault(numbers[weight], {})[kind] = divided
        self.optimizer.load_state_dict({**self.optimizer.state_dict(), "state": state})

    def _set_random(self, states: list[Mapping[str, Tensor]]) -> None:
        if len(states) == self.world.size:
            state = states[self.world.rank]
            torch.set_rng_state(state["cpu"])
            if "cuda" in state and torch.cuda.is_available():
                torch.cuda.set_rng_state(state["cuda"])
            return
        say(f"train: {self.world.size} processes instead of {len(states)}, so dropout draws other numbers from here on")
        torch.manual_seed(self.config.train.seed + self.progress.step)
        self.world.seed(self.config.train.seed + self.progress.step)

    def _description(self) -> dict[str, object]:
        return {
            "framework": FRAMEWORK,
            "settings": self.config.model.model_dump(mode="json"),
            "signature": self.signature.model_dump(mode="json"),
            "step": self.progress.step,
            "history": [epoch.model_dump() for epoch in self.progress.history],
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


def write_checkpoint(content: Mapping[str, Any], path: Path) -> None:
    """Write a checkpoint.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    try:
        torch.save(content, path)
    except RuntimeError as error:  # PyTorch's writer has no other kind
        raise OSError(str(error).splitlines()[0]) from error


def read_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint to the CPU; nothing in it is executed."""
    content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return content


def require_same_architecture(saved: Mapping[str, Tensor], own: Mapping[str, Tensor], path: Path) -> None:
    """Compare the names and shapes of a checkpoint's weights with those of the model that is to take them.

    Raises:
        ProjectError: they differ; the message names what.
    """
    theirs, ours = ({name: tuple(value.shape) for name, value in state.items()} for state in (saved, own))
    changed = sorted(name for name in theirs.keys() | ours.keys() if theirs.get(name) != ours.get(name))
    if changed:
        first = changed[0]
        raise ProjectError(
            f"{path.name} is of another architecture: {len(changed)} weights differ, for example {first}, "
            f"{theirs.get(first, 'missing')} there and {ours.get(first, 'missing')} in this model. "
            "Use the code that it was trained with, or run `train` to start anew."
        )


def damage_of_run(path: Path) -> str | None:
    """What is wrong with a checkpoint or with the shards that it names; None where every checksum is right."""
    problem = damage(path)
    if problem is not None:
        return problem
    shards = read_checkpoint(path).get("shards")
    return None if shards is None else damage_of_shards(path.parent, shards)


def state_sha256(state: Mapping[str, Tensor]) -> str:
    """The SHA-256 over the bytes of all tensors of a model, in the order of their names."""
    return weights_sha256({name: tensor.detach().cpu().numpy() for name, tensor in state.items()})


def _named_shards(store: CheckpointStore) -> list[str]:
    """The folders of shards that the checkpoints `last` name."""
    contents = [_read_if_sound(path) for path in (store.path("last"), store.previous("last"))]
    return [content["shards"]["folder"] for content in contents if "shards" in content]


def _take_best(store: CheckpointStore, best: Epoch) -> bool:
    """Whether there is a checkpoint of the epoch `best`, which is `best` then."""
    for path in (store.path("best"), store.previous("best")):
        history = _read_if_sound(path).get("history")
        if history and history[-1]["epoch"] == best.epoch:
            path.replace(store.path("best"))
            return True
    return False


def _read_if_sound(path: Path) -> dict[str, Any]:
    """A checkpoint, or nothing where it is missing or damaged."""
    return read_checkpoint(path) if path.exists() and damage(path) is None else {}


def _random_state() -> dict[str, Tensor]:
    state = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        state["cuda"] = torch.cuda.get_rng_state()
    return state
