"""The routes of a language model: a prompt in, text out, whole or as it comes; and what people said of it."""

import asyncio
import json
import math
import secrets
import time
import unicodedata
import uuid
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from ..data.signature import Signature
from ..data.text import CONTROL, LINE_END
from .body import json_body, read_json
from .engine import Generation
from .errors import ErrorResponse, RequestError
from .features import prompt_features, token_group
from .feedback import Answer, FeedbackStore
from .request import (
    FeedbackRequest,
    FeedbackResponse,
    GenerateEnd,
    GenerateRequest,
    GenerateResponse,
    Score,
    ScoreRequest,
    ScoreResponse,
)
from .request_settings import RequestSettings
from .sampling import Sampling
from .service import Service
from .slot import Served
from .text_stream import TextStream

TITLE = "Language model"
ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorResponse} for code in (408, 413, 415, 422, 503)}
Result = TypeVar("Result")

# Where a request does not say how many.
MOST_TOKENS = 64


def add_routes(app: FastAPI, service: Service) -> list[str]:
    """Add what this task answers; returns the paths whose requests are counted and limited."""
    settings = service.settings.request

    @app.post(
        "/generate",
        response_model=GenerateResponse,
        responses=ERRORS | {200: {"content": {"text/event-stream": {}}, "description": "Whole, or as events."}},
        openapi_extra=json_body(GenerateRequest),
    )
    async def generate(request: Request) -> Response:
        """Go on from a prompt."""
        body = await read_json(request, GenerateRequest)
        answering = Answering(service, body)
        await run_in_threadpool(answering.read, settings)
        if body.stream:
            return EventStream(answering)
        text = await unless_left(request, answering.whole())
        return JSONResponse(GenerateResponse(text=text, **answering.end().model_dump()).model_dump())

    @app.post("/score", responses=ERRORS, openapi_extra=json_body(ScoreRequest))
    async def score(request: Request) -> ScoreResponse:
        """How surprising texts are to the model."""
        body = await read_json(request, ScoreRequest)
        if len(body.texts) > settings.max_texts:
            raise RequestError(
                422, "texts", f"{len(body.texts)} texts; at most {settings.max_texts} a request, send the rest after"
            )
        served = service.slot.current
        return await unless_left(request, _scores(body.texts, served, settings))

    paths = ["/generate", "/score"]
    if service.feedback is not None:
        _add_feedback(app, service.feedback)
        paths.append("/feedback")
    return paths


class Answering:
    """A request to `/generate` on its way; it keeps the model that it began with."""

    def __init__(self, service: Service, body: GenerateRequest) -> None:
        """Take the model that answers now."""
        self.id = uuid.uuid4().hex
        self._service = service
        self._served = service.slot.current
        self._body = body
        self._seed = secrets.randbits(53) if body.seed is None else body.seed

    def read(self, settings: RequestSettings) -> None:
        """Turn the prompt into tokens.

        Raises:
            RequestError: it is too long for the model, or for the settings.
        """
        signature = self._served.model.signature
        most = self._body.max_tokens or min(MOST_TOKENS, settings.max_tokens)
        if most > settings.max_tokens:
            raise RequestError(422, "max_tokens", f"at most {settings.max_tokens}")
        tokens = [signature.end, *_encode(self._body.prompt, "prompt", signature, settings)]
        if len(tokens) >= signature.context:
            raise RequestError(
                422,
                "prompt",
                f"{len(tokens) - 1} tokens; the model sees {signature.context} with its answer, so a prompt has at "
                f"most {signature.context - 2}; make it shorter",
            )
        sampling = Sampling(self._body.temperature, self._body.top_k, self._body.top_p)
        deadline = time.monotonic() + settings.seconds
        self.generation = Generation(tokens, sampling, self._seed, most, deadline)
        self._stream = TextStream(self._served.engine.bytes_of_tokens, self._body.stop)

    async def pieces(self) -> AsyncIterator[str]:
        """The text as it comes; it is no longer computed once nobody asks for more."""
        text = ""
        self._served.engine.generate(self.generation)
        try:
            async for token in self.generation:
                piece = self._stream.push(token)
                if piece:
                    text += piece
                    yield piece
                if self._stream.stopped:
                    break
            else:
                piece = self._stream.finish()
                if piece:
                    text += piece
                    yield piece
        finally:
            self.generation.cancel()
        if self.generation.reason == "time" and not self.generation.tokens:
            raise RequestError(503, "", "the server was too busy to begin in time; try again in a second")
        self._note(text)

    async def whole(self) -> str:
        """The text, once it has ended."""
        return "".join([piece async for piece in self.pieces()])

    def end(self) -> GenerateEnd:
        """How it ended."""
        return GenerateEnd(
            id=self.id,
            model=self._served.model.name,
            finish_reason="stop" if self._stream.stopped else self.generation.reason or "length",
            prompt_tokens=len(self.generation.prompt) - 1,
            tokens=len(self.generation.tokens),
            seed=self._seed,
        )

    def _note(self, text: str) -> None:
        """Write down what `monitor` compares, and remember what people may judge."""
        service, model = self._service, self._served.model
        if service.log is not None:
            measured = self.generation.measured
            features = prompt_features(self._body.prompt, len(self.generation.prompt) - 1, measured.nats)
            service.log.write(self.id, model.name, [token_group(measured.next_token, model.signature)], features)
        if service.feedback is not None:
            example = {"prompt": self._body.prompt, "completion": text}
            service.feedback.remember(self.id, 0, Answer(model.name, None, example))


class EventStream(StreamingResponse):
    """Server-sent events: `data: {"text": …}` as it comes, then `event: end`, or `event: error`."""

    def __init__(self, answering: Answering) -> None:
        """Nothing is computed until it is sent."""
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(self._events(answering), media_type="text/event-stream", headers=headers)
        self._answering = answering

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._answering.generation.cancel()

    @staticmethod
    async def _events(answering: Answering) -> AsyncIterator[str]:
        try:
            async for piece in answering.pieces():
                yield _event({"text": piece})
        except RequestError as error:
            yield _event(ErrorResponse(errors=error.errors), name="error")
        except Exception:
            failed = RequestError(500, "", "the server failed on this request; its log says why")
            yield _event(ErrorResponse(errors=failed.errors), name="error")
            raise
        else:
            yield _event(answering.end(), name="end")


async def unless_left(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of `work`, which is stopped where the client leaves before it is there.

    Raises:
        RequestError: nobody waits any more.
    """
    working, leaving = asyncio.create_task(work), asyncio.create_task(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise RequestError(499, "", "the client has left")
    finally:
        working.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _event(content: BaseModel | dict[str, str], name: str = "") -> str:
    data = content.model_dump_json() if isinstance(content, BaseModel) else json.dumps(content, ensure_ascii=False)
    return f"event: {name}\ndata: {data}\n\n" if name else f"data: {data}\n\n"


async def _scores(texts: list[str], served: Served, settings: RequestSettings) -> ScoreResponse:
    signature = served.model.signature
    scores = []
    for number, text in enumerate(texts):
        tokens = await run_in_threadpool(_encode, text, f"texts.{number}", signature, settings)
        nats = await served.engine.score([signature.end, *tokens])
        size = len(_one_form(text).encode())
        bits = nats / math.log(2) / size if size else 0.0
        scores.append(Score(bytes=size, tokens=len(tokens), nats=nats, bits_per_byte=bits))
    return ScoreResponse(model=served.model.name, scores=scores)


def _encode(text: str, field: str, signature: Signature, settings: RequestSettings) -> list[int]:
    size = len(text.encode())
    if size > settings.max_bytes:
        raise RequestError(422, field, f"{size} bytes; at most {settings.max_bytes}, make it shorter")
    return signature.encode(_one_form(text))


def _one_form(text: str) -> str:
    """The form of the training text, but for space at the ends, which a prompt may need."""
    return CONTROL.sub("", LINE_END.sub("\n", unicodedata.normalize("NFC", text)))


def _add_feedback(app: FastAPI, store: FeedbackStore) -> None:
    responses = ERRORS | {404: {"model": ErrorResponse}, 507: {"model": ErrorResponse}}

    @app.post("/feedback", responses=responses, openapi_extra=json_body(FeedbackRequest))
    async def feedback(request: Request) -> FeedbackResponse:
        """Say what a text was worth, or what would have been right, so that the model can learn from it."""
        body = await read_json(request, FeedbackRequest)
        example = store.answer(body.id, 0).example
        given = body.model_dump(exclude={"id"}, exclude_none=True)
        kept = example if isinstance(example, dict) else None
        return FeedbackResponse(stored=await run_in_threadpool(store.add, body.id, 0, given, example=kept))
