"""From the bytes of a PNG or JPEG to pixels of one shape: the same code for cleaning and for serving."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

ORIENTATION = 0x0112
Fit = Literal["crop", "pad", "stretch"]
GRAY_MODES = frozenset({"1", "L", "LA", "La", "I", "I;16", "I;16B", "I;16L", "F"})

# What Pillow raises on damaged files, by experience wider than it says.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class UnreadableImageError(ValueError):
    """The bytes are not an image that can be decoded; the message says why."""


@dataclass(frozen=True)
class Decoded:
    """`pixels` uint8 [H, W, C]; `filled` where transparent pixels were laid on white."""

    pixels: npt.NDArray[np.uint8]
    filled: bool


@dataclass(frozen=True)
class Header:
    """What the head of the file says: size in pixels as shown (turned as the camera noted), and colors."""

    height: int
    width: int
    gray: bool


def read_header(data: bytes) -> Header:
    """Read size and colors without decoding the pixels.

    Raises:
        UnreadableImageError: the bytes are not an image.
    """
    with _reading(data) as image:
        width, height = image.size
        # Pillow would decode the whole image to look for a note that may stand behind the pixels.
        orientation = image.getexif().get(ORIENTATION, 1) if "exif" in image.info else 1
        if orientation in {5, 6, 7, 8}:
            width, height = height, width
        return Header(height=height, width=width, gray=image.mode in GRAY_MODES)


def decode_image(data: bytes, *, height: int, width: int, channels: int, fit: Fit = "crop") -> Decoded:
    """Decode, turn upright, lay on white where transparent, and bring to one size and number of channels.

    Args:
        data: the bytes of the file.
        height: of the result, in pixels.
        width: of the result, in pixels.
        channels: 1 for gray, 3 for color.
        fit: `crop` keeps the proportions and cuts the edges, `pad` keeps the proportions and adds black edges,
            `stretch` keeps everything and gives up the proportions.

    Raises:
        UnreadableImageError: the bytes are not an image, or the image is damaged.
    """
    with _reading(data) as opened:
        image, filled = _opaque(ImageOps.exif_transpose(opened))
        image = _to_mode(image, "L" if channels == 1 else "RGB")
    if image.size != (width, height):
        size = (width, height)
        if fit == "crop":
            image = ImageOps.fit(image, size, Image.Resampling.BILINEAR)
        elif fit == "pad":
            image = ImageOps.pad(image, size, Image.Resampling.BILINEAR)
        else:
            image = image.resize(size, Image.Resampling.BILINEAR)
    return Decoded(np.asarray(image, np.uint8).reshape(height, width, channels), filled)


def encode_png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """The PNG of uint8 [H, W, C], with 1 or 3 channels."""
    buffer = io.BytesIO()
    Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels).save(buffer, "PNG")
    return buffer.getvalue()


@contextmanager
def _reading(data: bytes) -> Iterator[Image.Image]:
    """Open an image; what goes wrong with it, at once or while it is decoded, is an `UnreadableImageError`."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns of an image made to exhaust memory until it is twice the limit.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                yield image
    except UnidentifiedImageError as error:
        raise UnreadableImageError("it is not an image") from error
    except BROKEN as error:
        raise UnreadableImageError(str(error) or type(error).__name__) from error


def _opaque(image: Image.Image) -> tuple[Image.Image, bool]:
    """Lay an image with transparency on white; say whether any pixel was transparent."""
    if not image.has_transparency_data:
        return image, False
    layered = image.convert("RGBA")
    lowest = layered.getchannel("A").getextrema()[0]
    white = Image.new("RGBA", layered.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, layered), lowest != 255


def _to_mode(image: Image.Image, mode: str) -> Image.Image:
    """Convert; 16-bit gray is scaled to 8 bits, where Pillow alone would clip it to white."""
    if image.mode.startswith("I"):
        values = np.asarray(image, np.float64)
        image = Image.fromarray(np.clip(values / 257, 0, 255).round().astype(np.uint8))
    return image.convert(mode)
