"""The commands of the project: `python -m <package> <stage> [--preset NAME] [--set section.key=value]`.

A stage is imported when it runs, so that `--help` and `serve` do not wait for a training framework.
"""

import os
import sys
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .config import Config, load_config
from .console import say
from .errors import ProjectError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Data, training, evaluation and serving of this project.",
)

Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change one value of the configuration; repeatable."),
]
Preset = Annotated[str | None, typer.Option(help="A file of configs/presets, for example debug_overfit or gpu.")]


class DataPart(StrEnum):
    """The parts of the data pipeline, in order."""

    INGEST = "ingest"
    CLEAN = "clean"
    SPLIT = "split"
    NORMALIZE = "normalize"
    AUGMENT = "augment"


class ModelPart(StrEnum):
    """What `model` can say."""

    SUMMARY = "summary"


@app.command()
def doctor(overrides: Set = None, preset: Preset = None) -> None:
    """Say what is wrong with Python, packages, driver or memory, and what to do."""
    from .doctor import doctor as stage

    if not stage(_config(overrides, preset)):
        raise typer.Exit(1)


@app.command()
def data(
    part: Annotated[DataPart | None, typer.Argument(help="One part; without it, all of them in order.")] = None,
    overrides: Set = None,
    preset: Preset = None,
) -> None:
    """Bring the data from their source to shards that training reads."""
    from .data.pipeline import run

    _finish(run(_config(overrides, preset), None if part is None else part.value))


@app.command()
def model(
    part: Annotated[ModelPart, typer.Argument()] = ModelPart.SUMMARY,
    overrides: Set = None,
    preset: Preset = None,
) -> None:
    """Count parameters, FLOPs and memory, for any number of GPUs and without building the model."""
    from .model.report import summarize

    if part is ModelPart.SUMMARY:
        _finish(summarize(_config(overrides, preset)))


@app.command()
def cost(overrides: Set = None, preset: Preset = None) -> None:
    """Turn the planned training into GPU-hours and money, and hold it against plan/budget.yaml."""
    from .model.cost import estimate

    _finish(estimate(_config(overrides, preset)))


@app.command()
def train(
    resume: Annotated[bool, typer.Option("--resume", help="Go on from the last good checkpoint.")] = False,
    overrides: Set = None,
    preset: Preset = None,
) -> None:
    """Train the model anew, or go on from where a run was stopped."""
    from .train.run import train as stage

    _finish(stage(_config(overrides, preset), resume=resume))
    _leave(0)


@app.command()
def tune(overrides: Set = None, preset: Preset = None) -> None:
    """Search for better hyperparameters than the configured ones; a stopped search goes on."""
    from .train.tune import tune as stage

    _finish(stage(_config(overrides, preset)))


@app.command()
def evaluate(overrides: Set = None, preset: Preset = None) -> None:
    """Score the model on the test split."""
    from .evaluate.run import evaluate as stage

    _finish(stage(_config(overrides, preset)))


@app.command()
def explain(overrides: Set = None, preset: Preset = None) -> None:
    """Show what the model looks at, and check that the explanation depends on what it learned."""
    from .evaluate.explain import explain as stage

    _finish(stage(_config(overrides, preset)))


@app.command()
def compress(overrides: Set = None, preset: Preset = None) -> None:
    """Make the exported model smaller, with size, latency and metric before and after."""
    from .deploy.compress import compress as stage

    _finish(stage(_config(overrides, preset)))


@app.command()
def export(overrides: Set = None, preset: Preset = None) -> None:
    """Export the model to ONNX and compare it with the trained one."""
    from .deploy.export import export as stage

    _finish(stage(_config(overrides, preset)))


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Instead of the port in configs/serve.yaml.")] = None,
    overrides: Set = None,
    preset: Preset = None,
) -> None:
    """Answer predictions over HTTP until stopped."""
    from .deploy.serve import serve as stage

    config = _config(overrides, preset)
    stage(config if port is None else config.override({"serve.port": port}))


@app.command()
def monitor(overrides: Set = None, preset: Preset = None) -> None:
    """Compare live data with the training data, and say whether to retrain."""
    from .deploy.monitor import monitor as stage

    _finish(stage(_config(overrides, preset)))


@app.command()
def update(overrides: Set = None, preset: Preset = None) -> None:
    """Let the model learn from feedback, and put it in place where it has become no worse."""
    from .train.update import update as stage

    _finish(stage(_config(overrides, preset)))


@app.command()
def check(overrides: Set = None, preset: Preset = None) -> None:
    """Run the linter, the type checker and the tests."""
    from .quality import check as stage

    if not stage(_config(overrides, preset)):
        raise typer.Exit(1)


@app.command("all")
def run_all(overrides: Set = None, preset: Preset = None) -> None:
    """Run data, train, evaluate, explain, compress, export and monitor, with the time of each."""
    from .data.pipeline import run as data_stage
    from .deploy.compress import compress as compress_stage
    from .deploy.export import export as export_stage
    from .deploy.monitor import monitor as monitor_stage
    from .evaluate.explain import explain as explain_stage
    from .evaluate.run import evaluate as evaluate_stage
    from .train.run import train as train_stage

    config = _config(overrides, preset)
    stages: dict[str, Callable[[Config], Path]] = {
        "data": data_stage,
        "train": train_stage,
        "evaluate": evaluate_stage,
        "explain": explain_stage,
        "compress": compress_stage,
        "export": export_stage,
        "monitor": monitor_stage,
    }
    seconds: dict[str, float] = {}
    for name, stage in stages.items():
        say(f"== {name}")
        start = time.perf_counter()
        _finish(stage(config))
        seconds[name] = time.perf_counter() - start
    say("== time")
    for name, spent in seconds.items():
        say(f"{name:>10} {spent:7.1f} s")
    say(f"{'total':>10} {sum(seconds.values()):7.1f} s")


def main(commands: typer.Typer = app) -> None:
    """Run the command line; an error of the project ends it with one message and no traceback."""
    try:
        commands()
    except ProjectError as error:
        sys.stderr.write(f"error: {error}\n")
        _leave(error.exit_code)


def _config(overrides: list[str] | None, preset: str | None) -> Config:
    return load_config(overrides=overrides or [], preset=preset)


def _leave(code: int) -> None:
    """End; of processes that work together, at once and with all written.

    Tearing PyTorch down under its own threads for gloo and NCCL aborts a process now and then.
    """
    if os.environ.get("WORLD_SIZE", "1") != "1":
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _finish(report: Path) -> None:
    say(f"wrote {report.relative_to(report.parent.parent)}")
