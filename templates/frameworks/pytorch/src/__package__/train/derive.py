"""Other models from a trained one: with fewer weights that count, with fewer weights, or with more experience."""

from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from ..config import Config
from ..data.dataset import Dataset, load_split
from ..model.loss import loss as task_loss
from ..model.runtime import load_model, new_model, save_model
from ..model.settings import ModelSettings
from .finetune import finetune
from .pruning import magnitude_masks, sparsity_at


def prune(config: Config, checkpoint: Path, path: Path) -> None:
    """Take the smallest weights out of a trained model, let it recover, and write it to `path`.

    Matrices and kernels are pruned, biases and norms are not; see `pruning` for which weights go, and when.
    """
    settings = config.deploy.prune
    torch.manual_seed(config.train.seed)
    model = load_model(checkpoint)
    weights = [parameter for parameter in model.parameters() if parameter.ndim > 1]
    masks = [torch.ones_like(weight, dtype=torch.bool) for weight in weights]

    @torch.no_grad()
    def after_step(step: int, steps: int) -> None:
        part = sparsity_at(step, steps, settings.sparsity)
        if part is not None:
            chosen = magnitude_masks([weight.cpu().numpy() for weight in weights], part)
            masks[:] = [torch.from_numpy(mask).to(weight.device) for mask, weight in zip(chosen, weights, strict=True)]
        for weight, mask in zip(weights, masks, strict=True):
            weight.mul_(mask)

    def objective(_: Tensor, outputs: Tensor, targets: Tensor) -> Tensor:
        return task_loss(outputs, targets, config.train.label_smoothing)

    finetune(model, config, settings, objective, after_step=after_step)
    save_model(path, model, checkpoint)


def distill(config: Config, checkpoint: Path, path: Path, student: ModelSettings) -> None:
    """Train a smaller model from the start on what the trained one says, and write it to `path`."""
    settings = config.deploy.distill
    teacher = load_model(checkpoint)
    torch.manual_seed(config.train.seed)
    model = new_model(student, load_split(config.paths, "train").signature)

    def objective(inputs: Tensor, outputs: Tensor, targets: Tensor) -> Tensor:
        with torch.no_grad():
            wanted = teacher.to(inputs.device)(inputs)
        own = task_loss(outputs, targets, config.train.label_smoothing)
        teachers = distillation_loss(outputs, wanted, settings.temperature)
        return settings.mixing * teachers + (1 - settings.mixing) * own

    finetune(model, config, settings, objective)
    save_model(path, model, checkpoint, settings=student)


def update(config: Config, checkpoint: Path, path: Path, dataset: Dataset) -> None:
    """Let a trained model go on learning, from `dataset`, and write it to `path`."""
    torch.manual_seed(config.train.seed)
    model = load_model(checkpoint)

    def objective(_: Tensor, outputs: Tensor, targets: Tensor) -> Tensor:
        return task_loss(outputs, targets, config.train.label_smoothing)

    finetune(model, config, config.deploy.update, objective, dataset=dataset)
    save_model(path, model, checkpoint)


def distillation_loss(outputs: Tensor, wanted: Tensor, temperature: float) -> Tensor:
    """How far the student's probabilities are from the teacher's, both softened, in nats times temperature squared.

    G. Hinton, O. Vinyals and J. Dean, Distilling the Knowledge in a Neural Network, 2015,
    https://arxiv.org/abs/1503.02531; the square keeps the gradient as large as at temperature 1. The divergence stands
    in the place of their cross-entropy: the gradient is the same, and it is zero where the two agree.

    Args:
        outputs: logits of the student, [..., classes].
        wanted: logits of the teacher, [..., classes].
        temperature: that logits are divided by.
    """
    student = functional.log_softmax(outputs.float() / temperature, dim=-1)
    teacher = functional.log_softmax(wanted.float() / temperature, dim=-1)
    divergence = (teacher.exp() * (teacher - student)).sum(dim=-1)
    return divergence.mean() * temperature**2
