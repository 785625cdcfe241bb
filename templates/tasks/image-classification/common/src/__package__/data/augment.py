"""The part `augment` of the pipeline: what training changes at random, shown on some images."""

import numpy as np
from PIL import Image

from ..config import Config
from ..console import say
from ..files import write_atomically
from ..results import Augment, Policy
from .dataset import load_split
from .transforms import Pixels, augmentation

SAMPLES = 8
TILE = 64
GAP = 4


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
