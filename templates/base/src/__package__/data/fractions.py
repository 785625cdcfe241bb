"""The part of the section `data.split` that every task has."""

import math
from typing import Self

from pydantic import Field, model_validator

from ..settings import Settings


class Fractions(Settings):
    """How much of the data is for training, validation and test, and the seed of the choice."""

    train: float = Field(default=0.70, gt=0, lt=1)
    validation: float = Field(default=0.15, gt=0, lt=1)
    test: float = Field(default=0.15, gt=0, lt=1)
    seed: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        total = self.train + self.validation + self.test
        if not math.isclose(total, 1.0, abs_tol=1e-6):
            raise ValueError(f"train, validation and test add up to {total:g}, not to 1")
        return self
