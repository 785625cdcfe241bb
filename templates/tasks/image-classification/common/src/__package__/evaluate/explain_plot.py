"""The figure of the explanations."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..data.dataset import Dataset
from .attribution import Reals
from .figures import name_style, new_figure, save, short

MOST = 12  # examples side by side


def draw_explanation(
    dataset: Dataset,
    rows: npt.NDArray[np.int64],
    predicted: npt.NDArray[np.int64],
    maps: Mapping[str, Reals],
    path: Path,
) -> Path:
    """Each example above its maps: red where it speaks for the prediction, blue where it speaks against it.

    Args:
        dataset: that the examples are of.
        rows: of the examples, [n]; the first ones are drawn.
        predicted: the class that was explained, [n].
        maps: by the name of the method, [n, height, width]; stretched to the size of the image.
        path: of the PNG.
    """
    shown = rows[:MOST]
    figure = new_figure(1.3 * len(shown) + 1.3, 1.6 * (1 + len(maps)))
    axes = figure.subplots(1 + len(maps), len(shown), squeeze=False)
    classes = dataset.signature.classes
    _, height, width, channels = dataset.pixels.shape
    frame = (-0.5, width - 0.5, height - 0.5, -0.5)
    for column, row in enumerate(shown):
        image = dataset.pixels[row][..., 0] if channels == 1 else dataset.pixels[row]
        axes[0, column].imshow(image, cmap="gray", vmin=0, vmax=255)
        title = f"{short(classes[dataset.targets[row]])}\n→ {short(classes[predicted[column]])}"
        axes[0, column].set_title(title, fontsize=9, **name_style())
        gray = dataset.pixels[row].mean(axis=-1)
        for line, values in enumerate(maps.values(), start=1):
            # The brightest pixels would hide the others where a single one had all the weight.
            limit = max(float(np.quantile(np.abs(values[column]), 0.99)), 1e-12)
            axes[line, column].imshow(gray, cmap="gray", vmin=0, vmax=255, extent=frame)
            axes[line, column].imshow(values[column], cmap="RdBu_r", vmin=-limit, vmax=limit, alpha=0.65, extent=frame)
    for each in axes.flat:
        each.set(xticks=[], yticks=[])
        each.spines[:].set_visible(False)
    for line, name in enumerate(("image", *maps)):
        axes[line, 0].set_ylabel(name, fontsize=9)
    named = ", ".join(f"{dataset.ids[row]} ({classes[predicted[column]]})" for column, row in enumerate(shown))
    title = "What speaks for the prediction (red) and against it (blue)"
    return save(
        figure, path, title=title, alt=f"{len(shown)} examples, each with the maps of {', '.join(maps)}: {named}."
    )
