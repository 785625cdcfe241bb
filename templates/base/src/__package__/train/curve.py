"""The curves of a run: what it learned, and when it stopped getting better."""

from pathlib import Path

from ..evaluate.figures import new_figure, save
from ..results import Training


def draw_training(training: Training, path: Path) -> Path:
    """Draw loss and accuracy by epoch, with the best epoch marked, and return `path`."""
    epochs = [epoch.epoch for epoch in training.epochs]
    figure = new_figure(9, 4)
    loss, accuracy = figure.subplots(1, 2)
    loss.plot(epochs, [epoch.train_loss for epoch in training.epochs], label="training")
    loss.plot(epochs, [epoch.validation_loss for epoch in training.epochs], label="validation")
    loss.set(xlabel="epoch", ylabel="loss", title="Loss", ylim=(0, None))
    accuracy.plot(epochs, [epoch.validation_accuracy for epoch in training.epochs], color="C1", label="validation")
    accuracy.set(xlabel="epoch", ylabel="accuracy", title="Accuracy", ylim=(None, 1.01))
    for axes in (loss, accuracy):
        axes.axvline(training.best_epoch, color="#999999", linestyle=":", label="best epoch")
        axes.legend()
    best = training.epochs[training.best_epoch - 1]
    alt = (
        f"The validation loss is lowest in epoch {best.epoch} of {len(epochs)}: {best.validation_loss:.4f}, with an "
        f"accuracy of {best.validation_accuracy:.4f}."
    )
    return save(figure, path, title="Loss and accuracy by epoch", alt=alt)
