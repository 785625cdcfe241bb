"""What a client is told when its request cannot be answered."""

from collections.abc import Sequence

from pydantic import BaseModel


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
