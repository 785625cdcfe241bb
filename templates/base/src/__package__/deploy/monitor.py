"""The stage `monitor`: whether what the model sees today is still what it learned from."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from ..config import Config
from ..console import say, warn
from ..data.shards import shard_files
from ..errors import ProjectError
from ..report import write_report
from ..results import Drift, FeatureDrift, PredictionDrift
from .drift import Sample, class_drift, feature_drift
from .observe import observe_split, prediction_names
from .onnx_model import OnnxModel
from .runtime import load_onnx
from .telemetry import request_logs, requests_log


class LoggedRequest(BaseModel):
    """A line of `logs/requests.jsonl`."""

    model_config = ConfigDict(allow_inf_nan=False)

    predicted: str
    features: dict[str, float]


def monitor(config: Config) -> Path:
    """Compare current inputs and predictions with the validation split, and write `reports/drift.json`.

    The validation split is the reference because the model has not learned from it: on training examples it is
    surer of itself than it can be on any others. Current are the requests that the server logged, or, as long
    as there are too few, the test split.

    Something drifted where its PSI is above `monitor.threshold` and chance alone would rarely do that.

    Raises:
        ProjectError: the model or the data are missing, or requests were asked for and there are too few.
    """
    settings = config.monitor
    model = load_onnx(config.paths.onnx)
    requests = [] if settings.current == "test" else _requests(config, model)
    if requests:
        names = prediction_names(model.signature)
        current = _from_requests(requests, names)
        reference = observe_split(config, model, "validation", like=current)
        files = request_logs(config.paths)
    else:
        reference, current = (observe_split(config, model, name) for name in ("validation", "test"))
        files = shard_files(config.paths.processed / "test", written_by="data split")
    features = {
        name: feature_drift(values, current.features[name])
        for name, values in reference.features.items()
        if name in current.features
    }
    prediction = class_drift(reference.predicted, current.predicted, len(prediction_names(model.signature)))
    # Several features are tested at once: each has its share of the chance of a false alarm (Bonferroni).
    significance = settings.significance / (len(features) + 1)
    drifted = [
        name
        for name, drift in (*features.items(), ("prediction", prediction))
        if drift.psi > settings.threshold and drift.p_value < significance
    ]
    result = Drift(
        reference_rows=len(reference),
        current_rows=len(current),
        features={
            name: FeatureDrift(psi=drift.psi, ks=drift.ks, p_value=drift.p_value) for name, drift in features.items()
        },
        prediction=PredictionDrift(psi=prediction.psi),
        threshold=settings.threshold,
        retrain=bool(drifted),
    )
    say(f"monitor: {result.current_rows} examples against {result.reference_rows} of the validation split")
    for name, drift in (*features.items(), ("prediction", prediction)):
        say(f"  {name:<16} PSI {drift.psi:.3f}{'  drifted' if name in drifted else ''}")
    say("monitor: collect and label new data, then train again" if drifted else "monitor: no drift")
    validation = shard_files(config.paths.processed / "validation", written_by="data split")
    inputs = [config.paths.onnx, *validation, *files, config.paths.configs / "monitor.yaml"]
    return write_report(config, result, inputs=inputs)


def _requests(config: Config, model: OnnxModel) -> Sequence[LoggedRequest]:
    """The logged requests, or none where they are too few and need not be taken."""
    settings = config.monitor
    requests = _read_requests(request_logs(config.paths), prediction_names(model.signature))
    if len(requests) >= settings.min_rows:
        return requests
    if settings.current == "requests":
        raise ProjectError(
            f"{requests_log(config.paths)} holds {len(requests)} examples, and {settings.min_rows} are needed "
            "(monitor.min_rows). Serve with --set serve.log_requests=true and wait for requests, or set "
            "monitor.current=test."
        )
    say(f"monitor: {len(requests)} logged examples are too few (monitor.min_rows); comparing the test split")
    return []


def _read_requests(paths: Sequence[Path], names: Sequence[str]) -> Sequence[LoggedRequest]:
    """The lines of the logs that this model's predictions explain; damaged ones are counted and left out."""
    requests: list[LoggedRequest] = []
    for path in paths:
        damaged = 0
        for line in path.read_bytes().splitlines():
            try:
                request = LoggedRequest.model_validate_json(line)
            except ValidationError:
                damaged += 1
                continue
            if request.predicted in names:
                requests.append(request)
        if damaged:
            warn(f"{damaged} lines of {path} are damaged and left out")
    # Another model may have measured other features: those of the newest count.
    wanted = requests[-1].features.keys() if requests else set()
    return [request for request in requests if request.features.keys() == wanted]


def _from_requests(requests: Sequence[LoggedRequest], names: Sequence[str]) -> Sample:
    numbers = {name: number for number, name in enumerate(names)}
    return Sample(
        features={
            feature: np.array([request.features[feature] for request in requests]) for feature in requests[0].features
        },
        predicted=np.array([numbers[request.predicted] for request in requests], np.int64),
    )
