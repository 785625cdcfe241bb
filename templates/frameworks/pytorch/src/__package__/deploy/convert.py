"""From a PyTorch module to an ONNX file."""

import logging
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

# The sizes of a tensor that may vary, by axis; those of one name are equal.
Axes = Mapping[int, str]


def write_onnx(
    module: nn.Module,
    examples: Sequence[Tensor],
    axes: Sequence[Axes],
    path: Path,
    *,
    inputs: Sequence[str],
    outputs: Sequence[str],
    opset: int,
) -> None:
    """Write a module as one ONNX file, its weights inside.

    Args:
        module: in the mode in which it predicts.
        examples: an input each; where an axis may vary its size is 2 or more, because 1 is taken for a constant.
        axes: of each input, which may vary.
        path: of the ONNX file.
        inputs: their names in the file.
        outputs: their names in the file.
        opset: version of the ONNX operators.
    """
    names = {name for entry in axes for name in entry.values()}
    sizes = {name: torch.export.Dim(name, min=1) for name in names}
    for exporter in ("torch.onnx", "onnxscript"):
        logging.getLogger(exporter).setLevel(logging.ERROR)
    with warnings.catch_warnings():
        # PyTorch's exporter warns of its own use of PyTorch, and of axes that share a name.
        warnings.simplefilter("ignore", FutureWarning)
        warnings.simplefilter("ignore", UserWarning)
        program = torch.onnx.export(
            module,
            tuple(examples),
            input_names=list(inputs),
            output_names=list(outputs),
            opset_version=opset,
            dynamic_shapes=tuple({axis: sizes[name] for axis, name in entry.items()} for entry in axes),
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise RuntimeError("torch.onnx.export(dynamo=True) returned no program")
    program.save(str(path), external_data=False)
