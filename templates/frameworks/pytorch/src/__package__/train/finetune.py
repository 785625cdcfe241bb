"""Short training after the training: a model loses weights, learns from a larger one, or from what people say of it."""

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..config import Config
from ..console import say
from ..data.dataset import Dataset, load_split, train_batch
from ..data.order import prefetch, steps_per_epoch
from ..deploy.settings import FinetuneSettings
from ..errors import ProjectError
from ..model.loss import loss as task_loss
from ..model.runtime import load_model, new_model, save_model
from ..model.settings import ModelSettings
from .device import choose_device
from .optimizer import make_optimizer
from .pruning import magnitude_masks, sparsity_at
from .schedule import learning_rate

# From inputs, outputs and targets to a scalar.
Objective = Callable[[Tensor, Tensor, Tensor], Tensor]
# Called after each step with its number and the number of all steps.
AfterStep = Callable[[int, int], None]


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

    finetune(model, config, settings, objective, after_step)
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


def finetune(
    model: nn.Module,
    config: Config,
    settings: FinetuneSettings,
    objective: Objective,
    after_step: AfterStep | None = None,
    *,
    dataset: Dataset | None = None,
) -> None:
    """Train a model in place with the optimizer of `train`, for a part of its steps and at a part of its rate.

    The learning rate grows for a tenth of the steps and falls as a cosine. What is random follows from the seed that
    was set before the model was made.

    Args:
        model: on the CPU, before and after.
        config: the configuration.
        settings: how long, and how fast.
        objective: what is made small.
        after_step: may change the model once the optimizer has.
        dataset: what it learns from; by default, the training split.

    Raises:
        ProjectError: the objective is no longer finite.
    """
    train = config.train.model_copy(
        update={
            "learning_rate": config.train.learning_rate * settings.rate,
            "schedule": "cosine",
            "epochs": 1,
            "warmup_epochs": 0.1,
        }
    )
    device = choose_device(train)
    dataset = load_split(config.paths, "train") if dataset is None else dataset
    batch_size = min(train.batch_size, len(dataset))
    per_epoch = steps_per_epoch(len(dataset), batch_size)
    size = min(train.micro_batch or batch_size, batch_size)
    planned = config.train.epochs * per_epoch
    steps = max(1, round(settings.effort * min(planned, config.train.max_steps or planned)))
    model.to(device.device).train()
    optimizer = make_optimizer(model, train, device.device)
    scaler = torch.amp.GradScaler(device.device.type, enabled=device.scaled)
    total = torch.zeros((), device=device.device)
    drawn = (
        train_batch(
            dataset, config.data, seed=train.seed, epoch=step // per_epoch, step=step % per_epoch, batch_size=batch_size
        )
        for step in range(steps)
    )
    for step, batch in enumerate(prefetch(drawn, train.prefetch)):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(train, step, steps, [])
        optimizer.zero_grad(set_to_none=True)
        inputs, targets = device.put(batch.inputs), device.put(batch.targets)
        for start in range(0, batch_size, size):
            part = slice(start, start + size)
            with device.autocast():
                value = objective(inputs[part], model(inputs[part]), targets[part])
            value = value * (len(targets[part]) / batch_size)
            torch.autograd.backward(scaler.scale(value))
            total += value.detach()
        scaler.unscale_(optimizer)
        torch.nn.utils.clip_grad_norm_(model.parameters(), train.clip_norm or torch.inf)
        scaler.step(optimizer)
        scaler.update()
        if after_step is not None:
            after_step(step, steps)
    if not total.isfinite():
        raise ProjectError("The loss is no longer finite. Set the rate of it in configs/deploy.yaml lower.")
    say(f"finetune: {steps} steps, mean loss {total.item() / steps:.4f}")
    model.cpu().eval()
