"""What a model has to know about its input and output: the tokenizer, and how far it looks back."""

from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, model_validator
from tokenizers import Tokenizer

from ..files import read_json

Tokens = npt.NDArray[np.int64]


class Signature(BaseModel):
    """Tokens, how many are seen at once, and the tokenizer as JSON (`tokenizers.Tokenizer.to_str`).

    Tokens 0 to `vocabulary - 2` are the tokenizer's, each a run of bytes. The last, `end`, stands between documents
    and is no part of the tokenizer, so no text can hold it, whatever it says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    vocabulary: int = Field(ge=257)
    context: int = Field(ge=1)
    tokenizer: str = Field(repr=False)

    @model_validator(mode="after")
    def _tokenizer_fits(self) -> Self:
        size = self.codec.get_vocab_size()
        if size != self.vocabulary - 1:
            raise ValueError(f"a tokenizer of {size} tokens does not fit a vocabulary of {self.vocabulary}")
        return self

    @cached_property
    def codec(self) -> Tokenizer:
        """The tokenizer, ready to use."""
        try:
            return Tokenizer.from_str(self.tokenizer)
        except Exception as error:  # the library raises no narrower kind
            raise ValueError(f"the tokenizer cannot be read: {error}") from error

    @property
    def end(self) -> int:
        """The token that ends a document and stands before the first."""
        return self.vocabulary - 1

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Of one example, (context,)."""
        return (self.context,)

    @property
    def output_shape(self) -> tuple[int, ...]:
        """Of the logits of one example, (context, vocabulary)."""
        return self.context, self.vocabulary

    def example(self, rows: int) -> Tokens:
        """Inputs of a model, int64 [rows, context], to measure and to export it with."""
        return np.zeros((rows, *self.input_shape), np.int64)

    def encode(self, text: str) -> list[int]:
        """The tokens of a text; `decode` gives back the same text."""
        return self.codec.encode(text).ids

    def decode(self, tokens: list[int]) -> str:
        """The text of some tokens; ends of documents are left out, bytes that are no UTF-8 become U+FFFD."""
        return self.codec.decode([token for token in tokens if token != self.end], skip_special_tokens=False)

    @cached_property
    def token_bytes(self) -> Tokens:
        """Bytes of each token, int64 [vocabulary]; the end of a document has none.

        A byte-level tokenizer writes each byte as one sign, so the length of a token's name is its bytes.
        """
        sizes = np.zeros(self.vocabulary, np.int64)
        for name, token in self.codec.get_vocab().items():
            sizes[token] = len(name)
        return sizes


def load_signature(path: Path) -> Signature:
    """Read a signature.

    Raises:
        ProjectError: the file is missing or damaged.
    """
    return read_json(path, Signature, made_by="data normalize")
