"""The stage `export`: the trained model as one ONNX file that is proved to give the same answers."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx

from ..config import Config
from ..console import say
from ..data.dataset import batches, load_split
from ..data.shards import shard_files
from ..errors import ProjectError
from ..files import sha256_file, sweep, write_atomically
from ..model.runtime import best_checkpoint, load_predictor
from ..report import write_report
from ..results import Deployment, ExportedModel, Health, Latency, Parity
from .backend import export_onnx
from .health import check_server
from .onnx_file import CHECKPOINT, SIGNATURE
from .onnx_model import INPUTS, OUTPUTS
from .runtime import load_onnx


class Converted(NamedTuple):
    """An ONNX file whose parity with the trained model holds."""

    path: Path
    opset: int
    parity: Parity


def export(config: Config) -> Path:
    """Write `models/model.onnx` and `reports/deployment.json`.

    The new model takes the place of the old one only after its answers agree with those of the trained model on
    the whole test split, and a server that was really started with it has answered over HTTP.

    Raises:
        ProjectError: no model is trained, or a check failed; the model that was there before is untouched.
    """
    converted: list[Converted] = []
    health: list[tuple[Health, Latency]] = []

    def write(temporary: Path) -> None:
        converted.append(convert(config, temporary))
        health.append(check_server(config, temporary))

    path = config.paths.onnx
    sweep(path)
    write_atomically(path, write)
    (status, latency), model = health[0], converted[0]
    result = Deployment(
        model=ExportedModel(
            path=config.paths.relative(path),
            sha256=sha256_file(path),
            opset=model.opset,
            size_bytes=path.stat().st_size,
        ),
        parity=model.parity,
        health=status,
        latency_ms=latency,
        requests=config.deploy.health_requests,
    )
    test = shard_files(config.paths.processed / "test", written_by="data split")
    settings = config.paths.configs / "deploy.yaml"
    inputs = [path, best_checkpoint(config.paths), *test, config.paths.signature, settings]
    return write_report(config, result, inputs=inputs)


def current_onnx(config: Config) -> Path:
    """The ONNX file of the best checkpoint; converted now if there is none yet, or only that of another one.

    Raises:
        ProjectError: no model is trained, or the conversion failed its check.
    """
    path = config.paths.onnx
    checkpoint = sha256_file(best_checkpoint(config.paths))
    try:
        fresh = load_onnx(path).checkpoint_sha256 == checkpoint
    except ProjectError:
        fresh = False
    if not fresh:
        write_atomically(path, lambda temporary: convert(config, temporary))
    return path


def convert(config: Config, path: Path, *, checkpoint: Path | None = None) -> Converted:
    """Convert a checkpoint, by default the best, to ONNX at `path`, and compare the two on the whole test split.

    Raises:
        ProjectError: no model is trained, or the outputs differ by more than `deploy.tolerance`.
    """
    checkpoint = checkpoint or best_checkpoint(config.paths)
    test = load_split(config.paths, "test")
    export_onnx(checkpoint, path, opset=config.deploy.opset)
    opset = _finish(path, test.signature.model_dump_json(), sha256_file(checkpoint))
    predict = load_predictor(config, checkpoint=checkpoint)
    model = load_onnx(path)
    differences = [model.inconsistency(test.inputs(slice(0, config.evaluate.batch_size)))]
    differences += [
        np.abs(model.logits(batch.inputs) - predict(batch.inputs)).max()
        for batch in batches(test, config.evaluate.batch_size)
    ]
    difference = float(np.max(differences))  # NaN where any is, which Python's `max` may pass over
    tolerance = config.deploy.tolerance
    say(f"parity: {len(test)} test examples, logits differ by at most {difference:.1e} (tolerance {tolerance:.0e})")
    if not difference <= tolerance:
        raise ProjectError(
            f"The exported model does not give what the trained one gives: logits differ by {difference:.2e}, and "
            f"deploy.tolerance is {tolerance:.0e}. {config.paths.onnx} is as it was. Look for an operation that "
            "behaves differently in training and in prediction, or try another deploy.opset."
        )
    return Converted(
        path, opset, Parity(rows=len(test), max_abs_difference=difference, tolerance=tolerance, passed=True)
    )


def _finish(path: Path, signature: str, checkpoint_sha256: str) -> int:
    """Check an ONNX file, write into it what a server has to know, and return its opset.

    The metadata lie in the file itself, so that replacing it replaces all at once.
    """
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {SIGNATURE: signature, CHECKPOINT: checkpoint_sha256})
    onnx.checker.check_model(model, full_check=True)
    names = [value.name for value in (*model.graph.input, *model.graph.output)]
    if names != [*INPUTS, *OUTPUTS]:
        raise ProjectError(f"The exported model has the inputs and outputs {names}, not {[*INPUTS, *OUTPUTS]}.")
    onnx.save(model, path)
    return max(int(entry.version) for entry in model.opset_import if entry.domain in {"", "ai.onnx"})
