"""The stage `monitor`: whether what the model sees today is still what it learned from."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..config import Config
from ..console import say, warn
from ..data.dataset import load_split
from ..data.shards import shard_files
from ..errors import ProjectError
from ..paths import SplitName
from ..report import Drift, FeatureDrift, PredictionDrift, write_report
from .drift import class_drift, feature_drift
from .features import input_features, prediction_features
from .runtime import OnnxModel, load_onnx, softmax
from .serve import requests_log


class Sample(NamedTuple):
    """Features, each [N], and predicted class numbers [N], of N images; `files` is where they were read."""

    features: dict[str, npt.NDArray[np.float64]]
    classes: npt.NDArray[np.int64]
    files: list[Path]


class LoggedRequest(BaseModel):
    """A line of `logs/requests.jsonl`."""

    model_config = ConfigDict(allow_inf_nan=False)

    predicted: str = Field(alias="class")
    features: dict[str, float]


def monitor(config: Config) -> Path:
    """Compare current inputs and predictions with the validation split, and write `reports/drift.json`.

    The validation split is the reference because the model has not learned from it: on training images it is
    surer of itself than it can be on any others. Current are the requests that the server logged, or, as long
    as there are too few, the test split.

    Something drifted where its PSI is above `monitor.threshold` and chance alone would rarely do that.

    Raises:
        ProjectError: the model or the data are missing, or requests were asked for and there are too few.
    """
    settings = config.monitor
    model = load_onnx(config.paths.onnx)
    reference = _from_split(config, model, "validation")
    current = _current(config, model)
    features = {
        name: feature_drift(values, current.features[name])
        for name, values in reference.features.items()
        if name in current.features
    }
    prediction = class_drift(reference.classes, current.classes, len(model.signature.classes))
    # Several features are tested at once: each has its share of the chance of a false alarm (Bonferroni).
    significance = settings.significance / (len(features) + 1)
    drifted = [
        name
        for name, drift in (*features.items(), ("prediction", prediction))
        if drift.psi > settings.threshold and drift.p_value < significance
    ]
    result = Drift(
        reference_rows=len(reference.classes),
        current_rows=len(current.classes),
        features={
            name: FeatureDrift(psi=drift.psi, ks=drift.ks, p_value=drift.p_value) for name, drift in features.items()
        },
        prediction=PredictionDrift(psi=prediction.psi),
        threshold=settings.threshold,
        retrain=bool(drifted),
    )
    say(f"monitor: {result.current_rows} images against {result.reference_rows} of the validation split")
    for name, drift in (*features.items(), ("prediction", prediction)):
        say(f"  {name:<12} PSI {drift.psi:.3f}{'  drifted' if name in drifted else ''}")
    say("monitor: collect and label new data, then train again" if drifted else "monitor: no drift")
    inputs = [config.paths.onnx, *reference.files, *current.files, config.paths.configs / "monitor.yaml"]
    return write_report(config, result, inputs=inputs)


def _current(config: Config, model: OnnxModel) -> Sample:
    settings = config.monitor
    if settings.current == "test":
        return _from_split(config, model, "test")
    path = requests_log(config.paths)
    requests = _read_requests(path, model)
    if len(requests) >= settings.min_rows:
        names = requests[0].features
        numbers = {name: number for number, name in enumerate(model.signature.classes)}
        return Sample(
            features={name: np.array([row.features[name] for row in requests]) for name in names},
            classes=np.array([numbers[row.predicted] for row in requests], np.int64),
            files=[path],
        )
    if settings.current == "requests":
        raise ProjectError(
            f"{path} holds {len(requests)} images, and {settings.min_rows} are needed (monitor.min_rows). Serve with "
            "--set serve.log_requests=true and wait for requests, or set monitor.current=test."
        )
    say(f"monitor: {len(requests)} logged requests are too few (monitor.min_rows); comparing the test split")
    return _from_split(config, model, "test")


def _from_split(config: Config, model: OnnxModel, name: SplitName) -> Sample:
    dataset = load_split(config.paths, name)
    probabilities = softmax(model.logits_of(dataset.pixels, config.evaluate.batch_size))
    return Sample(
        features=input_features(dataset.pixels) | prediction_features(probabilities),
        classes=probabilities.argmax(axis=1).astype(np.int64),
        files=shard_files(config.paths.processed / name, written_by="data split"),
    )


def _read_requests(path: Path, model: OnnxModel) -> Sequence[LoggedRequest]:
    """The lines of the log that this model's classes explain; damaged ones are counted and left out."""
    if not path.exists():
        return []
    requests: list[LoggedRequest] = []
    damaged = 0
    for line in path.read_bytes().splitlines():
        try:
            request = LoggedRequest.model_validate_json(line)
        except ValidationError:
            damaged += 1
            continue
        if request.predicted in model.signature.classes:
            requests.append(request)
    if damaged:
        warn(f"{damaged} lines of {path} are damaged and left out")
    names = requests[0].features.keys() if requests else set()
    return [request for request in requests if request.features.keys() == names]
