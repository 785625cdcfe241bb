"""What is measured of prompts and predictions to notice drift: a few numbers, from which no text can be restored."""

import numpy as np
import numpy.typing as npt

from ..data.signature import Signature

Values = npt.NDArray[np.float64]

# The vocabulary in so many parts of one size. Tokens are numbered in the order in which they were learned, so that
# the first parts hold what is common.
GROUPS = 16


def prompt_features(text: str, tokens: int, nats: float) -> dict[str, Values]:
    """Features of one text, each [1].

    `bytes` is its length, `tokens_per_byte` how well the tokenizer fits it, `non_ascii` the share of its bytes that
    are not ASCII, and `nats_per_byte` how surprising it is to the model.

    Args:
        text: the text.
        tokens: how many tokens it is.
        nats: minus the logarithm of its probability.
    """
    data = np.frombuffer(text.encode(), np.uint8)
    size = max(1, len(data))
    features = {
        "bytes": float(len(data)),
        "tokens_per_byte": tokens / size,
        "non_ascii": float((data >= 128).sum()) / size,
        "nats_per_byte": nats / size,
    }
    return {name: np.array([value]) for name, value in features.items()}


def group_names() -> tuple[str, ...]:
    """The parts of the vocabulary."""
    return tuple(f"tokens-{number:02d}" for number in range(GROUPS))


def token_group(token: int, signature: Signature) -> str:
    """The part of the vocabulary that a token is in."""
    return group_names()[token * GROUPS // signature.vocabulary]
