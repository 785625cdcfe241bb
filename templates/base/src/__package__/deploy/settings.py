"""The sections `deploy`, `serve` and `monitor` of the configuration."""

from typing import Literal

from pydantic import Field

from ..settings import Settings
from .request_settings import RequestSettings


class FinetuneSettings(Settings):
    """A short training: `effort` is its part of the steps of `train`, `rate` its part of the learning rate."""

    effort: float = Field(gt=0)
    rate: float = Field(gt=0)


class PruneSettings(FinetuneSettings):
    """How many weights become zero, and how the others recover."""

    sparsity: float = Field(default=0.8, gt=0, lt=1)
    effort: float = Field(default=0.3, gt=0)
    rate: float = Field(default=0.3, gt=0)


class DistillSettings(FinetuneSettings):
    """The student, and how it learns from the teacher."""

    student: dict[str, str | int | float | bool | None] | None = None
    effort: float = Field(default=0.7, gt=0)
    rate: float = Field(default=1.0, gt=0)
    temperature: float = Field(default=3.0, gt=0)
    mixing: float = Field(default=0.7, ge=0, le=1)


class UpdateSettings(FinetuneSettings):
    """How the model learns from feedback, and when what it became takes its place."""

    min_rows: int = Field(default=20, ge=2)
    held_out: float = Field(default=0.2, gt=0, lt=1)
    replay: float = Field(default=16.0, ge=0)
    effort: float = Field(default=0.25, gt=0)
    rate: float = Field(default=0.1, gt=0)
    tolerance: float = Field(default=0.01, ge=0, lt=1)


class DeploySettings(Settings):
    """How the model is exported, checked and compressed; each key is explained in `configs/deploy.yaml`."""

    opset: int = Field(default=18, ge=17, le=24)
    tolerance: float = Field(default=1e-3, gt=0)
    health_requests: int = Field(default=200, ge=10)
    int8: Literal["static", "dynamic"] = "static"
    calibration_rows: int = Field(default=256, ge=1)
    latency_runs: int = Field(default=300, ge=10)
    prune: PruneSettings = PruneSettings()
    distill: DistillSettings = DistillSettings()
    update: UpdateSettings = UpdateSettings()


class ServeSettings(Settings):
    """How the model is served; each key is explained in `configs/serve.yaml`."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    model: str = "models/model.onnx"
    threads: int | None = Field(default=None, ge=1)
    max_bytes: int = Field(default=8 << 20, ge=1024)
    max_requests: int = Field(default=64, ge=1)
    max_batch: int = Field(default=64, ge=1)
    head_seconds: float = Field(default=10.0, gt=0)
    body_seconds: float = Field(default=30.0, gt=0)
    reload_seconds: float = Field(default=2.0, gt=0)
    grace_seconds: int = Field(default=10, ge=1)
    log_requests: bool = False
    feedback: bool = False
    feedback_inputs: bool = False
    feedback_answers: int = Field(default=10_000, ge=1)
    feedback_bytes: int = Field(default=256 << 20, ge=1024)
    request: RequestSettings = RequestSettings()


class MonitorSettings(Settings):
    """What is compared, and when it counts as drifted; each key is explained in `configs/monitor.yaml`."""

    current: Literal["auto", "test", "requests"] = "auto"
    min_rows: int = Field(default=100, ge=2)
    threshold: float = Field(default=0.2, gt=0)
    significance: float = Field(default=0.01, gt=0, lt=1)
