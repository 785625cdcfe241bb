"""GPUs to plan with: their memory, and how fast they multiply matrices."""

import re
from dataclasses import dataclass

from pydantic import Field

from ..errors import ConfigError
from ..settings import Settings


@dataclass(frozen=True)
class Gpu:
    """A GPU: FLOP/s of dense matrix products in bf16 or fp16, and bytes of memory."""

    name: str
    peak: float
    memory: int


# Dense matrix products in bf16 or fp16 with sums in float32: the data sheets and architecture papers of NVIDIA, half of
# what they give with sparsity. Of several sizes of memory, the commonest. The first name that is part of a device's
# own is the one.
GPUS = tuple(
    Gpu(name, peak * 1e12, memory << 30)
    for name, peak, memory in (
        ("B200", 2250, 180),
        ("H200 NVL", 835, 141),
        ("H200", 989, 141),
        ("GH200", 989, 96),
        ("H100 NVL", 835, 94),
        ("H100 PCIe", 756, 80),
        ("H100", 989, 80),
        ("A100", 312, 80),
        ("L40S", 362, 48),
        ("L40", 181, 48),
        ("L4", 121, 24),
        ("A40", 150, 48),
        ("A30", 165, 24),
        ("A10G", 70, 24),
        ("A10", 125, 24),
        ("V100-PCIE", 112, 32),
        ("V100", 125, 32),
        ("T4", 65, 16),
        ("RTX 6000 Ada", 364, 48),
        ("RTX A6000", 155, 48),
        ("RTX 5090", 209, 32),
        ("RTX 4090", 165, 24),
        ("RTX 3090", 71, 24),
    )
)


def peak_flops(name: str) -> float | None:
    """FLOP/s of a device by the name that its driver gives it; None where it is not in the table."""
    if "Laptop" in name:
        return None  # another chip under the same name
    return next((gpu.peak for gpu in GPUS if re.search(rf"\b{gpu.name}\b", name)), None)


class HardwareSettings(Settings):
    """What `model summary` and `cost` plan with; each key is explained in `configs/hardware.yaml`."""

    gpu: str = Field(default="H100", min_length=1)
    gpus: int = Field(default=1, ge=1)
    memory_gib: float | None = Field(default=None, gt=0)
    peak_tflops: float | None = Field(default=None, gt=0)
    mfu: float = Field(default=0.4, gt=0, le=1)

    def planned_gpu(self) -> Gpu:
        """The GPU that is named, with what is given in the place of the table's figures.

        Raises:
            ConfigError: it is not in the table, and its memory or its speed is not given.
        """
        known = next((gpu for gpu in GPUS if gpu.name.casefold() == self.gpu.casefold()), None)
        memory = None if self.memory_gib is None else int(self.memory_gib * 2**30)
        peak = None if self.peak_tflops is None else self.peak_tflops * 1e12
        if known is not None:
            return Gpu(known.name, peak or known.peak, memory or known.memory)
        if memory is None or peak is None:
            names = ", ".join(gpu.name for gpu in GPUS)
            raise ConfigError(
                f"hardware.gpu: {self.gpu} is none of {names}. "
                "Set hardware.memory_gib and hardware.peak_tflops as well, from its data sheet."
            )
        return Gpu(self.gpu, peak, memory)
