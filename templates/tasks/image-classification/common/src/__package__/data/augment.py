"""Augmentation: random changes that leave the class as it is, made while training and never stored.

It belongs here and not into the model, where it would end up in the exported file.
"""

import math

import numpy as np
import numpy.typing as npt
from PIL import Image

from ..config import Config
from ..console import say
from ..files import write_atomically
from ..report import Augment, Policy
from .dataset import Augmentation, Pixels, load_split
from .settings import AugmentSettings

SAMPLES = 8
TILE = 64
GAP = 4
Floats = npt.NDArray[np.float32]


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


def augment(config: Config) -> Augment:
    """Name the policies and draw some training images before and after, for a look at whether they keep their class.

    Writes `reports/figures/augmentation.png`: originals in the first row, two random versions below each.
    """
    settings = config.data.augment
    dataset = load_split(config.paths, "train")
    chosen = np.random.default_rng(config.data.split.seed).permutation(len(dataset))[:SAMPLES]
    before = dataset.pixels[chosen]
    change = augmentation(settings)
    rows = [before, *(change(before, np.random.default_rng([config.train.seed, number])) for number in range(2))]
    path = config.paths.figures / "augmentation.png"
    write_atomically(path, lambda temporary: _sheet(rows).save(temporary, "PNG"))
    policies = [
        Policy(name="shift", parameters={"fraction": settings.shift}),
        Policy(name="rotate", parameters={"degrees": settings.rotate}),
        Policy(name="flip", parameters={"probability": 0.5 if settings.flip else 0.0}),
        Policy(name="brightness", parameters={"fraction": settings.brightness}),
    ]
    active = [policy for policy in policies if any(policy.parameters.values())]
    names = ", ".join(policy.name for policy in active) or "nothing"
    say(f"augment: {names}; samples in {config.paths.relative(path)}")
    return Augment(policies=active, samples=[config.paths.relative(path)])


def _sheet(rows: list[Pixels]) -> Image.Image:
    """Rows of images, each enlarged to a tile so that small ones can be seen."""
    columns = len(rows[0])
    size = (columns * (TILE + GAP) + GAP, len(rows) * (TILE + GAP) + GAP)
    sheet = Image.new("RGB", size, "white")
    for down, row in enumerate(rows):
        for across, pixels in enumerate(row):
            image = Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)
            tile = image.convert("RGB").resize((TILE, TILE), Image.Resampling.NEAREST)
            sheet.paste(tile, (GAP + across * (TILE + GAP), GAP + down * (TILE + GAP)))
    return sheet
