"""The stage `serve`: the exported model behind HTTP, without a training framework."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import FrameType

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException

from ..config import Config
from ..console import say
from .api import TITLE, add_routes
from .errors import ErrorResponse, FieldError, RequestError
from .middleware import Admission, BodyLimit
from .protocol import impatient
from .service import Service


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
        http=impatient(settings.head_seconds),
        log_level="warning",
        timeout_graceful_shutdown=settings.grace_seconds,
    )


def create_app(config: Config) -> FastAPI:
    """The application, with its model loaded.

    Raises:
        ProjectError: the model is missing or cannot be loaded.
    """
    settings, service = config.serve, Service(config)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        watcher = asyncio.create_task(service.slot.watch())
        yield
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher

    app = FastAPI(title=TITLE, lifespan=lifespan, redoc_url=None)
    _handle_errors(app)
    _add_status(app, service)
    work = add_routes(app, service)
    app.add_middleware(BodyLimit, max_bytes=settings.max_bytes, seconds=settings.body_seconds)
    app.add_middleware(Admission, paths=work, limit=settings.max_requests, telemetry=service.telemetry)
    return app


def _add_status(app: FastAPI, service: Service) -> None:
    @app.get("/health")
    async def health() -> dict[str, str]:
        """Whether the process is alive: restart it where this fails."""
        return {"status": "ok"}

    @app.get("/ready")
    async def ready() -> dict[str, str]:
        """Whether it can answer: send it requests from now on."""
        return {"status": "ready", "model": service.slot.current.model.name}

    @app.get("/model")
    async def model() -> dict[str, object]:
        """What the model takes and gives, and where it comes from."""
        current = service.slot.current.model
        return {
            "sha256": current.sha256,
            "checkpoint_sha256": current.checkpoint_sha256,
            **current.description(),
        }

    @app.get("/metrics")
    async def metrics() -> Response:
        """Counts and times, for Prometheus."""
        return Response(generate_latest(service.telemetry.registry), media_type=CONTENT_TYPE_LATEST)


def _handle_errors(app: FastAPI) -> None:
    """Every error has the same form; one that is ours says nothing of the inside."""

    @app.exception_handler(RequestError)
    async def wrong_request(_: Request, error: RequestError) -> JSONResponse:
        return error.response()

    @app.exception_handler(HTTPException)
    async def wrong_http(request: Request, error: HTTPException) -> JSONResponse:
        field = "body" if error.status_code == 400 else request.url.path
        content = ErrorResponse(errors=[FieldError(field=field, message=str(error.detail))]).model_dump()
        return JSONResponse(content, error.status_code, error.headers)

    @app.exception_handler(Exception)
    async def our_fault(_: Request, __: Exception) -> JSONResponse:
        message = "the server failed on this request; its log says why"
        return JSONResponse(ErrorResponse(errors=[FieldError(field="", message=message)]).model_dump(), 500)


def _already_stopping(_: int, __: FrameType | None) -> None:
    """Nothing is left to stop."""
