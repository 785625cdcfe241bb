"""What the server of this task counts for Prometheus, beside what the servers of all tasks do."""

import numpy as np
import numpy.typing as npt
from prometheus_client import CollectorRegistry, Counter, Histogram

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
SIZES = (1, 2, 4, 8, 16, 32, 64, 128)


class Counters:
    """The metrics of predictions."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Start at zero."""
        self.batches = Histogram(
            "predict_batch_images", "Images computed in one call", buckets=SIZES, registry=registry
        )
        self.predictions = Counter("predictions", "Images by predicted class", ["class"], registry=registry)
        self.confidence = Histogram(
            "prediction_confidence", "Probability of the predicted class", buckets=SHARES, registry=registry
        )

    def predicted(self, classes: tuple[str, ...], probabilities: npt.NDArray[np.float64]) -> None:
        """Count predictions; `probabilities` is [N, classes]."""
        for number, count in enumerate(np.bincount(probabilities.argmax(axis=1)).tolist()):
            if count:
                self.predictions.labels(classes[number]).inc(count)
        for confidence in probabilities.max(axis=1).tolist():
            self.confidence.observe(confidence)
