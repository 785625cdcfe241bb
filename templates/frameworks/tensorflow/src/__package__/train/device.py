"""Where and how precisely the model is computed. Every choice is printed with its reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..backend import Strategy, Tensor, tf
from ..console import say
from ..data.dataset import Batch
from ..errors import ProjectError
from ..model.hardware import peak_flops
from .distributed import ALONE, SUM, World
from .memory import limit_memory
from .settings import TrainSettings

POLICIES = {"fp32": "float32", "bf16": "mixed_bfloat16", "fp16": "mixed_float16"}
AMPERE = (8, 0)


@dataclass(frozen=True)
class Device:
    """The devices that were chosen; `scaled` where gradients need loss scaling (fp16)."""

    strategy: Strategy
    name: str
    precision: str
    precision_reason: str
    gpus: int
    world: World = ALONE

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
        """How many copies of the model learn together, over all workers."""
        return int(self.strategy.num_replicas_in_sync)

    @property
    def own_replicas(self) -> range:
        """The numbers of this worker's replicas among all."""
        count = self.replicas // self.world.size
        return range(self.world.rank * count, (self.world.rank + 1) * count)

    def put(self, array: npt.NDArray[np.generic]) -> Tensor:
        """Copy this worker's rows to its devices, an equal part to each."""
        return self._put_parts(np.split(array, len(self.own_replicas)))

    def put_shares(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Copy rows of a batch of all workers to this one's devices: inputs, targets, and how many targets count.

        Of n replicas, each gets every n-th row. One that is left without gets the first row, which does not count.
        """
        shares = [slice(number, None, self.replicas) for number in self.own_replicas]
        counts = [np.float64(batch.targets[share].size) for share in shares]
        shares = [share if count else slice(1) for share, count in zip(shares, counts, strict=True)]
        inputs, targets = ([array[share] for share in shares] for array in (batch.inputs, batch.targets))
        return self._put_parts(inputs), self._put_parts(targets), self._put_parts(counts)

    def everywhere(self, function: Callable[..., Tensor], *, varying: bool = False) -> Callable[..., Tensor]:
        """A graph that calls a function on every replica, with what was put there, and sums what they give.

        Args:
            function: from tensors to tensors in any structure.
            varying: the shapes of its arguments vary.
        """

        def run(*arguments: Tensor) -> Tensor:
            results = self.strategy.run(function, args=arguments)
            return tf.nest.map_structure(lambda result: self.strategy.reduce(SUM, result, axis=None), results)

        graph: Callable[..., Tensor] = tf.function(run, reduce_retracing=varying)
        return graph

    def _put_parts(self, parts: Sequence[npt.ArrayLike]) -> Tensor:
        """Copy one array to each of this worker's devices."""
        if len(parts) == 1:
            return tf.convert_to_tensor(parts[0])
        return self.strategy.experimental_distribute_values_from_function(
            lambda context: tf.convert_to_tensor(parts[context.replica_id_in_sync_group % len(parts)])
        )

    def ahead(self, batches: int) -> int:
        """How many batches are prepared while one is computed: on a CPU, a thread for that would take its time."""
        return batches if self.gpus else 0

    def utilization(self, flops_per_second: float) -> float | None:
        """Model FLOPs utilization of all devices together, 0 to 1; None where their peak is not known.

        Definition: A. Chowdhery et al., PaLM, 2022, https://arxiv.org/abs/2204.02311, appendix B.
        """
        peak = peak_flops(self.name)
        return None if peak is None or self.precision == "fp32" else flops_per_second / (peak * self.replicas)

    def peak_memory_bytes(self) -> int | None:
        """The most GPU memory that this process has held on one GPU; None on a CPU."""
        peaks = [tf.config.experimental.get_memory_info(f"GPU:{number}")["peak"] for number in range(self.gpus)]
        return max(peaks, default=None)

    def peak_memory(self) -> str:
        """The same as text for a line of the console; empty on a CPU."""
        held = self.peak_memory_bytes()
        return "" if held is None else f", peak memory {held / 2**30:.2f} GiB"


def choose_device(settings: TrainSettings, world: World = ALONE) -> Device:
    """Choose devices and precision, and set what is global in TensorFlow: TF32, determinism, memory.

    Raises:
        ProjectError: CUDA is asked for and there is none, the GPU cannot compute in the precision asked for, or the
            weights are to be sharded.
    """
    if settings.strategy == "fsdp":
        raise ProjectError("train.strategy is fsdp, which only the PyTorch template has. Set train.strategy=auto.")
    gpus = tf.config.list_physical_devices("GPU")
    kind, reason = _kind(settings, found=bool(gpus))
    details = tf.config.experimental.get_device_details(gpus[0]) if kind == "cuda" else {}
    name = str(details.get("device_name", "GPU")) if kind == "cuda" else "cpu"
    count = len(gpus) if kind == "cuda" else 0
    total = max(count, 1) * world.size
    say(f"device: {f'{total} x ' if total > 1 else ''}{name} ({reason})")
    precision, reason = _precision(settings, kind, details.get("compute_capability", (0, 0)))
    say(f"precision: {precision} ({reason})")
    if kind == "cuda":
        tf.config.experimental.enable_tensor_float_32_execution(settings.tf32)
        say(f"TF32: {'on' if settings.tf32 else 'off'} (train.tf32)")
        if world.size == 1:
            limit_memory(settings, gpus)
    if settings.deterministic:
        tf.config.experimental.enable_op_determinism()
        say("deterministic: on (train.deterministic)")
    if settings.compile:
        say("compile: XLA (train.compile); the first steps are slow")
    return Device(world.strategy or _local_strategy(count), name, precision, reason, count, world)


def _local_strategy(gpus: int) -> Strategy:
    """One replica a GPU, gradients summed over all of them; one device needs no exchange."""
    if gpus > 1:
        return tf.distribute.MirroredStrategy()
    return tf.distribute.OneDeviceStrategy("/gpu:0" if gpus else "/cpu:0")


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
