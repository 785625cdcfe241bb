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
    except (RuntimeError, AssertionError) as error:
        problem = str(error)
    return FrameworkBuild(
        "PyTorch",
        torch.__version__,
        cuda=version_pair(torch.version.cuda),
        oldest_capability=oldest_capability(torch.cuda.get_arch_list()),
        gpus=0 if problem else torch.cuda.device_count(),
        problem=problem,
    )


def oldest_capability(architectures: list[str]) -> tuple[int, int] | None:
    """The oldest of a build's architectures, `["sm_75", "sm_90a", "compute_120"]` as (7, 5); None for an empty list."""
    numbers = [int(match[1]) for name in architectures if (match := re.match(r"(?:sm|compute)_(\d+)", name))]
    return divmod(min(numbers), 10) if numbers else None
