"""The trained model as a function of arrays, and what it costs to compute."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from ..config import Config
from ..data.signature import Signature, load_signature
from ..errors import ProjectError
from ..paths import Paths
from ..report import Memory, Model
from ..train.checkpoint import read_checkpoint
from ..train.store import CheckpointStore, damage
from .architecture import build_model
from .settings import ModelSettings

Floats = npt.NDArray[np.float32]
Predictor = Callable[[Floats], Floats]


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
    return build_model(
        settings,
        height=signature.height,
        width=signature.width,
        channels=signature.channels,
        classes=len(signature.classes),
    )


def load_model(checkpoint: Path) -> nn.Module:
    """The model of a checkpoint on the CPU, ready to predict: normalized [N, H, W, C] to logits [N, classes]."""
    content = read_checkpoint(checkpoint)
    settings = ModelSettings.model_validate(content["settings"])
    model = new_model(settings, Signature.model_validate(content["signature"]))
    model.load_state_dict(content["model"])
    return model.eval()


def load_predictor(config: Config, *, checkpoint: Path | None = None, randomized: bool = False) -> Predictor:
    """The model as a function from normalized images [N, H, W, C] to logits [N, classes], both float32.

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
    model = model.to(device)

    def predict(images: Floats) -> Floats:
        with torch.inference_mode():
            logits: Floats = model(torch.from_numpy(images).to(device)).float().cpu().numpy()
        return logits

    return predict


def count_flops(model: nn.Module, images: Floats, device: torch.device) -> int:
    """Floating-point operations of one forward pass, a multiplication and an addition counted as two."""
    training = model.training
    model.eval()
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(torch.from_numpy(images).to(device))
    model.train(training)
    return int(counter.get_total_flops())


def summary(config: Config) -> Model:
    """Parameters, FLOPs of one image, and memory of one training step at the configured batch size in float32."""
    signature = load_signature(config.paths.signature)
    model = new_model(config.model, signature)
    shape = (1, signature.height, signature.width, signature.channels)
    images = np.zeros(shape, np.float32)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    states = {"adamw": 2, "adam": 2, "sgd": 1 if config.train.momentum else 0}[config.train.optimizer]
    weights = 4 * parameters
    part = config.train.batch_size // config.train.accumulation
    return Model(
        architecture=f"{type(model).__name__}(width={config.model.width}, depth={config.model.depth})",
        parameters=parameters,
        flops=count_flops(model, images, torch.device("cpu")),
        memory_bytes=Memory(
            weights=weights,
            gradients=weights,
            optimizer=states * weights,
            activations=part * _activation_bytes(model, images),
        ),
        input_shape=list(shape),
        output_shape=[1, len(signature.classes)],
    )


def _activation_bytes(model: nn.Module, images: Floats) -> int:
    """What the backward pass of one image keeps, apart from the weights themselves."""
    weights = {parameter.data_ptr() for parameter in model.parameters()}
    kept: dict[int, int] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        if tensor.data_ptr() not in weights:
            kept[tensor.data_ptr()] = tensor.numel() * tensor.element_size()
        return tensor

    # Two images, because batch normalization cannot be trained with one value a channel; half of it is for one.
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        output = model.train()(torch.from_numpy(np.repeat(images, 2, axis=0)))
    return sum(kept.values()) // 2 if output.requires_grad else 0
