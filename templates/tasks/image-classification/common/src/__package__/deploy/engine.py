"""What computes the answers of one model: images of requests that wait together go through it together."""

from .batching import Batcher
from .counters import Counters
from .onnx_model import OnnxModel
from .settings import ServeSettings


class Engine(Batcher):
    """Normalized images [n, H, W, C] to logits [n, classes]."""

    def __init__(self, model: OnnxModel, settings: ServeSettings, counters: Counters) -> None:
        """Prepare; nothing runs until the first request."""
        super().__init__(model.logits, max_batch=settings.max_batch, observe=counters.batches.observe)
