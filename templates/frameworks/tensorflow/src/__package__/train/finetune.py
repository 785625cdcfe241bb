"""Training a model that is there already, for a short time and towards any aim."""

import math
from collections.abc import Callable

from ..backend import KerasModel, Tensor, tf
from ..config import Config
from ..console import say
from ..data.dataset import Dataset, load_split
from ..data.order import prefetch
from ..deploy.settings import FinetuneSettings
from ..errors import ProjectError
from .device import choose_device
from .optimizer import make_optimizer, with_decay
from .short_run import plan_short_run

# From inputs, outputs and targets to a scalar.
Objective = Callable[[Tensor, Tensor, Tensor], Tensor]
# Called after each step with its number and the number of all steps.
AfterStep = Callable[[int, int], None]


def finetune(
    model: KerasModel,
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
        model: in float32, and trained so, on one device.
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
    device = choose_device(run.train.model_copy(update={"precision": "fp32"}))
    variables = model.trainable_variables
    optimizer = make_optimizer(variables, run.train, scaled=False)

    def take_step(inputs: Tensor, targets: Tensor) -> Tensor:
        total, gradients = tf.zeros(()), [tf.zeros_like(variable) for variable in variables]
        for start in range(0, run.batch_size, run.micro_batch):
            part = slice(start, start + run.micro_batch)
            # One part after the other, or all would be in memory at once.
            with tf.control_dependencies(gradients), tf.GradientTape() as tape:
                value = objective(inputs[part], model(inputs[part], training=True), targets[part])
                value *= targets[part].shape[0] / run.batch_size
            gradients = [old + new for old, new in zip(gradients, tape.gradient(value, variables), strict=True)]
            total += value
        gradients, _ = tf.clip_by_global_norm(gradients, run.train.clip_norm or math.inf)
        optimizer.apply(with_decay(gradients, variables, run.train, tf.ones(())), variables)
        return total

    step_graph, total = tf.function(take_step), tf.zeros(())
    for step, batch in enumerate(prefetch(run.batches(dataset), device.ahead(run.train.prefetch))):
        optimizer.learning_rate.assign(run.learning_rate(step))
        with tf.device(device.first):
            total += step_graph(tf.constant(batch.inputs), tf.constant(batch.targets))
        if after_step is not None:
            after_step(step, run.steps)
    if not math.isfinite(total):
        raise ProjectError("The loss is no longer finite. Set the rate of it in configs/deploy.yaml lower.")
    say(f"finetune: {run.steps} steps, mean loss {float(total) / run.steps:.4f}")
