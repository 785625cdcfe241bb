"""From a PyTorch checkpoint to ONNX."""

import logging
import warnings
from pathlib import Path

import torch

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
    # Two images: the exporter takes a size of one for a constant.
    images = torch.zeros(2, signature.height, signature.width, signature.channels)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        # PyTorch's exporter warns of its own use of PyTorch.
        warnings.simplefilter("ignore", FutureWarning)
        program = torch.onnx.export(
            load_model(checkpoint),
            (images,),
            input_names=[INPUT],
            output_names=[OUTPUT],
            opset_version=opset,
            dynamic_shapes=({0: torch.export.Dim("batch", min=1)},),
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise RuntimeError("torch.onnx.export(dynamo=True) returned no program")
    program.save(str(path), external_data=False)
