"""The section `evaluate` of the configuration."""

from pydantic import Field

from ..settings import Settings
from .explain_settings import ExplainSettings


class TargetSettings(Settings):
    """What the model has to reach on the test split to be worth deploying."""

    metric: str = "accuracy"
    value: float | None = 0.97


class EvaluateSettings(Settings):
    """How the test split is scored; each key is explained in `configs/evaluate.yaml`."""

    batch_size: int = Field(default=256, ge=1)
    resamples: int = Field(default=1000, ge=100)
    confidence: float = Field(default=0.95, gt=0, lt=1)
    seed: int = Field(default=0, ge=0)
    latency_runs: int = Field(default=200, ge=10)
    target: TargetSettings = TargetSettings()
    explain: ExplainSettings = ExplainSettings()
