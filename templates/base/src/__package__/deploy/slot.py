"""The model that answers now, and its replacement while requests go on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..console import say, warn
from ..errors import ProjectError
from .batching import Batcher
from .runtime import OnnxModel, load_onnx
from .settings import ServeSettings

Fingerprint = tuple[int, int, int]


@dataclass(frozen=True)
class Served:
    """A model with the queue of the requests that it answers."""

    model: OnnxModel
    batcher: Batcher

    @property
    def name(self) -> str:
        """The first digits of the SHA-256 of the model's file."""
        return self.model.sha256[:12]


class ModelSlot:
    """Holds the model, and watches its file: a new one takes over between two requests.

    A request keeps the model that it began with, so none is dropped and none is mixed. A file that cannot be
    loaded changes nothing.
    """

    def __init__(
        self,
        path: Path,
        settings: ServeSettings,
        *,
        observe_batch: Callable[[int], object],
        observe_load: Callable[[Served | None], object],
    ) -> None:
        """Load the model at `path`.

        Args:
            path: the ONNX file.
            settings: the section `serve`.
            observe_batch: is told the number of images of each batch.
            observe_load: is told each model that was loaded, and None where one could not be.

        Raises:
            ProjectError: the file is missing or cannot be loaded.
        """
        self._path = path
        self._settings = settings
        self._observe_batch = observe_batch
        self._observe_load = observe_load
        self._seen = _fingerprint(path)
        self.current = self._load()

    async def watch(self) -> None:
        """Look at the file every `serve.reload_seconds`, until cancelled."""
        while True:
            await asyncio.sleep(self._settings.reload_seconds)
            found = _fingerprint(self._path)
            if found is None or found == self._seen:
                continue
            self._seen = found
            try:
                self.current = await asyncio.to_thread(self._load)
            except ProjectError as error:
                self._observe_load(None)
                warn(f"{error} The model {self.current.name} goes on answering.")

    def _load(self) -> Served:
        model = load_onnx(self._path, threads=self._settings.threads)
        served = Served(model, Batcher(model.logits, max_batch=self._settings.max_batch, observe=self._observe_batch))
        self._observe_load(served)
        say(f"serve: model {served.name} from {self._path}")
        return served


def _fingerprint(path: Path) -> Fingerprint | None:
    """What changes when a file is replaced; None while it is missing."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
