"""What the model looks at: parts of an image are covered, and the prediction that suffers shows what mattered.

Occlusion: M. Zeiler and R. Fergus, Visualizing and Understanding Convolutional Networks, ECCV 2014,
https://arxiv.org/abs/1311.2901. It treats the model as a function, so it is the same for every framework.
Sanity check: J. Adebayo et al., Sanity Checks for Saliency Maps, NeurIPS 2018,
https://arxiv.org/abs/1810.03292: an explanation that stays the same when the weights are random explains the
image and not the model.
"""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.stats import spearmanr

from ..config import Config
from ..console import say, warn
from ..data.dataset import Dataset, Images, load_split
from ..data.shards import shard_files
from ..model.runtime import Predictor, best_checkpoint, load_predictor
from ..report import Explanation, Sanity, write_report
from .figures import name_style, new_figure, save, short
from .metrics import softmax

Maps = npt.NDArray[np.float64]


def explain(config: Config) -> Path:
    """Write `reports/explanation.json` and `reports/figures/explanation.png`.

    Raises:
        ProjectError: no model has been trained, or the data are missing.
    """
    paths, settings = config.paths, config.evaluate.explain
    dataset = load_split(paths, "test")
    rows = choose(dataset, settings.samples, seed=config.evaluate.seed)
    images = dataset.images(rows)
    checkpoint = best_checkpoint(paths)
    predict = load_predictor(config, checkpoint=checkpoint)
    logits = predict(images)
    predicted = logits.argmax(axis=1)
    maps = occlusion_maps(predict, images, predicted, grid=settings.grid)
    random = load_predictor(config, checkpoint=checkpoint, randomized=True)
    correlation = agreement(maps, occlusion_maps(random, images, predicted, grid=settings.grid))
    passed = abs(correlation) < settings.threshold
    figure = draw(dataset, rows, predicted, maps, paths.figures / "explanation.png")
    say(f"explain: {len(rows)} examples in {paths.relative(figure)}")
    say(f"explain: correlation with a model of random weights {correlation:.2f}, less than {settings.threshold} wanted")
    if not passed:
        warn("the explanation hardly depends on what the model learned: do not rely on it")
    result = Explanation(
        method="occlusion",
        samples=len(rows),
        figures=[paths.relative(figure)],
        sanity=Sanity(randomized_correlation=correlation, threshold=settings.threshold, passed=passed),
    )
    shards = shard_files(paths.processed / "test", written_by="data split")
    inputs = [checkpoint, paths.signature, *shards, paths.configs / "evaluate.yaml"]
    return write_report(config, result, inputs=inputs)


def choose(dataset: Dataset, count: int, *, seed: int) -> npt.NDArray[np.int64]:
    """Rows of the dataset, at random, one of each class before a second of any."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(dataset))
    turn = np.zeros(len(dataset), np.int64)
    for label in range(len(dataset.signature.classes)):
        of_label = np.flatnonzero(dataset.labels[order] == label)
        turn[of_label] = np.arange(len(of_label))
    return np.sort(order[np.argsort(turn, kind="stable")[:count]])


def occlusion_maps(predict: Predictor, images: Images, classes: npt.NDArray[np.int64], *, grid: int) -> Maps:
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


def agreement(maps: Maps, others: Maps) -> float:
    """The mean rank correlation of two sets of maps, -1 to 1; a map without any contrast agrees with nothing."""
    values = [
        float(spearmanr(one.ravel(), other.ravel()).statistic) if np.ptp(one) > 0 and np.ptp(other) > 0 else 0.0
        for one, other in zip(maps, others, strict=True)
    ]
    return float(np.mean(values))


def draw(
    dataset: Dataset, rows: npt.NDArray[np.int64], predicted: npt.NDArray[np.int64], maps: Maps, path: Path
) -> Path:
    """Each example above its map: red where covering hurts the prediction, blue where it helps."""
    figure = new_figure(1.5 * len(rows) + 0.5, 3.6)
    axes = figure.subplots(2, len(rows), squeeze=False)
    classes: Sequence[str] = dataset.signature.classes
    _, height, width, channels = dataset.pixels.shape
    for column, row in enumerate(rows):
        image = dataset.pixels[row][..., 0] if channels == 1 else dataset.pixels[row]
        gray = dataset.pixels[row].mean(axis=-1)
        limit = max(float(np.abs(maps[column]).max()), 1e-12)
        axes[0, column].imshow(image, cmap="gray", vmin=0, vmax=255)
        title = f"{short(classes[dataset.labels[row]])}\n→ {short(classes[predicted[column]])}"
        axes[0, column].set_title(title, fontsize=9, **name_style())
        frame = (-0.5, width - 0.5, height - 0.5, -0.5)
        axes[1, column].imshow(gray, cmap="gray", vmin=0, vmax=255, extent=frame)
        axes[1, column].imshow(
            maps[column], cmap="RdBu_r", vmin=-limit, vmax=limit, alpha=0.65, extent=frame, interpolation="bilinear"
        )
    for each in axes.flat:
        each.set_axis_off()
    return save(figure, path)


def _spans(length: int, grid: int) -> list[tuple[int, int]]:
    """Where the patch begins and ends in each place of a side, in pixels; its middle is that of the place."""
    cell = length / grid
    middles = [(place + 0.5) * cell for place in range(grid)]
    return [(max(0, math.floor(middle - cell)), min(length, math.ceil(middle + cell))) for middle in middles]
