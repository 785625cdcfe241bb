"""The size of the residual network by formula: what `architecture.py` builds, counted layer by layer.

The tests hold it against what the framework counts.
"""

import math
from dataclasses import dataclass

from ..config import Config
from ..data.signature import load_signature
from ..errors import ProjectError
from ..report import read_report
from ..results import Data
from .architecture import LARGE_IMAGE, SMALLEST_SIDE, WIDEST
from .plan import ModelSize, number_bytes


@dataclass
class Tally:
    """What the layers so far come to, for an image of `height` by `width` with `channels` values a place.

    `kept` counts the numbers that the backward pass needs, the inputs of convolutions and norms.
    """

    height: int
    width: int
    channels: int
    parameters: int = 0
    flops: int = 0
    kept: int = 0

    @property
    def values(self) -> int:
        return self.height * self.width * self.channels

    def convolve(self, channels: int, size: int, stride: int) -> None:
        """A convolution without bias, then batch normalization, which keeps what it is given."""
        weights = self.channels * channels * size**2
        self.height, self.width = math.ceil(self.height / stride), math.ceil(self.width / stride)
        self.channels = channels
        self.parameters += weights + 2 * channels
        self.flops += 2 * weights * self.height * self.width
        self.kept += self.values

    def rectify(self) -> None:
        """A ReLU, which keeps what it gives; the next layers need nothing else."""
        self.kept += self.values


def model_size(config: Config) -> ModelSize:
    """The configured model in numbers.

    Raises:
        ProjectError: the data pipeline has not run, so the shape of the input is not known.
    """
    signature, settings = load_signature(config.paths.signature), config.model
    side = min(signature.height, signature.width)
    stem_stride = 2 if side >= LARGE_IMAGE else 1
    stages = 1 + max(0, int(math.log2(side / stem_stride / SMALLEST_SIDE)))
    tally = Tally(signature.height, signature.width, signature.channels)
    tally.kept += tally.values
    tally.convolve(settings.width, 3, stem_stride)
    tally.rectify()
    for stage in range(stages):
        for block in range(settings.depth):
            stride = 2 if stage > 0 and block == 0 else 1
            _residual(tally, settings.width * min(2**stage, WIDEST), stride)
    classes = len(signature.classes)
    tally.parameters += classes * (tally.channels + 1)
    tally.flops += 2 * classes * tally.channels
    tally.kept += tally.channels
    return ModelSize(
        architecture=f"ImageClassifier({settings!r})",
        parameters=tally.parameters,
        block_parameters=0,
        outer_parameters=tally.parameters,
        forward_flops=tally.flops,
        activation_bytes=number_bytes(config) * tally.kept,
        unit="images",
        units_per_row=1,
        input_shape=signature.input_shape,
        output_shape=signature.output_shape,
    )


def training_units(config: Config) -> int | None:
    """Images of the training split; None before there are data."""
    try:
        split = read_report(config.paths, Data).split
    except ProjectError:
        return None
    return None if split is None else split.train


def _residual(tally: Tally, channels: int, stride: int) -> None:
    """Two convolutions, and a third one on the shortcut where the shape changes."""
    shortcut = Tally(tally.height, tally.width, tally.channels)
    changes = tally.channels != channels or stride != 1
    tally.convolve(channels, 3, stride)
    tally.rectify()
    tally.convolve(channels, 3, 1)
    if changes:
        shortcut.height, shortcut.width = math.ceil(shortcut.height / stride), math.ceil(shortcut.width / stride)
        shortcut.kept = shortcut.values  # the average, which the convolution is given
        shortcut.convolve(channels, 1, 1)
        tally.parameters += shortcut.parameters
        tally.flops += shortcut.flops
        tally.kept += shortcut.kept
    tally.rectify()
