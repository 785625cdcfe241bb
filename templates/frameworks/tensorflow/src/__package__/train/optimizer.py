"""The optimizer, and penalties on the size of the weights."""

from collections.abc import Sequence

from ..backend import Optimizer, Tensor, Variable, keras, tf
from .settings import TrainSettings


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
        optimizer = keras.optimizers.SGD(rate, settings.momentum, nesterov=settings.momentum > 0)
    elif settings.optimizer == "adam":
        optimizer = keras.optimizers.Adam(rate, epsilon=1e-8)
    else:
        optimizer = keras.optimizers.AdamW(rate, weight_decay=settings.weight_decay, epsilon=1e-8)
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


def penalty(variables: Sequence[Variable], *, l1: float, l2: float) -> Tensor:
    """What the loss grows by for large weights: l1 · Σ|w| + l2 / 2 · Σw²; biases and norms are left alone."""
    weights = [tf.convert_to_tensor(variable) for variable in variables if is_weight(variable)]
    absolute = tf.add_n([tf.reduce_sum(tf.abs(weight)) for weight in weights])
    squared = tf.add_n([tf.reduce_sum(tf.square(weight)) for weight in weights])
    return l1 * absolute + l2 / 2 * squared


def is_weight(variable: Variable) -> bool:
    """Whether it is a matrix or kernel, not the bias or the scale of a layer."""
    return len(variable.shape) > 1
