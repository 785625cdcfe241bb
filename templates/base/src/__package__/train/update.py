"""The stage `update`: the model learns from what people said of its answers, without forgetting what it knew."""

import shutil
from pathlib import Path

import numpy as np

from ..config import Config
from ..console import say
from ..data.dataset import Dataset, batches, load_split
from ..data.feedback import Learned, divide_feedback, mix
from ..data.shards import shard_files
from ..deploy.export import export
from ..deploy.feedback import read_feedback
from ..errors import ProjectError
from ..files import sha256_file
from ..model.runtime import best_checkpoint, load_predictor
from ..report import write_report
from ..results import BeforeAfter, Comparison, Update
from . import derive
from .store import CheckpointStore


def update(config: Config) -> Path:
    """Fine-tune the best checkpoint on feedback and replayed training data, and write `reports/update.json`.

    The new model takes the place of the old one, as the best checkpoint and as `models/model.onnx`, where on feedback
    that it has not learned from its loss is no higher and its accuracy no lower, and where on the test split its
    accuracy is lower by no more than `deploy.update.tolerance`. A server that runs then takes it over by itself.

    Raises:
        ProjectError: there is too little feedback, no model is trained, or the export failed; the old model is then
            as it was.
    """
    paths, settings = config.paths, config.deploy.update
    checkpoint = best_checkpoint(paths)
    train = load_split(paths, "train")
    feedback = divide_feedback(read_feedback(paths.feedback), train.signature, held_out=settings.held_out)
    _check_enough(config, feedback)
    mixture, replayed = mix(train, feedback.learned, replay=settings.replay, seed=config.train.seed)
    say(f"update: learning from {len(feedback.learned)} rows of feedback among {replayed} of the training split")
    candidate = paths.models / f"update{checkpoint.suffix}"
    try:
        derive.update(config, checkpoint, candidate, mixture)
        test = _compare(config, checkpoint, candidate, load_split(paths, "test"))
        unseen = _compare(config, checkpoint, candidate, feedback.held_out)
        reason = _objection(test, unseen, settings.tolerance)
        if reason is None:
            _put_in_place(config, checkpoint, candidate)
    finally:
        candidate.unlink(missing_ok=True)
    say(f"update: {'the new model is in place' if reason is None else f'the old model stays: {reason}'}")
    result = Update(
        feedback_rows=feedback.rows,
        learned_rows=len(feedback.learned),
        replayed_rows=replayed,
        test=test,
        feedback=unseen,
        tolerance=settings.tolerance,
        accepted=reason is None,
        reason=reason or "no worse on unseen feedback, and on the test split within the tolerance",
        checkpoint_sha256=sha256_file(checkpoint),
    )
    shards = [file for name in ("train", "test") for file in shard_files(paths.processed / name, written_by="data")]
    configs = [paths.configs / f"{section}.yaml" for section in ("deploy", "train")]
    return write_report(config, result, inputs=[checkpoint, paths.feedback, *shards, *configs])


def _check_enough(config: Config, feedback: Learned) -> None:
    least = config.deploy.update.min_rows
    if feedback.rows < least or not len(feedback.learned) or not len(feedback.held_out):
        raise ProjectError(
            f"{config.paths.feedback} holds {feedback.rows} examples to learn from, and {least} are needed "
            "(deploy.update.min_rows). Serve with --set serve.feedback=true --set serve.feedback_inputs=true and "
            "collect more; the model is as it was."
        )


def _compare(config: Config, before: Path, after: Path, dataset: Dataset) -> Comparison:
    (old_loss, old_accuracy), (loss, accuracy) = (_score(config, path, dataset) for path in (before, after))
    return Comparison(
        rows=len(dataset),
        loss=BeforeAfter(before=old_loss, after=loss),
        accuracy=BeforeAfter(before=old_accuracy, after=accuracy),
    )


def _score(config: Config, checkpoint: Path, dataset: Dataset) -> tuple[float, float]:
    """Mean loss in nats and accuracy over all targets of a dataset."""
    predict = load_predictor(config, checkpoint=checkpoint)
    nats, right, count = 0.0, 0, 0
    for batch in batches(dataset, config.evaluate.batch_size):
        logits = predict(batch.inputs)
        highest = logits.max(axis=-1, keepdims=True)
        totals = np.log(np.exp(logits - highest).sum(axis=-1, dtype=np.float64)) + highest[..., 0]
        nats += float((totals - np.take_along_axis(logits, batch.targets[..., None], axis=-1)[..., 0]).sum())
        right += int((logits.argmax(axis=-1) == batch.targets).sum())
        count += batch.targets.size
    return nats / count, right / count


def _objection(test: Comparison, feedback: Comparison, tolerance: float) -> str | None:
    """What speaks against the new model, or None."""
    if not feedback.loss.after <= feedback.loss.before:
        return f"its loss on unseen feedback went from {feedback.loss.before:.4f} to {feedback.loss.after:.4f}"
    if feedback.accuracy.after < feedback.accuracy.before:
        return (
            f"its accuracy on unseen feedback went from {feedback.accuracy.before:.4f} to {feedback.accuracy.after:.4f}"
        )
    if test.accuracy.after < test.accuracy.before - tolerance:
        return f"its accuracy on the test split went from {test.accuracy.before:.4f} to {test.accuracy.after:.4f}"
    return None


def _put_in_place(config: Config, checkpoint: Path, candidate: Path) -> None:
    """Make the candidate the best checkpoint and export it; the old one comes back where that fails."""
    store = CheckpointStore(checkpoint.parent, checkpoint.suffix)
    store.save("best", lambda temporary: shutil.copyfile(candidate, temporary))
    try:
        export(config)
    except BaseException:
        store.previous("best").replace(checkpoint)
        raise
