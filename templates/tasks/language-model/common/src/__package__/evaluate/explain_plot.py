"""The figure of the explanations: the text before each prediction, its tokens colored."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib import colormaps
from matplotlib.colors import to_hex

from ..data.signature import Signature
from .attribution import Reals
from .figures import name_style, new_figure, save

Tokens = npt.NDArray[np.int64]

MOST = 8  # predictions, one below the other
SIGNS = 110  # that fit in a line


def draw_explanation(signature: Signature, windows: Tokens, predicted: Tokens, maps: Reals, path: Path) -> Path:
    """The end of each window: red where a token speaks for the prediction behind the arrow, blue where against it.

    Args:
        signature: that the tokens are of.
        windows: [n, T]; the first ones are drawn.
        predicted: the token that was explained, [n].
        maps: of the last k tokens, [n, k], in nats.
        path: of the PNG.
    """
    count = min(MOST, len(windows))
    figure = new_figure(12, 0.7 + 0.55 * count)
    axes = figure.subplots()
    colors = colormaps["RdBu_r"]
    for line in range(count):
        limit = max(float(np.abs(maps[line]).max()), 1e-12)
        pieces = [shown(signature, int(token)) for token in windows[line, -maps.shape[1] :]]
        first, at = fitting(pieces), 0
        for piece, value in zip(pieces[first:], maps[line, first:], strict=True):
            color = to_hex(colors(0.5 + 0.4 * value / limit))
            axes.text(at, -line, piece, family="monospace", fontsize=8, backgroundcolor=color, parse_math=False)
            at += len(piece) + 1
        axes.text(at, -line, f"→ {shown(signature, int(predicted[line]))}", weight="bold", fontsize=9, **name_style())
    axes.set(xlim=(0, SIGNS + 24), ylim=(0.6 - count, 0.8))
    axes.set_axis_off()
    strongest = [int(np.argmax(maps[line])) - maps.shape[1] for line in range(count)]
    named = "; ".join(
        f"{shown(signature, int(predicted[line]))} most because of {shown(signature, int(windows[line, place]))}"
        for line, place in enumerate(strongest)
    )
    title = "What speaks for the next token (red) and against it (blue)"
    return save(figure, path, title=title, alt=f"{count} predictions with the tokens before them: {named}.")


def shown(signature: Signature, token: int) -> str:
    """A token as a reader can see it: spaces and line ends as signs, the end of a document in words."""
    if token == signature.end:
        return "[end]"
    text = signature.decode([token])
    return text.replace(" ", "·").replace("\n", "¶").replace("\t", "⇥") or "·"


def fitting(pieces: list[str]) -> int:
    """The first of the pieces that, with all after it, fit in a line."""
    room, first = SIGNS, len(pieces)
    while first > 0 and room >= len(pieces[first - 1]) + 1:
        first -= 1
        room -= len(pieces[first]) + 1
    return first
