"""What the model looks at, told in two ways that share no code, and whether what they tell is of the model at all.

Occlusion covers parts of an image, and the prediction that suffers shows what mattered: M. Zeiler and R. Fergus,
Visualizing and Understanding Convolutional Networks, ECCV 2014, https://arxiv.org/abs/1311.2901. Integrated gradients
are exact to the pixel; see `attribution`. Sanity check: J. Adebayo et al., Sanity Checks for Saliency Maps, NeurIPS
2018, https://arxiv.org/abs/1810.03292: an explanation that stays the same when the weights are random explains the
image and not the model.
"""

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..config import Config
from ..console import say, warn
from ..data.dataset import Dataset, Inputs, load_split
from ..data.shards import shard_files
from ..model.gradients import input_gradients
from ..model.runtime import Predictor, best_checkpoint, load_predictor
from ..report import write_report
from ..results import Explanation, ExplanationMethod, Sanity
from .attribution import Gradients, Reals, agreement, integrated_gradients
from .explain_plot import draw_explanation
from .metrics import softmax
from .page import write_page

Classes = npt.NDArray[np.int64]


def explain(config: Config) -> Path:
    """Write `reports/explanation.json` and `reports/figures/explanation.png`.

    Raises:
        ProjectError: no model has been trained, or the data are missing.
    """
    paths, settings = config.paths, config.evaluate.explain
    dataset = load_split(paths, "test")
    rows = choose(dataset, settings.samples, seed=config.evaluate.seed)
    images = dataset.inputs(rows)
    checkpoint = best_checkpoint(paths)
    predict = load_predictor(config, checkpoint=checkpoint)
    predicted: Classes = predict(images).argmax(axis=1)
    gradients = input_gradients(config, checkpoint=checkpoint)
    covered = occlusion_maps(predict, images, predicted, grid=settings.grid)
    pixels, gap = gradient_maps(gradients, images, predicted, steps=settings.steps)

    random = load_predictor(config, checkpoint=checkpoint, randomized=True)
    random_gradients = input_gradients(config, checkpoint=checkpoint, randomized=True)
    others = {
        "occlusion": occlusion_maps(random, images, predicted, grid=settings.grid),
        "integrated gradients": gradient_maps(random_gradients, images, predicted, steps=settings.steps)[0],
    }
    maps = {"occlusion": covered, "integrated gradients": pixels}
    checks = {name: _check(maps[name], others[name], settings.threshold) for name in maps}
    figure = draw_explanation(dataset, rows, predicted, maps, paths.figures / "explanation.png")
    say(f"explain: {len(rows)} examples in {paths.relative(figure)}")
    for name, check in checks.items():
        say(f"explain: {name}, correlation with random weights {check.randomized_correlation:.2f}")
        if not check.passed:
            warn(f"{name} hardly depends on what the model learned (threshold {check.threshold}): do not rely on it")
    say(f"explain: integrated gradients leave {gap:.1%} of the output unexplained")
    if gap > settings.tolerance:
        warn(
            f"that is more than evaluate.explain.tolerance, {settings.tolerance:.1%}: set evaluate.explain.steps higher"
        )
    result = Explanation(
        method=" and ".join(maps),
        samples=len(rows),
        figures=[paths.relative(figure)],
        sanity=max(checks.values(), key=lambda check: abs(check.randomized_correlation)),
        methods=[
            ExplanationMethod(name=name, sanity=check, completeness_gap=gap if name == "integrated gradients" else None)
            for name, check in checks.items()
        ],
    )
    shards = shard_files(paths.processed / "test", written_by="data split")
    inputs = [checkpoint, paths.signature, *shards, paths.configs / "evaluate.yaml"]
    report = write_report(config, result, inputs=inputs)
    if paths.report("metrics").exists():
        write_page(paths)
    return report


def choose(dataset: Dataset, count: int, *, seed: int) -> npt.NDArray[np.int64]:
    """Rows of the dataset, at random, one of each class before a second of any."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(dataset))
    turn = np.zeros(len(dataset), np.int64)
    for label in range(len(dataset.signature.classes)):
        of_label = np.flatnonzero(dataset.targets[order] == label)
        turn[of_label] = np.arange(len(of_label))
    return np.sort(order[np.argsort(turn, kind="stable")[:count]])


def occlusion_maps(predict: Predictor, images: Inputs, classes: Classes, *, grid: int) -> Reals:
    """How much the log-probability of a class falls when a patch is covered.

    The patch has the mean color of the training split, and at least twice the side of a grid cell, so that
    neighbors overlap.

    Args:
        predict: normalized images to logits.
        images: [N, H, W, C].
        classes: the class that is explained, for each image.
        grid: places a side where the patch is put.

    Returns:
        [N, grid, grid], in nats; positive where covering hurts.
    """
    count, height, width, _ = images.shape
    chosen = np.arange(count)
    before = np.log(softmax(predict(images))[chosen, classes] + np.finfo(np.float64).tiny)
    maps = np.empty((count, grid, grid))
    for row, (top, bottom) in enumerate(_spans(height, grid)):
        for column, (left, right) in enumerate(_spans(width, grid)):
            covered = images.copy()
            covered[:, top:bottom, left:right] = 0
            after = np.log(softmax(predict(covered))[chosen, classes] + np.finfo(np.float64).tiny)
            maps[:, row, column] = before - after
    return maps


def gradient_maps(gradients: Gradients, images: Inputs, classes: Classes, *, steps: int) -> tuple[Reals, float]:
    """How much each pixel adds to the log-probability of a class, against an image of the mean color.

    Args:
        gradients: of the model.
        images: [N, H, W, C].
        classes: the class that is explained, for each image.
        steps: between the image of the mean color and the whole one.

    Returns:
        [N, H, W], in nats, summed over the colors; and the part of the output that they leave unexplained: the mean
        distance from completeness, by the mean of what there is to explain.
    """
    attributions, gaps = integrated_gradients(gradients, images, classes, steps=steps)
    maps: Reals = attributions.sum(axis=-1)
    explained = np.abs(maps.sum(axis=(1, 2))).mean()
    return maps, float(gaps.mean() / max(explained, np.finfo(np.float64).tiny))


def _check(maps: Reals, others: Reals, threshold: float) -> Sanity:
    correlation = agreement(maps, others)
    return Sanity(randomized_correlation=correlation, threshold=threshold, passed=abs(correlation) < threshold)


def _spans(length: int, grid: int) -> list[tuple[int, int]]:
    """Where the patch begins and ends in each place of a side, in pixels; its middle is that of the place."""
    cell = length / grid
    middles = [(place + 0.5) * cell for place in range(grid)]
    return [(max(0, math.floor(middle - cell)), min(length, math.ceil(middle + cell))) for middle in middles]
