"""The trained model as a function of arrays, and what it costs to compute."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..backend import KerasModel, keras, tf
from ..config import Config
from ..data.signature import Signature, load_signature
from ..errors import ProjectError
from ..paths import Paths
from ..report import Memory, Model
from ..train.checkpoint import read_checkpoint, set_weights
from ..train.store import CheckpointStore, damage
from .architecture import build_model
from .settings import ModelSettings

Floats = npt.NDArray[np.float32]
Predictor = Callable[[Floats], Floats]


def best_checkpoint(paths: Paths) -> Path:
    """The checkpoint of the best epoch.

    Raises:
        ProjectError: no model has been trained, or the checkpoint is damaged.
    """
    path = CheckpointStore(paths.checkpoints, ".npz").path("best")
    if not path.is_file():
        raise ProjectError(f"{path} is missing: no model has been trained here. Run `train` first.")
    problem = damage(path)
    if problem is not None:
        raise ProjectError(f"{path} is damaged ({problem}). Run `train --resume` or `train` again.")
    return path


def new_model(settings: ModelSettings, signature: Signature, *, policy: str = "float32") -> KerasModel:
    """A model with random weights that fits the data; `policy` is the Keras dtype policy it computes in."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        return build_model(
            settings,
            height=signature.height,
            width=signature.width,
            channels=signature.channels,
            classes=len(signature.classes),
        )
    finally:
        keras.config.set_dtype_policy(before)


def load_model(checkpoint: Path) -> KerasModel:
    """The model of a checkpoint, in float32: normalized images [N, H, W, C] to logits [N, classes]."""
    content = read_checkpoint(checkpoint)
    model = new_model(ModelSettings.model_validate(content["settings"]), Signature.model_validate(content["signature"]))
    set_weights(model, content["model"])
    return model


def load_predictor(config: Config, *, checkpoint: Path | None = None, randomized: bool = False) -> Predictor:
    """The model as a function from normalized images [N, H, W, C] to logits [N, classes], both float32.

    Args:
        config: the configuration.
        checkpoint: by default, that of the best epoch.
        randomized: with random weights in the place of the learned ones, for sanity checks.

    Raises:
        ProjectError: no model has been trained.
    """
    path = checkpoint or best_checkpoint(config.paths)
    with tf.device("/gpu:0" if config.train.device != "cpu" and tf.config.list_physical_devices("GPU") else "/cpu:0"):
        if randomized:
            keras.utils.set_random_seed(config.evaluate.seed)
            content = read_checkpoint(path)
            settings = ModelSettings.model_validate(content["settings"])
            model = new_model(settings, Signature.model_validate(content["signature"]))
        else:
            model = load_model(path)
        shape = (None, *model.input_shape[1:])
        function = tf.function(
            lambda images: model(images, training=False), input_signature=[tf.TensorSpec(shape, tf.float32)]
        )

    def predict(images: Floats) -> Floats:
        logits: Floats = function(tf.convert_to_tensor(images)).numpy()
        return logits

    return predict


def count_flops(model: KerasModel) -> int:
    """Floating-point operations of one forward pass of one image, a multiplication and an addition counted as two."""
    specification = tf.TensorSpec((1, *model.input_shape[1:]), tf.float32)
    with tf.device("/cpu:0"):
        graph = tf.function(lambda images: model(images, training=False)).get_concrete_function(specification).graph
    profiler = tf.compat.v1.profiler
    options = profiler.ProfileOptionBuilder(profiler.ProfileOptionBuilder.float_operation()).with_empty_output()
    return int(profiler.profile(graph, options=options.build()).total_float_ops)


def summary(config: Config) -> Model:
    """Parameters, FLOPs of one image, and memory of one training step at the configured batch size in float32."""
    signature = load_signature(config.paths.signature)
    model = new_model(config.model, signature)
    parameters = count_parameters(model)
    states = {"adamw": 2, "adam": 2, "sgd": 1 if config.train.momentum else 0}[config.train.optimizer]
    weights = 4 * parameters
    part = config.train.batch_size // config.train.accumulation
    return Model(
        architecture=f"{model.name}(width={config.model.width}, depth={config.model.depth})",
        parameters=parameters,
        flops=count_flops(model),
        memory_bytes=Memory(
            weights=weights,
            gradients=weights,
            optimizer=states * weights,
            activations=part * _activation_bytes(model),
        ),
        input_shape=[1, signature.height, signature.width, signature.channels],
        output_shape=[1, len(signature.classes)],
    )


def count_parameters(model: KerasModel) -> int:
    """How many numbers training changes."""
    return sum(math.prod(variable.shape) for variable in model.trainable_variables)


def _activation_bytes(model: KerasModel) -> int:
    """What the backward pass of one image keeps, apart from the weights: the output of every layer, in float32."""
    return sum(4 * math.prod(layer.output.shape[1:]) for layer in model.layers)
