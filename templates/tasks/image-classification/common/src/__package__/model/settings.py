"""The section `model` of the configuration."""

from pydantic import Field

from ..settings import Settings


class ModelSettings(Settings):
    """Size of the residual network; see `configs/model.yaml`."""

    width: int = Field(default=32, ge=4, multiple_of=4)
    depth: int = Field(default=1, ge=1)
    dropout: float = Field(default=0.1, ge=0, lt=1)

    def smaller(self) -> "ModelSettings":
        """Half the width, for a student of distillation."""
        return self.model_copy(update={"width": max(4, self.width // 8 * 4)})
