"""Training a model that is there already, for a short time and towards any aim."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from ..config import Config
from ..console import say
from ..data.dataset import Dataset, load_split
from ..data.order import prefetch
from ..deploy.settings import FinetuneSettings
from ..errors import ProjectError
from .device import choose_device
from .optimizer import make_optimizer
from .short_run import plan_short_run

# From inputs, outputs and targets to a scalar.
Objective = Callable[[Tensor, Tensor, Tensor], Tensor]
# Called after each step with its number and the number of all steps.
AfterStep = Callable[[int, int], None]


def finetune(
    model: nn.Module,
    config: Config,
    settings: FinetuneSettings,
    objective: Objective,
    *,
    after_step: AfterStep | None = None,
    dataset: Dataset | None = None,
) -> None:
    """Train a model in place with the optimizer of `train`, for a part of its steps and at a part of its rate.

    What is random follows from the seed that was set before the model was made.

    Args:
        model: on the CPU, before and after.
        config: the configuration.
        settings: how long, and how fast.
        objective: what is made small.
        after_step: may change the model once the optimizer has.
        dataset: that it learns from; by default, the training split.

    Raises:
        ProjectError: the objective is no longer finite.
    """
    dataset = load_split(config.paths, "train") if dataset is None else dataset
    run = plan_short_run(config, settings, len(dataset))
    device = choose_device(run.train)
    model.to(device.device).train()
    optimizer = make_optimizer(model, run.train, device.device)
    scaler = torch.amp.GradScaler(device.device.type, enabled=device.scaled)
    total = torch.zeros((), device=device.device)
    for step, batch in enumerate(prefetch(run.batches(dataset), device.ahead(run.train.prefetch))):
        for group in optimizer.param_groups:
            group["lr"] = run.learning_rate(step)
        optimizer.zero_grad(set_to_none=True)
        inputs, targets = device.put(batch.inputs), device.put(batch.targets)
        for start in range(0, run.batch_size, run.micro_batch):
            part = slice(start, start + run.micro_batch)
            with device.autocast():
                value = objective(inputs[part], model(inputs[part]), targets[part])
            value = value * (len(targets[part]) / run.batch_size)
            torch.autograd.backward(scaler.scale(value))
            total += value.detach()
        scaler.unscale_(optimizer)
        torch.nn.utils.clip_grad_norm_(model.parameters(), run.train.clip_norm or torch.inf)
        scaler.step(optimizer)
        scaler.update()
        if after_step is not None:
            after_step(step, run.steps)
    if not total.isfinite():
        raise ProjectError("The loss is no longer finite. Set the rate of it in configs/deploy.yaml lower.")
    say(f"finetune: {run.steps} steps, mean loss {total.item() / run.steps:.4f}")
    model.cpu().eval()
