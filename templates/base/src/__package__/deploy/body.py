"""Reading the JSON body of a request.

FastAPI would read it too, but it answers 400 to whatever is raised while a body arrives, also to one that is too large
or too slow, and it lets through strings that UTF-8 cannot hold.
"""

from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool

from .errors import RequestError, field_errors

Body = TypeVar("Body", bound=BaseModel)

# What takes longer than a change of threads is parsed beside the other requests.
SMALL = 16_384


async def read_json(request: Request, kind: type[Body]) -> Body:
    """The body of a request, checked.

    Raises:
        RequestError: it is not JSON, or not what `kind` says; it names each field and what is wrong.
    """
    media = media_type(request)
    if media != "application/json":
        raise RequestError(415, "Content-Type", f"{media or 'nothing'} is not understood; send application/json")
    body = await request.body()
    return parse_json(body, kind) if len(body) <= SMALL else await run_in_threadpool(parse_json, body, kind)


def parse_json(body: bytes, kind: type[Body]) -> Body:
    """The JSON of a body, checked; see `read_json`."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise field_errors([(detail["loc"], detail["msg"]) for detail in error.errors()]) from error


def media_type(request: Request) -> str:
    """What the client says that it sends, in lower case and without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def json_body(kind: type[BaseModel]) -> dict[str, object]:
    """The body in the words of OpenAPI, for a route that reads it itself."""
    schema = kind.model_json_schema()
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
