"""From a PyTorch checkpoint to ONNX."""

from pathlib import Path

import torch

from ..data.signature import Signature
from ..model.runtime import load_model
from ..train.checkpoint import read_checkpoint
from .convert import write_onnx
from .onnx_model import INPUTS, OUTPUTS


def export_onnx(checkpoint: Path, path: Path, *, opset: int) -> None:
    """Write the model of a checkpoint as one ONNX file: `image` float32 [N, H, W, C] to `logits` [N, classes].

    Args:
        checkpoint: the checkpoint.
        path: of the ONNX file.
        opset: version of the ONNX operators.
    """
    signature = Signature.model_validate(read_checkpoint(checkpoint)["signature"])
    images = torch.from_numpy(signature.example(2))
    write_onnx(load_model(checkpoint), [images], [{0: "batch"}], path, inputs=INPUTS, outputs=OUTPUTS, opset=opset)
