"""The model that answers now, and its replacement while requests go on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..console import say, warn
from ..errors import ProjectError
from .engine import Engine
from .onnx_model import OnnxModel

Fingerprint = tuple[int, int, int]


@dataclass(frozen=True)
class Served:
    """A model with what computes its answers."""

    model: OnnxModel
    engine: Engine


class ModelSlot:
    """Holds the model, and watches its file: a new one takes over between two requests.

    A request keeps the model that it began with, a stream too, so none is dropped and none is mixed. A file that
    cannot be loaded changes nothing.
    """

    def __init__(
        self,
        path: Path,
        load: Callable[[Path], Served],
        *,
        look_every: float,
        observe_load: Callable[[str | None], object],
    ) -> None:
        """Load the model at `path`.

        Args:
            path: the ONNX file.
            load: makes of the file what answers.
            look_every: seconds between two looks at the file.
            observe_load: is told the name of each model that was loaded, and None where one could not be.

        Raises:
            ProjectError: the file is missing or cannot be loaded.
        """
        self._path = path
        self._make = load
        self._look_every = look_every
        self._observe_load = observe_load
        self._seen = _fingerprint(path)
        self.current = self._load()

    async def watch(self) -> None:
        """Look at the file again and again, until cancelled."""
        while True:
            await asyncio.sleep(self._look_every)
            found = _fingerprint(self._path)
            if found is None or found == self._seen:
                continue
            self._seen = found
            try:
                self.current = await asyncio.to_thread(self._load)
            except ProjectError as error:
                self._observe_load(None)
                warn(f"{error} The model {self.current.model.name} goes on answering.")

    def _load(self) -> Served:
        served = self._make(self._path)
        self._observe_load(served.model.name)
        say(f"serve: model {served.model.name} from {self._path}")
        return served


def _fingerprint(path: Path) -> Fingerprint | None:
    """What changes when a file is replaced; None while it is missing."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
