"""The routes of an image classifier: images in, classes with their probabilities out, and what was wrong with them."""

import base64
import uuid
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from ..data.decode import encode_png
from ..data.signature import Signature
from .body import json_body, read_json
from .errors import ErrorResponse, RequestError
from .features import input_features, prediction_features
from .feedback import Answer, FeedbackStore
from .request import read_pixels, request_body_schema
from .runtime import softmax
from .service import Service

TITLE = "Image classifier"
ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorResponse} for code in (400, 408, 413, 415, 422, 503)}


class Prediction(BaseModel):
    """The likeliest class of one image, and the probability of every class."""

    label: str = Field(serialization_alias="class")
    probability: float
    probabilities: dict[str, float]


class PredictResponse(BaseModel):
    """Predictions in the order of the images, and the first digits of the SHA-256 of the model that gave them."""

    id: str
    model: str
    predictions: list[Prediction]


class FeedbackRequest(BaseModel):
    """The right class of image `index` (from 0) of the request that was answered with `id`."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(max_length=64)
    index: Annotated[int, Field(ge=0)] = 0
    label: str = Field(max_length=1000, alias="class")


class FeedbackResponse(BaseModel):
    """Whether the feedback was new; the same word on the same image is kept once."""

    stored: bool


def add_routes(app: FastAPI, service: Service) -> list[str]:
    """Add what this task answers; returns the paths whose requests are counted and limited."""
    settings = service.settings

    @app.post("/predict", response_model=PredictResponse, responses=ERRORS, openapi_extra=request_body_schema())
    async def predict(request: Request) -> Response:
        """Classify images."""
        served = service.slot.current
        signature = served.model.signature
        pixels = await read_pixels(request, signature, settings.request)
        probabilities = softmax(await served.engine.run(signature.normalize(pixels)))
        response = answer(probabilities, signature, served.model.name)
        service.counters.predicted(signature.classes, probabilities)
        labels = [prediction.label for prediction in response.predictions]
        if service.log is not None:
            features = input_features(pixels) | prediction_features(probabilities)
            service.log.write(response.id, served.model.name, labels, features)
        if service.feedback is not None:
            for index, label in enumerate(labels):
                service.feedback.remember(response.id, index, Answer(served.model.name, label, pixels[index]))
        return Response(response.model_dump_json(by_alias=True), media_type="application/json")

    paths = ["/predict"]
    if service.feedback is not None:
        _add_feedback(app, service, service.feedback)
        paths.append("/feedback")
    return paths


def _add_feedback(app: FastAPI, service: Service, store: FeedbackStore) -> None:
    responses = ERRORS | {404: {"model": ErrorResponse}, 507: {"model": ErrorResponse}}

    @app.post("/feedback", responses=responses, openapi_extra=json_body(FeedbackRequest))
    async def feedback(request: Request) -> FeedbackResponse:
        """Say what class an image has, so that the model can learn from it."""
        body = await read_json(request, FeedbackRequest)
        classes = service.slot.current.model.signature.classes
        if body.label not in classes:
            raise RequestError(422, "class", f"the model does not know {body.label!r}; it knows {', '.join(classes)}")
        pixels = store.answer(body.id, body.index).example
        kept = {"png": base64.b64encode(encode_png(pixels)).decode()} if isinstance(pixels, np.ndarray) else None
        said = {"class": body.label}
        stored = await run_in_threadpool(store.add, body.id, body.index, said, example=kept)
        return FeedbackResponse(stored=stored)


def answer(probabilities: npt.NDArray[np.float64], signature: Signature, model: str) -> PredictResponse:
    """The answer to a request.

    Args:
        probabilities: [N, classes].
        signature: of the model.
        model: the first digits of its SHA-256.
    """
    classes = signature.classes
    # Nothing of it comes from outside, and checking it would take longer than a small model.
    predictions = [
        Prediction.model_construct(
            label=classes[best], probability=row[best], probabilities=dict(zip(classes, row, strict=True))
        )
        for best, row in zip(probabilities.argmax(axis=1).tolist(), probabilities.round(6).tolist(), strict=True)
    ]
    return PredictResponse.model_construct(id=uuid.uuid4().hex, model=model, predictions=predictions)
