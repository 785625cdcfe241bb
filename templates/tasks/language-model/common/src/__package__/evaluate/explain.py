"""Which of the tokens before it a prediction hangs on: put another in the place of one, and see what it costs.

The idea is that of occlusion, for text: J. Li, W. Monroe and D. Jurafsky, Understanding Neural Networks through
Representation Erasure, 2016, https://arxiv.org/abs/1612.08220. What stands in for a token is drawn from the training
text, because a window with a hole is none that the model has ever seen. It treats the model as a function, so it is
the same for every framework. Sanity check: J. Adebayo et al., Sanity Checks for Saliency Maps, NeurIPS 2018,
https://arxiv.org/abs/1810.03292: an explanation that stays the same when the weights are random explains the text and
not the model.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..config import Config
from ..console import say, warn
from ..data.dataset import Dataset, Inputs, load_split
from ..data.tokens import token_files
from ..model.runtime import Predictor, best_checkpoint, load_predictor
from ..report import write_report
from ..results import Explanation, ExplanationMethod, Sanity
from .attribution import Reals, agreement
from .explain_plot import draw_explanation
from .page import write_page
from .score import token_nats

METHOD = "substitution"
Tokens = npt.NDArray[np.int64]


def explain(config: Config) -> Path:
    """Write `reports/explanation.json` and `reports/figures/explanation.png`.

    Raises:
        ProjectError: no model has been trained, or the data are missing.
    """
    paths, settings = config.paths, config.evaluate.explain
    dataset = load_split(paths, "test")
    windows = choose(dataset, settings.samples, seed=config.evaluate.seed)
    checkpoint = best_checkpoint(paths)
    predict = in_parts(load_predictor(config, checkpoint=checkpoint), config.evaluate.batch_size)
    predicted: Tokens = predict(windows)[:, -1].argmax(axis=-1)
    count = min(settings.tokens, windows.shape[1])
    others = draw_others(load_split(paths, "train"), (settings.draws, count), seed=config.evaluate.seed)
    maps = substitution_maps(predict, windows, predicted, others)

    random = in_parts(load_predictor(config, checkpoint=checkpoint, randomized=True), config.evaluate.batch_size)
    correlation = agreement(maps, substitution_maps(random, windows, predicted, others))
    sanity = Sanity(
        randomized_correlation=correlation,
        threshold=settings.threshold,
        passed=abs(correlation) < settings.threshold,
    )
    figure = draw_explanation(dataset.signature, windows, predicted, maps, paths.figures / "explanation.png")
    say(f"explain: {len(windows)} predictions in {paths.relative(figure)}")
    say(f"explain: {METHOD}, correlation with random weights {correlation:.2f}")
    if not sanity.passed:
        warn(f"it hardly depends on what the model learned (threshold {sanity.threshold}): do not rely on it")
    result = Explanation(
        method=METHOD,
        samples=len(windows),
        figures=[paths.relative(figure)],
        sanity=sanity,
        methods=[ExplanationMethod(name=METHOD, sanity=sanity, completeness_gap=None)],
    )
    tokens = [*token_files(paths.processed / "test"), *token_files(paths.processed / "train")]
    report = write_report(
        config, result, inputs=[checkpoint, paths.signature, *tokens, paths.configs / "evaluate.yaml"]
    )
    if paths.report("metrics").exists():
        write_page(paths)
    return report


def choose(dataset: Dataset, count: int, *, seed: int) -> Inputs:
    """Windows of the split at random, in their order, [n, context]."""
    chosen = np.random.default_rng(seed).permutation(len(dataset))[:count]
    return dataset.inputs(np.sort(chosen))


def draw_others(dataset: Dataset, shape: tuple[int, int], *, seed: int) -> Tokens:
    """Tokens as often as the text has them: those at random places of a split."""
    places = np.random.default_rng([seed, 1]).integers(len(dataset.stream), size=shape)
    return np.array([[dataset.stream.read(int(place), 1)[0] for place in row] for row in places], np.int64)


def substitution_maps(predict: Predictor, windows: Inputs, predicted: Tokens, others: Tokens) -> Reals:
    """How much the log-probability of a prediction falls when a token before it is another one.

    Args:
        predict: tokens [n, T] to logits [n, T, vocabulary].
        windows: [N, T].
        predicted: the token after each window that is explained, [N].
        others: what is put in the place of each of the last k tokens, [draws, k].

    Returns:
        [N, k], in nats, the mean over the draws; positive where the token speaks for the prediction.
    """
    draws, count = others.shape
    maps = np.empty((len(windows), count))
    for row, (window, token) in enumerate(zip(windows, predicted, strict=True)):
        changed = np.tile(window, (draws, count, 1))
        places = np.arange(count)
        changed[:, places, len(window) - count + places] = others
        logits = predict(np.concatenate([window[None], changed.reshape(-1, len(window))]))[:, -1:]
        nats = token_nats(logits, np.full((len(logits), 1), token))[:, 0]
        maps[row] = nats[1:].reshape(draws, count).mean(axis=0) - nats[0]
    return maps


def in_parts(predict: Predictor, batch_size: int) -> Predictor:
    """The same function, which gives the model no more than `batch_size` windows at once, and keeps the last place."""

    def predict_parts(inputs: Inputs) -> npt.NDArray[np.float32]:
        parts = [predict(inputs[start : start + batch_size])[:, -1:] for start in range(0, len(inputs), batch_size)]
        return np.concatenate(parts)

    return predict_parts
