"""The configuration: `configs/*.yaml`, then a preset, then `--set section.key=value`.

The file `configs/train.yaml` holds the section `train`, and so on. A preset, `configs/presets/<name>.yaml`,
and `--set` name the section themselves. What comes later wins.
"""

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, Field, PrivateAttr, ValidationError
from pydantic_core import ErrorDetails

from .data.settings import DataSettings
from .deploy.settings import DeploySettings, MonitorSettings, ServeSettings
from .errors import ConfigError
from .evaluate.settings import EvaluateSettings
from .model.hardware import HardwareSettings
from .model.settings import ModelSettings
from .paths import Paths, find_root
from .settings import Settings
from .train.settings import TrainSettings, TuneSettings


class Config(Settings):
    """The whole configuration, checked. `paths` says where the project lies."""

    data: DataSettings = Field(default_factory=DataSettings)
    model: ModelSettings = Field(default_factory=ModelSettings)
    train: TrainSettings = Field(default_factory=TrainSettings)
    tune: TuneSettings = Field(default_factory=TuneSettings)
    evaluate: EvaluateSettings = Field(default_factory=EvaluateSettings)
    deploy: DeploySettings = Field(default_factory=DeploySettings)
    serve: ServeSettings = Field(default_factory=ServeSettings)
    monitor: MonitorSettings = Field(default_factory=MonitorSettings)
    hardware: HardwareSettings = Field(default_factory=HardwareSettings)
    _paths: Paths = PrivateAttr(default_factory=lambda: Paths(Path.cwd()))

    @property
    def paths(self) -> Paths:
        return self._paths

    def fingerprint(self) -> str:
        """The SHA-256 of every value, as the reports carry it."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def override(self, values: Mapping[str, object]) -> "Config":
        """A copy with some values changed, for example `{"train.learning_rate": 0.01}`.

        Raises:
            ConfigError: a key is unknown, or a value is not of its type.
        """
        tree = self.model_dump(mode="json")
        origins: dict[str, str] = {}
        for key, value in values.items():
            _assign(tree, key, value)
            origins[key] = "override"
        return _validate(tree, origins, self.paths)


def load_config(root: Path | None = None, *, overrides: Sequence[str] = (), preset: str | None = None) -> Config:
    """Read and check the configuration of the project at `root` (by default, of the current folder).

    Args:
        root: folder that holds `configs/`.
        overrides: `section.key=value`, as given to `--set`.
        preset: name of a file in `configs/presets`, without its ending.

    Raises:
        ConfigError: a file is not valid YAML, a key is unknown or a value is not of its type.
        ProjectError: there is no project here.
    """
    paths = Paths(root.resolve() if root else find_root())
    tree: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for section in Config.model_fields:
        file = paths.configs / f"{section}.yaml"
        if file.is_file():
            _merge(tree, {section: _read(file)}, f"configs/{file.name}", origins)
    if preset is not None:
        _merge(tree, _read(_preset_file(paths, preset)), f"configs/presets/{preset}.yaml", origins)
    for text in overrides:
        key, separator, value = text.partition("=")
        key = key.strip()
        if not separator or not key:
            raise ConfigError(f"--set {text}: write it as section.key=value, for example train.epochs=5.")
        _assign(tree, key, parse_value(value))
        origins[key] = f"--set {text}"
    return _validate(tree, origins, paths)


def parse_value(text: str) -> object:
    """Read the value of a `--set`: `null`, a YAML list or mapping, or text.

    Text stays text, so that a path or a name is never taken for something else; numbers and truth values
    are read by the key's own type later.
    """
    if text.strip() in {"null", "none"}:
        return None
    if text.lstrip().startswith(("[", "{")):
        try:
            return yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise ConfigError(f"{text} is neither a list nor a mapping: {_yaml_problem(error)}.") from error
    return text


def _preset_file(paths: Paths, preset: str) -> Path:
    folder = paths.configs / "presets"
    known = sorted(file.stem for file in folder.glob("*.yaml"))
    if preset not in known:
        raise ConfigError(f"There is no preset {preset!r}. {_suggest(preset, known)}")
    return folder / f"{preset}.yaml"


def _read(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = _yaml_problem(error) if isinstance(error, yaml.YAMLError) else "it is not UTF-8 text"
        raise ConfigError(f"{file} cannot be read: {problem}.") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise ConfigError(f"{file} must hold `key: value` lines, not a {type(content).__name__}.")
    return {str(key): value for key, value in content.items()}


def _yaml_problem(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + 1}: {error.problem}"
    return str(error)


def _merge(
    tree: dict[str, Any], values: Mapping[str, Any], origin: str, origins: dict[str, str], prefix: str = ""
) -> None:
    for key, value in values.items():
        path = f"{prefix}{key}"
        if isinstance(value, dict) and isinstance(tree.get(key, {}), dict):
            _merge(tree.setdefault(key, {}), value, origin, origins, f"{path}.")
        else:
            tree[key] = value
        origins[path] = origin


def _assign(tree: dict[str, Any], key: str, value: object) -> None:
    *parents, last = key.split(".")
    for parent in parents:
        inner = tree.setdefault(parent, {})
        if not isinstance(inner, dict):
            inner = tree[parent] = {}
        tree = inner
    tree[last] = value


def _validate(tree: dict[str, Any], origins: Mapping[str, str], paths: Paths) -> Config:
    try:
        config = Config.model_validate(tree)
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(detail, origins) for detail in error.errors())) from error
    config._paths = paths  # noqa: SLF001 - private so that no file and no --set can change it
    return config


def _explain(error: ErrorDetails, origins: Mapping[str, str]) -> str:
    """One line of pydantic's complaint in words that name the key, the place and the way out."""
    location = [str(part) for part in error["loc"]]
    key = ".".join(location)
    where = next(
        (origins[prefix] for end in range(len(location), 0, -1) if (prefix := ".".join(location[:end])) in origins),
        "the configuration",
    )
    if error["type"] == "extra_forbidden":
        known = _keys_at(location[:-1])
        parent = ".".join(location[:-1])
        names = [f"{parent}.{name}" if parent else name for name in known]
        return f"{where}: unknown key {key}. {_suggest(key, names)}"
    message = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if error["type"] == "value_error":
        return f"{where}: {key}: {message}."
    return f"{where}: {key} {message}, not {error['input']!r}."


def _keys_at(location: Sequence[str]) -> list[str]:
    """The keys that a section knows, found by walking the models' annotations."""
    model: type[BaseModel] = Config
    for name in location:
        field = model.model_fields.get(name)
        candidates = [field.annotation, *get_args(field.annotation)] if field else []
        models = [item for item in candidates if isinstance(item, type) and issubclass(item, BaseModel)]
        if not models:
            return []
        model = models[0]
    return list(model.model_fields)


def _suggest(wrong: str, known: Iterable[str]) -> str:
    names = list(known)
    close = difflib.get_close_matches(wrong, names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]}?"
    return f"There are: {', '.join(names)}." if names else ""
