"""What a model has to know about its input and output: classes, image shape, and the scale of its values."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from ..files import read_json
from .decode import Fit


class Signature(BaseModel):
    """Classes in the order of the logits, the shape of an image, and the statistics of the training split.

    `mean` and `std` are one number a channel, of pixel values scaled to 0 to 1; `fit` is how an image of another shape
    is brought to this one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    classes: tuple[str, ...] = Field(min_length=2)
    height: int = Field(ge=1)
    width: int = Field(ge=1)
    channels: int = Field(ge=1)
    mean: tuple[float, ...]
    std: tuple[float, ...]
    fit: Fit = "crop"

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Of one image, (H, W, C)."""
        return self.height, self.width, self.channels

    @property
    def output_shape(self) -> tuple[int, ...]:
        """Of the logits of one image, (classes,)."""
        return (len(self.classes),)

    def example(self, rows: int) -> npt.NDArray[np.float32]:
        """Inputs of a model, [rows, H, W, C], to measure and to export it with."""
        return np.zeros((rows, *self.input_shape), np.float32)

    def normalize(self, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """Turn uint8 [..., H, W, C] into float32 of mean 0 and standard deviation 1 on the training split."""
        mean = np.asarray(self.mean, np.float32) * 255
        scale = np.float32(1 / 255) / np.asarray(self.std, np.float32)
        return np.asarray((pixels.astype(np.float32) - mean) * scale, np.float32)

    def denormalize(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
        """The pixels that `normalize` was given; values out of range are clipped."""
        scaled = images * np.asarray(self.std, np.float32) + np.asarray(self.mean, np.float32)
        return np.clip(np.rint(scaled * 255), 0, 255).astype(np.uint8)


def load_signature(path: Path) -> Signature:
    """Read a signature.

    Raises:
        ProjectError: the file is missing or damaged.
    """
    return read_json(path, Signature, made_by="data normalize")
