"""The data pipeline on a Ray cluster: `python -m <package>.data.on_ray [PART] [--address ADDRESS]`.

Cleaning is what takes the time, and most of it looks at one row alone: that runs wherever the cluster has a free core,
one raw shard a task. Finding copies takes all rows, so they come back to this process, in order, which decides and
writes. The rows are those of the single-machine pipeline, byte for byte.

Without an address, a cluster of this machine's cores, or of `--cores` of them, is started and stopped. On several
machines, each has this project and its environment at the same path, with `data/` on storage that they share, and
`~/.ray/auth_token` of the first one:

    ray start --head                                  # on the first
    ray start --address=FIRST-MACHINE:6379            # on each of the others
    python -m <package>.data.on_ray --address auto    # on the first
"""

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

# Ray reads it when it is imported.
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

import ray
import typer
from ray.exceptions import RayTaskError

from ..cli import DataPart, Preset, Set, main
from ..config import Config, load_config
from ..console import say
from ..errors import ConfigError, ProjectError
from ..results import Clean
from .clean import clean
from .pipeline import PARTS, run
from .shards import Each

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
Item = TypeVar("Item")


@app.command()
def data(
    part: Annotated[DataPart | None, typer.Argument(help="One part; without it, all of them in order.")] = None,
    address: Annotated[str | None, typer.Option(help="Of a cluster, or `auto` on one of its machines.")] = None,
    cores: Annotated[int | None, typer.Option(min=1, help="Of this machine, where it alone is the cluster.")] = None,
    overrides: Set = None,
    preset: Preset = None,
) -> None:
    """Bring the data from their source to shards that training reads, cleaning on a Ray cluster."""
    if address and cores:
        raise ConfigError("--cores is for a cluster of this machine alone. Leave it out, or --address.")
    config = load_config(overrides=overrides or [], preset=preset)
    with cluster(address, cores) as each:

        def clean_there(config: Config) -> Clean:
            return clean(config, each=each)

        report = run(config, None if part is None else part.value, {**PARTS, "clean": (PARTS["clean"][0], clean_there)})
    say(f"wrote {config.paths.relative(report)}")


@contextmanager
def cluster(address: str | None = None, cores: int | None = None) -> Iterator[Each]:
    """Join the cluster at `address`, or start one of `cores` of this machine, and give what goes through shards on it.

    Raises:
        ProjectError: there is no cluster at `address`.
    """
    try:
        ray.init(
            address=address,
            num_cpus=cores,
            include_dashboard=None if address else False,
            log_to_driver=False,
            logging_level=logging.WARNING,
        )
    except ConnectionError as error:
        raise ProjectError(f"No Ray cluster answers at {address}. Start one with `ray start --head`.") from error
    try:
        say(f"ray: {_cores()} cores")
        yield on_cluster
    finally:
        ray.shutdown()


def on_cluster(read: Callable[[Path], Iterator[Item]], files: Sequence[Path]) -> Iterator[Item]:
    """Go through shards on the cluster: one a task, what they give in the order of the shards.

    Raises:
        ProjectError: what `read` raised, wherever it ran.
    """
    task: Any = ray.remote(_read_whole)
    waiting: deque[ray.ObjectRef[list[Item]]] = deque()
    # Some ahead of the one that is needed next, and not all: what is done waits in the memory of the cluster.
    ahead = 2 * _cores()
    for file in files:
        waiting.append(task.remote(read, file))
        if len(waiting) >= ahead:
            yield from _result(waiting.popleft())
    while waiting:
        yield from _result(waiting.popleft())


def _read_whole(read: Callable[[Path], Iterator[Item]], file: Path) -> list[Item]:
    return list(read(file))


def _result(reference: "ray.ObjectRef[list[Item]]") -> list[Item]:
    try:
        return ray.get(reference)
    except RayTaskError as error:
        if isinstance(error.cause, ProjectError):
            raise error.cause from None
        raise


def _cores() -> int:
    return max(1, int(ray.cluster_resources().get("CPU", 1)))  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main(app)
