"""The section `evaluate.explain` of the configuration."""

from pydantic import Field

from ..settings import Settings


class ExplainSettings(Settings):
    """How many predictions are explained, and how finely; each key is explained in `configs/evaluate.yaml`."""

    samples: int = Field(default=8, ge=1)
    tokens: int = Field(default=24, ge=2)
    draws: int = Field(default=3, ge=1)
    threshold: float = Field(default=0.5, gt=0, lt=1)
