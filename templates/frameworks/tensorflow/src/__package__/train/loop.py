"""The training loop: one place for step, accumulation, clipping, logs, validation and checkpoints."""

import math
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from ..backend import Tensor, keras, tf
from ..config import Config
from ..console import say
from ..data.augment import augmentation
from ..data.dataset import Batch, batches, load_split, train_batch
from ..data.order import prefetch, steps_per_epoch
from ..errors import ProjectError
from ..files import sha256_file
from ..model.loss import loss as loss_function
from ..model.runtime import count_flops, count_parameters, new_model
from ..report import Checkpoint, Epoch, Score, Training
from .checkpoint import Progress, Run, read_checkpoint
from .device import choose_device
from .logs import RunLog
from .optimizer import make_optimizer, penalty, with_decay
from .profile import profiler
from .schedule import best_epoch, learning_rate, should_stop
from .store import CheckpointStore, weights_sha256


def fit(
    config: Config,
    *,
    checkpoints: Path,
    logs: Path,
    resume: bool = False,
    on_epoch: Callable[[Epoch], None] | None = None,
) -> Training:
    """Train on the training split, and choose the best epoch by the loss on the validation split.

    On a CPU with `train.deterministic`, a run that is killed at any step and resumed ends with the same weights,
    bit for bit, as one that is not.

    Args:
        config: the configuration.
        checkpoints: folder of `best.npz` and `last.npz`.
        logs: folder of `train.jsonl` and `train.csv`.
        resume: go on from the last sound checkpoint in `checkpoints`; without one, start anew.
        on_epoch: is told of each epoch as it ends; what it raises ends the run.

    Raises:
        ProjectError: data are missing, the run to resume is another one, or the loss is no longer finite.
    """
    trainer = Trainer(config, checkpoints)
    resumed_from = trainer.restore() if resume else None
    trainer.train(RunLog(logs, resume_step=resumed_from), on_epoch)
    return trainer.result(resumed_from)


class Trainer:
    """A run: what it learns from, what it changes, and where it stands."""

    def __init__(self, config: Config, checkpoints: Path) -> None:
        """Prepare a run from random weights; nothing on disk changes yet."""
        self.config, self.settings = config, config.train
        self.device = choose_device(config.train)
        self.train_set = load_split(config.paths, "train")
        self.validation_set = load_split(config.paths, "validation")
        signature = self.train_set.signature
        self.batch_size = min(self.settings.batch_size, len(self.train_set))
        if self.batch_size < self.device.replicas * self.settings.accumulation:
            raise ProjectError(
                f"A batch of {self.batch_size} is too small for {self.device.replicas} GPUs and train.accumulation "
                f"{self.settings.accumulation}. Set train.batch_size higher or train.accumulation lower."
            )
        keras.utils.set_random_seed(self.settings.seed)
        with self.device.strategy.scope():
            self.model = new_model(config.model, signature, policy=self.device.policy)
            self.variables = self.model.trainable_variables
            self.optimizer = make_optimizer(self.variables, self.settings, scaled=self.device.scaled)
        self.gradients = tf.function(self.gradients_of_part, jit_compile=self.settings.compile)
        self.step_graph = tf.function(self.step_everywhere, reduce_retracing=True)
        self.validation_graph = tf.function(self.validate_batch, reduce_retracing=True)
        self.progress = Progress(loss_sum=tf.zeros((), tf.float64))
        self.run = Run(config, signature, self.model, self.optimizer, self.progress)
        self.store = CheckpointStore(checkpoints, ".npz")
        self.per_epoch = 1 if self.settings.overfit_one_batch else steps_per_epoch(len(self.train_set), self.batch_size)
        planned = self.settings.epochs * self.per_epoch
        self.last_step = min(planned, self.settings.max_steps or planned)
        # The backward pass costs about twice the forward pass.
        self.flops = 3 * count_flops(self.model)

    def restore(self) -> int | None:
        """Go to where the last checkpoint stands, and return its step; None, and no change, without one."""
        if not self.run.restore(self.store):
            say("train: no checkpoint yet, starting anew")
            return None
        say(f"train: going on from step {self.progress.step} of {self.last_step}")
        return self.progress.step

    def train(self, log: RunLog, on_epoch: Callable[[Epoch], None] | None) -> None:
        """Take the steps that are left."""
        settings, progress = self.settings, self.progress
        self.store.sweep()
        finite = tf.constant(True)
        spent, start = progress.seconds, time.perf_counter()
        marked, marked_step = start, progress.step
        with profiler(log.folder / "profile", enabled=settings.profile) as profile_step:
            for batch in prefetch(self.batches_left(), settings.prefetch):
                rate = learning_rate(settings, progress.step, self.per_epoch, progress.history)
                loss, norm = self.step(batch, rate)
                # fp16 overflows now and then, and its scaler leaves out the step.
                finite &= tf.math.is_finite(loss) & (tf.math.is_finite(norm) | self.device.scaled)
                progress.loss_sum += tf.cast(loss, tf.float64)
                progress.loss_steps += 1
                progress.step += 1
                profile_step()

                step = progress.step
                ends_epoch = step % self.per_epoch == 0 or step == self.last_step
                logs = step % settings.log_every == 0
                saves = step % settings.checkpoint_every == 0
                if not (ends_epoch or logs or saves):
                    continue  # looking at a number would make the CPU wait for the GPU
                if not finite:
                    raise self.not_finite()
                now = time.perf_counter()
                progress.seconds = spent + now - start
                if logs:
                    speed = (step - marked_step) * self.batch_size / (now - marked)
                    marked, marked_step = now, step
                    self.log_step(log, rate, loss, norm, speed)
                if ends_epoch:
                    self.end_epoch(log, rate)
                    if on_epoch is not None:
                        on_epoch(progress.history[-1])
                    if should_stop(progress.history, settings.early_stop_patience):
                        say(f"train: stopped, no better validation loss for {settings.early_stop_patience} epochs")
                        break
                elif saves:
                    self.run.save_last(self.store)

    def batches_left(self) -> Iterator[Batch]:
        """The batches of the steps that are left; none where training has ended."""
        settings = self.settings
        change = augmentation(self.config.data.augment)
        if should_stop(self.progress.history, settings.early_stop_patience):
            return
        for step in range(self.progress.step, self.last_step):
            epoch, number = (0, 0) if settings.overfit_one_batch else divmod(step, self.per_epoch)
            yield train_batch(
                self.train_set, change, seed=settings.seed, epoch=epoch, step=number, batch_size=self.batch_size
            )

    def step(self, batch: Batch, rate: float) -> tuple[Tensor, Tensor]:
        """One optimizer step; returns the batch's loss and the length of its gradient, still on the device."""
        self.optimizer.learning_rate.assign(rate)
        loss, norm = self.step_graph(self.device.put(batch.images), self.device.put(batch.labels))
        return loss, norm

    def step_everywhere(self, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """The step on every replica, each with its part of the batch."""
        strategy = self.device.strategy
        losses, norms = strategy.run(self.step_on_replica, args=(images, labels))
        return (
            strategy.reduce(tf.distribute.ReduceOp.SUM, losses, axis=None),
            strategy.reduce(tf.distribute.ReduceOp.MEAN, norms, axis=None),
        )

    def step_on_replica(self, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """Gradients of this replica's part, summed over all replicas, clipped and applied."""
        settings, scale = self.settings, self.optimizer.scale_loss(tf.ones(()))
        total, gradients = tf.zeros(()), [tf.zeros_like(variable) for variable in self.variables]
        edges = np.linspace(0, images.shape[0], settings.accumulation + 1).astype(int)
        for start, end in pairwise(edges):
            with tf.control_dependencies(gradients):  # one part after the other, or all would be in memory at once
                loss, part = self.gradients(images[start:end], labels[start:end])
            gradients = [whole + more for whole, more in zip(gradients, part, strict=True)]
            total += loss
        context = tf.distribute.get_replica_context()
        gradients = context.all_reduce(tf.distribute.ReduceOp.SUM, gradients)
        norm = tf.linalg.global_norm(gradients)
        gradients, _ = tf.clip_by_global_norm(gradients, (settings.clip_norm or math.inf) * scale, norm)
        gradients = with_decay(gradients, self.variables, settings, scale)
        # Keras sums over the replicas once more.
        self.optimizer.apply([gradient / self.device.replicas for gradient in gradients], self.variables)
        return total, norm / scale

    def gradients_of_part(self, images: Tensor, labels: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Loss and scaled gradients of some rows, both by the share that they have in the whole batch."""
        settings = self.settings
        with tf.GradientTape() as tape:
            logits = self.model(images, training=True)
            loss = loss_function(logits, labels, settings.label_smoothing)
            if settings.l1 or settings.l2:
                loss += penalty(self.variables, l1=settings.l1, l2=settings.l2)
            loss *= images.shape[0] / self.batch_size
            scaled = self.optimizer.scale_loss(loss)
        return loss, tape.gradient(scaled, self.variables)

    def validate(self) -> tuple[float, float]:
        """Loss, without smoothing and penalties, and accuracy on the validation split."""
        loss_sum, right = tf.zeros((), tf.float64), tf.zeros((), tf.int64)
        for batch in batches(self.validation_set, self.config.evaluate.batch_size):
            with tf.device(self.device.first):
                loss, count = self.validation_graph(tf.constant(batch.images), tf.constant(batch.labels))
            loss_sum += tf.cast(loss, tf.float64) * len(batch.labels)
            right += count
        rows = len(self.validation_set)
        return float(loss_sum) / rows, int(right) / rows

    def validate_batch(self, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """Mean loss and how many are right, on the first device."""
        logits = self.model(images, training=False)
        right = tf.math.count_nonzero(tf.argmax(logits, axis=1) == labels)
        return loss_function(logits, labels), right

    def end_epoch(self, log: RunLog, rate: float) -> None:
        """Validate, log, and save; the best epoch's weights are kept apart."""
        progress = self.progress
        validation_loss, accuracy = self.validate()
        if not math.isfinite(validation_loss):
            raise self.not_finite()
        epoch = Epoch(
            epoch=len(progress.history) + 1,
            train_loss=float(progress.loss_sum) / progress.loss_steps,
            validation_loss=validation_loss,
            validation_accuracy=accuracy,
            learning_rate=rate,
        )
        progress.history.append(epoch)
        progress.loss_sum = tf.zeros((), tf.float64)
        progress.loss_steps = 0
        log.write({"step": progress.step, **epoch.model_dump()})
        say(
            f"epoch {epoch.epoch}: train loss {epoch.train_loss:.4f}, validation loss {validation_loss:.4f}, "
            f"accuracy {accuracy:.4f}{self.device.peak_memory()}"
        )
        # In this order: a best checkpoint that is missing can be made again from the last, not the other way round.
        self.run.save_last(self.store)
        if best_epoch(progress.history) is epoch:
            self.run.save_best(self.store)

    def log_step(self, log: RunLog, rate: float, loss: Tensor, norm: Tensor, speed: float) -> None:
        """Write a line of the log, and to the console with the part of the GPU's peak that is used."""
        epoch, value, length = len(self.progress.history) + 1, float(loss), float(norm)
        log.write(
            {
                "step": self.progress.step,
                "epoch": epoch,
                "train_loss": value,
                "learning_rate": rate,
                "gradient_norm": length if math.isfinite(length) else None,
                "samples_per_second": speed,
            }
        )
        utilization = self.device.utilization(speed * self.flops)
        mfu = "" if utilization is None else f", MFU {utilization:.1%}"
        say(
            f"step {self.progress.step}/{self.last_step}: loss {value:.4f}, learning rate {rate:.2e}, "
            f"{speed:,.0f} images/s{mfu}"
        )

    def not_finite(self) -> ProjectError:
        """The error for a loss or gradient that is no number; no checkpoint was written with it."""
        return ProjectError(
            f"The loss or its gradient is no longer finite, at or shortly before step {self.progress.step}. "
            f"The checkpoints in {self.store.folder} are from before. Lower train.learning_rate or train.clip_norm, "
            "or set train.precision=fp32, and start anew."
        )

    def result(self, resumed_from: int | None) -> Training:
        """What the run came to, for the report."""
        progress = self.progress
        best = best_epoch(progress.history)
        content = self.store.load("best", read_checkpoint)
        if best is None or content is None:
            raise ProjectError("The run has no finished epoch. Run `train` to start anew.")
        path = self.store.path("best")
        seconds = max(progress.seconds, 1e-9)
        return Training(
            framework="tensorflow",
            device=self.device.name,
            precision=self.device.precision,
            parameters=count_parameters(self.model),
            steps=progress.step,
            seconds=progress.seconds,
            samples_per_second=progress.step * self.batch_size / seconds,
            epochs=progress.history,
            best_epoch=best.epoch,
            best=Score(metric="validation_loss", value=best.validation_loss),
            checkpoint=Checkpoint(path=self.config.paths.relative(path), sha256=sha256_file(path)),
            weights_sha256=weights_sha256(content["model"]),
            resumed_from_step=resumed_from,
        )
