"""From a TensorFlow checkpoint to ONNX."""

from pathlib import Path

from ..backend import Tensor, tf
from ..model.runtime import load_model
from ..model.settings import ModelSettings
from ..train.checkpoint import read_checkpoint
from .convert import write_onnx
from .onnx_model import INPUTS, OUTPUTS


def export_onnx(checkpoint: Path, path: Path, *, opset: int) -> None:
    """Write `LanguageModel.decode` with the weights of a checkpoint as one ONNX file.

    Inputs: `tokens` int64 [N, T], `past` float32 [N, layers, 2, kv heads, P, head width], `lengths` int64 [N].
    Outputs: `logits` float32 [N, T, vocabulary], `present` float32 [N, layers, 2, kv heads, T, head width].

    Args:
        checkpoint: the checkpoint.
        path: of the ONNX file.
        opset: version of the ONNX operators.
    """
    settings = ModelSettings.model_validate(read_checkpoint(checkpoint)["settings"])
    model = load_model(checkpoint)
    shapes = ((None, None), (None, settings.layers, 2, settings.kv_heads, None, settings.head_width), (None,))
    kinds = (tf.int64, tf.float32, tf.int64)
    specification = [
        tf.TensorSpec(shape, kind, name=name) for shape, kind, name in zip(shapes, kinds, INPUTS, strict=True)
    ]

    def decode(tokens: Tensor, past: Tensor, lengths: Tensor) -> dict[str, Tensor]:
        return dict(zip(OUTPUTS, model.decode(tokens, past, lengths), strict=True))

    write_onnx(decode, specification, path, opset=opset)
