"""What all figures have in common: size, fonts, and writing them whole."""

from pathlib import Path

from matplotlib import font_manager
from matplotlib.figure import Figure

from ..files import write_atomically

# Fonts with Chinese, Japanese and Korean signs, for classes that are named so; the usual ones of each system.
CJK_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei", "SimHei")


def new_figure(width: float, height: float) -> Figure:
    """An empty figure; width and height in inches."""
    return Figure(figsize=(width, height), layout="constrained")


def fonts() -> list[str]:
    """Font families to try in turn for names that people chose."""
    installed = set(font_manager.get_font_names())
    return ["DejaVu Sans", *(name for name in CJK_FONTS if name in installed)]


def save(figure: Figure, path: Path) -> Path:
    """Write a PNG, without the date and version that would make equal figures differ."""
    metadata = {"Software": None}
    write_atomically(path, lambda temporary: figure.savefig(temporary, dpi=120, metadata=metadata))
    return path
