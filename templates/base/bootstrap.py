"""Set this project up: `python bootstrap.py` makes `.venv` and installs everything into it.

Run again at any time: it installs what is missing, and makes `.venv` anew where it does not run. It needs
Python and nothing else. The build of the framework (CPU or CUDA) is the one chosen for the project;
`--extra cpu` or `--extra cuda` takes the other one, `--fresh` starts from an empty `.venv`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

OLDEST, NEWEST = (3, 11), (3, 13)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"


def interpreter() -> Path:
    """The Python of the project's virtual environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def answer(python: str | Path, code: str) -> str | None:
    """What `python` prints for `code`, or None where it does not run or fails."""
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def suitable_python() -> str:
    """A Python that the project runs on: this one, or another on the PATH.

    Raises:
        SystemExit: there is none; the message says which versions do.
    """
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        # Version managers put names on the PATH that refuse to run.
        if found and answer(found, "") is not None:
            return found
    this = ".".join(map(str, sys.version_info[:2]))
    raise SystemExit(
        f"This project needs Python 3.{OLDEST[1]} to 3.{NEWEST[1]}. This is {this}, and no other was found. "
        "Install one from python.org or with your package manager, then run this command again."
    )


def make_venv(python: str, *, fresh: bool) -> None:
    """Make `.venv`, anew where it does not run, runs another Python, or `fresh` asks for it.

    Raises:
        SystemExit: the environment could not be made; the message says why.
    """
    version = "import sys; print(sys.version_info[:2])"
    if not fresh and answer(interpreter(), f"import pip; {version}") == answer(python, version):
        return
    print(f"Making {VENV}", flush=True)
    if subprocess.run([python, "-m", "venv", "--clear", str(VENV)], check=False).returncode != 0:
        raise SystemExit(
            f"{VENV} could not be made; what Python says about it is above. On Debian and Ubuntu, run "
            "`sudo apt install python3-venv`, then run this command again."
        )


def pip_install(*arguments: str, failed: str) -> None:
    """Run `pip install` in the virtual environment.

    Raises:
        SystemExit: pip failed; the message is `failed`.
    """
    command = [str(interpreter()), "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise SystemExit(f"{failed} What pip says about it is above. Run this command again: it goes on from here.")


def load_pyproject() -> dict[str, Any]:
    """The project's `pyproject.toml`."""
    import tomllib  # noqa: PLC0415 - older Pythons lack it, and must get as far as the message about them

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def framework_build(pyproject: dict[str, Any], extra: str) -> tuple[str, str] | None:
    """The requirement and the index of the framework's build, where it has an index of its own.

    The tables that uv reads are the one place that names it. None on macOS, which has one build only.
    """
    if sys.platform == "darwin":
        return None
    indexes = {index["name"]: index["url"] for index in pyproject["tool"]["uv"].get("index", [])}
    for package, sources in pyproject["tool"]["uv"].get("sources", {}).items():
        for source in sources:
            if source.get("extra") == extra:
                requirements = pyproject["project"]["optional-dependencies"][extra]
                requirement = next(line for line in requirements if line.startswith(package))
                return requirement, indexes[source["index"]]
    return None


def install_framework(requirement: str, index: str) -> None:
    """Install the build of the framework that `index` holds, unless it is there already."""
    package, build = requirement.split("==", maxsplit=1)[0], index.rsplit("/", 1)[-1]
    installed = answer(interpreter(), f"from importlib.metadata import version; print(version('{package}'))")
    if installed and installed.endswith(f"+{build}"):
        return
    # From its own index and without dependencies: on Linux the general index has the CUDA build of several GB.
    pip_install(
        "--no-deps",
        *(["--force-reinstall"] if installed else []),
        *("--index-url", index, requirement),
        failed=f"{requirement} could not be installed from {index}.",
    )


def chosen_extra() -> str:
    """`cuda` where the project was generated for a CUDA line, else `cpu`."""
    try:
        project = json.loads((ROOT / ".ai-venture" / "project.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "cpu"
    return "cpu" if project.get("accelerator", "cpu") == "cpu" else "cuda"


def main() -> None:
    """Set the project up and say what to run next."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extra", choices=["cpu", "cuda"], default=chosen_extra(), help="build of the framework")
    parser.add_argument("--fresh", action="store_true", help="make .venv anew")
    arguments = parser.parse_args()
    extra = arguments.extra

    started = time.monotonic()
    make_venv(suitable_python(), fresh=arguments.fresh)
    if sys.version_info[:2] < OLDEST or sys.version_info[:2] > NEWEST:
        # From here on the Python that can read pyproject.toml goes on.
        raise SystemExit(subprocess.run([interpreter(), __file__, "--extra", extra], check=False).returncode)
    pyproject = load_pyproject()
    build = framework_build(pyproject, extra)
    if build:
        install_framework(*build)
    pip_install("--editable", f".[{extra},dev]", failed="The packages could not be installed.")

    package = Path(pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"][0]).name
    python = interpreter().relative_to(ROOT)
    print(f"\nReady in {time.monotonic() - started:.0f} s. Next: {python} -m {package} all")


if __name__ == "__main__":
    main()
