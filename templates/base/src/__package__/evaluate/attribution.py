"""Which parts of an input a prediction comes from, for any model that gives its gradient."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.stats import spearmanr

Floats = npt.NDArray[np.float32]
Reals = npt.NDArray[np.float64]
Classes = npt.NDArray[np.int64]

# From inputs [N, …] and one class for each to its log-probability [N] in nats, and the gradient of that, [N, …].
Gradients = Callable[[Floats, Classes], tuple[Floats, Floats]]


def integrated_gradients(gradients: Gradients, inputs: Floats, classes: Classes, *, steps: int) -> tuple[Reals, Reals]:
    """How much each value of an input adds to the log-probability of a class, compared to an input of zeros.

    M. Sundararajan, A. Taly and Q. Yan, Axiomatic Attribution for Deep Networks, ICML 2017,
    https://arxiv.org/abs/1703.01365: the gradient, averaged on the straight line from zeros to the input, times the
    input. The attributions of an input sum to the difference between its output and that of zeros (completeness);
    with a finite number of steps they nearly do, and how nearly is measured. The average is taken by the rule of
    Gauss and Legendre, which needs far fewer points than equal steps do.

    Args:
        gradients: of the model.
        inputs: [N, …]; zeros are what stands for nothing, for normalized images the mean color.
        classes: the class that is explained, for each input.
        steps: points on the line.

    Returns:
        Attributions [N, …] in nats, and for each input [N] how far their sum is from the difference of the outputs.
    """
    points, weights = np.polynomial.legendre.leggauss(steps)
    total = np.zeros(inputs.shape, np.float64)
    for point, weight in zip((points + 1) / 2, weights / 2, strict=True):
        total += weight * gradients((point * inputs).astype(np.float32), classes)[1]
    attributions = total * inputs
    difference = gradients(inputs, classes)[0].astype(np.float64) - gradients(np.zeros_like(inputs), classes)[0]
    gaps: Reals = np.abs(attributions.reshape(len(inputs), -1).sum(axis=1) - difference)
    return attributions, gaps


def agreement(maps: Reals, others: Reals) -> float:
    """The mean rank correlation of two sets of maps, -1 to 1; a map without any contrast agrees with nothing."""
    values = [
        float(spearmanr(one.ravel(), other.ravel()).statistic) if np.ptp(one) > 0 and np.ptp(other) > 0 else 0.0
        for one, other in zip(maps, others, strict=True)
    ]
    return float(np.mean(values))
