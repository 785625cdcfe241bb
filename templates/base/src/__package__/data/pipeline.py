"""The data pipeline: its parts in order, and the report that they share."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from ..config import Config
from ..console import warn
from ..errors import ProjectError
from ..report import read_report, write_report
from ..results import Data
from .augment import augment
from .clean import clean
from .normalize import normalize
from .shards import shard_files
from .sources import ingest
from .split import split

Parts = Mapping[str, tuple[str, Callable[[Config], object]]]

# Under which key of `data.json` each part reports.
PARTS: Final[Parts] = {
    "ingest": ("sources", ingest),
    "clean": ("clean", clean),
    "split": ("split", split),
    "normalize": ("normalize", normalize),
    "augment": ("augment", augment),
}


def run(config: Config, part: str | None = None, parts: Parts = PARTS) -> Path:
    """Run one part of the pipeline, or all of them, and report in `reports/data.json`.

    Parts after the one that ran are taken out of the report: they describe data that are no longer there.

    Raises:
        ProjectError: the source or the data of an earlier part are not usable.
    """
    order = list(parts)
    names = order if part is None else [part]
    report = config.paths.report("data")
    for name in names:
        before = {} if name == "ingest" else _previous(config)
        kept = {parts[earlier][0]: before.get(parts[earlier][0]) for earlier in order[: order.index(name)]}
        key, stage = parts[name]
        result = Data.model_validate({**kept, key: stage(config)})
        inputs = [config.paths.configs / "data.yaml", *shard_files(config.paths.raw, written_by="data ingest")]
        write_report(config, result, inputs=inputs)
    return report


def _previous(config: Config) -> dict[str, object]:
    """What earlier parts reported; nothing where there is no report, or a damaged one."""
    if not config.paths.report("data").exists():
        return {}
    try:
        return read_report(config.paths, Data).model_dump()
    except ProjectError as error:
        warn(f"{error}\nParts that ran before have to run again to be in the report.")
        return {}
