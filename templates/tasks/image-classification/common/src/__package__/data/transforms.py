"""Random changes to images that leave their class as it is, made while training and never stored.

They belong here and not into the model, where they would end up in the exported file.
"""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from .settings import AugmentSettings

Pixels = npt.NDArray[np.uint8]
Augmentation = Callable[[Pixels, np.random.Generator], Pixels]


def augmentation(settings: AugmentSettings) -> Augmentation:
    """The configured policies as one function: uint8 [N, H, W, C] and a generator in, the same shape out."""

    def apply(pixels: Pixels, rng: np.random.Generator) -> Pixels:
        count, height, width, _ = pixels.shape
        # Every number is drawn whether it is used or not: switching one policy leaves the others as they were.
        angles = rng.uniform(-1, 1, size=(count,)) * math.radians(settings.rotate)
        shifts = rng.uniform(-1, 1, size=(count, 2)) * settings.shift * np.asarray([height, width])
        mirrored = rng.random(size=(count,)) < 0.5
        gains = 1 + rng.uniform(-1, 1, size=(count,)) * settings.brightness
        if settings.rotate or settings.shift:
            pixels = rotate_and_shift(pixels, angles, shifts)
        if settings.flip:
            pixels = np.where(mirrored[:, None, None, None], pixels[:, :, ::-1], pixels)
        if settings.brightness:
            pixels = np.clip(np.rint(pixels * gains[:, None, None, None]), 0, 255).astype(np.uint8)
        return pixels

    return apply


def rotate_and_shift(pixels: Pixels, angles: npt.NDArray[np.float64], shifts: npt.NDArray[np.float64]) -> Pixels:
    """Turn each image about its center and move it, with bilinear sampling; edges are continued outward.

    Args:
        pixels: uint8 [N, H, W, C].
        angles: [N], in radians.
        shifts: [N, 2], down and right, in pixels.
    """
    count, height, width, _ = pixels.shape
    middle = np.asarray([(height - 1) / 2, (width - 1) / 2])
    rows, columns = np.meshgrid(np.arange(height) - middle[0], np.arange(width) - middle[1], indexing="ij")
    cos, sin = (function(angles)[:, None, None] for function in (np.cos, np.sin))
    # For each pixel of the result, the place in the source that it comes from.
    down = rows - shifts[:, 0, None, None]
    right = columns - shifts[:, 1, None, None]
    y = np.clip(cos * down - sin * right + middle[0], 0, height - 1)
    x = np.clip(sin * down + cos * right + middle[1], 0, width - 1)
    top, left = np.floor(y).astype(np.intp), np.floor(x).astype(np.intp)
    bottom, right_edge = np.minimum(top + 1, height - 1), np.minimum(left + 1, width - 1)
    fy, fx = (y - top).astype(np.float32)[..., None], (x - left).astype(np.float32)[..., None]
    which = np.arange(count)[:, None, None]
    upper = pixels[which, top, left] * (1 - fx) + pixels[which, top, right_edge] * fx
    lower = pixels[which, bottom, left] * (1 - fx) + pixels[which, bottom, right_edge] * fx
    sampled: Pixels = np.rint(upper * (1 - fy) + lower * fy).astype(np.uint8)
    return sampled
