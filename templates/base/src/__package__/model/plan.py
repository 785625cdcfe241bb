"""What training needs of each GPU: arithmetic on the size of a model, without building it.

Training state of mixed precision: S. Rajbhandari et al., ZeRO, SC 2020, https://arxiv.org/abs/1910.02054, section 3.
Data parallel training keeps all of it on each GPU; FSDP divides it, and gathers one block at a time.
"""

from dataclasses import dataclass
from typing import Literal

from ..config import Config
from ..results import Memory, Plan

# Part of a GPU's memory that a plan may fill: the rest is for CUDA itself, communication and fragmentation.
USABLE = 0.9
# A model whose training state takes more than this part of a GPU is divided, where the strategy is `auto`.
DIVIDED_FROM = 0.6
# Blocks that FSDP holds whole at once: the one that computes, and the next one, which is on its way.
GATHERED_BLOCKS = 2


@dataclass(frozen=True)
class ModelSize:
    """A model in numbers, for one row of a batch: one image, or one window of tokens.

    Attributes:
        architecture: in words.
        parameters: that training changes.
        block_parameters: those of the largest block, which FSDP gathers by itself.
        outer_parameters: those outside of blocks, which FSDP gathers for the whole step.
        forward_flops: of a row, a multiplication and an addition counted as two.
        activation_bytes: what the backward pass of a row keeps.
        unit: what speed is counted in.
        units_per_row: how many units a row is.
        input_shape: of a row.
        output_shape: of a row.
        optimal_units: the training data that the model is worth where computation is what is short, or None.
    """

    architecture: str
    parameters: int
    block_parameters: int
    outer_parameters: int
    forward_flops: int
    activation_bytes: int
    unit: str
    units_per_row: int
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    optimal_units: int | None = None

    @property
    def training_flops_per_unit(self) -> float:
        """Forward, and backward for about twice that; what checkpointing computes again is not counted."""
        return 3 * self.forward_flops / self.units_per_row


def number_bytes(config: Config) -> int:
    """Bytes of a number that the model computes with: 4 on a CPU and in fp32, 2 in bf16 and fp16."""
    precision = config.train.precision
    whole = precision == "fp32" or (precision == "auto" and config.train.device == "cpu")
    return 4 if whole else 2


def plan(config: Config, size: ModelSize, *, divides: bool) -> Plan:
    """The memory that a step of the configured run takes on each of the planned GPUs.

    Args:
        config: the configuration.
        size: of the model.
        divides: whether the framework can divide a model over GPUs.
    """
    gpu, gpus = config.hardware.planned_gpu(), config.hardware.gpus
    states = {"adamw": 2, "adam": 2, "sgd": 1 if config.train.momentum else 0}[config.train.optimizer]
    state = 4 * (2 + states) * size.parameters
    strategy = _strategy(config, state, gpu.memory, divides=divides)
    shares = gpus if strategy == "fsdp" else 1
    rows = min(-(-config.train.batch_size // gpus), config.train.micro_batch or config.train.batch_size)
    memory = Memory(
        weights=4 * size.parameters // shares + _copies(size, strategy, number_bytes(config)),
        gradients=4 * size.parameters // shares,
        optimizer=4 * states * size.parameters // shares,
        activations=rows * size.activation_bytes,
    )
    needed = memory.weights + memory.gradients + memory.optimizer + memory.activations
    return Plan(
        gpu=gpu.name,
        gpus=gpus,
        strategy=strategy,
        bytes_per_number=number_bytes(config),
        micro_batch=rows,
        memory_bytes=memory,
        needed_bytes=needed,
        usable_bytes=int(USABLE * gpu.memory),
        fits=needed <= USABLE * gpu.memory,
    )


def _strategy(config: Config, state: int, memory: int, *, divides: bool) -> Literal["single", "ddp", "fsdp"]:
    if config.hardware.gpus == 1:
        return "single"
    if config.train.strategy != "auto":
        return config.train.strategy
    return "fsdp" if divides and state > DIVIDED_FROM * memory else "ddp"


def _copies(size: ModelSize, strategy: str, width: int) -> int:
    """Bytes of weights beside the ones that are kept: those in the precision of the computation, those gathered."""
    if strategy == "fsdp":
        gathered = size.outer_parameters + GATHERED_BLOCKS * size.block_parameters
        # With the gradients of what is gathered, before they are summed and divided.
        return 2 * width * gathered
    return 0 if width == 4 else width * size.parameters
