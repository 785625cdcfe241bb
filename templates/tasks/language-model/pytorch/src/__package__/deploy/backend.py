"""From a PyTorch checkpoint to ONNX."""

from pathlib import Path

import torch
from torch import Tensor, nn

from ..model.architecture import LanguageModel
from ..model.runtime import load_model
from ..model.settings import ModelSettings
from ..train.checkpoint import read_checkpoint
from .convert import write_onnx
from .onnx_model import INPUTS, OUTPUTS


class Decoder(nn.Module):
    """`LanguageModel.decode` as a module, which is what the exporter takes."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, tokens: Tensor, past: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        return self.model.decode(tokens, past, lengths)


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
    if not isinstance(model, LanguageModel):
        raise TypeError(f"a checkpoint of {type(model).__name__} is not one of a language model")
    examples = [
        torch.zeros(2, 3, dtype=torch.int64),
        torch.zeros(2, settings.layers, 2, settings.kv_heads, 5, settings.head_width),
        torch.ones(2, dtype=torch.int64),
    ]
    axes = [{0: "batch", 1: "tokens"}, {0: "batch", 4: "places"}, {0: "batch"}]
    write_onnx(Decoder(model).eval(), examples, axes, path, inputs=INPUTS, outputs=OUTPUTS, opset=opset)
