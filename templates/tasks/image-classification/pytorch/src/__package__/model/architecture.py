"""A residual network that fits itself to the size and colors of the images.

Residual blocks: K. He et al., Deep Residual Learning for Image Recognition, CVPR 2016,
https://arxiv.org/abs/1512.03385. The last normalization of each block starts at zero, so that every block starts
as the identity: P. Goyal et al., Accurate, Large Minibatch SGD, 2017, https://arxiv.org/abs/1706.02677. Shortcuts
that average: T. He et al., Bag of Tricks for Image Classification, CVPR 2019, https://arxiv.org/abs/1812.01187.
"""

import math
from typing import cast

from torch import Tensor, nn
from torch.nn import functional

from ..data.signature import Signature
from .settings import ModelSettings

SMALLEST_SIDE = 4
LARGE_IMAGE = 96
WIDEST = 8


class Residual(nn.Module):
    """Two 3 by 3 convolutions around which the input is carried; `stride` 2 halves height and width."""

    def __init__(self, channels_in: int, channels_out: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels_out, 3, stride, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(channels_out)
        self.conv2 = nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(channels_out)
        nn.init.zeros_(self.norm2.weight)
        # Averages and then a convolution of stride 1, not one of stride 2: nothing of the input is left out, and
        # oneDNN (PyTorch 2.13, CPU) overruns its memory in the gradient of a 1 by 1 convolution of stride 2.
        self.shortcut: nn.Module = nn.Identity()
        if channels_in != channels_out or stride != 1:
            projection = nn.Conv2d(channels_in, channels_out, 1, bias=False)
            pool = nn.AvgPool2d(stride, ceil_mode=True)
            self.shortcut = nn.Sequential(pool, projection, nn.BatchNorm2d(channels_out))

    def forward(self, x: Tensor) -> Tensor:
        """Map [N, C_in, H, W] to [N, C_out, H / stride, W / stride]."""
        y = functional.relu(self.norm1(self.conv1(x)))
        return functional.relu(self.norm2(self.conv2(y)) + cast("Tensor", self.shortcut(x)))


class ImageClassifier(nn.Module):
    """Normalized images float32 [N, H, W, C] to logits [N, classes]."""

    def __init__(self, settings: ModelSettings, signature: Signature) -> None:
        super().__init__()
        side = min(signature.height, signature.width)
        stem_stride = 2 if side >= LARGE_IMAGE else 1
        stages = 1 + max(0, int(math.log2(side / stem_stride / SMALLEST_SIDE)))
        self.stem = nn.Conv2d(signature.channels, settings.width, 3, stem_stride, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(settings.width)
        blocks: list[nn.Module] = []
        features = settings.width
        for stage in range(stages):
            wider = settings.width * min(2**stage, WIDEST)
            for block in range(settings.depth):
                blocks.append(Residual(features, wider, stride=2 if stage > 0 and block == 0 else 1))
                features = wider
        self.blocks = nn.Sequential(*blocks)
        self.dropout = nn.Dropout(settings.dropout)
        self.head = nn.Linear(features, len(signature.classes))

    def forward(self, image: Tensor) -> Tensor:
        """Map images [N, H, W, C] to logits [N, classes]."""
        x = image.permute(0, 3, 1, 2)
        x = functional.relu(self.norm(self.stem(x)))
        x = self.blocks(x).mean(dim=(2, 3))
        return cast("Tensor", self.head(self.dropout(x)))


def build_model(settings: ModelSettings, signature: Signature) -> ImageClassifier:
    """A network with random weights, drawn from PyTorch's global generator."""
    return ImageClassifier(settings, signature)
