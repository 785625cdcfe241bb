"""The trained model as a function of arrays, and what it costs to compute."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from pydantic import ValidationError
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from ..config import Config
from ..data.dataset import Inputs
from ..data.signature import Signature
from ..errors import ProjectError
from ..files import write_atomically
from ..paths import Paths
from ..train.checkpoint import read_checkpoint, require_same_architecture
from ..train.store import CheckpointStore, damage
from .architecture import build_model
from .settings import ModelSettings

# FSDP can divide a model over GPUs.
DIVIDES = True

Floats = npt.NDArray[np.float32]
Predictor = Callable[[Inputs], Floats]


def best_checkpoint(paths: Paths) -> Path:
    """The checkpoint of the best epoch.

    Raises:
        ProjectError: no model has been trained, or the checkpoint is damaged.
    """
    path = CheckpointStore(paths.checkpoints, ".pt").path("best")
    if not path.is_file():
        raise ProjectError(f"{path} is missing: no model has been trained here. Run `train` first.")
    problem = damage(path)
    if problem is not None:
        raise ProjectError(f"{path} is damaged ({problem}). Run `train --resume` or `train` again.")
    return path


def new_model(settings: ModelSettings, signature: Signature) -> nn.Module:
    """A model with random weights that fits the data."""
    return build_model(settings, signature)


def load_model(checkpoint: Path) -> nn.Module:
    """The model of a checkpoint on the CPU, ready to predict: inputs [N, …] to logits [N, …, classes].

    Raises:
        ProjectError: it is of another task, or of an architecture that this code no longer builds.
    """
    content = read_checkpoint(checkpoint)
    try:
        settings = ModelSettings.model_validate(content["settings"])
        signature = Signature.model_validate(content["signature"])
    except (KeyError, ValidationError) as error:
        raise ProjectError(
            f"{checkpoint.name} is not of this task or of another version of this code. Use the code that it was "
            f"trained with, or run `train` anew.\n{error}"
        ) from error
    model = new_model(settings, signature)
    require_same_architecture(content["model"], model.state_dict(), checkpoint)
    model.load_state_dict(content["model"])
    return model.eval()


def save_model(path: Path, model: nn.Module, like: Path, *, settings: ModelSettings | None = None) -> None:
    """Write a model so that `load_model` reads it.

    Args:
        path: of the new checkpoint.
        model: whose weights are written.
        like: the checkpoint that it comes from, of the same signature.
        settings: of the model, where they are not those of `like`.
    """
    source = read_checkpoint(like)
    content = {
        "framework": source["framework"],
        "settings": source["settings"] if settings is None else settings.model_dump(mode="json"),
        "signature": source["signature"],
        "model": model.state_dict(),
    }

    def write(temporary: Path) -> None:
        with temporary.open("wb") as file:  # given a path, PyTorch would put its name, which is random, into the file
            torch.save(content, file)

    write_atomically(path, write)


def load_network(
    config: Config, *, checkpoint: Path | None = None, randomized: bool = False
) -> tuple[nn.Module, torch.device]:
    """The model of a checkpoint, ready to predict, and the device that it is on.

    Args:
        config: the configuration.
        checkpoint: by default, that of the best epoch.
        randomized: with random weights in the place of the learned ones, for sanity checks.

    Raises:
        ProjectError: no model has been trained.
    """
    path = checkpoint or best_checkpoint(config.paths)
    model = load_model(path)
    if randomized:
        torch.manual_seed(config.evaluate.seed)
        content = read_checkpoint(path)
        settings = ModelSettings.model_validate(content["settings"])
        model = new_model(settings, Signature.model_validate(content["signature"])).eval()
    device = torch.device("cuda" if config.train.device != "cpu" and torch.cuda.is_available() else "cpu")
    return model.to(device), device


def load_predictor(config: Config, *, checkpoint: Path | None = None, randomized: bool = False) -> Predictor:
    """The model as a function from inputs [N, …] to logits float32 [N, …, classes]; see `load_network`."""
    model, device = load_network(config, checkpoint=checkpoint, randomized=randomized)

    def predict(inputs: Inputs) -> Floats:
        with torch.inference_mode():
            logits: Floats = model(torch.from_numpy(inputs).to(device)).float().cpu().numpy()
        return logits

    return predict


def count_flops(model: nn.Module, inputs: Inputs, device: torch.device) -> int:
    """Floating-point operations of one forward pass over `inputs`, a multiplication and an addition counted as two."""
    training = model.training
    model.eval()
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(torch.from_numpy(inputs).to(device))
    model.train(training)
    return int(counter.get_total_flops())
