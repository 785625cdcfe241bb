"""Prices and budget for training, from `plan/budget.yaml`."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..errors import ProjectError


class TrainingBudget(BaseModel):
    """The part `training` of the budget; `None` is what nobody has filled in yet."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    budget: float | None = Field(ge=0, allow_inf_nan=False)
    gpu_hour_price: float | None = Field(ge=0, allow_inf_nan=False)
    gpu: str | None = None


class Budget(BaseModel):
    """What of `plan/budget.yaml` matters to a plan; the rest of the file is the founder's."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    currency: str = Field(min_length=1)
    training: TrainingBudget


def load_budget(path: Path) -> Budget:
    """Read `plan/budget.yaml`.

    Raises:
        ProjectError: it is missing, is not valid YAML, or a value is missing or of the wrong kind; with the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        return Budget.model_validate(yaml.safe_load(text))
    except FileNotFoundError as error:
        raise ProjectError(
            f"{path} is missing. It has to hold `currency` and, under `training`, `budget`, `gpu_hour_price` and `gpu`."
        ) from error
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path} is not UTF-8 text. Save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProjectError(f"{path}, line {line}: {error.problem}. Mend it; nothing was written.") from error
    except ValidationError as error:
        problems = [
            f"{path}, line {_line(root, detail['loc'])}: {'.'.join(str(part) for part in detail['loc'])}: "
            f"{detail['msg']}"
            for detail in error.errors()
        ]
        raise ProjectError("\n".join(problems)) from error


def _line(node: Any, location: tuple[int | str, ...]) -> int:  # noqa: ANN401 - a node of YAML, which has no types
    """The line of a key, or of what it should stand in."""
    line = 1
    for part in location:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in pairs if key.value == part), None)
        if found is None:
            return line
        line, node = found[0].start_mark.line + 1, found[1]
    return line
