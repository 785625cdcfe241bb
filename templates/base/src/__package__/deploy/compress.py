"""The stage `compress`: the trained model made smaller in three ways, and what each gains and costs."""

import zlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
from onnx import numpy_helper

from ..config import Config
from ..console import say
from ..data.dataset import batches, load_split
from ..data.shards import shard_files
from ..errors import ConfigError
from ..evaluate.latency import time_in_turns
from ..evaluate.page import write_page
from ..files import sha256_file, write_atomically
from ..model.runtime import best_checkpoint
from ..model.settings import ModelSettings
from ..report import write_report
from ..results import BeforeAfter, Compression, CompressionMethod
from ..train.derive import distill, prune
from .export import convert, current_onnx
from .quantize import choose_rows, quantize
from .runtime import load_onnx

TIMED_SECONDS = 10.0


class Weights(NamedTuple):
    """Numbers of an ONNX file that training made: how many there are, and the part of its matrices that is zero."""

    numbers: int
    zeros: float


def compress(config: Config) -> Path:
    """Write `models/model.{int8,pruned,student}.onnx` and `reports/compression.json`.

    Each file is one that `serve` takes; the two that were trained anew lie beside it as checkpoints too.

    Raises:
        ProjectError: no model is trained, the data are missing, or a training or conversion failed.
        ConfigError: `deploy.distill.student` is no change to the model.
    """
    student = student_settings(config)
    source, checkpoint = current_onnx(config), best_checkpoint(config.paths)
    train = load_split(config.paths, "train")
    quantized = source.with_name("model.int8.onnx")
    kind = config.deploy.int8
    calibration = choose_rows(train, config.deploy.calibration_rows, seed=config.train.seed)
    write_atomically(
        quantized, lambda temporary: quantize(source, temporary, calibration if kind == "static" else None)
    )

    say(f"compress: pruning {config.deploy.prune.sparsity:.0%} of the weights")
    pruned = checkpoint_beside(source, checkpoint, "pruned")
    prune(config, checkpoint, pruned)
    say(f"compress: teaching a student, {student!r}")
    taught = checkpoint_beside(source, checkpoint, "student")
    distill(config, checkpoint, taught, student)
    files = {f"int8 {kind} quantization": quantized}
    for name, smaller in (("magnitude pruning", pruned), ("distillation", taught)):
        files[name] = smaller.with_suffix(".onnx")
        write_atomically(files[name], partial(convert, config, checkpoint=smaller))

    methods = compare(config, source, files)
    for method in methods:
        size, latency, value = method.size_bytes, method.latency_ms, method.value
        say(
            f"compress: {method.name}, {size.before / 1024:.0f} → {size.after / 1024:.0f} KiB, "
            f"{latency.before:.3f} → {latency.after:.3f} ms an example, accuracy {value.before:.4f} → {value.after:.4f}"
        )
    shards = [
        file for name in ("train", "test") for file in shard_files(config.paths.processed / name, written_by="data")
    ]
    configs = [config.paths.configs / f"{section}.yaml" for section in ("deploy", "train")]
    # The checkpoint and not the export of it, which `export` writes anew.
    report = write_report(config, Compression(methods=methods), inputs=[checkpoint, *files.values(), *shards, *configs])
    if config.paths.report("metrics").exists():
        write_page(config.paths)
    return report


def student_settings(config: Config) -> ModelSettings:
    """The section `model` for the student.

    Raises:
        ConfigError: `deploy.distill.student` names a key that there is not, or a value that it cannot have.
    """
    changes = config.deploy.distill.student
    if changes is None:
        return config.model.smaller()
    try:
        return config.override({f"model.{key}": value for key, value in changes.items()}).model
    except ConfigError as error:
        raise ConfigError(f"deploy.distill.student: {error}") from error


def checkpoint_beside(source: Path, checkpoint: Path, name: str) -> Path:
    """Where a smaller model is kept: beside the exported one, in the form of the checkpoint that it came from."""
    return source.with_name(f"{source.stem}.{name}{checkpoint.suffix}")


def compare(config: Config, source: Path, files: Mapping[str, Path]) -> list[CompressionMethod]:
    """Size, latency and accuracy of each file against those of `source`, on the test split and on this machine."""
    test = load_split(config.paths, "test")
    paths = [source, *files.values()]
    models = [load_onnx(path, threads=config.serve.threads) for path in paths]
    example = test.inputs(slice(0, 1))
    calls = [partial(model.logits, example) for model in models]
    times = time_in_turns(calls, config.deploy.latency_runs, most_seconds=TIMED_SECONDS)
    latency = [float(np.median(each)) for each in times]
    right = [0] * len(models)
    for batch in batches(test, config.evaluate.batch_size):
        for index, model in enumerate(models):
            right[index] += int((model.logits(batch.inputs).argmax(axis=-1) == batch.targets).sum())
    accuracy = [count / test.targets.size for count in right]
    sizes, zipped = [path.stat().st_size for path in paths], [zipped_bytes(path) for path in paths]
    weights = [count_weights(path) for path in paths]
    return [
        CompressionMethod(
            name=name,
            size_bytes=BeforeAfter(before=sizes[0], after=sizes[index]),
            latency_ms=BeforeAfter(before=latency[0], after=latency[index]),
            metric="accuracy",
            value=BeforeAfter(before=accuracy[0], after=accuracy[index]),
            path=config.paths.relative(path),
            sha256=sha256_file(path),
            zipped_bytes=BeforeAfter(before=zipped[0], after=zipped[index]),
            parameters=BeforeAfter(before=weights[0].numbers, after=weights[index].numbers),
            zeros=weights[index].zeros,
        )
        for index, (name, path) in enumerate(files.items(), start=1)
    ]


def zipped_bytes(path: Path) -> int:
    """The size of a file as zlib packs it; zeros take room in an ONNX file as any number does, but not here."""
    packer, size = zlib.compressobj(), 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            size += len(packer.compress(block))
    return size + len(packer.flush())


def count_weights(path: Path) -> Weights:
    """The numbers of the matrices and kernels of an ONNX file, whether they are real or of 8 bits."""
    kinds = (onnx.TensorProto.FLOAT, onnx.TensorProto.INT8)
    tensors = [tensor for tensor in onnx.load(path).graph.initializer if tensor.data_type in kinds]
    found = [numpy_helper.to_array(tensor).ravel() for tensor in tensors if len(tensor.dims) > 1]
    # A matrix that has two uses may stand in the file twice, the second time turned over. (-0 + 0 is 0.)
    matrices = {(np.sort(matrix) + 0).tobytes(): matrix for matrix in found}.values()
    count = sum(matrix.size for matrix in matrices)
    return Weights(count, sum(int((matrix == 0).sum()) for matrix in matrices) / max(1, count))
