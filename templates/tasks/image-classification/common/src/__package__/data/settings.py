"""The section `data` of the configuration."""

from typing import Literal

from pydantic import Field, model_validator

from ..settings import Settings
from .fractions import Fractions


class AugmentSettings(Settings):
    """Random changes to a training image that leave its class as it is."""

    shift: float = Field(default=0.125, ge=0, le=0.5)
    rotate: float = Field(default=10.0, ge=0, le=180)
    flip: bool = False
    brightness: float = Field(default=0.0, ge=0, lt=1)


class DataSettings(Settings):
    """Where images come from and what becomes of them; each key is explained in `configs/data.yaml`."""

    source: Literal["digits", "image-folder"] = "digits"
    path: str | None = None
    license: str = ""
    image_size: int | None = Field(default=None, ge=4, le=1024)
    color: Literal["auto", "gray", "color"] = "auto"
    fit: Literal["crop", "pad", "stretch"] = "crop"
    min_side: int = Field(default=4, ge=1)
    strict: bool = False
    split: Fractions = Fractions()
    augment: AugmentSettings = AugmentSettings()

    @model_validator(mode="after")
    def _folder_is_named(self) -> "DataSettings":
        if self.source == "image-folder" and not self.path:
            raise ValueError("source image-folder needs the folder: set data.path")
        return self
