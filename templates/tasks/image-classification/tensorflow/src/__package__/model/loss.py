"""What training makes small."""

from ..backend import Tensor, tf


def loss(logits: Tensor, labels: Tensor, label_smoothing: float = 0.0) -> Tensor:
    """Mean cross-entropy in nats, computed in float32 whatever the precision of the logits.

    Label smoothing: C. Szegedy et al., Rethinking the Inception Architecture, CVPR 2016,
    https://arxiv.org/abs/1512.00567.

    Args:
        logits: [N, classes].
        labels: int64 [N].
        label_smoothing: part of the target that is spread evenly over all classes.
    """
    classes = logits.shape[-1]
    target = tf.one_hot(labels, classes) * (1 - label_smoothing) + label_smoothing / classes
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(target, tf.cast(logits, tf.float32)))
