"""A short training after the training: how long it is, how fast, and what it sees."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..config import Config
from ..data.dataset import Batch, Dataset, train_batch
from ..data.order import steps_per_epoch
from ..deploy.settings import FinetuneSettings
from .schedule import learning_rate
from .settings import TrainSettings

# Part of the steps in which the learning rate grows; it falls as a cosine in the others.
WARM_UP = 0.1


@dataclass(frozen=True)
class ShortRun:
    """`steps` batches of `batch_size` rows; `train` is the section of the configuration with another learning rate."""

    config: Config
    train: TrainSettings
    steps: int
    batch_size: int
    per_epoch: int

    @property
    def micro_batch(self) -> int:
        """Rows that are computed at once."""
        return min(self.train.micro_batch or self.batch_size, self.batch_size)

    def learning_rate(self, step: int) -> float:
        """Of a step, counted from 0."""
        return learning_rate(self.train, step, self.steps, [])

    def batches(self, dataset: Dataset) -> Iterator[Batch]:
        """The batches in their order: those with which a training of the same seed begins."""
        for step in range(self.steps):
            epoch, number = divmod(step, self.per_epoch)
            yield train_batch(
                dataset,
                self.config.data,
                seed=self.train.seed,
                epoch=epoch,
                step=number,
                batch_size=self.batch_size,
            )


def plan_short_run(config: Config, settings: FinetuneSettings, rows: int) -> ShortRun:
    """A run of a part of the steps of `train`, at a part of its learning rate, over `rows` training examples."""
    train, batch_size = config.train, min(config.train.batch_size, rows)
    per_epoch = steps_per_epoch(rows, batch_size)
    planned = train.epochs * per_epoch
    steps = max(1, round(settings.effort * min(planned, train.max_steps or planned)))
    # To the schedule, all of it is one epoch.
    changes = {"schedule": "cosine", "epochs": 1, "warmup_epochs": WARM_UP}
    rate = train.learning_rate * settings.rate
    return ShortRun(config, train.model_copy(update={**changes, "learning_rate": rate}), steps, batch_size, per_epoch)
