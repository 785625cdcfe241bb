"""What the server counts for Prometheus, and what it writes down of requests for `monitor`."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

import numpy as np
import numpy.typing as npt
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from ..console import warn
from .slot import Served

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
SIZES = (1, 2, 4, 8, 16, 32, 64, 128)
LOG_BYTES, LOG_FILES = 16 << 20, 4


class Telemetry:
    """The metrics of one server."""

    def __init__(self) -> None:
        """Start at zero."""
        self.registry = registry = CollectorRegistry()
        self.requests = Counter("predict_requests", "Requests to /predict", ["status"], registry=registry)
        self.seconds = Histogram("predict_seconds", "Time of a request to /predict", buckets=SECONDS, registry=registry)
        self.batches = Histogram(
            "predict_batch_images", "Images computed in one call", buckets=SIZES, registry=registry
        )
        self.active = Gauge("predict_requests_active", "Requests being answered", registry=registry)
        self.predictions = Counter("predictions", "Images by predicted class", ["class"], registry=registry)
        self.confidence = Histogram(
            "prediction_confidence", "Probability of the predicted class", buckets=SHARES, registry=registry
        )
        self.loads = Counter("model_loads", "Times that a model was loaded", ["outcome"], registry=registry)
        self.model = Gauge("model_loaded_timestamp_seconds", "When the model was loaded", ["sha256"], registry=registry)

    def loaded(self, served: Served | None) -> None:
        """Note the model that answers from now on, or that one could not be loaded."""
        self.loads.labels("failed" if served is None else "loaded").inc()
        if served is not None:
            self.model.clear()
            self.model.labels(served.name).set_to_current_time()

    def answered(self, status: int, seconds: float) -> None:
        """Count a request to `/predict`."""
        self.requests.labels(status).inc()
        self.seconds.observe(seconds)

    def predicted(self, classes: tuple[str, ...], probabilities: npt.NDArray[np.float64]) -> None:
        """Count predictions; `probabilities` is [N, classes]."""
        for row in probabilities:
            self.predictions.labels(classes[int(row.argmax())]).inc()
            self.confidence.observe(float(row.max()))


class RequestLog:
    """One JSON line an image, in a file that is rotated before it grows large."""

    def __init__(self, path: Path) -> None:
        """Write to `path`; where that cannot be written, say so and log nothing."""
        self._logger = logging.Logger("requests")  # noqa: LOG001 - one of its own, not shared by name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
        except OSError as error:
            warn(f"{path} cannot be written ({error}); requests are not logged")
            self._logger.disabled = True
            return
        handler.setFormatter(logging.Formatter("%(message)s"))
        self._logger.addHandler(handler)

    def write(self, model: str, classes: list[str], features: Mapping[str, npt.NDArray[np.float64]]) -> None:
        """Write the predicted class and the features, each [N], of N images."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        for index, name in enumerate(classes):
            values = {key: round(float(value[index]), 6) for key, value in features.items()}
            self._logger.info("%s", json.dumps({"at": at, "model": model, "class": name, "features": values}))
