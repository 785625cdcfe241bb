"""The section `model` of the configuration."""

from typing import Self

from pydantic import Field, model_validator

from ..settings import Settings


class ModelSettings(Settings):
    """Size and shape of the Transformer; each key is explained in `configs/model.yaml`."""

    layers: int = Field(default=4, ge=1)
    heads: int = Field(default=4, ge=1)
    kv_heads: int = Field(default=2, ge=1)
    width: int = Field(default=128, ge=4)
    mlp: int | None = Field(default=None, ge=1)
    rope_base: float = Field(default=10_000.0, gt=1)
    dropout: float = Field(default=0.0, ge=0, lt=1)
    tied: bool = True
    checkpointing: bool = False

    @property
    def head_width(self) -> int:
        """Numbers of one head's query, key or value."""
        return self.width // self.heads

    @property
    def mlp_width(self) -> int:
        """Hidden width of the feed-forward part: 8/3 of the width, as in Llama, up to the next multiple of 64."""
        return self.mlp or -(-8 * self.width // (3 * 64)) * 64

    def smaller(self) -> Self:
        """Half the width, for a student of distillation; half the layers where the heads cannot be halved."""
        if self.head_width % 4 == 0:
            return self.model_copy(update={"width": self.width // 2, "mlp": self.mlp and self.mlp // 2})
        return self.model_copy(update={"layers": max(1, self.layers // 2)})

    @model_validator(mode="after")
    def _heads_divide(self) -> Self:
        if self.width % self.heads or self.head_width % 2:
            raise ValueError(f"width {self.width} cannot be divided into {self.heads} heads of an even width each")
        if self.heads % self.kv_heads:
            raise ValueError(f"heads {self.heads} cannot be divided among {self.kv_heads} kv_heads")
        return self
