"""What training makes small."""

from torch import Tensor
from torch.nn import functional


def loss(logits: Tensor, labels: Tensor, label_smoothing: float = 0.0) -> Tensor:
    """Mean cross-entropy in nats, computed in float32 whatever the precision of the logits.

    Label smoothing: C. Szegedy et al., Rethinking the Inception Architecture, CVPR 2016,
    https://arxiv.org/abs/1512.00567.

    Args:
        logits: [N, classes].
        labels: int64 [N].
        label_smoothing: part of the target that is spread evenly over all classes.
    """
    return functional.cross_entropy(logits.float(), labels, label_smoothing=label_smoothing)
