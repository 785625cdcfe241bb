"""Reports, `reports/<stage>.json`: one envelope around what a stage found, checked when it is written and when read.

The envelope names the inputs by their SHA-256, so that a reader can tell a report that is out of date.
"""

import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

from pydantic import Field, JsonValue, ValidationError

from .config import Config
from .errors import ProjectError
from .files import sha256_file, write_text
from .paths import Paths
from .results import STAGES, Part, Run, Sha256

Result = TypeVar("Result", bound=Part)


class Envelope(Part):
    """What every report file holds around its result."""

    schema_name: str = Field(alias="schema")
    at: datetime
    git: str
    config_sha256: Sha256
    inputs: dict[str, Sha256]
    result: dict[str, JsonValue]


def write_report(config: Config, result: Part, *, inputs: Iterable[Path]) -> Path:
    """Write `reports/<stage>.json` whole or not at all; the stage follows from the type of `result`.

    Args:
        config: the configuration of this run.
        result: what the stage found.
        inputs: files inside the project that the result depends on.
    """
    path = config.paths.report(STAGES[type(result)])
    write_text(path, _text(_envelope(config, result, inputs)))
    return path


def write_run(config: Config, run: Run) -> Path:
    """Write `reports/runs/<time>.json`, whole or not at all; a run that is there already is never replaced."""
    envelope = _envelope(config, run, inputs=())
    path = _reserve(config.paths.runs, f"{envelope.at:%Y-%m-%dT%H%M%SZ}")
    try:
        write_text(path, _text(envelope))
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path


def newest_run(paths: Paths) -> tuple[Path, Envelope] | None:
    """The run that was kept last; None where there is none that can be read."""
    files = sorted(paths.runs.glob("*.json"), key=lambda file: file.stem)
    try:
        return (files[-1], Envelope.model_validate_json(files[-1].read_bytes())) if files else None
    except (OSError, ValidationError):
        return None


def read_report(paths: Paths, kind: type[Result]) -> Result:
    """The result in a stage's report, for example `read_report(paths, Training)`.

    Raises:
        ProjectError: the report is missing or is not what the stage writes.
    """
    path = paths.report(STAGES[kind])
    try:
        return kind.model_validate(read_envelope(paths, kind).result)
    except ValidationError as error:
        raise ProjectError(f"{path} is not a report of this stage. Run the stage again.\n{error}") from error


def read_envelope(paths: Paths, kind: type[Part]) -> Envelope:
    """A stage's report with when it was written, and from what.

    Raises:
        ProjectError: the report is missing or is not what the stage writes.
    """
    path = paths.report(STAGES[kind])
    try:
        envelope = Envelope.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise ProjectError(f"{path} is missing. Run the stage that writes it first.") from error
    except ValidationError as error:
        raise ProjectError(f"{path} is not a report of this stage. Run the stage again.\n{error}") from error
    if envelope.schema_name != _schema(STAGES[kind]):
        raise ProjectError(f"{path} is of schema {envelope.schema_name}. Run the stage again.")
    return envelope


def _envelope(config: Config, result: Part, inputs: Iterable[Path]) -> Envelope:
    paths = config.paths
    return Envelope(
        schema=_schema(STAGES[type(result)]),
        at=datetime.now(UTC).replace(microsecond=0),
        git=_git_commit(paths.root),
        config_sha256=config.fingerprint(),
        inputs={paths.relative(path): sha256_file(path) for path in sorted(set(inputs))},
        result=result.model_dump(mode="json"),
    )


def _text(envelope: Envelope) -> str:
    return envelope.model_dump_json(by_alias=True, indent=2) + "\n"


def _reserve(folder: Path, name: str) -> Path:
    """An empty file of that name, made by nobody else; numbered where two runs end in the same second."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        path = folder / (f"{name}.json" if number == 1 else f"{name}-{number}.json")
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            continue
        return path
    raise AssertionError  # pragma: no cover - count() never ends


def _schema(stage: str) -> str:
    return f"ai-venture/{stage}@1"


def _git_commit(root: Path) -> str:
    """The commit that is checked out, or nothing where there is no git or no commit."""
    try:
        answer = subprocess.run(
            ["git", "rev-parse", "--verify", "--quiet", "HEAD"],  # noqa: S607 - git from the PATH
            cwd=root,
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
