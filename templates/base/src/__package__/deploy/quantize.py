"""An exported model with whole numbers of 8 bits in the place of most others."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_dynamic, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from ..data.dataset import Dataset
from .runtime import load_onnx


class TrainingRows(NamedTuple):
    """Some rows of the training split."""

    dataset: Dataset
    rows: npt.NDArray[np.int64]


class TrainingInputs(CalibrationDataReader):  # type: ignore[misc]  # ONNX Runtime has no types
    """Rows of the training split, one at a time, from which the range of every activation is measured."""

    def __init__(self, model: Path, chosen: TrainingRows) -> None:
        """Read the rows as `model` takes them."""
        feed = load_onnx(model).feed
        dataset, rows = chosen
        self._inputs: Iterator[dict[str, Any]] = (feed(dataset.inputs(rows[i : i + 1])) for i in range(len(rows)))

    def get_next(self) -> dict[str, Any] | None:
        """The next input, or None after the last."""
        return next(self._inputs, None)


def choose_rows(dataset: Dataset, rows: int, *, seed: int) -> TrainingRows:
    """As many rows of the training split at random."""
    return TrainingRows(dataset, np.random.default_rng(seed).permutation(len(dataset))[:rows])


def quantize(source: Path, target: Path, calibration: TrainingRows | None) -> None:
    """Write `source` with weights and activations of int8 to `target`.

    Weights are rounded a channel at a time. Activations are rounded with ranges measured on training examples
    without augmentation, so that the test split stays unseen: B. Jacob et al., Quantization and Training of
    Neural Networks for Efficient Integer-Arithmetic-Only Inference, CVPR 2018, https://arxiv.org/abs/1712.05877.
    Or with the ranges of each input, computed as it comes: a Transformer has a few activations far larger than the
    others, for which no fixed range is right (T. Dettmers et al., LLM.int8(), NeurIPS 2022,
    https://arxiv.org/abs/2208.07339).

    Args:
        source: the exported model.
        target: of the quantized one.
        calibration: what the ranges are measured on; None takes those of each input.
    """
    with TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        # Folds batch normalization into convolutions; symbolic shapes would need SymPy and bring nothing here.
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        if calibration is None:
            quantize_dynamic(str(prepared), str(target), per_channel=True, weight_type=QuantType.QInt8)
        else:
            quantize_static(
                str(prepared),
                str(target),
                TrainingInputs(source, calibration),
                quant_format=QuantFormat.QDQ,
                per_channel=True,
                activation_type=QuantType.QUInt8,
                weight_type=QuantType.QInt8,
            )
    quantized = onnx.load(target)
    metadata = {entry.key: entry.value for entry in onnx.load(source).metadata_props}
    onnx.helper.set_model_props(quantized, metadata)
    onnx.save(quantized, target)
