"""The optimizer, and penalties on the size of the weights."""

import torch
from torch import Tensor, nn

from .distributed import whole
from .settings import TrainSettings


def make_optimizer(model: nn.Module, settings: TrainSettings, device: torch.device) -> torch.optim.Optimizer:
    """The configured optimizer; weight decay is for weights, not for biases and norms.

    AdamW: I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, ICLR 2019,
    https://arxiv.org/abs/1711.05101.
    """
    groups = [
        {"params": _weights(model), "weight_decay": settings.weight_decay},
        {"params": [p for p in model.parameters() if p.ndim <= 1], "weight_decay": 0.0},
    ]
    fused = device.type == "cuda"
    rate, betas = settings.learning_rate, (0.9, settings.beta2)
    if settings.optimizer == "sgd":
        return torch.optim.SGD(groups, rate, settings.momentum, nesterov=settings.momentum > 0, fused=fused)
    if settings.optimizer == "adam":
        return torch.optim.Adam(groups, rate, betas, fused=fused)
    return torch.optim.AdamW(groups, rate, betas, fused=fused)


def add_penalty(model: nn.Module, *, l1: float, l2: float) -> Tensor:
    """Add the gradient of l1 · Σ|w| + l2 / 2 · Σw² to that of the loss, and return its value; weights only.

    In closed form, because it is the same for every part of a batch, and for weights that are divided.
    """
    weights = _weights(model)
    value = torch.zeros((), device=weights[0].device)
    for weight in weights:
        w = weight.detach()
        value += whole(l1 * w.abs().sum() + l2 / 2 * w.square().sum())
        if weight.grad is not None:
            weight.grad.add_(l1 * w.sign() + l2 * w)
    return value


def _weights(model: nn.Module) -> list[nn.Parameter]:
    return [parameter for parameter in model.parameters() if parameter.ndim > 1]
