"""The stage `serve`: the exported model behind HTTP, without a training framework."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException

from ..config import Config
from ..console import say
from ..paths import Paths
from .api import PredictResponse, answer, read_pixels, request_body_schema
from .errors import ErrorResponse, FieldError, RequestError
from .features import input_features, prediction_features
from .middleware import BodyLimit, Measured
from .runtime import softmax
from .settings import ServeSettings
from .slot import ModelSlot
from .telemetry import RequestLog, Telemetry


def serve(config: Config) -> None:
    """Answer until SIGTERM or Ctrl-C; open requests are answered before it ends.

    Raises:
        ProjectError: the model is missing or cannot be loaded.
    """
    settings = config.serve
    app = create_app(config)
    # Uvicorn stops in good order and then raises the signal once more, which would end us with its code.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _already_stopping)
    say(f"serve: http://{settings.host}:{settings.port}/docs (stop with Ctrl-C)")
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=settings.grace_seconds,
    )


def create_app(config: Config) -> FastAPI:
    """The application, with its model loaded.

    Raises:
        ProjectError: the model is missing or cannot be loaded.
    """
    settings, telemetry = config.serve, Telemetry()
    slot = ModelSlot(
        config.paths.root / settings.model,
        settings,
        observe_batch=telemetry.batches.observe,
        observe_load=telemetry.loaded,
    )
    log = RequestLog(requests_log(config.paths)) if settings.log_requests else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        watcher = asyncio.create_task(slot.watch())
        yield
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher

    app = FastAPI(title="Image classifier", lifespan=lifespan, redoc_url=None)
    app.add_middleware(BodyLimit, max_bytes=settings.max_bytes)
    app.add_middleware(Measured, path="/predict", observe=telemetry.answered)
    _handle_errors(app)
    _add_status(app, slot, telemetry)
    _add_predict(app, settings, slot, telemetry, log)
    return app


def requests_log(paths: Paths) -> Path:
    """Where the server writes what it saw, for `monitor`."""
    return paths.logs / "requests.jsonl"


def _add_predict(
    app: FastAPI, settings: ServeSettings, slot: ModelSlot, telemetry: Telemetry, log: RequestLog | None
) -> None:
    responses: dict[int | str, dict[str, Any]] = {code: {"model": ErrorResponse} for code in (400, 413, 415, 422, 503)}
    active = 0

    @app.post("/predict", response_model=PredictResponse, responses=responses, openapi_extra=request_body_schema())
    async def predict(request: Request) -> Response:
        """Classify images."""
        nonlocal active
        if active >= settings.max_requests:
            raise RequestError(503, "", "the server is busy; try again in a second")
        active += 1
        telemetry.active.set(active)
        try:
            served = slot.current
            signature = served.model.signature
            pixels = await read_pixels(request, signature, settings)
            probabilities = softmax(await served.batcher.predict(signature.normalize(pixels)))
            response = answer(probabilities, signature, served.name)
            telemetry.predicted(signature.classes, probabilities)
            if log is not None:
                features = input_features(pixels) | prediction_features(probabilities)
                log.write(served.name, [prediction.label for prediction in response.predictions], features)
            return Response(response.model_dump_json(by_alias=True), media_type="application/json")
        finally:
            active -= 1
            telemetry.active.set(active)


def _add_status(app: FastAPI, slot: ModelSlot, telemetry: Telemetry) -> None:
    @app.get("/health")
    async def health() -> dict[str, str]:
        """Whether the process is alive: restart it where this fails."""
        return {"status": "ok"}

    @app.get("/ready")
    async def ready() -> dict[str, str]:
        """Whether it can answer: send it requests from now on."""
        return {"status": "ready", "model": slot.current.name}

    @app.get("/model")
    async def model() -> dict[str, object]:
        """What the model takes and gives, and where it comes from."""
        current = slot.current.model
        return {
            "sha256": current.sha256,
            "checkpoint_sha256": current.checkpoint_sha256,
            **current.signature.model_dump(mode="json"),
        }

    @app.get("/metrics")
    async def metrics() -> Response:
        """Counts and times, for Prometheus."""
        return Response(generate_latest(telemetry.registry), media_type=CONTENT_TYPE_LATEST)


def _handle_errors(app: FastAPI) -> None:
    """Every error has the same form; one that is ours says nothing of the inside."""

    @app.exception_handler(RequestError)
    async def wrong_request(_: Request, error: RequestError) -> JSONResponse:
        headers = {"Retry-After": "1"} if error.status == 503 else None
        content = ErrorResponse(errors=error.errors).model_dump()
        return JSONResponse(content, error.status, headers)

    @app.exception_handler(HTTPException)
    async def wrong_http(request: Request, error: HTTPException) -> JSONResponse:
        field = "body" if request.url.path == "/predict" and error.status_code == 400 else request.url.path
        content = ErrorResponse(errors=[FieldError(field=field, message=str(error.detail))]).model_dump()
        return JSONResponse(content, error.status_code, error.headers)

    @app.exception_handler(Exception)
    async def our_fault(_: Request, __: Exception) -> JSONResponse:
        message = "the server failed on this request; its log says why"
        return JSONResponse(ErrorResponse(errors=[FieldError(field="", message=message)]).model_dump(), 500)


def _already_stopping(_: int, __: FrameType | None) -> None:
    """Nothing is left to stop."""
