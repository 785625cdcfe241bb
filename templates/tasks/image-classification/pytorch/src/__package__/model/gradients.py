"""What a prediction would gain or lose if its input changed a little."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

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
    model.requires_grad_(requires_grad=False)

    def gradients(
        inputs: npt.NDArray[np.float32], classes: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        given = torch.from_numpy(inputs).to(device).requires_grad_()
        chosen = torch.from_numpy(classes).to(device)
        likelihood = model(given).float().log_softmax(dim=-1).gather(-1, chosen[:, None])[:, 0]
        (gradient,) = torch.autograd.grad(likelihood.sum(), given)
        return likelihood.detach().cpu().numpy(), gradient.cpu().numpy()

    return gradients
