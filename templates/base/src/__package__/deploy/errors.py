"""What a client is told when its request cannot be answered."""

from collections.abc import Sequence

from fastapi.responses import JSONResponse
from pydantic import BaseModel

# Where the rest of the body is not read, or may never come, the connection ends with the answer.
CLOSING = {408, 413}


class FieldError(BaseModel):
    """One thing that is wrong: where, and what to do about it."""

    field: str
    message: str


class ErrorResponse(BaseModel):
    """The body of every answer that is not a success."""

    errors: list[FieldError]


class RequestError(Exception):
    """A request that cannot be answered; `status` is the HTTP status."""

    def __init__(self, status: int, field: str, message: str) -> None:
        """One thing is wrong: `field` is its name in the request, for example `images.0.pixels`."""
        super().__init__(f"{field}: {message}")
        self.status = status
        self.errors = [FieldError(field=field, message=message)]

    @classmethod
    def of(cls, status: int, errors: Sequence[FieldError]) -> "RequestError":
        """Several things are wrong, at least one."""
        error = cls(status, errors[0].field, errors[0].message)
        error.errors = list(errors)
        return error

    def response(self) -> JSONResponse:
        """The answer that tells it."""
        headers = {}
        if self.status == 503:
            headers["Retry-After"] = "1"
        if self.status in CLOSING:
            headers["Connection"] = "close"
        return JSONResponse(ErrorResponse(errors=self.errors).model_dump(), self.status, headers)


def field_errors(errors: Sequence[tuple[Sequence[int | str], str]]) -> RequestError:
    """The answer to a body that does not fit its model: place and message of each thing, as pydantic gives them."""
    return RequestError.of(
        422,
        [
            FieldError(
                field=".".join(str(part) for part in location) or "body", message=message.removeprefix("Value error, ")
            )
            for location, message in errors
        ],
    )
