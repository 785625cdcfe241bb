"""Where and how precisely the model is computed. Every choice is printed with its reason."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ..console import say
from ..errors import ProjectError
from ..model.hardware import peak_flops
from .distributed import ALONE, World
from .settings import TrainSettings


@dataclass(frozen=True)
class Device:
    """The device that was chosen; `scaled` where gradients need loss scaling (fp16)."""

    device: torch.device
    name: str
    precision: str
    precision_reason: str
    dtype: torch.dtype
    scaled: bool
    world_size: int = 1

    def autocast(self) -> AbstractContextManager[object]:
        """Compute in the chosen precision what keeps its accuracy there, the rest in float32."""
        return torch.autocast(self.device.type, dtype=self.dtype, enabled=self.dtype != torch.float32)

    def put(self, array: npt.NDArray[np.generic]) -> Tensor:
        """Copy an array to the device; to a GPU from pinned memory, without waiting for it."""
        tensor = torch.from_numpy(array)
        if self.device.type == "cuda":
            return tensor.pin_memory().to(self.device, non_blocking=True)
        return tensor

    def ahead(self, batches: int) -> int:
        """How many batches are prepared while one is computed: on a CPU, a thread for that would take its time."""
        return batches if self.device.type == "cuda" else 0

    def utilization(self, flops_per_second: float) -> float | None:
        """Model FLOPs utilization of all devices together, 0 to 1; None where their peak is not known.

        Definition: A. Chowdhery et al., PaLM, 2022, https://arxiv.org/abs/2204.02311, appendix B.
        """
        peak = peak_flops(self.name)
        return None if peak is None or self.dtype == torch.float32 else flops_per_second / (peak * self.world_size)

    def peak_memory_bytes(self) -> int | None:
        """The most GPU memory that this process has held; None on a CPU."""
        return torch.cuda.max_memory_allocated(self.device) if self.device.type == "cuda" else None

    def peak_memory(self) -> str:
        """The same as text for a line of the console; empty on a CPU."""
        held = self.peak_memory_bytes()
        return "" if held is None else f", peak memory {held / 2**30:.2f} GiB"


@contextmanager
def explained_memory_errors() -> Iterator[None]:
    """Turn an error for want of memory into one that says what to lower.

    Raises:
        ProjectError: what is computed inside does not fit.
    """
    try:
        yield
    except (torch.OutOfMemoryError, MemoryError, RuntimeError) as error:
        on_gpu = isinstance(error, torch.OutOfMemoryError)
        if not on_gpu and not isinstance(error, MemoryError) and "DefaultCPUAllocator" not in str(error):
            raise
        peak = f" after {torch.cuda.max_memory_allocated() / 2**30:.2f} GiB were in use" if on_gpu else ""
        raise ProjectError(
            f"The {'GPU' if on_gpu else 'machine'} has too little memory{peak}. Lower train.micro_batch, which "
            "changes nothing else, or data.context or model.width; set train.precision=bf16 or, where the model has "
            "it, model.checkpointing=true; or spread the weights over several GPUs with train.strategy=fsdp. "
            f"The checkpoints are as they were. ({str(error).splitlines()[0]})"
        ) from error


def choose_device(settings: TrainSettings, world: World = ALONE) -> Device:
    """Choose device and precision, and set what is global in PyTorch: TF32, determinism, memory limit.

    Raises:
        ProjectError: CUDA is asked for and there is none, or the GPU cannot compute in the precision asked for.
    """
    kind, reason = _kind(settings)
    device = torch.device(kind, world.local_rank) if kind == "cuda" else torch.device(kind)
    name = torch.cuda.get_device_name(device) if kind == "cuda" else "cpu"
    say(f"device: {f'{world.size} x ' if world.size > 1 else ''}{name} ({reason})")
    dtype, reason = _precision(settings, kind)
    precision = {torch.float32: "fp32", torch.bfloat16: "bf16", torch.float16: "fp16"}[dtype]
    say(f"precision: {precision} ({reason})")
    if kind == "cuda":
        torch.set_float32_matmul_precision("high" if settings.tf32 else "highest")
        torch.backends.cudnn.allow_tf32 = settings.tf32
        say(f"TF32: {'on' if settings.tf32 else 'off'} (train.tf32)")
        if settings.memory_fraction is not None:
            torch.cuda.set_per_process_memory_fraction(settings.memory_fraction, device)
            say(f"GPU memory: at most {settings.memory_fraction:.0%} (train.memory_fraction)")
        torch.cuda.reset_peak_memory_stats(device)
    _set_determinism(settings, kind)
    if settings.compile:
        say("compile: torch.compile (train.compile); the first steps are slow")
    return Device(device, name, precision, reason, dtype, scaled=dtype == torch.float16, world_size=world.size)


def _kind(settings: TrainSettings) -> tuple[str, str]:
    if settings.device == "cuda" and not torch.cuda.is_available():
        wheel = torch.version.cuda
        problem = "this build of PyTorch has no CUDA" if wheel is None else f"PyTorch (CUDA {wheel}) finds no GPU"
        raise ProjectError(f"train.device is cuda, but {problem}. Run `doctor` to see why, or set train.device=cpu.")
    if settings.device != "auto":
        return settings.device, "train.device"
    if torch.cuda.is_available():
        return "cuda", "auto: a CUDA GPU was found"
    return "cpu", "auto: no CUDA GPU was found"


def _precision(settings: TrainSettings, kind: str) -> tuple[torch.dtype, str]:
    has_bf16 = kind == "cpu" or torch.cuda.get_device_capability()[0] >= 8
    if settings.precision == "auto":
        if kind == "cuda" and has_bf16:
            return torch.bfloat16, "auto: the GPU computes in bf16"
        if kind == "cuda":
            return torch.float16, "auto: the GPU has no bf16; with loss scaling"
        return torch.float32, "auto: a CPU gains little from less"
    if settings.precision == "bf16" and not has_bf16:
        raise ProjectError("train.precision is bf16, but this GPU is older than Ampere. Set train.precision=fp16.")
    if settings.precision == "fp16" and kind == "cpu":
        raise ProjectError("train.precision is fp16, which needs a GPU. Set train.precision=bf16 or fp32.")
    names = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
    return names[settings.precision], "train.precision"


def _set_determinism(settings: TrainSettings, kind: str) -> None:
    if settings.deterministic:
        # cuBLAS reads it when it starts: https://docs.nvidia.com/cuda/cublas/#results-reproducibility
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        say("deterministic: on (train.deterministic)")
    torch.use_deterministic_algorithms(settings.deterministic)
    # Trying out convolution algorithms pays where the shapes stay the same, and may choose another one each run.
    torch.backends.cudnn.benchmark = kind == "cuda" and not settings.deterministic
