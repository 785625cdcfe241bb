"""What requests to a language model may hold, and what its answers hold."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1)]


class GenerateRequest(BaseModel):
    """A prompt, and how to go on from it; temperature 0 always takes the likeliest token.

    Without `max_tokens`, 64 tokens are generated, or as many as the server allows.
    """

    model_config = ConfigDict(extra="forbid")

    prompt: str
    max_tokens: int | None = Field(default=None, ge=1)
    temperature: float = Field(default=0.8, ge=0, le=5, allow_inf_nan=False)
    top_k: int | None = Field(default=None, ge=1)
    top_p: float = Field(default=1.0, gt=0, le=1)
    seed: int | None = Field(default=None, ge=0, lt=1 << 53)
    stop: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default=[], max_length=8)
    stream: bool = False


class GenerateEnd(BaseModel):
    """How a text came to its end.

    `finish_reason` is `end` (the model ended the document), `stop` (a stop string came), `length` (`max_tokens`),
    `context` (the model sees no further) or `time` (`serve.request.seconds`). The same `seed` gives the same text.
    """

    id: str
    model: str
    finish_reason: Literal["end", "stop", "length", "context", "time"]
    prompt_tokens: int
    tokens: int
    seed: int


class GenerateResponse(GenerateEnd):
    """What follows the prompt, without the prompt."""

    text: str


class ScoreRequest(BaseModel):
    """Texts whose probability is asked."""

    model_config = ConfigDict(extra="forbid")

    texts: list[Text] = Field(min_length=1)


class Score(BaseModel):
    """How surprising a text is; `bits_per_byte` can be compared between models with different tokens."""

    bytes: int
    tokens: int
    nats: float
    bits_per_byte: float


class ScoreResponse(BaseModel):
    """Scores in the order of the texts, and the first digits of the SHA-256 of the model that gave them."""

    model: str
    scores: list[Score]


class FeedbackRequest(BaseModel):
    """What a person says of the text that was answered with `id`: whether it was good, or what would have been."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(max_length=64)
    rating: Literal["good", "bad"] | None = None
    correction: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.rating is None and self.correction is None:
            raise ValueError("give rating, correction or both")
        return self


class FeedbackResponse(BaseModel):
    """Whether the feedback was new; the same word on the same text is kept once."""

    stored: bool
