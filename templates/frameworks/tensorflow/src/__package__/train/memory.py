"""The memory of GPUs: how much of it is taken, and what to do where it is too little."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from ..backend import tf
from ..console import say
from ..errors import ProjectError
from .settings import TrainSettings


def limit_memory(settings: TrainSettings, gpus: list[object]) -> None:
    """Limit the GPU memory that TensorFlow takes; it has to come before anything that TensorFlow computes.

    Raises:
        ProjectError: TensorFlow has started with another limit in this process already.
    """
    if not gpus:
        return
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


@contextmanager
def explained_memory_errors() -> Iterator[None]:
    """Turn an error for want of memory into one that says what to lower.

    Raises:
        ProjectError: what is computed inside does not fit.
    """
    try:
        yield
    except (tf.errors.ResourceExhaustedError, MemoryError) as error:
        raise ProjectError(
            "The GPU or the machine has too little memory. Lower train.micro_batch, which changes nothing else, or "
            "data.context or model.width; set train.precision=bf16 or, where the model has it, "
            f"model.checkpointing=true. The checkpoints are as they were. ({str(error).splitlines()[0]})"
        ) from error


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
