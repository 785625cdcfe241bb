"""What all figures have in common: size, fonts, and writing them whole, with words for those who cannot see them."""

import unicodedata
import warnings
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib import font_manager
from matplotlib.figure import Figure
from PIL import Image

from ..files import write_atomically

# Fonts with Chinese, Japanese and Korean signs, for classes that are named so; the usual ones of each system.
CJK_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei", "SimHei")

# Keys that the PNG specification knows: https://www.w3.org/TR/png-3/#11keywords
TITLE, DESCRIPTION = "Title", "Description"

LEFT_TO_RIGHT_MARK = "\N{LEFT-TO-RIGHT MARK}"
# Kinds of signs that have no width and turn the text after them: https://www.unicode.org/reports/tr9/
TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


class Words(NamedTuple):
    """What a figure is called, and what it shows."""

    title: str
    alt: str


def new_figure(width: float, height: float) -> Figure:
    """An empty figure; width and height in inches."""
    return Figure(figsize=(width, height), layout="constrained")


@cache
def name_style() -> dict[str, Any]:
    """Properties of a text with names that people chose: fonts to try in turn, and `$` is a sign like any other."""
    installed = set(font_manager.get_font_names())
    return {
        "fontfamily": ["DejaVu Sans", *(name for name in CJK_FONTS if name in installed)],
        "parse_math": False,
    }


def short(name: str, limit: int = 12) -> str:
    """A name that fits where there is little room; of a long one, the beginning.

    Signs that turn the direction of what follows are left out, and a name of a script that runs to the left is kept
    from turning the numbers beside it.
    """
    line = " ".join("".join(sign for sign in name if unicodedata.bidirectional(sign) not in TURNING).split())
    line = line if len(line) <= limit else f"{line[: limit - 1]}…"
    if any(unicodedata.bidirectional(sign) in {"R", "AL", "AN"} for sign in line):
        return f"{LEFT_TO_RIGHT_MARK}{line}{LEFT_TO_RIGHT_MARK}"
    return line


def save(figure: Figure, path: Path, *, title: str = "", alt: str = "") -> Path:
    """Write a PNG, without the date and version that would make equal figures differ.

    Args:
        figure: what was drawn.
        path: of the PNG.
        title: of the figure; by default, those of its parts.
        alt: what it shows, in words; it lies in the file itself, so that it goes wherever the picture goes.
    """
    title = title or ", ".join(axes.get_title() for axes in figure.axes if axes.get_title())
    metadata = {"Software": None, TITLE: title, DESCRIPTION: alt or title}
    with warnings.catch_warnings():
        # A sign that no font of this machine has is drawn as a box; the page has its name in letters.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        write_atomically(path, lambda temporary: figure.savefig(temporary, dpi=120, metadata=metadata))
    return path


def words_of(path: Path) -> Words:
    """Title and description of a PNG that `save` wrote; of any other, its name."""
    with Image.open(path) as image:
        title = str(image.info.get(TITLE, "")) or path.stem.replace("_", " ")
        return Words(title, str(image.info.get(DESCRIPTION, "")) or title)
