"""From a TensorFlow function to an ONNX file."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import tf2onnx

from ..backend import Tensor, tf


def write_onnx(
    function: Callable[..., dict[str, Tensor]], specification: Sequence[Tensor], path: Path, *, opset: int
) -> None:
    """Write a function as one ONNX file, the weights that it uses inside.

    Args:
        function: from its inputs to its outputs by the names that they get in the file.
        specification: a `tf.TensorSpec` with the name of each input; sizes that may vary are None.
        path: of the ONNX file.
        opset: version of the ONNX operators.
    """
    logging.getLogger("tf2onnx").setLevel(logging.ERROR)
    with tf.device("/cpu:0"):
        graph = tf.function(function, input_signature=list(specification))
        tf2onnx.convert.from_function(graph, list(specification), opset=opset, output_path=str(path))
