"""`bootstrap.py` chooses a Python and a build; the installation itself is what set this environment up."""

import ast
import os
import sys
from pathlib import Path
from typing import Any

import bootstrap
import pytest

PYPROJECT: dict[str, Any] = {
    "project": {"optional-dependencies": {"cpu": ["x[train]", "torch==2.13.*"], "cuda": ["torch==2.13.*"]}},
    "tool": {
        "uv": {
            "sources": {"torch": [{"index": "cpu", "extra": "cpu"}, {"index": "cuda", "extra": "cuda"}]},
            "index": [{"name": "cpu", "url": "https://x/cpu"}, {"name": "cuda", "url": "https://x/cu130"}],
        }
    },
}


def test_this_python_suits_where_it_is_supported() -> None:
    assert bootstrap.suitable_python() == sys.executable


def test_another_python_on_the_path_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / ("python3.12.exe" if os.name == "nt" else "python3.12")
    other.symlink_to(sys.executable)
    monkeypatch.setattr(sys, "version_info", (3, 8, 1))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.suitable_python() == str(other)


def test_no_suitable_python_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 1))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"Python 3\.11 to 3\.13\. This is 3\.8"):
        bootstrap.suitable_python()


def test_the_index_is_the_one_that_uv_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert bootstrap.framework_build(PYPROJECT, "cpu") == ("torch==2.13.*", "https://x/cpu")
    assert bootstrap.framework_build(PYPROJECT, "cuda") == ("torch==2.13.*", "https://x/cu130")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert bootstrap.framework_build(PYPROJECT, "cpu") is None


def test_a_framework_with_one_index_needs_none_of_its_own() -> None:
    assert bootstrap.framework_build({"project": {}, "tool": {"uv": {}}}, "cpu") is None


@pytest.mark.parametrize(
    ("content", "extra"), [('{"accelerator": "cpu"}', "cpu"), ('{"accelerator": "cu130"}', "cuda"), ("<<<", "cpu")]
)
def test_the_build_follows_the_answers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str, extra: str
) -> None:
    (tmp_path / ".ai-venture").mkdir()
    (tmp_path / ".ai-venture" / "project.json").write_text(content)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    assert bootstrap.chosen_extra() == extra


def test_an_old_python_gets_as_far_as_the_message() -> None:
    file = Path(bootstrap.__file__)
    ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 7))
