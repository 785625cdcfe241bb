"""What training makes small."""

from torch import Tensor
from torch.nn import functional


def loss(logits: Tensor, targets: Tensor, label_smoothing: float = 0.0) -> Tensor:
    """Mean cross-entropy of a token in nats, computed in float32 whatever the precision of the logits.

    Args:
        logits: [N, T, vocabulary].
        targets: int64 [N, T], the token that follows each one.
        label_smoothing: part of the target that is spread evenly over the vocabulary; it spoils the probabilities
            that bits per byte are counted from, so a language model is trained with 0.
    """
    return functional.cross_entropy(logits.float().flatten(0, -2), targets.flatten(), label_smoothing=label_smoothing)
