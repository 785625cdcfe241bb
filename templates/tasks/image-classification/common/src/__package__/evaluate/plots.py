"""Figures of the evaluation, each with a sentence that says what it shows."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve

from ..results import Estimate
from .calibration import BINS, reliability
from .figures import name_style, new_figure, save, short
from .metrics import Predictions, confusion

MANY = 30  # classes whose names can be read side by side
FEW = 12  # curves that can be told apart
SHOWN = 24  # mistakes
LABEL = 24  # signs of a name on an axis
BLUE, RED = "#4c78a8", "#b00020"

Pixels = npt.NDArray[np.uint8]


class Drawn(NamedTuple):
    """A figure, what it is called, and what it shows."""

    figure: Figure
    title: str
    alt: str


def draw_all(folder: Path, predictions: Predictions, metrics: Mapping[str, Estimate], pixels: Pixels) -> list[Path]:
    """Draw every figure into `folder` and return their paths.

    Args:
        folder: where the PNG files go.
        predictions: of the split.
        metrics: its metrics, with the F1 of each class as `f1/<class>`.
        pixels: the images themselves, uint8 [N, H, W, C], in the order of `predictions`.
    """
    drawings = {
        "confusion_matrix": draw_confusion(predictions),
        "f1_by_class": draw_f1(predictions, metrics),
        "roc_and_precision_recall": draw_curves(predictions),
        "reliability": draw_reliability(predictions, metrics["calibration_error"].value),
        "mistakes": draw_mistakes(predictions, pixels),
    }
    return [
        save(drawn.figure, folder / f"{name}.png", title=drawn.title, alt=drawn.alt) for name, drawn in drawings.items()
    ]


def draw_confusion(predictions: Predictions) -> Drawn:
    """Targets down, predictions across; the color is the part of the row."""
    counts = confusion(predictions)
    classes = predictions.classes
    side = max(4.0, min(12.0, 2 + 0.45 * len(classes)))
    figure = new_figure(side + 1, side)
    axes = figure.subplots()
    parts = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    image = axes.imshow(parts, cmap="Blues", vmin=0, vmax=1)
    figure.colorbar(image, ax=axes, label="part of the class")
    axes.set(xlabel="prediction", ylabel="target")
    if len(classes) <= MANY:
        ticks, names = range(len(classes)), [short(name, LABEL) for name in classes]
        axes.set_xticks(ticks, names, rotation=90, **name_style())
        axes.set_yticks(ticks, names, **name_style())
        for row, column in np.argwhere(counts > 0):
            color = "white" if parts[row, column] > 0.5 else "black"
            axes.text(column, row, str(counts[row, column]), ha="center", va="center", color=color, fontsize=8)
    mixed = counts - np.diag(counts.diagonal())
    row, column = divmod(int(mixed.argmax()), len(classes))
    worst = f"; most often {classes[row]} was taken for {classes[column]}, {mixed[row, column]} times"
    alt = f"{counts.diagonal().sum()} of {counts.sum()} examples lie on the diagonal{worst if mixed.any() else ''}."
    return Drawn(figure, "Confusion matrix: the class down, the prediction across", alt)


def draw_f1(predictions: Predictions, metrics: Mapping[str, Estimate]) -> Drawn:
    """The F1 of each class with its interval, the worst at the top; of many classes, the worst ones."""
    known = [(metrics[f"f1/{name}"], name) for name in predictions.classes if f"f1/{name}" in metrics]
    estimates = sorted(known, key=lambda pair: pair[0].value)[:MANY][::-1]
    values = np.asarray([estimate.value for estimate, _ in estimates])
    below = [estimate.value - estimate.low for estimate, _ in estimates]
    above = [estimate.high - estimate.value for estimate, _ in estimates]
    figure = new_figure(7, 1.5 + 0.3 * len(estimates))
    axes = figure.subplots()
    axes.barh(range(len(values)), values, xerr=[below, above], color=BLUE, ecolor="#333333", capsize=2)
    axes.set_yticks(range(len(values)), [short(name, LABEL) for _, name in estimates], **name_style())
    axes.set(xlim=(0, 1.02), xlabel="F1")
    (lowest, worst), (highest, best) = estimates[-1], estimates[0]
    alt = f"F1 is lowest for {worst} ({lowest.value:.3f}) and highest for {best} ({highest.value:.3f})."
    return Drawn(figure, "F1 of each class with its interval, the lowest at the top", alt)


def draw_curves(predictions: Predictions) -> Drawn:
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
    roc.plot([0, 1], [0, 1], color="#999999", linestyle=":", label="chance")
    _dress(roc, "false positive rate", "true positive rate", "ROC (area)")
    _dress(recall, "recall", "precision", "Precision and recall (average precision)")
    alt = "No class has both examples and counterexamples."
    if scored:
        lowest, _, worst = min(scored)
        alt = f"Average precision is lowest for {worst}, {lowest:.3f}."
    return Drawn(figure, "ROC and precision-recall curves of each class against the rest", alt)


def draw_reliability(predictions: Predictions, error: float) -> Drawn:
    """Accuracy against confidence, and how many examples have that confidence; `error` is the calibration error."""
    bins = reliability(predictions.score, predictions.right)
    edges = np.arange(BINS) / BINS
    figure = new_figure(6, 5.5)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    filled = bins.rows > 0
    upper.bar(
        edges[filled], bins.accuracy[filled], 1 / BINS, align="edge", color=BLUE, edgecolor="white", label="right"
    )
    upper.plot(bins.confidence[filled], bins.accuracy[filled], "o", color=RED, markersize=4, label="mean confidence")
    upper.plot([0, 1], [0, 1], color="#666666", linestyle=":", label="perfectly calibrated")
    upper.set(ylabel="part that is right", ylim=(0, 1.02))
    upper.legend(loc="upper left", fontsize=8)
    lower.bar(edges, bins.rows, 1 / BINS, align="edge", color="#9ab4cf", edgecolor="white")
    lower.set(xlabel="confidence", ylabel="examples", xlim=(0, 1))
    surer = predictions.score.mean() - predictions.right.mean()
    alt = (
        f"The mean confidence is {predictions.score.mean():.3f} and the accuracy {predictions.right.mean():.3f}: "
        f"the model is {'surer' if surer > 0 else 'less sure'} than it is right, by {abs(surer):.3f}."
    )
    return Drawn(figure, f"Reliability: how often predictions of each confidence are right (ECE {error:.3f})", alt)


def draw_mistakes(predictions: Predictions, pixels: Pixels) -> Drawn:
    """The examples that the model got wrong and was surest of; where there are few, the least sure right ones too."""
    right = predictions.right
    order = np.lexsort((np.where(right, predictions.score, -predictions.score), right))[:SHOWN]
    columns = 8
    rows = -(-len(order) // columns)
    figure = new_figure(columns * 1.3, rows * 1.75)
    for axes in figure.subplots(rows, columns, squeeze=False).flat:
        axes.set_axis_off()
    for axes, index in zip(figure.axes, order, strict=False):
        image = pixels[index]
        axes.imshow(image[..., 0] if image.shape[-1] == 1 else image, cmap="gray", vmin=0, vmax=255)
        target = predictions.classes[predictions.target[index]]
        guess = predictions.classes[predictions.prediction[index]]
        axes.set_title(
            f"{short(target)}\n{'=' if right[index] else '→'} {short(guess)} {predictions.score[index]:.2f}",
            fontsize=8,
            color="black" if right[index] else RED,
            **name_style(),
        )
    wrong = [index for index in order if not right[index]]
    listed = ", ".join(
        f"{predictions.ids[index]} ({predictions.classes[predictions.target[index]]} taken for "
        f"{predictions.classes[predictions.prediction[index]]})"
        for index in wrong
    )
    title = f"The worst of {int((~right).sum())} mistakes (red, →), then the right predictions that were least sure (=)"
    return Drawn(figure, title, f"Mistakes, the surest first: {listed}." if wrong else "There is no mistake.")


def _dress(axes: Axes, x: str, y: str, title: str) -> None:
    axes.set(xlabel=x, ylabel=y, title=title, xlim=(-0.01, 1.01), ylim=(-0.01, 1.01))
    for text in axes.legend().get_texts():
        text.set(fontsize=8, **name_style())
