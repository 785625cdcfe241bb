"""What `monitor` sees of a split: the same features that the server logs of requests."""

import numpy as np

from ..config import Config
from ..data.dataset import batches, load_split
from ..data.signature import Signature
from ..paths import SplitName
from .drift import Sample
from .features import input_features, prediction_features
from .onnx_model import OnnxModel
from .runtime import softmax


def prediction_names(signature: Signature) -> tuple[str, ...]:
    """What can be predicted, in the order of the numbers of `Sample.predicted`."""
    return signature.classes


def observe_split(config: Config, model: OnnxModel, name: SplitName, *, like: Sample | None = None) -> Sample:
    """Features and predictions of all images of a split, to be compared with those of `like`."""
    del like  # Whatever is compared, the images have one size.
    dataset = load_split(config.paths, name)
    logits = [model.logits(batch.inputs) for batch in batches(dataset, config.evaluate.batch_size)]
    probabilities = softmax(np.concatenate(logits))
    return Sample(
        features=input_features(dataset.pixels) | prediction_features(probabilities),
        predicted=probabilities.argmax(axis=1).astype(np.int64),
    )
