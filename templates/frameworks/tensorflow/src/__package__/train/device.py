"""Where and how precisely the model is computed. Every choice is printed with its reason."""

import subprocess
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..backend import Strategy, Tensor, tf
from ..console import say
from ..errors import ProjectError
from .settings import TrainSettings

# Dense matrix products in bf16 or fp16, in FLOP/s, from NVIDIA's data sheets (without sparsity).
PEAK_FLOPS = {
    "H200": 989e12,
    "H100 PCIe": 756e12,
    "H100": 989e12,
    "A100": 312e12,
    "L40S": 362e12,
    "L4": 121e12,
    "A10": 125e12,
    "V100": 125e12,
    "T4": 65e12,
    "RTX 4090": 165e12,
    "RTX 3090": 71e12,
}
POLICIES = {"fp32": "float32", "bf16": "mixed_bfloat16", "fp16": "mixed_float16"}
AMPERE = (8, 0)


@dataclass(frozen=True)
class Device:
    """The devices that were chosen; `scaled` where gradients need loss scaling (fp16)."""

    strategy: Strategy
    name: str
    precision: str
    gpus: int

    @property
    def scaled(self) -> bool:
        return self.precision == "fp16"

    @property
    def policy(self) -> str:
        """The Keras policy: compute in the chosen precision, keep the weights in float32."""
        return POLICIES[self.precision]

    @property
    def first(self) -> str:
        """The device for what is not spread over several."""
        return "/gpu:0" if self.gpus else "/cpu:0"

    @property
    def replicas(self) -> int:
        return int(self.strategy.num_replicas_in_sync)

    def put(self, array: npt.NDArray[np.generic]) -> Tensor:
        """Copy an array to the device; with several, an equal part to each."""
        if self.replicas == 1:
            return tf.convert_to_tensor(array)
        parts = np.array_split(array, self.replicas)
        return self.strategy.experimental_distribute_values_from_function(
            lambda context: tf.convert_to_tensor(parts[context.replica_id_in_sync_group])
        )

    def utilization(self, flops_per_second: float) -> float | None:
        """Model FLOPs utilization, from 0 to 1; None where the peak of the device is not known.

        Definition: A. Chowdhery et al., PaLM, 2022, https://arxiv.org/abs/2204.02311, appendix B.
        """
        peak = next((peak for name, peak in PEAK_FLOPS.items() if name in self.name), None)
        return None if peak is None or self.precision == "fp32" else flops_per_second / (peak * self.replicas)

    def peak_memory(self) -> str:
        """The most GPU memory that this process has held on one GPU, as text; empty on a CPU."""
        if self.gpus == 0:
            return ""
        peaks = [tf.config.experimental.get_memory_info(f"GPU:{number}")["peak"] for number in range(self.gpus)]
        return f", peak memory {max(peaks) / 2**30:.2f} GiB"


def choose_device(settings: TrainSettings) -> Device:
    """Choose devices and precision, and set what is global in TensorFlow: TF32, determinism, memory.

    Raises:
        ProjectError: CUDA is asked for and there is none, or the GPU cannot compute in the precision asked for.
    """
    gpus = tf.config.list_physical_devices("GPU")
    kind, reason = _kind(settings, found=bool(gpus))
    details = tf.config.experimental.get_device_details(gpus[0]) if kind == "cuda" else {}
    name = str(details.get("device_name", "GPU")) if kind == "cuda" else "cpu"
    count = len(gpus) if kind == "cuda" else 0
    say(f"device: {name}{f', {count} of them' if count > 1 else ''} ({reason})")
    precision, reason = _precision(settings, kind, details.get("compute_capability", (0, 0)))
    say(f"precision: {precision} ({reason})")
    if kind == "cuda":
        tf.config.experimental.enable_tensor_float_32_execution(settings.tf32)
        say(f"TF32: {'on' if settings.tf32 else 'off'} (train.tf32)")
        _set_memory(settings, gpus)
    if settings.deterministic:
        tf.config.experimental.enable_op_determinism()
        say("deterministic: on (train.deterministic)")
    if settings.compile:
        say("compile: XLA (train.compile); the first steps are slow")
    # One replica a GPU, gradients summed over all of them; one device needs no exchange.
    distribute = tf.distribute
    one = "/gpu:0" if kind == "cuda" else "/cpu:0"
    strategy = distribute.MirroredStrategy() if count > 1 else distribute.OneDeviceStrategy(one)
    return Device(strategy, name, precision, count)


def _kind(settings: TrainSettings, *, found: bool) -> tuple[str, str]:
    if settings.device == "cuda" and not found:
        built = tf.test.is_built_with_cuda()
        problem = "TensorFlow finds no GPU" if built else "this build of TensorFlow has no CUDA"
        raise ProjectError(f"train.device is cuda, but {problem}. Run `doctor` to see why, or set train.device=cpu.")
    if settings.device != "auto":
        return settings.device, "train.device"
    return ("cuda", "auto: a CUDA GPU was found") if found else ("cpu", "auto: no CUDA GPU was found")


def _precision(settings: TrainSettings, kind: str, capability: tuple[int, int]) -> tuple[str, str]:
    has_bf16 = kind == "cpu" or capability >= AMPERE
    if settings.precision == "auto":
        if kind == "cuda" and has_bf16:
            return "bf16", "auto: the GPU computes in bf16"
        if kind == "cuda":
            return "fp16", "auto: the GPU has no bf16; with loss scaling"
        return "fp32", "auto: a CPU gains little from less"
    if settings.precision == "bf16" and not has_bf16:
        raise ProjectError("train.precision is bf16, but this GPU is older than Ampere. Set train.precision=fp16.")
    if settings.precision == "fp16" and kind == "cpu":
        raise ProjectError("train.precision is fp16, which needs a GPU. Set train.precision=bf16 or fp32.")
    return settings.precision, "train.precision"


def _set_memory(settings: TrainSettings, gpus: list[object]) -> None:
    """Limit the GPU memory that TensorFlow takes.

    Raises:
        ProjectError: TensorFlow has started with another limit in this process already.
    """
    if settings.memory_fraction is None:
        say("GPU memory: taken as needed")
        return
    limit = int(settings.memory_fraction * _gpu_mebibytes())
    try:
        for gpu in gpus:
            tf.config.set_logical_device_configuration(gpu, [tf.config.LogicalDeviceConfiguration(memory_limit=limit)])
    except RuntimeError as error:
        raise ProjectError(f"The GPU's memory was set up otherwise in this process already: {error}") from error
    say(f"GPU memory: at most {settings.memory_fraction:.0%}, {limit} MiB (train.memory_fraction)")


def _gpu_mebibytes() -> int:
    """The memory of the smallest GPU, in MiB; TensorFlow itself does not say."""
    command = ["nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)  # noqa: S603
        return min(int(line) for line in answer.stdout.split())
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise ProjectError(
            f"nvidia-smi does not say how much memory the GPU has ({error}). Set train.memory_fraction=null."
        ) from error
