"""Workers that train together: who they are, and what they agree on.

The environment variable TF_CONFIG tells each of them, https://www.tensorflow.org/guide/distributed_training#TF_CONFIG;
`python -m <package>.train.launch` sets it on one machine. Several GPUs of one machine need no workers: one process has
them all.
"""

import json
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from ..backend import Strategy, Tensor, Variable, tf
from ..console import mute, say
from ..errors import ProjectError
from .memory import limit_memory
from .rendezvous import meet
from .settings import TrainSettings

Result = TypeVar("Result")

SUM = tf.distribute.ReduceOp.SUM
MEAN = tf.distribute.ReduceOp.MEAN
LOST = (
    tf.errors.AbortedError,
    tf.errors.CancelledError,
    tf.errors.DeadlineExceededError,
    tf.errors.FailedPreconditionError,
    tf.errors.UnavailableError,
)


@dataclass(frozen=True)
class World:
    """The workers of this run, `size` of them; this one is number `rank`. `strategy` is None for one alone."""

    rank: int = 0
    size: int = 1
    strategy: Strategy | None = None

    @property
    def first(self) -> bool:
        """Whether this worker is the one that prints, logs and writes."""
        return self.rank == 0

    def share(self, batch_size: int) -> slice:
        """This worker's rows of a batch of all workers."""
        rows = batch_size // self.size
        return slice(self.rank * rows, (self.rank + 1) * rows)

    def sum(self, values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The sum of `values` over all workers."""
        if self.strategy is None:
            return values
        total: npt.NDArray[np.int64] = self._sum_graph(tf.constant(values, tf.int64)).numpy()
        return total

    def any(self, *, flag: bool) -> bool:
        """Whether `flag` is true for one worker at least."""
        return bool(self.sum(np.array([flag], np.int64))[0])

    def first_does(self, action: Callable[[], Result]) -> Result:
        """Let the first worker alone do something, and give its result to all.

        Raises:
            ProjectError: `action` raised it; every worker raises the same.
        """
        if self.strategy is None:
            return action()
        data = b""
        if self.first:
            try:
                data = pickle.dumps(action())
            except ProjectError as error:
                data = pickle.dumps(error)
        length = self.sum(np.array([len(data)], np.int64))[0]
        numbers = np.zeros(length, np.int64)
        numbers[: len(data)] = np.frombuffer(data, np.uint8)
        answer = pickle.loads(self.sum(numbers).astype(np.uint8).tobytes())  # noqa: S301 - the first worker's own
        if isinstance(answer, ProjectError):
            raise answer
        result: Result = answer
        return result

    @cached_property
    def _sum_graph(self) -> Callable[[Tensor], Tensor]:
        strategy: Strategy = self.strategy
        local = strategy.num_replicas_in_sync // self.size

        def contribute(values: Tensor) -> Tensor:
            context = tf.distribute.get_replica_context()
            speaks = context.replica_id_in_sync_group % local == 0  # one replica for each worker
            return context.all_reduce(SUM, tf.where(speaks, values, tf.zeros_like(values)))

        def everywhere(values: Tensor) -> Tensor:
            return strategy.experimental_local_results(strategy.run(contribute, args=(values,)))[0]

        graph: Callable[[Tensor], Tensor] = tf.function(everywhere, input_signature=[tf.TensorSpec([None], tf.int64)])
        return graph


ALONE = World()


@contextmanager
def join_world(settings: TrainSettings) -> Iterator[World]:
    """Join the workers that TF_CONFIG names, NCCL between GPUs and a ring over TCP between CPUs; alone without it.

    It has to come before anything that TensorFlow computes.

    Raises:
        ProjectError: TF_CONFIG is wrong, the others do not come, or one of them ended.
    """
    cluster, rank = _cluster()
    size = len(cluster)
    if size == 1:
        yield ALONE
        return
    if rank:
        mute()
    if settings.device == "cpu":
        tf.config.set_visible_devices([], "GPU")
    gpus = tf.config.list_physical_devices("GPU")
    limit_memory(settings, gpus)
    minutes = settings.timeout_minutes
    kind = "NCCL" if gpus else "RING"
    say(f"workers: {size} over {kind}, meeting at {cluster[0]}, waiting at most {minutes:g} minutes")
    communication = tf.distribute.experimental.CommunicationOptions(
        timeout_seconds=60 * minutes,
        implementation=tf.distribute.experimental.CommunicationImplementation[kind],
    )
    meet(cluster, rank, 60 * minutes)
    world = World(rank, size, tf.distribute.MultiWorkerMirroredStrategy(communication_options=communication))
    try:
        yield world
    except LOST as error:
        raise ProjectError(
            f"Worker {rank} lost the others ({error.message.splitlines()[0]}). One of them has ended, and its own "
            "message says why; the checkpoints are whole. Start all again with --resume."
        ) from error


def averaging(variables: list[Variable], strategy: Strategy) -> Callable[[], None]:
    """A function that sets variables, of which each replica has values of its own, to their mean over all replicas."""

    def on_replica() -> None:
        values = [tf.identity(variable) for variable in variables]
        means = tf.distribute.get_replica_context().all_reduce(MEAN, values)
        for variable, mean in zip(variables, means, strict=True):
            variable.assign(mean)

    graph: Callable[[], None] = tf.function(lambda: strategy.run(on_replica))
    return graph


def separate(states: list[Variable], strategy: Strategy) -> None:
    """Let the random numbers of each replica differ: dropout is not to be the same in all.

    Args:
        states: of Keras' seed generators, [seed, count], the same in all replicas.
        strategy: of the replicas.
    """

    def on_replica() -> None:
        number = tf.distribute.get_replica_context().replica_id_in_sync_group
        for state in states:
            state.assign_add(tf.cast(tf.stack([number, 0]), state.dtype))

    strategy.run(on_replica)


def _cluster() -> tuple[list[str], int]:
    """The addresses of all workers, and the number of this one; one without TF_CONFIG."""
    text = os.environ.get("TF_CONFIG", "")
    if not text:
        return ["this process"], 0
    try:
        content: dict[str, Any] = json.loads(text)
        jobs = {name: [str(address) for address in content["cluster"].get(name, [])] for name in ("chief", "worker")}
        kind, index = str(content["task"]["type"]), int(content["task"]["index"])
        address = jobs[kind][index]
        int(address.rpartition(":")[2])  # has to be a port
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise ProjectError(
            f"The environment variable TF_CONFIG is wrong ({error!r}): {text}. It names all workers and this one: "
            '{"cluster": {"worker": ["host:port", …]}, "task": {"type": "worker", "index": 0}}.'
        ) from error
    return [*jobs["chief"], *jobs["worker"]], index + (len(jobs["chief"]) if kind == "worker" else 0)
