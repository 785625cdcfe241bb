"""The training loop: one place for step, accumulation, clipping, logs, validation and checkpoints."""

import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ..backend import Tensor, keras, tf
from ..config import Config
from ..console import say
from ..data.dataset import Batch, batches, load_split, train_batch
from ..data.order import batch_indices, prefetch, steps_per_epoch
from ..errors import ProjectError
from ..files import sha256_file
from ..model.loss import loss as loss_function
from ..model.runtime import count_flops, count_parameters, new_model
from ..results import Checkpoint, Epoch, Score, Training
from .accumulation import sum_over_parts
from .check import check_rows, global_batch_size, not_finite
from .checkpoint import Progress, Run, read_checkpoint
from .device import choose_device
from .distributed import ALONE, SUM, World
from .interrupt import StopSignal
from .logs import RunLog
from .memory import explained_memory_errors
from .optimizer import make_optimizer, with_decay, with_penalty
from .profile import profiler
from .schedule import best_epoch, learning_rate, should_stop
from .store import CheckpointStore, weights_sha256

# An epoch of one batch: short enough to be seen often, long enough not to be all validation.
OVERFIT_STEPS = 10


def fit(
    config: Config,
    *,
    checkpoints: Path,
    logs: Path,
    resume: bool = False,
    on_epoch: Callable[[Epoch], None] | None = None,
    world: World = ALONE,
    stop: StopSignal | None = None,
) -> Training:
    """Train on the training split, and choose the best epoch by the loss on the validation split.

    On a CPU with `train.deterministic`, a run that is killed at any step and resumed ends with the same weights,
    bit for bit, as one that is not. All workers of `world` call this together, and get the same result.

    Args:
        config: the configuration.
        checkpoints: folder of `best.npz` and `last.npz`.
        logs: folder of `train.jsonl` and `train.csv`.
        resume: go on from the last sound checkpoint in `checkpoints`; without one, start anew.
        on_epoch: is told of each epoch as it ends; what it raises ends the run.
        world: the workers that train together.
        stop: asks the run to end after the step under way, and to save it.

    Raises:
        ProjectError: data are missing or wrong, the run to resume is another one, the loss is no longer finite, or the
            batch does not fit in memory.
        StoppedError: `stop` asked for it.
    """
    with explained_memory_errors():
        trainer = Trainer(config, checkpoints, world=world, stop=stop)
        if not resume:
            world.first_does(trainer.store.put_aside)
        resumed_from = trainer.restore() if resume else None
        trainer.train(RunLog(logs, resume_step=resumed_from, enabled=world.first), on_epoch)
        return world.first_does(lambda: trainer.result(resumed_from))


class Trainer:
    """A run: what it learns from, what it changes, and where it stands."""

    def __init__(
        self, config: Config, checkpoints: Path, *, world: World = ALONE, stop: StopSignal | None = None
    ) -> None:
        """Prepare a run from random weights; nothing on disk changes yet."""
        self.config, self.settings, self.world, self.stop = config, config.train, world, stop
        self.device = choose_device(config.train, world)
        self.train_set = load_split(config.paths, "train")
        self.validation_set = load_split(config.paths, "validation")
        self.batch_size = global_batch_size(config.train.batch_size, len(self.train_set), self.device.replicas)
        signature = self.train_set.signature
        keras.utils.set_random_seed(self.settings.seed)
        with self.device.strategy.scope():
            self.model = new_model(config.model, signature, policy=self.device.policy)
            self.variables = self.model.trainable_variables
            self.optimizer = make_optimizer(self.variables, self.settings, scaled=self.device.scaled)
        # The backward pass costs about twice the forward pass.
        self.flops = 3 * count_flops(self.model, signature.example(1))
        self.gradients = tf.function(self.gradients_of_part, jit_compile=self.settings.compile)
        self.step_graph: Callable[..., tuple[Tensor, Tensor]] = self.device.everywhere(self.step_on_replica)
        self.validation_graph = self.device.everywhere(self.validate_on_replica, varying=True)
        self.progress = Progress(loss_sum=tf.zeros((), tf.float64))
        self.run = Run(config, signature, self.model, self.optimizer, self.progress, self.device.strategy, world)
        self.run.separate_random()
        self.store = CheckpointStore(checkpoints, ".npz")
        self.per_epoch = steps_per_epoch(len(self.train_set), self.batch_size)
        if self.settings.overfit_one_batch:
            self.per_epoch = OVERFIT_STEPS
        planned = self.settings.epochs * self.per_epoch
        self.last_step = min(planned, self.settings.max_steps or planned)

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
        self.world.first_does(self.store.sweep)
        finite = tf.constant(True)
        spent, start = progress.seconds, time.perf_counter()
        marked, marked_step = start, progress.step
        with profiler(log.folder / "profile", enabled=settings.profile and self.world.first) as profile_step:
            for batch in prefetch(self.batches_left(), self.device.ahead(settings.prefetch)):
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
                stops = self.asked_to_stop(now=ends_epoch or logs or saves)
                if not (ends_epoch or logs or saves or stops):
                    continue  # looking at a number would make the CPU wait for the GPU
                if not finite:
                    raise not_finite(progress.step, self.store.folder)
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
                elif saves or stops:
                    self.run.save_last(self.store)
                if stops and self.stop is not None and step < self.last_step:
                    raise self.stop.error(step)

    def asked_to_stop(self, *, now: bool) -> bool:
        """Whether the run shall end after this step. Workers agree on it where they wait for the device anyway."""
        asked = self.stop is not None and self.stop.asked is not None
        if self.world.size == 1:
            return asked
        return now and self.world.any(flag=asked)

    def batches_left(self) -> Iterator[Batch]:
        """The batches of the steps that are left; none where training has ended."""
        settings = self.settings
        if should_stop(self.progress.history, settings.early_stop_patience):
            return
        data, size, part = self.train_set, self.batch_size, self.world.share(self.batch_size)
        for step in range(self.progress.step, self.last_step):
            epoch, number = (0, 0) if settings.overfit_one_batch else divmod(step, self.per_epoch)
            place = {"seed": settings.seed, "epoch": epoch, "step": number}
            batch = train_batch(data, self.config.data, **place, batch_size=size, part=part)
            check_rows(batch, data, batch_indices(len(data), size, **place)[part])
            yield batch

    def step(self, batch: Batch, rate: float) -> tuple[Tensor, Tensor]:
        """One optimizer step; returns the batch's loss and the length of its gradient, still on the device."""
        self.optimizer.learning_rate.assign(rate)
        return self.step_graph(self.device.put(batch.inputs), self.device.put(batch.targets))

    def step_on_replica(self, inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """One replica's part of the step: its share of the batch's loss, and of the length of the gradient."""
        settings, scale = self.settings, self.optimizer.scale_loss(tf.ones(()))
        loss, gradients = sum_over_parts(self.gradients, inputs, targets, settings.micro_batch or self.batch_size)
        gradients = tf.distribute.get_replica_context().all_reduce(SUM, gradients)
        if settings.l1 or settings.l2:
            gradients, value = with_penalty(gradients, self.variables, scale, l1=settings.l1, l2=settings.l2)
            loss += value / self.device.replicas
        norm = tf.linalg.global_norm(gradients)
        if settings.clip_norm is not None:
            gradients, _ = tf.clip_by_global_norm(gradients, settings.clip_norm * scale, norm)
        self.optimizer.apply(with_decay(gradients, self.variables, settings, scale), self.variables)
        return loss, norm / scale / self.device.replicas

    def gradients_of_part(self, inputs: Tensor, targets: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Loss and scaled gradients of some rows, both by the share that they have in the whole batch."""
        with tf.GradientTape() as tape:
            logits = self.model(inputs, training=True)
            loss = loss_function(logits, targets, self.settings.label_smoothing) * (inputs.shape[0] / self.batch_size)
            scaled = self.optimizer.scale_loss(loss)
        gradients = tape.gradient(scaled, self.variables, unconnected_gradients=tf.UnconnectedGradients.ZERO)
        return loss, [tf.convert_to_tensor(gradient) for gradient in gradients]

    def validate(self) -> tuple[float, float]:
        """Loss, without smoothing and penalties, and accuracy on the validation split."""
        sums = tf.zeros(3, tf.float64)  # loss, right targets, targets
        size = self.config.evaluate.batch_size
        for number, batch in enumerate(batches(self.validation_set, size)):
            check_rows(batch, self.validation_set, range(number * size, number * size + len(batch.targets)))
            sums += self.validation_graph(*self.device.put_shares(batch))
        loss_sum, right_sum, count_sum = sums.numpy().tolist()
        return loss_sum / count_sum, right_sum / count_sum

    def validate_on_replica(self, inputs: Tensor, targets: Tensor, count: Tensor) -> Tensor:
        """Sums of loss, right targets and targets, float64 [3]."""
        logits = self.model(inputs, training=False)
        loss = tf.cast(loss_function(logits, targets), tf.float64)
        right = tf.math.count_nonzero(tf.argmax(logits, axis=-1) == targets, dtype=tf.float64)
        return tf.stack((loss * count, right, count)) * tf.sign(count)

    def end_epoch(self, log: RunLog, rate: float) -> None:
        """Validate, log, and save; the best epoch's weights are kept apart."""
        progress = self.progress
        self.run.average_statistics()
        validation_loss, accuracy = self.validate()
        if not math.isfinite(validation_loss):
            raise not_finite(progress.step, self.store.folder)
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
            f"{speed * self.train_set.units_per_row:,.0f} {self.train_set.unit}/s{mfu}"
        )

    def result(self, resumed_from: int | None) -> Training:
        """What the run came to, for the report."""
        progress = self.progress
        best = best_epoch(progress.history)
        content = self.store.load("best", read_checkpoint)
        if best is None or content is None:
            raise ProjectError("The run has no finished epoch. Run `train` to start anew.")
        path = self.store.path("best")
        speed = progress.step * self.batch_size / max(progress.seconds, 1e-9)
        return Training(
            framework="tensorflow",
            device=self.device.name,
            precision=self.device.precision,
            precision_reason=self.device.precision_reason,
            world_size=self.device.replicas,
            parameters=count_parameters(self.model),
            steps=progress.step,
            seconds=progress.seconds,
            samples_per_second=speed,
            unit=self.train_set.unit,
            units_per_second=speed * self.train_set.units_per_row,
            mfu=self.device.utilization(speed * self.flops),
            peak_memory_bytes=self.device.peak_memory_bytes(),
            epochs=progress.history,
            best_epoch=best.epoch,
            best=Score(metric="validation_loss", value=best.validation_loss),
            checkpoint=Checkpoint(path=self.config.paths.relative(path), sha256=sha256_file(path)),
            weights_sha256=weights_sha256(content["model"]),
            resumed_from_step=resumed_from,
        )
