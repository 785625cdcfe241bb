"""The section `serve.request` of the configuration."""

from pydantic import Field

from ..settings import Settings


class RequestSettings(Settings):
    """What one request may ask; each key is explained in `configs/serve.yaml`."""

    max_images: int = Field(default=32, ge=1)
    max_pixels: int = Field(default=20_000_000, ge=1)
