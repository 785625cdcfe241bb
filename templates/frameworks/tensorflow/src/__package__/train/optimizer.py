"""The optimizer, and penalties on the size of the weights."""

from collections.abc import Sequence

from ..backend import Optimizer, Tensor, Variable, keras, tf
from .settings import TrainSettings

Pairs = list[tuple[Tensor, Variable]]


class _Summed:
    """An optimizer whose gradients are summed over the replicas already, so that they could be clipped together.

    Keras would sum them once more, with no switch to leave that out.
    """

    def _all_reduce_sum_gradients(self, grads_and_vars: Pairs) -> Pairs:
        return list(grads_and_vars)


class SGD(_Summed, keras.optimizers.SGD):  # type: ignore[misc]  # Keras has no types
    """Stochastic gradient descent with momentum."""


class Adam(_Summed, keras.optimizers.Adam):  # type: ignore[misc]  # Keras has no types
    """Adam."""


class AdamW(_Summed, keras.optimizers.AdamW):  # type: ignore[misc]  # Keras has no types
    """Adam with weight decay apart from the gradient."""


def make_optimizer(variables: Sequence[Variable], settings: TrainSettings, *, scaled: bool) -> Optimizer:
    """The configured optimizer for the trainable variables of a model.

    AdamW: I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, ICLR 2019,
    https://arxiv.org/abs/1711.05101. Decay is for weights, not for biases and norms.

    Args:
        variables: of the model.
        settings: the section `train`.
        scaled: with dynamic loss scaling, for fp16.
    """
    rate = settings.learning_rate
    if settings.optimizer == "sgd":
        optimizer = SGD(rate, settings.momentum, nesterov=settings.momentum > 0)
    elif settings.optimizer == "adam":
        optimizer = Adam(rate, beta_2=settings.beta2, epsilon=1e-8)
    else:
        optimizer = AdamW(rate, settings.weight_decay, beta_2=settings.beta2, epsilon=1e-8)
        optimizer.exclude_from_weight_decay([variable for variable in variables if not is_weight(variable)])
    if scaled:
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    optimizer.build(list(variables))
    return optimizer


def with_decay(
    gradients: Sequence[Tensor], variables: Sequence[Variable], settings: TrainSettings, scale: Tensor
) -> list[Tensor]:
    """Gradients, times `scale`, with the weight decay that is part of them; AdamW does its own apart from them."""
    decay = 0.0 if settings.optimizer == "adamw" else settings.weight_decay
    if not decay:
        return list(gradients)
    return [
        gradient + scale * decay * tf.convert_to_tensor(variable) if is_weight(variable) else gradient
        for gradient, variable in zip(gradients, variables, strict=True)
    ]


def with_penalty(
    gradients: Sequence[Tensor], variables: Sequence[Variable], scale: Tensor, *, l1: float, l2: float
) -> tuple[list[Tensor], Tensor]:
    """Add the gradient of l1 · Σ|w| + l2 / 2 · Σw², times `scale`, and return it with its value; weights only.

    In closed form, because it is the same for every part of a batch.
    """
    value, changed = tf.zeros(()), list(gradients)
    for number, variable in enumerate(variables):
        if is_weight(variable):
            weight = tf.convert_to_tensor(variable)
            value += l1 * tf.reduce_sum(tf.abs(weight)) + l2 / 2 * tf.reduce_sum(tf.square(weight))
            changed[number] += scale * (l1 * tf.sign(weight) + l2 * weight)
    return changed, value


def is_weight(variable: Variable) -> bool:
    """Whether it is a matrix or kernel, not the bias or the scale of a layer."""
    return len(variable.shape) > 1
