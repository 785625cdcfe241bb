"""What a request may hold: images as files, as base64, or as pixels."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from ..data.decode import UnreadableImageError, decode_image, read_header
from ..data.signature import Signature
from .body import SMALL, media_type, parse_json
from .errors import RequestError
from .request_settings import RequestSettings

Pixels = npt.NDArray[np.uint8]

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
UPLOAD_FIELD = "image"


class ImageInput(BaseModel):
    """One image: the bytes of a PNG or JPEG of any size as base64, or the pixels in the model's own shape."""

    model_config = ConfigDict(extra="forbid")

    base64: str | None = Field(default=None, description="A PNG or JPEG file, base64.")
    pixels: list[Any] | None = Field(
        default=None, description="Whole numbers 0 to 255, [height][width] or [height][width][channels]."
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> "ImageInput":
        if (self.base64 is None) == (self.pixels is None):
            raise ValueError("give either base64 or pixels")
        return self


class PredictRequest(BaseModel):
    """The JSON body of `POST /predict`."""

    model_config = ConfigDict(extra="forbid")

    images: list[ImageInput] = Field(min_length=1)


def request_body_schema() -> dict[str, object]:
    """The request body in the words of OpenAPI; FastAPI cannot tell it from a handler that reads either form."""
    upload = {
        "type": "object",
        "required": [UPLOAD_FIELD],
        "properties": {UPLOAD_FIELD: {"type": "array", "items": {"type": "string", "format": "binary"}}},
    }
    schema = PredictRequest.model_json_schema()
    definition = schema.pop("$defs")["ImageInput"]
    schema["properties"]["images"]["items"] = definition
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema}, "multipart/form-data": {"schema": upload}},
        }
    }


async def read_pixels(request: Request, signature: Signature, settings: RequestSettings) -> Pixels:
    """The images of a request, uint8 [N, H, W, C].

    Raises:
        RequestError: the request is not one that can be answered; it names the field and what to do.
    """
    kind = media_type(request)
    if kind == "application/json":
        body = await request.body()
        if len(body) <= SMALL:
            return _from_json(body, signature, settings)
        return await run_in_threadpool(_from_json, body, signature, settings)
    if kind == "multipart/form-data":
        # The form itself holds more parts than the limit, so that the message below can count them.
        async with request.form(max_files=settings.max_images + 1, max_fields=1) as form:
            uploads = form.getlist(UPLOAD_FIELD)
            if not uploads:
                raise RequestError(422, UPLOAD_FIELD, "no file; send a PNG or JPEG in the field image")
            _check_count(len(uploads), UPLOAD_FIELD, settings)
            files = [await part.read() if isinstance(part, UploadFile) else None for part in uploads]
        return await run_in_threadpool(_from_files, files, signature, settings)
    raise RequestError(
        415, "Content-Type", f"{kind or 'nothing'} is not understood; send application/json or multipart/form-data"
    )


def _from_json(body: bytes, signature: Signature, settings: RequestSettings) -> Pixels:
    content = parse_json(body, PredictRequest)
    _check_count(len(content.images), "images", settings)
    if (pixels := _all_pixels(content.images, signature)) is not None:
        return pixels
    images = []
    for index, image in enumerate(content.images):
        if image.base64 is not None:
            field = f"images.{index}.base64"
            try:
                data = base64.b64decode(image.base64, validate=True)
            except (binascii.Error, ValueError) as error:
                message = "not base64; send the bytes of the file as base64 without line ends"
                raise RequestError(422, field, message) from error
            images.append(_decode(data, field, signature, settings))
        else:
            images.append(_from_pixels(image.pixels or [], f"images.{index}.pixels", signature))
    return np.stack(images)


def _from_files(files: Sequence[bytes | None], signature: Signature, settings: RequestSettings) -> Pixels:
    images = []
    for index, data in enumerate(files):
        field = f"{UPLOAD_FIELD}.{index}"
        if data is None:
            raise RequestError(422, field, "text, not a file; send a PNG or JPEG, with curl: -F image=@file.png")
        images.append(_decode(data, field, signature, settings))
    return np.stack(images)


def _decode(data: bytes, field: str, signature: Signature, settings: RequestSettings) -> Pixels:
    if not data.startswith((PNG, JPEG)):
        raise RequestError(422, field, "neither a PNG nor a JPEG")
    try:
        header = read_header(data)
        if header.height * header.width > settings.max_pixels:
            found = f"{header.width} by {header.height} pixels"
            raise RequestError(422, field, f"{found}; at most {settings.max_pixels} in all, make it smaller")
        return decode_image(
            data, height=signature.height, width=signature.width, channels=signature.channels, fit=signature.fit
        ).pixels
    except UnreadableImageError as error:
        raise RequestError(422, field, f"the image cannot be decoded ({error}); send the whole file") from error


def _all_pixels(images: Sequence[ImageInput], signature: Signature) -> Pixels | None:
    """All images at once, where each is right and given as pixels; else None, and each is looked at on its own."""
    shape = (signature.height, signature.width, signature.channels)
    try:
        arrays = [np.asarray(image.pixels) for image in images]
    except (ValueError, OverflowError):
        return None
    if any(array.dtype != np.int64 or array.shape not in {shape, shape[: 2 + (shape[2] > 1)]} for array in arrays):
        return None
    stacked = np.stack([array.reshape(shape) for array in arrays])
    return stacked.astype(np.uint8) if stacked.min() >= 0 and stacked.max() <= 255 else None


def _from_pixels(values: list[Any], field: str, signature: Signature) -> Pixels:
    shape = (signature.height, signature.width, signature.channels)
    wanted = "[{}][{}][{}]".format(*shape) + (f" or [{shape[0]}][{shape[1]}]" if shape[2] == 1 else "")
    try:
        array = np.asarray(values)
    except (ValueError, OverflowError) as error:
        raise RequestError(422, field, f"rows of different length; the model takes {wanted}") from error
    if array.shape != shape and (shape[2] != 1 or array.shape != shape[:2]):
        found = "".join(f"[{size}]" for size in array.shape)
        raise RequestError(422, field, f"has the shape {found}; the model takes {wanted}")
    if array.dtype.kind not in "iuf" or not np.isfinite(array).all() or array.min() < 0 or array.max() > 255:
        raise RequestError(422, field, "holds something else than numbers from 0 (black) to 255 (white)")
    if (array != np.rint(array)).any():
        raise RequestError(422, field, "holds fractions; send whole numbers from 0 to 255, not scaled")
    return array.astype(np.uint8).reshape(shape)


def _check_count(count: int, field: str, settings: RequestSettings) -> None:
    if count > settings.max_images:
        raise RequestError(
            422, field, f"{count} images; at most {settings.max_images} a request, send the rest in another one"
        )
