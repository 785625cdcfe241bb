"""`check`: the linter, the type checker and the tests, as CI runs them."""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from pathlib import Path

from .config import Config
from .console import say
from .errors import ProjectError
from .paths import Paths
from .report import write_report
from .results import Quality, TestResult, ToolResult


def check(config: Config) -> bool:
    """Run ruff, mypy and pytest over the project and write `reports/quality.json`; True where all pass.

    Raises:
        ProjectError: one of the tools is not installed; nothing was run.
    """
    missing = [tool for tool in ("ruff", "mypy", "pytest") if find_spec(tool) is None]
    if missing:
        raise ProjectError(f"{', '.join(missing)} not installed. Run: python3 bootstrap.py")
    root = config.paths.root
    lint = [_passes(root, "ruff", "check", "."), _passes(root, "ruff", "format", "--check", ".")]
    types = _passes(root, "mypy")
    tests = _run_tests(root)
    result = Quality(
        lint=ToolResult(tool="ruff", passed=all(lint)),
        types=ToolResult(tool="mypy --strict", passed=types),
        tests=tests,
    )
    report = write_report(config, result, inputs=checked_files(config.paths))
    failed = [part.tool for part in (result.lint, result.types, result.tests) if not part.passed]
    say(f"wrote {config.paths.relative(report)}: " + (f"failed: {', '.join(failed)}" if failed else "all passed"))
    return not failed


def checked_files(paths: Paths) -> list[Path]:
    """The files whose change makes the report out of date."""
    code = [file for folder in ("src", "tests") for file in sorted((paths.root / folder).rglob("*.py"))]
    return [paths.root / "pyproject.toml", *code]


def _passes(root: Path, tool: str, *arguments: str) -> bool:
    say(f"== {' '.join([tool, *arguments])}")
    return subprocess.run([sys.executable, "-m", tool, *arguments], cwd=root, check=False).returncode == 0  # noqa: S603


def _run_tests(root: Path) -> TestResult:
    """Run pytest; `count` is the number of tests that ran, so that a suite that vanished shows."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        passed = _passes(root, "pytest", "-q", f"--junitxml={results}")
        suites = list(ET.parse(results).getroot().iter("testsuite")) if results.is_file() else []  # noqa: S314 - ours
    count = sum(int(suite.get("tests", 0)) - int(suite.get("skipped", 0)) for suite in suites)
    return TestResult(tool="pytest", passed=passed and count > 0, count=count)
