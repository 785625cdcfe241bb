"""What is measured of images and predictions to notice drift: a few numbers, from which no image can be restored."""

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Values = npt.NDArray[np.float64]


def input_features(pixels: Pixels) -> dict[str, Values]:
    """Features of images uint8 [N, H, W, C], each [N], from 0 to 1.

    `brightness` is the mean of all values, `contrast` their standard deviation, `detail` the mean step between
    neighbors (low where images are blurred), and, of colored images, `saturation` the mean distance between the
    strongest and the weakest color.
    """
    scaled = pixels.astype(np.float64) / 255
    axes = (1, 2, 3)
    steps = [np.abs(np.diff(scaled, axis=axis)).mean(axis=axes) for axis in (1, 2) if scaled.shape[axis] > 1]
    features = {
        "brightness": scaled.mean(axis=axes),
        "contrast": scaled.std(axis=axes),
        "detail": np.mean(steps, axis=0) if steps else np.zeros(len(scaled)),
    }
    if pixels.shape[-1] > 1:
        features["saturation"] = np.ptp(scaled, axis=3).mean(axis=(1, 2))
    return features


def prediction_features(probabilities: Values) -> dict[str, Values]:
    """Features of predictions: `confidence` [N], the probability of the likeliest class of [N, classes]."""
    return {"confidence": probabilities.max(axis=1)}
