"""The stage `evaluate`: the best checkpoint on the test split, which nothing was chosen by."""

from pathlib import Path

import numpy as np

from ..config import Config
from ..console import say, warn
from ..data.dataset import batches, load_split
from ..data.shards import shard_files
from ..errors import ConfigError
from ..model.runtime import best_checkpoint, load_predictor
from ..report import ConfusionMatrix, Metrics, TargetResult, write_report
from .bootstrap import bootstrap
from .metrics import Predictions, confusion, score_rows, softmax, write_predictions
from .plots import draw_all

LOWER_IS_BETTER = frozenset({"log_loss"})


def evaluate(config: Config) -> Path:
    """Write `reports/metrics.json`, `reports/predictions.parquet` and figures.

    Raises:
        ProjectError: no model has been trained, or the data are missing.
        ConfigError: the target is a metric that there is not.
    """
    paths, settings = config.paths, config.evaluate
    dataset = load_split(paths, "test")
    checkpoint = best_checkpoint(paths)
    predict = load_predictor(config, checkpoint=checkpoint)
    logits = [predict(batch.images) for batch in batches(dataset, settings.batch_size)]
    predictions = Predictions(dataset.ids, dataset.signature.classes, dataset.labels, softmax(np.concatenate(logits)))
    metrics = bootstrap(
        lambda rows: score_rows(predictions, rows),
        len(dataset),
        resamples=settings.resamples,
        confidence=settings.confidence,
        seed=settings.seed,
    )
    wanted = settings.target
    if wanted.metric not in metrics:
        raise ConfigError(f"evaluate.target.metric: there is no {wanted.metric!r}, but {', '.join(metrics)}.")
    reached = metrics[wanted.metric].value
    met = reached <= wanted.value if wanted.metric in LOWER_IS_BETTER else reached >= wanted.value
    write_predictions(paths.predictions, predictions)
    figures = draw_all(paths.figures, predictions, metrics, dataset.pixels)
    for name in ("accuracy", "macro_f1", "log_loss"):
        estimate = metrics[name]
        interval = f"{settings.confidence:.0%} between {estimate.low:.4f} and {estimate.high:.4f}"
        say(f"evaluate: {name} {estimate.value:.4f} ({interval})")
    if not met:
        warn(f"the target is missed: {wanted.metric} {reached:.4f}, wanted {wanted.value:g}")
    shards = shard_files(paths.processed / "test", written_by="data split")
    result = Metrics(
        split="test",
        rows=len(dataset),
        metrics=metrics,
        target=TargetResult(metric=wanted.metric, value=wanted.value, met=met),
        confusion_matrix=ConfusionMatrix(labels=list(predictions.classes), counts=confusion(predictions).tolist()),
        predictions=paths.relative(paths.predictions),
        figures=[paths.relative(figure) for figure in figures],
    )
    inputs = [checkpoint, paths.signature, *shards, paths.configs / "evaluate.yaml"]
    return write_report(config, result, inputs=inputs)
