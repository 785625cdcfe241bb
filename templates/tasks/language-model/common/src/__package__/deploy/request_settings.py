"""The section `serve.request` of the configuration."""

from pydantic import Field

from ..settings import Settings


class RequestSettings(Settings):
    """What one request may ask; each key is explained in `configs/serve.yaml`."""

    max_tokens: int = Field(default=512, ge=1)
    max_texts: int = Field(default=32, ge=1)
    max_bytes: int = Field(default=65_536, ge=1)
    seconds: float = Field(default=60.0, gt=0)
