"""The stage `evaluate`: the best checkpoint on the test split, which nothing was chosen by, against a 5-gram model."""

from pathlib import Path
from typing import cast

import numpy as np

from ..config import Config
from ..console import say
from ..data.dataset import Dataset, load_split
from ..data.shards import read_rows, shard_files
from ..data.tokens import token_files
from ..errors import ProjectError
from ..model.runtime import Predictor, best_checkpoint, load_predictor
from ..paths import Paths
from ..report import write_report
from ..results import Metrics, Timing
from .bootstrap import bootstrap
from .latency import time_in_turns
from .metrics import MEANINGS, score_rows, write_predictions
from .ngram import NGram
from .page import write_page
from .plots import draw_all
from .runs import keep_run
from .score import score
from .settings import EvaluateSettings
from .target import judge

BASELINE_TOKENS = 32 << 20  # of the training split, at about 100 bytes of memory each
TIMED_SECONDS = 4.0
SHOWN = ("bits_per_byte", "baseline_bits_per_byte", "bits_saved", "perplexity", "accuracy")


def evaluate(config: Config) -> Path:
    """Write `reports/metrics.json`, `reports/predictions.parquet`, figures, `reports/evaluation.html` and a run.

    Raises:
        ProjectError: no model has been trained, the data are missing or damaged, or the model gives no numbers.
        ConfigError: the target is a metric that there is not.
    """
    paths, settings = config.paths, config.evaluate
    dataset = load_split(paths, "test")
    checkpoint = best_checkpoint(paths)
    predict = load_predictor(config, checkpoint=checkpoint)
    dataset.stream.verify()
    baseline = train_baseline(paths)
    scores = score(predict, baseline, dataset, read_texts(paths, dataset), settings.batch_size)
    predictions = scores.predictions
    metrics = bootstrap(
        lambda rows: score_rows(predictions, rows),
        len(predictions.ids),
        resamples=settings.resamples,
        confidence=settings.confidence,
        seed=settings.seed,
    )
    target = judge(settings.target, metrics, baseline=metrics["baseline_bits_per_byte"].value)
    write_predictions(paths.predictions, predictions)
    figures = draw_all(paths.figures, scores, metrics)
    for name in SHOWN:
        interval = f"{settings.confidence:.0%} between {metrics[name].low:.4f} and {metrics[name].high:.4f}"
        say(f"evaluate: {name} {metrics[name].value:.4f} ({interval})")
    result = Metrics(
        split="test",
        rows=len(predictions.ids),
        metrics=metrics,
        target=target,
        predictions=paths.relative(paths.predictions),
        figures=[paths.relative(figure) for figure in figures],
        meanings=MEANINGS,
        latency_ms=time_model(predict, dataset, settings),
        page=paths.relative(paths.page),
    )
    tokens = [*token_files(paths.processed / "test"), *token_files(paths.processed / "train")]
    report = write_report(
        config, result, inputs=[checkpoint, paths.signature, *tokens, paths.configs / "evaluate.yaml"]
    )
    keep_run(config, result, checkpoint)
    say(f"evaluate: all of it in {paths.relative(write_page(paths))}")
    return report


def train_baseline(paths: Paths) -> NGram:
    """The 5-gram model of the training split; of a very long one, of its beginning.

    Raises:
        ProjectError: the tokens are missing or damaged.
    """
    dataset = load_split(paths, "train")
    dataset.stream.verify()
    count = min(len(dataset.stream), BASELINE_TOKENS)
    part = "" if count == len(dataset.stream) else f" of {len(dataset.stream):,}"
    say(f"evaluate: counting n-grams in {count:,}{part} tokens")
    return NGram.train(dataset.stream.read(0, count), dataset.signature.vocabulary)


def read_texts(paths: Paths, dataset: Dataset) -> list[tuple[str, str]]:
    """Id and group of each text of a split, in the order of its tokens.

    Raises:
        ProjectError: the texts are not those of the tokens.
    """
    files = shard_files(paths.processed / dataset.name, written_by="data split")
    texts = [(cast("str", row["id"]), cast("str", row["group"])) for row in read_rows(files, columns=["id", "group"])]
    if len(texts) != dataset.stream.manifest.documents:
        raise ProjectError(f"The texts in {paths.processed / dataset.name} have changed. Run `data normalize` again.")
    return texts


def time_model(predict: Predictor, dataset: Dataset, settings: EvaluateSettings) -> list[Timing]:
    """How long the model takes for one window and for a batch of them."""
    sizes = sorted({1, min(settings.batch_size, len(dataset))})
    inputs = [dataset.inputs(slice(0, size)) for size in sizes]
    calls = [lambda tokens=tokens: predict(tokens) for tokens in inputs]
    measured = time_in_turns(calls, settings.latency_runs, most_seconds=TIMED_SECONDS)
    return [
        Timing(rows=size, runs=len(times), p50=float(np.quantile(times, 0.5)), p99=float(np.quantile(times, 0.99)))
        for size, times in zip(sizes, measured, strict=True)
    ]
