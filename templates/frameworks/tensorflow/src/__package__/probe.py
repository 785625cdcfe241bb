"""What TensorFlow says of its own build."""

import re
from importlib.metadata import PackageNotFoundError, version

from .machine import FrameworkBuild, version_pair


def framework_build() -> FrameworkBuild:
    """The installed build of TensorFlow; a build that cannot be imported is a finding, not an error."""
    try:
        import tensorflow as tf  # noqa: PLC0415 - what keeps it from loading is what we are after
    except (ImportError, OSError) as error:
        return FrameworkBuild("TensorFlow", version="", problem=str(error))
    info = tf.sysconfig.get_build_info()
    if not info.get("is_cuda_build"):
        return FrameworkBuild("TensorFlow", tf.__version__)
    gpus = tf.config.list_physical_devices("GPU")
    return FrameworkBuild(
        "TensorFlow",
        tf.__version__,
        cuda=version_pair(str(info.get("cuda_version", ""))),
        oldest_capability=oldest_capability(info.get("cuda_compute_capabilities", [])),
        gpus=len(gpus),
        cudnn=installed("nvidia-cudnn-cu12") or str(info.get("cudnn_version", "")),
        nccl=installed("nvidia-nccl-cu12"),
        problem="" if gpus else "one of its CUDA libraries is missing or too old; it names it in its log",
    )


def installed(package: str) -> str:
    """The version of an installed package, empty where it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def oldest_capability(architectures: list[str]) -> tuple[int, int] | None:
    """The oldest of a build's architectures, `["sm_60", "compute_90"]` as (6, 0); None for an empty list."""
    numbers = [int(match[1]) for name in architectures if (match := re.match(r"(?:sm|compute)_(\d+)", name))]
    return divmod(min(numbers), 10) if numbers else None
