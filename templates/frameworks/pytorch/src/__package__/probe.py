"""What PyTorch says of its own build."""

import re

from .machine import FrameworkBuild, version_pair


def framework_build() -> FrameworkBuild:
    """The installed build of PyTorch; a build that cannot be imported is a finding, not an error."""
    try:
        import torch  # noqa: PLC0415 - what keeps it from loading is what we are after
    except (ImportError, OSError) as error:
        return FrameworkBuild("PyTorch", version="", problem=str(error))
    if torch.version.cuda is None:
        return FrameworkBuild("PyTorch", torch.__version__)
    problem = ""
    try:
        torch.cuda.init()  # type: ignore[no-untyped-call]
        # A build without code for this GPU starts all the same, and fails at the first kernel.
        torch.ones(2, 2, device="cuda").sum().item()
    except (RuntimeError, AssertionError) as error:
        problem = str(error)
    return FrameworkBuild(
        "PyTorch",
        torch.__version__,
        cuda=version_pair(torch.version.cuda),
        oldest_capability=oldest_capability(torch.cuda.get_arch_list()),
        gpus=0 if problem else torch.cuda.device_count(),
        cudnn=dotted(torch.backends.cudnn.version()),  # type: ignore[no-untyped-call]
        nccl=_nccl(),
        problem=problem,
    )


def _nccl() -> str:
    import torch  # noqa: PLC0415

    if not torch.distributed.is_nccl_available():
        return ""
    return ".".join(map(str, torch.cuda.nccl.version()))  # type: ignore[no-untyped-call]


def dotted(cudnn: int | None) -> str:
    """The number of a version of cuDNN, 91002 (8907 before 9), as `9.10.2`; empty for None."""
    if cudnn is None:
        return ""
    major = 10000 if cudnn >= 90000 else 1000
    return f"{cudnn // major}.{cudnn % major // 100}.{cudnn % 100}"


def oldest_capability(architectures: list[str]) -> tuple[int, int] | None:
    """The oldest of a build's architectures, `["sm_75", "sm_90a", "compute_120"]` as (7, 5); None for an empty list."""
    numbers = [int(match[1]) for name in architectures if (match := re.match(r"(?:sm|compute)_(\d+)", name))]
    return divmod(min(numbers), 10) if numbers else None
