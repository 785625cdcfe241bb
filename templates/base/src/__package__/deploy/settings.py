"""The sections `deploy`, `serve` and `monitor` of the configuration."""

from typing import Literal

from pydantic import Field

from ..settings import Settings


class DeploySettings(Settings):
    """How the model is exported, checked and compressed; each key is explained in `configs/deploy.yaml`."""

    opset: int = Field(default=18, ge=17, le=24)
    tolerance: float = Field(default=1e-3, gt=0)
    health_requests: int = Field(default=200, ge=10)
    calibration_rows: int = Field(default=256, ge=1)
    latency_runs: int = Field(default=300, ge=10)


class ServeSettings(Settings):
    """How the model is served, and what a request may ask; each key is explained in `configs/serve.yaml`."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    model: str = "models/model.onnx"
    threads: int | None = Field(default=None, ge=1)
    max_bytes: int = Field(default=8 << 20, ge=1024)
    max_images: int = Field(default=32, ge=1)
    max_pixels: int = Field(default=20_000_000, ge=1)
    max_requests: int = Field(default=64, ge=1)
    max_batch: int = Field(default=64, ge=1)
    reload_seconds: float = Field(default=2.0, gt=0)
    grace_seconds: int = Field(default=10, ge=1)
    log_requests: bool = False


class MonitorSettings(Settings):
    """What is compared, and when it counts as drifted; each key is explained in `configs/monitor.yaml`."""

    current: Literal["auto", "test", "requests"] = "auto"
    min_rows: int = Field(default=100, ge=2)
    threshold: float = Field(default=0.2, gt=0)
    significance: float = Field(default=0.01, gt=0, lt=1)
