"""From a TensorFlow checkpoint to ONNX."""

import logging
from pathlib import Path

import tf2onnx

from ..backend import tf
from ..data.signature import Signature
from ..model.runtime import load_model
from ..train.checkpoint import read_checkpoint
from .runtime import INPUT, OUTPUT


def export_onnx(checkpoint: Path, path: Path, *, opset: int) -> None:
    """Write the model of a checkpoint as one ONNX file: `image` float32 [N, H, W, C] to `logits` [N, classes].

    Args:
        checkpoint: the checkpoint.
        path: of the ONNX file.
        opset: version of the ONNX operators.
    """
    signature = Signature.model_validate(read_checkpoint(checkpoint)["signature"])
    model = load_model(checkpoint)
    shape = (None, signature.height, signature.width, signature.channels)
    specification = [tf.TensorSpec(shape, tf.float32, name=INPUT)]
    logging.getLogger("tf2onnx").setLevel(logging.ERROR)
    with tf.device("/cpu:0"):
        function = tf.function(lambda image: {OUTPUT: model(image, training=False)}, input_signature=specification)
        tf2onnx.convert.from_function(function, specification, opset=opset, output_path=str(path))
