"""The section `evaluate.explain` of the configuration."""

from pydantic import Field

from ..settings import Settings


class ExplainSettings(Settings):
    """How many examples are explained, and how finely; each key is explained in `configs/evaluate.yaml`."""

    samples: int = Field(default=10, ge=1)
    grid: int = Field(default=8, ge=2)
    steps: int = Field(default=32, ge=2)
    tolerance: float = Field(default=0.05, gt=0)
    threshold: float = Field(default=0.5, gt=0, lt=1)
