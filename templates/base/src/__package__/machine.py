"""What this machine is: Python, memory, disk, NVIDIA driver. Facts only; `doctor` judges them."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

Run = Callable[[Sequence[str]], "Answer | None"]


@dataclass(frozen=True)
class Answer:
    """What a program printed, standard error behind standard output, and whether it ended well."""

    text: str
    well: bool = True


# What is asked of each GPU, in the order of the columns; the second where the board knows of it.
FIELDS = ("driver_version", "name", "memory.total", "memory.free", "compute_cap")
HEALTH = ("ecc.errors.uncorrected.volatile.total", "mig.mode.current")


@dataclass(frozen=True)
class Gpu:
    """One GPU as the driver sees it; memory in bytes, compute capability as (major, minor).

    `memory_errors` are those that its memory could not correct since the driver was loaded; `shared` where it is cut
    into instances (MIG).
    """

    name: str
    memory: int
    memory_free: int
    capability: tuple[int, int]
    memory_errors: int = 0
    shared: bool = False


@dataclass(frozen=True)
class Driver:
    """The NVIDIA driver: its version, the newest CUDA version it can run, and its GPUs."""

    version: str
    cuda: tuple[int, int]
    gpus: tuple[Gpu, ...]


@dataclass(frozen=True)
class FrameworkBuild:
    """The installed build of the training framework, as `probe` found it.

    Attributes:
        name: PyTorch or TensorFlow.
        version: of the framework; empty where it cannot be imported.
        cuda: the CUDA version it was built for, None for a CPU build.
        oldest_capability: oldest compute capability that the build holds code for, None where it does not say.
        gpus: how many GPUs it sees.
        cudnn: version of cuDNN that it loads, for example `9.10.2`; empty where it finds none.
        nccl: version of NCCL that it loads, for example `2.27.3`; empty where it finds none.
        problem: why it cannot be imported or cannot use a GPU; empty where all is well.
    """

    name: str
    version: str
    cuda: tuple[int, int] | None = None
    oldest_capability: tuple[int, int] | None = None
    gpus: int = 0
    cudnn: str = ""
    nccl: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Machine:
    """Everything that `doctor` looks at; sizes in bytes, None where the system does not say."""

    python: tuple[int, int, int]
    in_venv: bool
    accelerator: str
    framework: FrameworkBuild
    unmet: tuple[str, ...]
    driver: Driver | None
    driver_problem: str
    nccl_settings: tuple[str, ...]
    memory: int | None
    memory_available: int | None
    shared_memory: int | None
    disk_free: int


def run_tool(command: Sequence[str]) -> Answer | None:
    """What a program answers, or None where it is missing or hangs."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return Answer(f"{done.stdout}{done.stderr}", well=done.returncode == 0)


def version_pair(text: str) -> tuple[int, int]:
    """`12.8` as (12, 8); a part that is missing is 0."""
    parts = [int(part) for part in re.findall(r"\d+", text)[:2]]
    return (parts[0] if parts else 0, parts[1] if len(parts) > 1 else 0)


def read_driver(run: Run = run_tool) -> tuple[Driver | None, str]:
    """Ask `nvidia-smi` for the driver; None without a working one, and what it complained of, where it did.

    Drivers from 610 on call the version of CUDA "CUDA UMD Version" where older ones say "CUDA Version".
    """
    banner = run(["nvidia-smi"])
    if banner is None:
        return None, ""
    if not banner.well:
        return None, " ".join(banner.text.split()) or "nvidia-smi fails without a word"
    cuda = re.search(r"CUDA (?:UMD )?Version:\s*([\d.]+)", banner.text)
    rows, health = _query(run, FIELDS), _query(run, HEALTH)
    if len(health) != len(rows):
        health = [["", ""]] * len(rows)
    gpus = tuple(
        Gpu(name, _mebibytes(total), _mebibytes(free), version_pair(cap), _count(errors), shared=mig == "Enabled")
        for (_, name, total, free, cap), (errors, mig) in zip(rows, health, strict=True)
    )
    version = rows[0][0] if rows else ""
    return Driver(version=version, cuda=version_pair(cuda[1]) if cuda else (0, 0), gpus=gpus), ""


def _query(run: Run, fields: Sequence[str]) -> list[list[str]]:
    """One row a GPU; none where nvidia-smi does not know one of the fields."""
    answer = run(["nvidia-smi", f"--query-gpu={','.join(fields)}", "--format=csv,noheader,nounits"])
    lines = answer.text.splitlines() if answer is not None and answer.well else []
    return [row for line in lines if len(row := [cell.strip() for cell in line.split(",")]) == len(fields)]


def read_memory(
    proc: Path = Path("/proc/meminfo"), limit: Path = Path("/sys/fs/cgroup/memory.max")
) -> tuple[int | None, int | None]:
    """Memory in all and memory available, in bytes; a container's limit counts where it is lower."""
    if not proc.is_file():
        pages = _sysconf("SC_PHYS_PAGES")
        return (pages * _sysconf("SC_PAGE_SIZE") if pages else None), None
    sizes = {name: int(kib) * 1024 for name, kib in re.findall(r"^(\w+):\s+(\d+) kB", proc.read_text(), re.MULTILINE)}
    total, available = sizes.get("MemTotal"), sizes.get("MemAvailable")
    allowed = limit.read_text().strip() if limit.is_file() else "max"
    if allowed != "max" and total is not None:
        total = min(total, int(allowed))
        available = min(available, total) if available is not None else None
    return total, available


def unmet_requirements(pyproject: Path) -> list[str]:
    """What the project needs and this environment lacks, for example `numpy<3,>=2.2 (1.26.4 is installed)`.

    Dependencies and the extra `train` count; the build of the framework has findings of its own.
    """
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines, unmet = [*project["dependencies"], *extras["train"], *extras["serve"]], []
    for requirement in map(Requirement, lines):
        if requirement.name == project["name"] or (requirement.marker and not requirement.marker.evaluate()):
            continue
        wanted = f"{requirement.name}{requirement.specifier}"
        try:
            installed = distribution(requirement.name)
        except PackageNotFoundError:
            unmet.append(f"{wanted} (not installed)")
            continue
        if not requirement.specifier.contains(installed.version, prereleases=True):
            unmet.append(f"{wanted} ({installed.version} is installed)")
        elif missing := missing_files(installed):
            unmet.append(f"{requirement.name} (damaged: {missing} files are missing)")
    return unmet


def missing_files(package: Distribution) -> int:
    """How many files of an installed package are gone; compiled ones, which Python makes again, do not count."""
    return sum(file.suffix != ".pyc" and not Path(str(file.locate())).exists() for file in package.files or ())


def read_machine(root: Path, accelerator: str, framework: FrameworkBuild, run: Run = run_tool) -> Machine:
    """Look at this machine; `root` is the folder of the project, whose disk counts."""
    total, available = read_memory()
    driver, driver_problem = read_driver(run)
    return Machine(
        python=sys.version_info[:3],
        in_venv=sys.prefix != sys.base_prefix,
        accelerator=accelerator,
        framework=framework,
        unmet=tuple(unmet_requirements(root / "pyproject.toml")),
        driver=driver,
        driver_problem=driver_problem,
        nccl_settings=tuple(
            f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("NCCL_")
        ),
        memory=total,
        memory_available=available,
        shared_memory=shutil.disk_usage("/dev/shm").total if Path("/dev/shm").is_dir() else None,  # noqa: S108
        disk_free=shutil.disk_usage(root).free,
    )


def _mebibytes(text: str) -> int:
    """`81559` MiB in bytes; boards that share the machine's memory say `[N/A]`."""
    return int(text) * 1024**2 if text.isdigit() else 0


def _count(text: str) -> int:
    """A number; boards that do not count say `[N/A]`."""
    return int(text) if text.isdigit() else 0


def _sysconf(name: str) -> int:
    return os.sysconf(name) if name in getattr(os, "sysconf_names", {}) else 0
