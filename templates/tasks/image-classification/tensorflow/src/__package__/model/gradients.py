"""What a prediction would gain or lose if its input changed a little."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..backend import Tensor, tf
from ..config import Config
from ..evaluate.attribution import Gradients
from .runtime import load_network


def input_gradients(config: Config, *, checkpoint: Path | None = None, randomized: bool = False) -> Gradients:
    """The trained model as a function from inputs [N, …] and classes [N] to log-probabilities and their gradients.

    Args:
        config: the configuration.
        checkpoint: by default, that of the best epoch.
        randomized: with random weights in the place of the learned ones, for sanity checks.

    Raises:
        ProjectError: no model has been trained.
    """
    model, device = load_network(config, checkpoint=checkpoint, randomized=randomized)

    def on_device(given: Tensor, chosen: Tensor) -> tuple[Tensor, Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(given)
            logits = tf.cast(model(given, training=False), tf.float32)
            likelihood = tf.gather(tf.nn.log_softmax(logits), chosen, axis=-1, batch_dims=1)
        return likelihood, tape.gradient(likelihood, given)

    graph = tf.function(on_device, reduce_retracing=True)

    def gradients(
        inputs: npt.NDArray[np.float32], classes: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        with tf.device(device):
            likelihood, gradient = graph(tf.convert_to_tensor(inputs), tf.convert_to_tensor(classes))
        return likelihood.numpy(), gradient.numpy()

    return gradients
