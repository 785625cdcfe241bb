"""What training makes small."""

from ..backend import Tensor, tf


def loss(logits: Tensor, targets: Tensor, label_smoothing: float = 0.0) -> Tensor:
    """Mean cross-entropy of a token in nats, computed in float32 whatever the precision of the logits.

    Args:
        logits: [N, T, vocabulary].
        targets: int64 [N, T], the token that follows each one.
        label_smoothing: part of the target that is spread evenly over the vocabulary; it spoils the probabilities
            that bits per byte are counted from, so a language model is trained with 0.
    """
    logits = tf.cast(logits, tf.float32)
    right = tf.nn.sparse_softmax_cross_entropy_with_logits(targets, logits)
    if not label_smoothing:
        return tf.reduce_mean(right)
    even = tf.reduce_logsumexp(logits, axis=-1) - tf.reduce_mean(logits, axis=-1)
    return tf.reduce_mean((1 - label_smoothing) * right + label_smoothing * even)
