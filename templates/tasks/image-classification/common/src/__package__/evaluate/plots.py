"""Figures of the evaluation."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve

from ..report import Estimate
from .figures import name_style, new_figure, save, short
from .metrics import Predictions, confusion

MANY = 30  # classes whose names can be read side by side
FEW = 12  # curves that can be told apart
WRONG = 16
LABEL = 24  # signs of a name on an axis

Pixels = npt.NDArray[np.uint8]


def draw_all(folder: Path, predictions: Predictions, metrics: Mapping[str, Estimate], pixels: Pixels) -> list[Path]:
    """Draw every figure into `folder` and return their paths.

    Args:
        folder: where the PNG files go.
        predictions: of the split.
        metrics: its metrics, with the F1 of each class as `f1/<class>`.
        pixels: the images themselves, uint8 [N, H, W, C], in the order of `predictions`.
    """
    return [
        save(figure, folder / f"{name}.png")
        for name, figure in {
            "confusion_matrix": draw_confusion(predictions),
            "f1_by_class": draw_f1(predictions, metrics),
            "roc_and_precision_recall": draw_curves(predictions),
            "mistakes": draw_mistakes(predictions, pixels),
        }.items()
    ]


def draw_confusion(predictions: Predictions) -> Figure:
    """Targets down, predictions across; the color is the part of the row."""
    counts = confusion(predictions)
    classes = predictions.classes
    side = max(4.0, min(12.0, 2 + 0.45 * len(classes)))
    figure = new_figure(side + 1, side)
    axes = figure.subplots()
    parts = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    image = axes.imshow(parts, cmap="Blues", vmin=0, vmax=1)
    figure.colorbar(image, ax=axes, label="part of the class")
    axes.set(xlabel="prediction", ylabel="target", title="Confusion matrix")
    if len(classes) <= MANY:
        ticks, names = range(len(classes)), [short(name, LABEL) for name in classes]
        axes.set_xticks(ticks, names, rotation=90, **name_style())
        axes.set_yticks(ticks, names, **name_style())
        for row, column in np.argwhere(counts > 0):
            color = "white" if parts[row, column] > 0.5 else "black"
            axes.text(column, row, str(counts[row, column]), ha="center", va="center", color=color, fontsize=8)
    return figure


def draw_f1(predictions: Predictions, metrics: Mapping[str, Estimate]) -> Figure:
    """The F1 of each class with its interval, the worst at the top; of many classes, the worst ones."""
    estimates = sorted(((metrics[f"f1/{name}"], name) for name in predictions.classes), key=lambda pair: pair[0].value)
    estimates = estimates[:MANY][::-1]
    values = np.asarray([estimate.value for estimate, _ in estimates])
    # The interval of a resampled metric need not hold its value, and a bar cannot have a negative length.
    below = [max(0.0, estimate.value - estimate.low) for estimate, _ in estimates]
    above = [max(0.0, estimate.high - estimate.value) for estimate, _ in estimates]
    figure = new_figure(7, 1.5 + 0.3 * len(estimates))
    axes = figure.subplots()
    axes.barh(range(len(values)), values, xerr=[below, above], color="#4c78a8", ecolor="#333333", capsize=2)
    axes.set_yticks(range(len(values)), [short(name, LABEL) for _, name in estimates], **name_style())
    axes.set(xlim=(0, 1.02), xlabel="F1", title="F1 by class")
    return figure


def draw_curves(predictions: Predictions) -> Figure:
    """ROC and precision-recall, each class against the rest; of many classes, the ones hardest to tell."""
    figure = new_figure(11, 5)
    roc, recall = figure.subplots(1, 2)
    scored = []
    for number, name in enumerate(predictions.classes):
        truth = predictions.target == number
        if truth.any() and not truth.all():
            scored.append((average_precision_score(truth, predictions.probabilities[:, number]), number, name))
    for precision, number, name in sorted(scored)[:FEW]:
        truth, score = predictions.target == number, predictions.probabilities[:, number]
        false_positive, true_positive, _ = roc_curve(truth, score)
        roc.plot(false_positive, true_positive, label=f"{short(name, LABEL)} ({roc_auc_score(truth, score):.3f})")
        precisions, recalls, _ = precision_recall_curve(truth, score)
        recall.plot(recalls, precisions, label=f"{short(name, LABEL)} ({precision:.3f})")
    roc.plot([0, 1], [0, 1], color="#999999", linestyle=":")
    _dress(roc, "false positive rate", "true positive rate", "ROC (area)")
    _dress(recall, "recall", "precision", "Precision and recall (average precision)")
    return figure


def draw_mistakes(predictions: Predictions, pixels: Pixels) -> Figure:
    """The examples that the model got wrong and was surest of; where there are few, the least sure right ones too."""
    right = predictions.prediction == predictions.target
    order = np.lexsort((np.where(right, predictions.score, -predictions.score), right))[:WRONG]
    columns = 8
    rows = -(-len(order) // columns)
    figure = new_figure(columns * 1.3, rows * 1.7 + 0.5)
    figure.suptitle(f"{int((~right).sum())} mistakes, then the least sure")
    for axes in figure.subplots(rows, columns, squeeze=False).flat:
        axes.set_axis_off()
    for axes, index in zip(figure.axes, order, strict=False):
        image = pixels[index]
        axes.imshow(image[..., 0] if image.shape[-1] == 1 else image, cmap="gray", vmin=0, vmax=255)
        target = predictions.classes[predictions.target[index]]
        guess = predictions.classes[predictions.prediction[index]]
        axes.set_title(
            f"{short(target)}\n→ {short(guess)} {predictions.score[index]:.2f}",
            fontsize=8,
            color="black" if right[index] else "#b00020",
            **name_style(),
        )
    return figure


def _dress(axes: Axes, x: str, y: str, title: str) -> None:
    axes.set(xlabel=x, ylabel=y, title=title, xlim=(-0.01, 1.01), ylim=(-0.01, 1.01))
    for text in axes.legend().get_texts():
        text.set(fontsize=8, **name_style())
