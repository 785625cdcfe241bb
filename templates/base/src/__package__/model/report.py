"""The stage `model summary`: what the model costs, before it is built or trained."""

from pathlib import Path

from ..config import Config
from ..console import say
from ..report import write_report
from ..results import Model, Workload
from .plan import ModelSize, plan
from .runtime import DIVIDES
from .size import model_size, training_units


def summarize(config: Config) -> Path:
    """Write `reports/model.json`: parameters, FLOPs, the memory of a step on each planned GPU, and data to train on.

    Raises:
        ProjectError: the size of the model depends on data that are not there yet.
    """
    size = model_size(config)
    planned, work = plan(config, size, divides=DIVIDES), workload(config, size)
    memory = planned.memory_bytes
    say(f"{size.architecture}: {list(size.input_shape)} → {list(size.output_shape)}")
    say(
        f"{size.parameters:,} parameters; {size.forward_flops / size.units_per_row:,.0f} FLOPs forward and "
        f"{work.flops_per_unit:,.0f} in training for each of its {size.unit}"
    )
    say(
        f"plan: {planned.gpus} {planned.gpu}, {planned.strategy}, {8 * planned.bytes_per_number} bits, "
        f"{planned.micro_batch} rows of {size.units_per_row:,} {size.unit} at once"
    )
    say(
        f"memory of a GPU: {_gib(planned.needed_bytes)} of {_gib(planned.usable_bytes)} usable: weights "
        f"{_gib(memory.weights)}, gradients {_gib(memory.gradients)}, optimizer {_gib(memory.optimizer)}, "
        f"activations {_gib(memory.activations)}"
    )
    if not planned.fits:
        say(
            "It does not fit. Lower train.micro_batch; where that is 1, more GPUs with train.strategy=fsdp (PyTorch), "
            "a GPU with more memory, or a smaller model."
        )
    if work.units is not None:
        say(f"training: {work.units:,} {work.unit} ({_origin(work)})")
    if work.optimal_units is not None:
        say(f"compute-optimal: about {work.optimal_units:,} {work.unit} (Hoffmann et al. 2022, an estimate)")
    result = Model(
        architecture=size.architecture,
        parameters=size.parameters,
        flops=size.forward_flops,
        memory_bytes=memory,
        input_shape=[1, *size.input_shape],
        output_shape=[1, *size.output_shape],
        plan=planned,
        training=work,
    )
    return write_report(config, result, inputs=plan_inputs(config))


def workload(config: Config, size: ModelSize) -> Workload:
    """What the configured run trains on: the data that there are, else what the model is worth."""
    units = training_units(config)
    trained = size.optimal_units
    if units is not None:
        rows = config.train.epochs * units // size.units_per_row
        if config.train.max_steps is not None:
            rows = min(rows, config.train.max_steps * config.train.batch_size)
        trained = rows * size.units_per_row
    return Workload(
        unit=size.unit,
        units=trained,
        units_from=None if trained is None else "compute_optimal" if units is None else "data",
        optimal_units=size.optimal_units,
        flops_per_unit=size.training_flops_per_unit,
    )


def plan_inputs(config: Config) -> list[Path]:
    """The files inside the project that a plan depends on."""
    paths = config.paths
    configs = [paths.configs / f"{section}.yaml" for section in ("data", "model", "train", "hardware")]
    return [file for file in (paths.signature, *configs) if file.is_file()]


def _origin(work: Workload) -> str:
    return "the data, over all epochs" if work.units_from == "data" else "no data yet: compute-optimal"


def _gib(size: int) -> str:
    return f"{size / 2**30:,.2f} GiB"
