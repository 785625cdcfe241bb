"""Figures of the evaluation, each with a sentence that says what it shows."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ..results import Estimate
from .figures import name_style, new_figure, save, short
from .metrics import Predictions, bits_per_byte
from .score import Scores

BLUE, GRAY = "#4c78a8", "#767676"
LABEL = 28  # signs of a name on an axis


def draw_all(folder: Path, scores: Scores, metrics: Mapping[str, Estimate]) -> list[Path]:
    """Draw every figure into `folder` and return their paths.

    Args:
        folder: where the PNG files go.
        scores: of the split.
        metrics: of the same split, with `bits_per_byte/<group>`.
    """
    return [
        draw_places(folder / "loss_by_place.png", scores),
        draw_groups(folder / "bits_by_group.png", scores.predictions, metrics),
        draw_texts(folder / "bits_by_text.png", scores.predictions),
    ]


def draw_places(path: Path, scores: Scores) -> Path:
    """The loss at each place of the window: a model that uses its context gets better along it."""
    loss, baseline = scores.nats_by_place, scores.baseline_by_place
    figure = new_figure(8, 4.5)
    axes = figure.subplots()
    places = np.arange(1, len(loss) + 1)
    axes.plot(places, loss, color=BLUE, label="model")
    axes.plot(places, baseline, color=GRAY, linestyle="--", label="5-gram, which sees the window before")
    axes.set_xscale("log", base=2)
    axes.set(xlabel="tokens that the model has seen", ylabel="nats a token", xlim=(1, len(loss)))
    axes.legend()
    first, last = loss[: max(1, len(loss) // 4)].mean(), loss[-max(1, len(loss) // 4) :].mean()
    alt = f"The mean loss is {first:.3f} nats a token in the first quarter of the window and {last:.3f} in the last."
    return save(figure, path, title="Loss by the number of tokens seen before", alt=alt)


def draw_groups(path: Path, predictions: Predictions, metrics: Mapping[str, Estimate]) -> Path:
    """Bits per byte of each group with its interval, the worst at the top, and the baseline's beside it."""
    names, part = predictions.parts
    size = np.bincount(part, predictions.bytes, minlength=len(names))
    baseline = np.bincount(part, predictions.baseline_nats, minlength=len(names))
    known = [
        (metrics[f"bits_per_byte/{name}"], bits_per_byte(float(baseline[number]), float(size[number])), name)
        for number, name in enumerate(names)
        if f"bits_per_byte/{name}" in metrics
    ]
    known.sort(key=lambda each: each[0].value)
    values = [estimate.value for estimate, _, _ in known]
    below = [estimate.value - estimate.low for estimate, _, _ in known]
    above = [estimate.high - estimate.value for estimate, _, _ in known]
    figure = new_figure(8, 1.6 + 0.3 * len(known))
    axes = figure.subplots()
    axes.barh(range(len(known)), values, xerr=[below, above], color=BLUE, ecolor="#333333", capsize=2, label="model")
    axes.plot([bits for _, bits, _ in known], range(len(known)), "D", color=GRAY, markersize=5, label="5-gram")
    axes.set_yticks(range(len(known)), [short(name, LABEL) for _, _, name in known], **name_style())
    axes.set(xlabel="bits per byte")
    axes.legend()
    (lowest, _, best), (highest, _, worst) = known[0], known[-1]
    alt = f"Bits per byte are highest for {worst} ({highest.value:.3f}) and lowest for {best} ({lowest.value:.3f})."
    return save(figure, path, title="Bits per byte of each group, the hardest at the top", alt=alt)


def draw_texts(path: Path, predictions: Predictions) -> Path:
    """Each text as a point, model against baseline: below the line the model is the better one."""
    some = predictions.bytes > 0
    size = predictions.bytes[some] * np.log(2)
    model, baseline = predictions.nats[some] / size, predictions.baseline_nats[some] / size
    figure = new_figure(6, 5.5)
    axes = figure.subplots()
    axes.scatter(baseline, model, s=14, color=BLUE, alpha=0.6, edgecolors="none")
    ends = [min(model.min(), baseline.min()), max(model.max(), baseline.max())]
    axes.plot(ends, ends, color=GRAY, linestyle=":", label="equal")
    axes.set(xlabel="5-gram, bits per byte", ylabel="model, bits per byte")
    axes.legend()
    better = int((model < baseline).sum())
    alt = f"The model needs fewer bits than the 5-gram model for {better} of {len(model)} texts."
    return save(figure, path, title="Bits per byte of each text, model against 5-gram", alt=alt)
