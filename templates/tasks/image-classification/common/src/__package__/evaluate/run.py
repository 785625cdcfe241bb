"""The stage `evaluate`: the best checkpoint on the test split, which nothing was chosen by."""

from functools import partial
from pathlib import Path

import numpy as np

from ..config import Config
from ..console import say, warn
from ..data.dataset import Dataset, batches, load_split
from ..data.shards import shard_files
from ..errors import ProjectError
from ..model.runtime import Predictor, best_checkpoint, load_predictor
from ..report import write_report
from ..results import ConfusionMatrix, Estimate, Metrics, Timing
from .bootstrap import bootstrap, wilson
from .image_slices import image_slices
from .latency import time_in_turns
from .metrics import (
    MEANINGS,
    TOP,
    Predictions,
    class_scores,
    confusion,
    curves,
    score_rows,
    softmax,
    write_predictions,
)
from .page import write_page
from .plots import draw_all
from .runs import keep_run
from .settings import EvaluateSettings
from .slices import score_slices
from .target import judge

TIMED_SECONDS = 2.0
SHOWN = ("accuracy", "macro_f1", "log_loss", "calibration_error")


def evaluate(config: Config) -> Path:
    """Write `reports/metrics.json`, `reports/predictions.parquet`, figures, `reports/evaluation.html` and a run.

    Raises:
        ProjectError: no model has been trained, the data are missing, or the model gives no numbers.
        ConfigError: the target is a metric that there is not.
    """
    paths, settings = config.paths, config.evaluate
    dataset = load_split(paths, "test")
    checkpoint = best_checkpoint(paths)
    predict = load_predictor(config, checkpoint=checkpoint)
    predictions = predict_all(predict, dataset, settings.batch_size)
    metrics = estimate(predictions, settings)
    target = judge(settings.target, metrics)
    slices = score_slices(predictions.right, image_slices(dataset), confidence=settings.confidence)
    write_predictions(paths.predictions, predictions)
    figures = draw_all(paths.figures, predictions, metrics, dataset.pixels)
    for name in SHOWN:
        interval = f"{settings.confidence:.0%} between {metrics[name].low:.4f} and {metrics[name].high:.4f}"
        say(f"evaluate: {name} {metrics[name].value:.4f} ({interval})")
    for part in (part for part in slices if part.worse):
        warn(f"{part.group} {part.name} is worse than the rest: accuracy {part.accuracy.value:.4f} of {part.rows}")
    shards = shard_files(paths.processed / "test", written_by="data split")
    result = Metrics(
        split="test",
        rows=len(dataset),
        metrics=metrics,
        target=target,
        confusion_matrix=ConfusionMatrix(labels=list(predictions.classes), counts=confusion(predictions).tolist()),
        predictions=paths.relative(paths.predictions),
        figures=[paths.relative(figure) for figure in figures],
        meanings={name: meaning for name, meaning in MEANINGS.items() if name in metrics},
        classes=class_scores(predictions),
        slices=slices,
        latency_ms=time_model(predict, dataset, settings),
        page=paths.relative(paths.page),
        curves=curves(predictions),
    )
    inputs = [checkpoint, paths.signature, *shards, paths.configs / "evaluate.yaml"]
    report = write_report(config, result, inputs=inputs)
    keep_run(config, result, checkpoint)
    say(f"evaluate: all of it in {paths.relative(write_page(paths))}")
    return report


def predict_all(predict: Predictor, dataset: Dataset, batch_size: int) -> Predictions:
    """What the model says of every example of a split.

    Raises:
        ProjectError: the split is empty, or a logit is NaN or infinite; the message names the example.
    """
    if not len(dataset):
        raise ProjectError("The test split is empty. Set data.split.test higher, and run `data` again.")
    logits = np.concatenate([predict(batch.inputs) for batch in batches(dataset, batch_size)])
    broken = np.flatnonzero(~np.isfinite(logits).all(axis=1))
    if len(broken):
        raise ProjectError(
            f"The model gives no numbers for {len(broken)} of {len(dataset)} test examples, the first is "
            f"{dataset.ids[broken[0]]}. Its weights or the data are damaged: look at the training curves, and run "
            "`data` and `train` again. The reports are as they were."
        )
    absent = sorted(set(range(len(dataset.signature.classes))) - set(dataset.targets.tolist()))
    if absent:
        names = ", ".join(dataset.signature.classes[number] for number in absent)
        warn(f"the test split has no example of {names}: nothing is known of how well the model tells it")
    return Predictions(dataset.ids, dataset.signature.classes, dataset.targets, softmax(logits))


def estimate(predictions: Predictions, settings: EvaluateSettings) -> dict[str, Estimate]:
    """Every metric with its interval: Wilson's for shares of the examples, that of the bootstrap for all others."""
    rows = len(predictions.target)
    metrics = bootstrap(
        lambda drawn: score_rows(predictions, drawn),
        rows,
        resamples=settings.resamples,
        confidence=settings.confidence,
        seed=settings.seed,
    )
    for name, right in {"accuracy": predictions.right, f"top_{TOP}_accuracy": predictions.in_top}.items():
        if name in metrics:
            metrics[name] = wilson(int(right.sum()), rows, confidence=settings.confidence)
    return metrics


def time_model(predict: Predictor, dataset: Dataset, settings: EvaluateSettings) -> list[Timing]:
    """How long the model takes for one image and for a batch of the test split, decoded already."""
    sizes = sorted({1, min(settings.batch_size, len(dataset))})
    calls = [partial(predict, dataset.inputs(slice(0, size))) for size in sizes]
    measured = time_in_turns(calls, settings.latency_runs, most_seconds=TIMED_SECONDS)
    return [
        Timing(rows=size, runs=len(times), p50=float(np.quantile(times, 0.5)), p99=float(np.quantile(times, 0.99)))
        for size, times in zip(sizes, measured, strict=True)
    ]
