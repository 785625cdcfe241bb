"""The stage `compress`: the exported model with 8-bit whole numbers, and what that gains and costs."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import onnx
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from ..config import Config
from ..console import say
from ..data.dataset import Dataset, load_split
from ..data.shards import shard_files
from ..files import write_atomically
from ..model.runtime import best_checkpoint
from ..report import BeforeAfter, Compression, CompressionMethod, write_report
from .export import current_onnx
from .runtime import INPUT, OnnxModel, load_onnx

WARM_UP_RUNS = 5
MOST_SECONDS = 10.0


class TrainingImages(CalibrationDataReader):  # type: ignore[misc]  # ONNX Runtime has no types
    """Images of the training split, one at a time, from which the range of every activation is measured."""

    def __init__(self, dataset: Dataset, rows: npt.NDArray[np.int64]) -> None:
        """Read `rows` of `dataset`."""
        self._images: Iterator[npt.NDArray[np.float32]] = (dataset.images(rows[i : i + 1]) for i in range(len(rows)))

    def get_next(self) -> dict[str, npt.NDArray[np.float32]] | None:
        """The next input, or None after the last."""
        images = next(self._images, None)
        return None if images is None else {INPUT: images}


def compress(config: Config) -> Path:
    """Quantize the exported model to int8, write `models/model.int8.onnx` and `reports/compression.json`.

    Weights are rounded a channel at a time. Activations are rounded with ranges measured on training images
    without augmentation, so that the test split stays unseen: B. Jacob et al., Quantization and Training of
    Neural Networks for Efficient Integer-Arithmetic-Only Inference, CVPR 2018, https://arxiv.org/abs/1712.05877.

    Raises:
        ProjectError: no model is trained, or the data are missing.
    """
    source = current_onnx(config)
    target = source.with_name("model.int8.onnx")
    train = load_split(config.paths, "train")
    chosen = np.random.default_rng(config.train.seed).permutation(len(train))[: config.deploy.calibration_rows]
    write_atomically(target, lambda temporary: _quantize(source, temporary, TrainingImages(train, chosen)))

    before, after = (load_onnx(path, threads=config.serve.threads) for path in (source, target))
    test = load_split(config.paths, "test")
    scores = [_accuracy(model, test, config.evaluate.batch_size) for model in (before, after)]
    latencies = _latencies_ms((before, after), test.images(slice(0, 1)), config.deploy.latency_runs)
    method = CompressionMethod(
        name="int8 static quantization",
        size_bytes=BeforeAfter(before=source.stat().st_size, after=target.stat().st_size),
        latency_ms=BeforeAfter(before=latencies[0], after=latencies[1]),
        metric="accuracy",
        value=BeforeAfter(before=scores[0], after=scores[1]),
    )
    say(
        f"compress: {method.size_bytes.before / 1024:.0f} → {method.size_bytes.after / 1024:.0f} KiB, "
        f"{latencies[0]:.3f} → {latencies[1]:.3f} ms an image, accuracy {scores[0]:.4f} → {scores[1]:.4f}"
    )
    shards = [
        file for name in ("train", "test") for file in shard_files(config.paths.processed / name, written_by="data")
    ]
    # The checkpoint and not the export of it, which `export` writes anew.
    inputs = [best_checkpoint(config.paths), target, *shards, config.paths.configs / "deploy.yaml"]
    return write_report(config, Compression(methods=[method]), inputs=inputs)


def _quantize(source: Path, target: Path, images: TrainingImages) -> None:
    with TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        # Folds batch normalization into convolutions; symbolic shapes would need SymPy and bring nothing here.
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared),
            str(target),
            images,
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
    quantized = onnx.load(target)
    metadata = {entry.key: entry.value for entry in onnx.load(source).metadata_props}
    onnx.helper.set_model_props(quantized, metadata)
    onnx.save(quantized, target)


def _accuracy(model: OnnxModel, dataset: Dataset, batch_size: int) -> float:
    predicted = model.logits_of(dataset.pixels, batch_size).argmax(axis=1)
    return float((predicted == dataset.labels).mean())


def _latencies_ms(models: tuple[OnnxModel, ...], image: npt.NDArray[np.float32], runs: int) -> list[float]:
    """The median time of one image [1, H, W, C] in each model; they take turns, so that load meets them alike.

    Slow models are timed less often than `runs` times, so that this ends in `MOST_SECONDS`.
    """
    seconds: list[list[float]] = [[] for _ in models]
    deadline = time.perf_counter() + MOST_SECONDS
    for run in range(WARM_UP_RUNS + runs):
        for model, measured in zip(models, seconds, strict=True):
            start = time.perf_counter()
            model.logits(image)
            measured.append(time.perf_counter() - start)
        if run > 2 * WARM_UP_RUNS and time.perf_counter() > deadline:
            break
    return [float(1000 * np.median(measured[WARM_UP_RUNS:])) for measured in seconds]
