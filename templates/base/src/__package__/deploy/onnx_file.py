"""An exported file in ONNX Runtime, and what `export` wrote into it beside the weights."""

from dataclasses import dataclass
from pathlib import Path

import onnxruntime as ort

from ..data.signature import Signature

# Keys of the metadata of the file.
SIGNATURE = "signature"
CHECKPOINT = "checkpoint_sha256"


@dataclass(frozen=True)
class OnnxFile:
    """What is the same for the models of all tasks.

    `sha256` is that of the file, `checkpoint_sha256` that of the checkpoint which it was exported from.
    """

    path: Path
    sha256: str
    checkpoint_sha256: str
    signature: Signature
    session: ort.InferenceSession

    @property
    def name(self) -> str:
        """The first digits of the SHA-256 of the file."""
        return self.sha256[:12]
