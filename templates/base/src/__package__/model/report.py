"""The stage `model summary`: what the model costs, before it is trained."""

from pathlib import Path

from ..config import Config
from ..console import say
from ..report import write_report
from .runtime import summary


def summarize(config: Config) -> Path:
    """Write `reports/model.json`: parameters, FLOPs and memory.

    Raises:
        ProjectError: the data pipeline has not run, so the shape of the input is not known.
    """
    model = summary(config)
    memory = model.memory_bytes
    total = memory.weights + memory.gradients + memory.optimizer + memory.activations
    say(f"{model.architecture}: {model.input_shape} → {model.output_shape}")
    say(f"{model.parameters:,} parameters, {model.flops:,} FLOPs an image")
    say(f"memory of a training step: {total / 2**20:,.1f} MiB, {memory.activations / 2**20:,.1f} of it activations")
    configs = [config.paths.configs / f"{section}.yaml" for section in ("model", "train")]
    return write_report(config, model, inputs=[config.paths.signature, *configs])
