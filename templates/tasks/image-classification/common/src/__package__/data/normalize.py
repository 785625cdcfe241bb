"""Normalization: mean and standard deviation of each channel, of the training split alone.

The shards keep one byte a value; the loader and the server turn pixels into normalized floats with the same
`Signature`, so that what is served is scaled as what was trained.
"""

from typing import cast

import numpy as np

from ..config import Config
from ..console import say
from ..files import write_text
from ..results import Normalize
from .shards import read_rows, shard_files
from .signature import Signature

# A channel that never changes would be divided by zero; one gray level is the least that can differ.
SMALLEST_STD = 1 / 255


def normalize(config: Config) -> Normalize:
    """Fit the statistics on `data/processed/train` and write `data/processed/signature.json`.

    Sums are of whole numbers, so the result does not depend on the order or the size of the shards.
    """
    files = shard_files(config.paths.processed / "train", written_by="data split")
    classes: dict[int, str] = {}
    rows = height = width = channels = 0
    total, squares = np.zeros(3, np.int64), np.zeros(3, np.int64)
    for row in read_rows(files):
        height, width, channels = (cast("int", row[key]) for key in ("height", "width", "channels"))
        pixels = np.frombuffer(cast("bytes", row["pixels"]), np.uint8).reshape(-1, channels).astype(np.int64)
        total[:channels] += pixels.sum(axis=0)
        squares[:channels] += (pixels**2).sum(axis=0)
        classes[cast("int", row["label"])] = cast("str", row["class"])
        rows += 1
    values = rows * height * width
    mean = total[:channels] / values
    std = np.sqrt(np.maximum(squares[:channels] / values - mean**2, 0))
    signature = Signature(
        classes=tuple(classes[number] for number in sorted(classes)),
        height=height,
        width=width,
        channels=channels,
        mean=tuple(float(value) for value in mean / 255),
        std=tuple(float(value) for value in np.maximum(std / 255, SMALLEST_STD)),
        fit=config.data.fit,
    )
    write_text(config.paths.signature, signature.model_dump_json(indent=2) + "\n")
    shown = ", ".join(f"{m:.3f} ± {s:.3f}" for m, s in zip(signature.mean, signature.std, strict=True))
    say(f"normalize: {shown}, of {rows} training images")
    return Normalize(fitted_on="train", rows=rows, mean=list(signature.mean), std=list(signature.std))
