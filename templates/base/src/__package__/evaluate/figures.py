"""What all figures have in common: size, fonts, and writing them whole."""

from functools import cache
from pathlib import Path
from typing import Any

from matplotlib import font_manager
from matplotlib.figure import Figure

from ..files import write_atomically

# Fonts with Chinese, Japanese and Korean signs, for classes that are named so; the usual ones of each system.
CJK_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei", "SimHei")


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
    """A name that fits where there is little room; of a long one, the beginning."""
    line = " ".join(name.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def save(figure: Figure, path: Path) -> Path:
    """Write a PNG, without the date and version that would make equal figures differ."""
    metadata = {"Software": None}
    write_atomically(path, lambda temporary: figure.savefig(temporary, dpi=120, metadata=metadata))
    return path
