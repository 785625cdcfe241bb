"""`doctor`: what is wrong with this machine for this project, and the command that mends it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .config import Config
from .console import say
from .errors import ProjectError
from .machine import Driver, FrameworkBuild, Gpu, Machine, read_machine
from .paths import Paths
from .probe import framework_build

Level = Literal["ok", "note", "wrong"]

OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)
GIB = 1024**3
# The first driver of each CUDA generation; within one, a driver runs builds of newer minor versions too.
# https://docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html
OLDEST_DRIVERS = {12: "525", 13: "580"}
SLOW_NCCL = frozenset({"NCCL_P2P_DISABLE=1", "NCCL_SHM_DISABLE=1", "NCCL_IB_DISABLE=1"})
# What a broken driver says through nvidia-smi, and what mends it. The first that is found in its words counts.
# https://docs.nvidia.com/deploy/nvidia-smi/index.html (return values)
DRIVER_PROBLEMS = {
    "version mismatch": "the driver was updated while the old one is still loaded: restart the machine",
    "couldn't communicate": "its kernel module is not loaded: restart; after a new kernel, install the driver again",
    "No devices were found": "see whether the system has the GPU: lspci; in a container: start it with --gpus all",
    "Insufficient Permissions": "give this user access to /dev/nvidia*, often by the group video",
    "GPU is lost": "the GPU fell off the bus: restart; where it comes back, look at power, cooling and its seat",
    "Function Not Found": "the tool is older than the driver: install both from one source",
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` is the command, or the step, that puts it right; empty where nothing is wrong."""

    level: Level
    message: str
    mend: str = ""


def doctor(config: Config) -> bool:
    """Print every finding; True where nothing is wrong."""
    machine = read_machine(config.paths.root, wanted_accelerator(config.paths), framework_build())
    findings = diagnose(machine)
    for finding in findings:
        say(f"{finding.level:>5}  {finding.message}")
        if finding.mend:
            say(f"       → {finding.mend}")
    wrong = sum(finding.level == "wrong" for finding in findings)
    say("Nothing is wrong." if wrong == 0 else f"Wrong: {wrong}. Mend them from the top, then run doctor again.")
    return wrong == 0


def wanted_accelerator(paths: Paths) -> str:
    """`cpu`, or the CUDA line that the project was set up for.

    Raises:
        ProjectError: `.ai-venture/project.json` does not parse.
    """
    file = paths.root / ".ai-venture" / "project.json"
    try:
        return str(json.loads(file.read_text(encoding="utf-8")).get("accelerator", "cpu"))
    except FileNotFoundError:
        return "cpu"
    except (ValueError, AttributeError) as error:
        raise ProjectError(f"{file} is damaged: {error}. Restore it with git.") from error


def diagnose(machine: Machine) -> list[Finding]:
    """Judge the facts; pure, so that a recorded machine can be judged anywhere."""
    return [
        _python(machine),
        *_packages(machine),
        *_accelerator(machine),
        *_communication(machine),
        *_memory(machine),
        _disk(machine),
    ]


def _python(machine: Machine) -> Finding:
    version = ".".join(map(str, machine.python))
    if not OLDEST_PYTHON <= machine.python[:2] <= NEWEST_PYTHON:
        return Finding(
            "wrong",
            f"Python {version}; the project runs on 3.{OLDEST_PYTHON[1]} to 3.{NEWEST_PYTHON[1]}",
            f"install Python 3.{NEWEST_PYTHON[1]}, then run with it: python3.{NEWEST_PYTHON[1]} bootstrap.py",
        )
    if not machine.in_venv:
        return Finding("note", f"Python {version}, outside of a virtual environment", "python3 bootstrap.py")
    return Finding("ok", f"Python {version}")


def _packages(machine: Machine) -> Iterator[Finding]:
    if machine.unmet:
        damaged = any("damaged" in line for line in machine.unmet)
        mend = "python3 bootstrap.py --fresh" if damaged else "python3 bootstrap.py"
        yield Finding("wrong", f"Packages: {'; '.join(machine.unmet)}", mend)
    else:
        yield Finding("ok", "Packages are those that pyproject.toml asks for")


def _accelerator(machine: Machine) -> Iterator[Finding]:
    """The framework's build against the driver, then each GPU."""
    build, driver = machine.framework, machine.driver
    extra = "cpu" if machine.accelerator == "cpu" else "cuda"
    if not build.version:
        yield Finding(
            "wrong", f"{build.name} cannot be imported: {build.problem}", f"python3 bootstrap.py --extra {extra}"
        )
    elif machine.driver_problem:
        yield _driver_problem(machine.driver_problem, extra)
    elif build.cuda is None:
        yield from _cpu_build(build, driver, extra)
    else:
        yield from _cuda_build(build, driver)


def _driver_problem(problem: str, extra: str) -> Finding:
    mend = next(
        (mend for words, mend in DRIVER_PROBLEMS.items() if words in problem), "install the NVIDIA driver again"
    )
    level: Level = "wrong" if extra == "cuda" else "note"
    return Finding(level, f"The NVIDIA driver does not answer: {problem}", mend)


def _cpu_build(build: FrameworkBuild, driver: Driver | None, extra: str) -> Iterator[Finding]:
    title = f"{build.name} {build.version}, CPU build"
    if driver is not None and driver.gpus:
        level: Level = "wrong" if extra == "cuda" else "note"
        yield Finding(level, f"{title}: {driver.gpus[0].name} stays idle", "python3 bootstrap.py --extra cuda")
    elif extra == "cuda":
        yield Finding(
            "wrong",
            f"{title}, in a project set up for CUDA, and no NVIDIA driver answers",
            "install the NVIDIA driver and run nvidia-smi; or stay on the CPU: python3 bootstrap.py --extra cpu",
        )
    else:
        yield Finding("ok", title)


def _cuda_build(build: FrameworkBuild, driver: Driver | None) -> Iterator[Finding]:
    assert build.cuda is not None  # noqa: S101 - the caller looked
    title = f"{build.name} {build.version}, built for CUDA {_dotted(build.cuda)}"
    if driver is None or not driver.gpus:
        yield Finding(
            "wrong",
            f"{title}, and no NVIDIA driver answers (nvidia-smi)",
            "install the NVIDIA driver (start a container with --gpus all), or: python3 bootstrap.py --extra cpu",
        )
        return
    if driver.cuda[0] < build.cuda[0]:
        oldest = OLDEST_DRIVERS.get(build.cuda[0], "the newest")
        yield Finding(
            "wrong",
            f"{title}, but driver {driver.version} runs CUDA {_dotted(driver.cuda)} at most",
            f"update the NVIDIA driver to {oldest} or newer, or choose a CUDA {driver.cuda[0]} line in pyproject.toml "
            "([[tool.uv.index]]) and run python3 bootstrap.py --extra cuda",
        )
        return
    if build.gpus == 0:
        reason = f": {build.problem}" if build.problem else ""
        yield Finding(
            "wrong",
            f"{title}, driver {driver.version}, but {build.name} sees no GPU{reason}",
            "look at CUDA_VISIBLE_DEVICES (unset it to use all); after an update of the driver, restart the machine",
        )
        return
    if not build.cudnn:
        yield Finding(
            "wrong",
            f"{title}, but cuDNN cannot be loaded: convolutions fail",
            "python3 bootstrap.py --extra cuda --fresh; unset LD_LIBRARY_PATH where it names another cuDNN",
        )
        return
    yield Finding("ok", f"{title}, cuDNN {build.cudnn}; driver {driver.version} (CUDA {_dotted(driver.cuda)})")
    for gpu in driver.gpus:
        yield _gpu(gpu, build)


def _gpu(gpu: Gpu, build: FrameworkBuild) -> Finding:
    title = f"{gpu.name}, {_gib(gpu.memory)}, compute capability {_dotted(gpu.capability)}"
    if build.oldest_capability is not None and gpu.capability < build.oldest_capability:
        return Finding(
            "wrong",
            f"{title}: this build starts at {_dotted(build.oldest_capability)}",
            "choose an older CUDA line in pyproject.toml (cu126 starts at 5.0), then python3 bootstrap.py --extra cuda",
        )
    if gpu.memory_errors:
        return Finding(
            "wrong",
            f"{title}: its memory had {gpu.memory_errors} errors that could not be corrected, results may be wrong",
            "restart the machine; where they come back, the board is to be replaced: nvidia-smi -q -d ECC",
        )
    if gpu.shared:
        return Finding(
            "note",
            f"{title}: cut into instances (MIG), of which a process sees one",
            "for the whole GPU or for several: nvidia-smi -mig 0, as root",
        )
    if gpu.memory and gpu.memory_free < gpu.memory / 10:
        return Finding("note", f"{title}: only {_gib(gpu.memory_free)} free", "see which process holds it: nvidia-smi")
    return Finding("ok", title)


def _communication(machine: Machine) -> Iterator[Finding]:
    """What several GPUs need to train together."""
    build = machine.framework
    if machine.driver is None or len(machine.driver.gpus) < 2 or build.cuda is None or build.gpus < 2:
        return
    if not build.nccl:
        yield Finding(
            "wrong",
            f"{build.name} finds no NCCL: several GPUs cannot train together",
            "python3 bootstrap.py --extra cuda --fresh (NCCL is there on Linux only; on Windows use WSL 2)",
        )
    else:
        yield Finding("ok", f"NCCL {build.nccl} for {build.gpus} GPUs")
    if machine.shared_memory is not None and machine.shared_memory < GIB:
        yield Finding(
            "wrong",
            f"Shared memory (/dev/shm) holds {_gib(machine.shared_memory)}: NCCL fails with several GPUs",
            "start the container with --shm-size 8g",
        )
    slow = [setting for setting in machine.nccl_settings if setting in SLOW_NCCL]
    if slow:
        yield Finding("note", f"{', '.join(slow)}: GPUs talk to each other the slow way", "unset what is not needed")


def _memory(machine: Machine) -> Iterator[Finding]:
    if machine.memory is not None:
        total = f"{_gib(machine.memory)} of memory"
        if machine.memory < 3 * GIB:
            yield Finding("wrong", f"{total}; training needs 3 GiB", "give the machine or the container more memory")
        elif machine.memory_available is not None and machine.memory_available < GIB:
            yield Finding("note", f"{total}, only {_gib(machine.memory_available)} available", "close other programs")
        else:
            yield Finding("ok", total)


def _disk(machine: Machine) -> Finding:
    free = f"{_gib(machine.disk_free)} free on the disk of the project"
    if machine.disk_free < GIB // 4:
        return Finding(
            "wrong", f"{free}; checkpoints cannot be written", "free some space: models/checkpoints.previous may go"
        )
    if machine.disk_free < 2 * GIB:
        return Finding("note", free, "free some space before a long run")
    return Finding("ok", free)


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _gib(size: int) -> str:
    return f"{size / GIB:.1f} GiB"
