"""What a set of images can be divided by: class, light, contrast, and the folder that they came from."""

from collections import Counter
from pathlib import PurePosixPath

import numpy as np

from ..data.dataset import Dataset
from .slices import Bools, quarters

MOST_FOLDERS = 50


def image_slices(dataset: Dataset) -> dict[str, dict[str, Bools]]:
    """Rows [N] of each slice, by what the images are divided by.

    Brightness is the mean of the pixels of an image and contrast their standard deviation, each divided at its
    quartiles. Folders are those between the folder of a class and the image, so that `cat/studio/1.png` and
    `dog/studio/2.png` are of one slice; where there are none, there is no such slice.
    """
    pixels = dataset.pixels.reshape(len(dataset), -1)
    slices = {
        "class": {name: dataset.targets == number for number, name in enumerate(dataset.signature.classes)},
        "brightness": quarters(pixels.mean(axis=1), ("darkest", "darker", "brighter", "brightest")),
        "contrast": quarters(pixels.std(axis=1, dtype=np.float32), ("lowest", "lower", "higher", "highest")),
    }
    folders = np.asarray(["/".join(PurePosixPath(name).parts[1:-1]) for name in dataset.ids])
    common = [name for name, _ in Counter(folders.tolist()).most_common(MOST_FOLDERS)]
    if len(common) > 1:
        slices["folder"] = {name or "(no folder)": folders == name for name in common}
    return slices
