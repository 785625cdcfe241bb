"""The learning rate, and when to stop: pure functions of the step and of what validation said so far.

Nothing is kept between steps, so a resumed run needs no scheduler state beyond the history in its checkpoint.
"""

import math
from collections.abc import Sequence

from ..results import Epoch
from .settings import TrainSettings


def learning_rate(settings: TrainSettings, step: int, steps_per_epoch: int, history: Sequence[Epoch]) -> float:
    """The learning rate of a step, counted from 0 over all epochs.

    Warm-up grows in a straight line from near 0. Cosine: I. Loshchilov and F. Hutter, SGDR, ICLR 2017,
    https://arxiv.org/abs/1608.03983, without restarts.

    Args:
        settings: the section `train`.
        step: of the whole run.
        steps_per_epoch: optimizer steps in an epoch.
        history: finished epochs, for `plateau`.
    """
    warmup = round(settings.warmup_epochs * steps_per_epoch)
    if step < warmup:
        return settings.learning_rate * (step + 1) / warmup
    if settings.schedule == "cosine":
        total = settings.epochs * steps_per_epoch
        progress = min(1.0, (step - warmup) / max(1, total - 1 - warmup))
        cosine = (1 + math.cos(math.pi * progress)) / 2
        factor = settings.final_fraction + (1 - settings.final_fraction) * cosine
    elif settings.schedule == "step":
        factor = settings.decay_factor ** (step // steps_per_epoch // settings.step_epochs)
    elif settings.schedule == "plateau":
        decays = _plateaus(history, settings.plateau_patience)
        factor = max(settings.decay_factor**decays, settings.final_fraction)
    else:
        factor = 1.0
    return settings.learning_rate * factor


def best_epoch(history: Sequence[Epoch]) -> Epoch | None:
    """The epoch of the lowest validation loss, the first of equals; None before any has finished."""
    return min(history, key=lambda epoch: epoch.validation_loss, default=None)


def should_stop(history: Sequence[Epoch], patience: int | None) -> bool:
    """Whether the last `patience` epochs brought no better validation loss; never where patience is None."""
    best = best_epoch(history)
    return patience is not None and best is not None and history[-1].epoch - best.epoch >= patience


def _plateaus(history: Sequence[Epoch], patience: int) -> int:
    """How often `patience` epochs in a row have passed without a better validation loss."""
    lowest, waited, count = math.inf, 0, 0
    for epoch in history:
        if epoch.validation_loss < lowest:
            lowest, waited = epoch.validation_loss, 0
        else:
            waited += 1
        if waited == patience:
            waited, count = 0, count + 1
    return count
