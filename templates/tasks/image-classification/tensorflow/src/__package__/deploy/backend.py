"""From a TensorFlow checkpoint to ONNX."""

from pathlib import Path

from ..backend import tf
from ..data.signature import Signature
from ..model.runtime import load_model
from ..train.checkpoint import read_checkpoint
from .convert import write_onnx
from .onnx_model import INPUT, OUTPUT


def export_onnx(checkpoint: Path, path: Path, *, opset: int) -> None:
    """Write the model of a checkpoint as one ONNX file: `image` float32 [N, H, W, C] to `logits` [N, classes].

    Args:
        checkpoint: the checkpoint.
        path: of the ONNX file.
        opset: version of the ONNX operators.
    """
    signature = Signature.model_validate(read_checkpoint(checkpoint)["signature"])
    model = load_model(checkpoint)
    specification = [tf.TensorSpec((None, *signature.input_shape), tf.float32, name=INPUT)]
    write_onnx(lambda image: {OUTPUT: model(image, training=False)}, specification, path, opset=opset)
