"""The sections `train` and `tune` of the configuration."""

from typing import Annotated, Literal

from pydantic import Field

from ..settings import Settings

Optimizer = Literal["adam", "adamw", "sgd"]
Schedule = Literal["constant", "cosine", "step", "plateau"]
Precision = Literal["auto", "fp32", "bf16", "fp16"]
Strategy = Literal["auto", "ddp", "fsdp"]


class TrainSettings(Settings):
    """How the model is trained; each key is explained in `configs/train.yaml`."""

    seed: int = Field(default=0, ge=0)
    epochs: int = Field(default=20, ge=1)
    batch_size: int = Field(default=64, ge=1)
    micro_batch: int | None = Field(default=None, ge=1)

    optimizer: Optimizer = "adamw"
    learning_rate: float = Field(default=1e-2, gt=0)
    momentum: float = Field(default=0.9, ge=0, lt=1)
    beta2: float = Field(default=0.999, ge=0, lt=1)
    weight_decay: float = Field(default=1e-2, ge=0)
    l1: float = Field(default=0.0, ge=0)
    l2: float = Field(default=0.0, ge=0)
    label_smoothing: float = Field(default=0.05, ge=0, lt=1)
    clip_norm: float | None = Field(default=1.0, gt=0)

    schedule: Schedule = "cosine"
    warmup_epochs: float = Field(default=1.0, ge=0)
    final_fraction: float = Field(default=0.01, ge=0, le=1)
    step_epochs: int = Field(default=10, ge=1)
    decay_factor: float = Field(default=0.1, gt=0, lt=1)
    plateau_patience: int = Field(default=3, ge=1)
    early_stop_patience: int | None = Field(default=None, ge=1)

    device: Literal["auto", "cpu", "cuda"] = "auto"
    precision: Precision = "auto"
    tf32: bool = True
    compile: bool = False
    deterministic: bool = False
    memory_fraction: float | None = Field(default=None, gt=0, le=1)
    prefetch: int = Field(default=2, ge=0)

    strategy: Strategy = "auto"
    reshard_after_forward: bool = True
    timeout_minutes: float = Field(default=30.0, gt=0)

    log_every: int = Field(default=10, ge=1)
    checkpoint_every: int = Field(default=200, ge=1)
    overfit_one_batch: bool = False
    max_steps: int | None = Field(default=None, ge=1)
    profile: bool = False


class FloatRange(Settings):
    """Real numbers from `low` to `high`, drawn on a logarithmic scale where `log` is true."""

    type: Literal["float"]
    low: float
    high: float
    log: bool = False


class IntRange(Settings):
    """Whole numbers from `low` to `high`, both included."""

    type: Literal["int"]
    low: int
    high: int
    log: bool = False


class Choice(Settings):
    """One of the values listed."""

    type: Literal["choice"]
    values: tuple[str | int | float | bool | None, ...] = Field(min_length=1)


SearchSpace = Annotated[FloatRange | IntRange | Choice, Field(discriminator="type")]


class TuneSettings(Settings):
    """What the search may change, and for how long; see `configs/tune.yaml`."""

    study: str = "default"
    trials: int = Field(default=6, ge=1)
    epochs: int = Field(default=5, ge=1)
    seed: int = Field(default=0, ge=0)
    space: dict[str, SearchSpace] = Field(
        default={"train.learning_rate": FloatRange(type="float", low=3e-4, high=1e-2, log=True)},
        min_length=1,
    )
