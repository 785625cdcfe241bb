"""All that a run is: weights, optimizer, loss scaler, random numbers, and where in the data it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ..config import Config
from ..console import warn
from ..data.signature import Signature
from ..report import Epoch
from .resume import check_identity, run_identity
from .schedule import best_epoch
from .store import CheckpointStore, weights_sha256


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
    """What is saved and restored together."""

    config: Config
    signature: Signature
    model: nn.Module
    optimizer: torch.optim.Optimizer
    scaler: torch.amp.GradScaler
    progress: Progress

    def save_last(self, store: CheckpointStore) -> None:
        """Save everything that the next step depends on."""
        progress = self.progress
        content = {
            **self._description(),
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scaler": self.scaler.state_dict(),
            "random": _random_state(),
            "identity": run_identity(self.config),
            "loss_sum": progress.loss_sum,
            "loss_steps": progress.loss_steps,
            "seconds": progress.seconds,
        }
        store.save("last", lambda path: torch.save(content, path))

    def save_best(self, store: CheckpointStore) -> None:
        """Save the weights of the best epoch so far, and what is needed to build the model around them."""
        content = {**self._description(), "model": self.model.state_dict()}
        store.save("best", lambda path: torch.save(content, path))

    def restore(self, store: CheckpointStore) -> bool:
        """Go to where the last sound checkpoint stands; False where there is none.

        Raises:
            ProjectError: the checkpoint is of another run, or none is sound.
        """
        content = store.load("last", read_checkpoint)
        if content is None:
            return False
        check_identity(content["identity"], self.config)
        self.model.load_state_dict(content["model"])
        self.optimizer.load_state_dict(content["optimizer"])
        self.scaler.load_state_dict(content["scaler"])
        _set_random_state(content["random"])
        progress = self.progress
        progress.step = content["step"]
        progress.history = [Epoch.model_validate(epoch) for epoch in content["history"]]
        progress.loss_sum.copy_(content["loss_sum"])
        progress.loss_steps, progress.seconds = content["loss_steps"], content["seconds"]
        self._align_best(store)
        return True

    def _description(self) -> dict[str, object]:
        return {
            "framework": "pytorch",
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


def read_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint to the CPU; nothing in it is executed."""
    content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return content


def state_sha256(state: Mapping[str, Tensor]) -> str:
    """The SHA-256 over the bytes of all tensors of a model, in the order of their names."""
    return weights_sha256({name: tensor.detach().cpu().numpy() for name, tensor in state.items()})


def _last_epoch(path: Path) -> int | None:
    try:
        history = read_checkpoint(path)["history"]
    except (OSError, RuntimeError, KeyError, ValueError, EOFError):
        return None  # damaged: not the file that is looked for
    return int(history[-1]["epoch"]) if history else None


def _random_state() -> dict[str, Tensor]:
    state = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        state["cuda"] = torch.cuda.get_rng_state()
    return state


def _set_random_state(state: Mapping[str, Tensor]) -> None:
    torch.set_rng_state(state["cpu"])
    if "cuda" in state and torch.cuda.is_available():
        torch.cuda.set_rng_state(state["cuda"])
