"""A residual network that fits itself to the size and colors of the images.

Residual blocks: K. He et al., Deep Residual Learning for Image Recognition, CVPR 2016,
https://arxiv.org/abs/1512.03385. The last normalization of each block starts at zero, so that every block starts
as the identity: P. Goyal et al., Accurate, Large Minibatch SGD, 2017, https://arxiv.org/abs/1706.02677. A shortcut
is made smaller by a mean and not by a stride: T. He et al., Bag of Tricks for Image Classification with Convolutional
Neural Networks, CVPR 2019, https://arxiv.org/abs/1812.01187. On a CPU, TensorFlow 2.21 (oneDNN) writes past its
memory in the gradient of a 1-by-1 convolution with stride 2, so that one must not be put in its place.
"""

import math

from ..backend import KerasModel, Tensor, keras
from ..data.signature import Signature
from .settings import ModelSettings

SMALLEST_SIDE = 4
LARGE_IMAGE = 96
WIDEST = 8

layers = keras.layers


def build_model(settings: ModelSettings, signature: Signature) -> KerasModel:
    """A network with random weights: normalized images float32 [N, H, W, C] to float32 logits [N, classes].

    Every layer has a name of its own, so that its weights are found again in a checkpoint.
    """
    side = min(signature.height, signature.width)
    stem_stride = 2 if side >= LARGE_IMAGE else 1
    stages = 1 + max(0, int(math.log2(side / stem_stride / SMALLEST_SIDE)))
    image = keras.Input(signature.input_shape, name="image")
    x = _normalized(_convolved(image, settings.width, 3, stem_stride, "stem"), "stem")
    x = layers.ReLU(name="stem_relu")(x)
    for stage in range(stages):
        features = settings.width * min(2**stage, WIDEST)
        for block in range(settings.depth):
            x = _residual(x, features, 2 if stage > 0 and block == 0 else 1, f"stage{stage}_block{block}")
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dropout(settings.dropout, name="dropout")(x)
    # Logits in float32 even where the layers before compute in less.
    logits = layers.Dense(len(signature.classes), dtype="float32", name="head")(x)
    return keras.Model(image, logits, name="ImageClassifier")


def _residual(x: Tensor, features: int, stride: int, name: str) -> Tensor:
    """Two 3-by-3 convolutions around which the input is carried: [N, H, W, C] to [N, H / stride, W / stride, features].

    `stride` 2 halves height and width.
    """
    y = _normalized(_convolved(x, features, 3, stride, f"{name}_1"), f"{name}_1")
    y = layers.ReLU(name=f"{name}_1_relu")(y)
    y = _normalized(_convolved(y, features, 3, 1, f"{name}_2"), f"{name}_2", gamma="zeros")
    if stride > 1 or x.shape[-1] != features:
        x = layers.AveragePooling2D(stride, padding="same", name=f"{name}_shortcut_pool")(x)
        x = _normalized(_convolved(x, features, 1, 1, f"{name}_shortcut"), f"{name}_shortcut")
    return layers.ReLU(name=f"{name}_relu")(layers.Add(name=f"{name}_sum")([x, y]))


def _convolved(x: Tensor, features: int, size: int, stride: int, name: str) -> Tensor:
    convolution = layers.Conv2D(
        features, size, stride, padding="same", use_bias=False, kernel_initializer="he_normal", name=f"{name}_conv"
    )
    return convolution(x)


def _normalized(x: Tensor, name: str, gamma: str = "ones") -> Tensor:
    norm = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, gamma_initializer=gamma, name=f"{name}_norm")
    return norm(x)
