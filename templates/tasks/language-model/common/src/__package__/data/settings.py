"""The section `data` of the configuration."""

from typing import Literal

from pydantic import Field, model_validator

from ..settings import Settings
from .fractions import Fractions


class CleanSettings(Settings):
    """Rules that text has to keep; `filters.py` says where each comes from. `None` or 0 switches a rule off."""

    min_words: int = Field(default=20, ge=0)
    max_words: int | None = Field(default=100_000, ge=1)
    word_length: tuple[float, float] | None = (2.0, 12.0)
    min_alphabetic: float = Field(default=0.6, ge=0, le=1)
    max_symbols: float | None = Field(default=0.1, ge=0)
    max_bullets: float | None = Field(default=0.9, ge=0, le=1)
    max_ellipses: float | None = Field(default=0.3, ge=0, le=1)
    max_duplicate_lines: float | None = Field(default=0.3, ge=0, le=1)
    max_top_bigram: float | None = Field(default=0.2, ge=0, le=1)
    stop_words: tuple[str, ...] = ("the", "be", "to", "of", "and", "that", "have", "with")
    min_stop_words: int = Field(default=2, ge=0)
    web: bool = False
    languages: tuple[str, ...] = ()
    language_probability: float = Field(default=0.65, ge=0, le=1)
    near_duplicates: float | None = Field(default=0.8, gt=0, lt=1)
    hide_personal_data: bool = True


class SplitSettings(Fractions):
    """Parts of the data, and what is never divided between them."""

    train: float = Field(default=0.85, gt=0, lt=1)
    validation: float = Field(default=0.05, gt=0, lt=1)
    test: float = Field(default=0.10, gt=0, lt=1)
    by: Literal["document", "piece"] = "document"


class AugmentSettings(Settings):
    """What varies from epoch to epoch."""

    offset: bool = True


class DataSettings(Settings):
    """Where text comes from and what becomes of it; each key is explained in `configs/data.yaml`."""

    source: Literal["python-docs", "text-folder", "jsonl", "warc"] = "python-docs"
    path: str | None = None
    license: str = ""
    text_field: str = "text"
    sample_bytes: int = Field(default=2_500_000, ge=100_000)
    piece_bytes: int = Field(default=32_768, ge=1_024, le=16 << 20)
    strict: bool = False
    clean: CleanSettings = CleanSettings()
    split: SplitSettings = SplitSettings()
    vocabulary: int = Field(default=2_048, ge=512, le=1 << 20)
    tokenizer_bytes: int = Field(default=64 << 20, ge=1 << 16)
    context: int = Field(default=128, ge=8)
    augment: AugmentSettings = AugmentSettings()

    @model_validator(mode="after")
    def _path_is_named(self) -> "DataSettings":
        if self.source != "python-docs" and not self.path:
            raise ValueError(f"source {self.source} needs a file or folder: set data.path")
        return self
