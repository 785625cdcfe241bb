"""The trained model as a function of arrays, and what it costs to compute."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from ..backend import KerasModel, keras, tf
from ..config import Config
from ..data.dataset import Inputs
from ..data.signature import Signature
from ..errors import ProjectError
from ..files import write_atomically
from ..paths import Paths
from ..train.checkpoint import read_checkpoint, require_same_architecture, set_weights, write_checkpoint
from ..train.checkpoint import weights as weights_of
from ..train.store import CheckpointStore, damage
from .architecture import build_model
from .settings import ModelSettings

# Every GPU holds the whole model: TensorFlow has nothing that divides it.
DIVIDES = False

Floats = npt.NDArray[np.float32]
Predictor = Callable[[Inputs], Floats]


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
        return build_model(settings, signature)
    finally:
        keras.config.set_dtype_policy(before)


def load_model(checkpoint: Path) -> KerasModel:
    """The model of a checkpoint, in float32: inputs [N, …] to logits [N, …, classes].

    Raises:
        ProjectError: it is of another task, or of an architecture that this code no longer builds.
    """
    content = read_checkpoint(checkpoint)
    try:
        settings = ModelSettings.model_validate(content["settings"])
        signature = Signature.model_validate(content["signature"])
    except (KeyError, ValidationError) as error:
        raise ProjectError(
            f"{checkpoint.name} is not of this task or of another version of this code. Use the code that it was "
            f"trained with, or run `train` anew.\n{error}"
        ) from error
    model = new_model(settings, signature)
    require_same_architecture(content["model"], weights_of(model), checkpoint)
    set_weights(model, content["model"])
    return model


def save_model(path: Path, model: KerasModel, like: Path, *, settings: ModelSettings | None = None) -> None:
    """Write a model so that `load_model` reads it.

    Args:
        path: of the new checkpoint.
        model: whose weights are written.
        like: the checkpoint that it comes from, of the same signature.
        settings: of the model, where they are not those of `like`.
    """
    source = read_checkpoint(like)
    content = {
        "framework": source["framework"],
        "settings": source["settings"] if settings is None else settings.model_dump(mode="json"),
        "signature": source["signature"],
        "model": weights_of(model),
    }
    write_atomically(path, lambda temporary: write_checkpoint(temporary, content))


def load_network(config: Config, *, checkpoint: Path | None = None, randomized: bool = False) -> tuple[KerasModel, str]:
    """The model of a checkpoint, in float32, and the device that it is on.

    Args:
        config: the configuration.
        checkpoint: by default, that of the best epoch.
        randomized: with random weights in the place of the learned ones, for sanity checks.

    Raises:
        ProjectError: no model has been trained.
    """
    path = checkpoint or best_checkpoint(config.paths)
    device = "/gpu:0" if config.train.device != "cpu" and tf.config.list_physical_devices("GPU") else "/cpu:0"
    with tf.device(device):
        if not randomized:
            return load_model(path), device
        keras.utils.set_random_seed(config.evaluate.seed)
        content = read_checkpoint(path)
        settings = ModelSettings.model_validate(content["settings"])
        return new_model(settings, Signature.model_validate(content["signature"])), device


def load_predictor(config: Config, *, checkpoint: Path | None = None, randomized: bool = False) -> Predictor:
    """The model as a function from inputs [N, …] to logits float32 [N, …, classes]; see `load_network`."""
    model, device = load_network(config, checkpoint=checkpoint, randomized=randomized)
    function = tf.function(lambda inputs: model(inputs, training=False), reduce_retracing=True)

    def predict(inputs: Inputs) -> Floats:
        with tf.device(device):
            logits: Floats = function(tf.convert_to_tensor(inputs)).numpy()
        return logits

    return predict


def count_flops(model: KerasModel, inputs: Inputs) -> int:
    """Floating-point operations of one forward pass over `inputs`, a multiplication and an addition counted as two."""
    specification = tf.TensorSpec(inputs.shape, inputs.dtype)
    with tf.device("/cpu:0"):
        graph = tf.function(lambda inputs: model(inputs, training=False)).get_concrete_function(specification).graph
    profiler = tf.compat.v1.profiler
    options = profiler.ProfileOptionBuilder(profiler.ProfileOptionBuilder.float_operation()).with_empty_output()
    return int(profiler.profile(graph, options=options.build()).total_float_ops)


def count_parameters(model: KerasModel) -> int:
    """How many numbers training changes."""
    return sum(math.prod(variable.shape) for variable in model.trainable_variables)
