"""What the server counts for Prometheus, and what it writes down of requests for `monitor`."""

import json
import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

import numpy as np
import numpy.typing as npt
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from ..console import warn
from ..paths import Paths

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
LOG_BYTES, LOG_FILES = 16 << 20, 4


class Telemetry:
    """The metrics that the servers of all tasks have; a task adds its own to `registry`."""

    def __init__(self) -> None:
        """Start at zero."""
        self.registry = registry = CollectorRegistry()
        self.requests = Counter("predict_requests", "Requests answered", ["path", "status"], registry=registry)
        self.seconds = Histogram(
            "predict_seconds", "Time of a whole request", ["path"], buckets=SECONDS, registry=registry
        )
        self.active = Gauge("predict_requests_active", "Requests being answered", registry=registry)
        self.loads = Counter("model_loads", "Times that a model was loaded", ["outcome"], registry=registry)
        self.model = Gauge("model_loaded_timestamp_seconds", "When the model was loaded", ["sha256"], registry=registry)

    def loaded(self, name: str | None) -> None:
        """Note the model that answers from now on, or that one could not be loaded."""
        self.loads.labels("failed" if name is None else "loaded").inc()
        if name is not None:
            self.model.clear()
            self.model.labels(name).set_to_current_time()

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count a request."""
        self.requests.labels(path, status).inc()
        self.seconds.labels(path).observe(seconds)


class RequestLog:
    """One JSON line an example, in a file that is rotated before it grows large."""

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

    def write(
        self, request: str, model: str, predicted: Iterable[str], features: Mapping[str, npt.NDArray[np.float64]]
    ) -> None:
        """Write what was predicted of N examples and their features, each [N]; `request` is the id of the answer."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        for index, name in enumerate(predicted):
            values = {key: round(float(value[index]), 6) for key, value in features.items()}
            row = {"at": at, "id": request, "model": model, "predicted": name, "features": values}
            self._logger.info("%s", json.dumps(row))


def requests_log(paths: Paths) -> Path:
    """Where the server writes what it saw, for `monitor`."""
    return paths.logs / "requests.jsonl"


def request_logs(paths: Paths) -> list[Path]:
    """The log and what was rotated out of it, the oldest first."""
    newest = requests_log(paths)
    rotated = [newest.with_name(f"{newest.name}.{number}") for number in range(LOG_FILES, 0, -1)]
    return [path for path in (*rotated, newest) if path.is_file()]
