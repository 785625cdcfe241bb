"""What the routes of a task are given: the model that answers, and where requests are counted and kept."""

from pathlib import Path

from ..config import Config
from .counters import Counters
from .engine import Engine
from .feedback import FeedbackStore
from .runtime import load_onnx
from .slot import ModelSlot, Served
from .telemetry import RequestLog, Telemetry, requests_log


class Service:
    """The parts of one server that outlive a model."""

    def __init__(self, config: Config) -> None:
        """Load the model.

        Raises:
            ProjectError: the model is missing or cannot be loaded.
        """
        self.settings = settings = config.serve
        self.telemetry = Telemetry()
        self.counters = Counters(self.telemetry.registry)
        self.log = RequestLog(requests_log(config.paths)) if settings.log_requests else None
        self.feedback = FeedbackStore(config.paths.feedback, settings) if settings.feedback else None
        self.slot = ModelSlot(
            config.paths.root / settings.model,
            self._load,
            look_every=settings.reload_seconds,
            observe_load=self.telemetry.loaded,
        )

    def _load(self, path: Path) -> Served:
        model = load_onnx(path, threads=self.settings.threads)
        return Served(model, Engine(model, self.settings, self.counters))
