"""An exported model in ONNX Runtime. No training framework is needed, and nothing beside the one file."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from pydantic import ValidationError

from ..data.signature import Signature
from ..errors import ProjectError

Floats = npt.NDArray[np.float32]

# Keys of the metadata that `export` writes into the ONNX file.
SIGNATURE = "signature"
CHECKPOINT = "checkpoint_sha256"
INPUT, OUTPUT = "image", "logits"


@dataclass(frozen=True)
class OnnxModel:
    """A model that is ready to run.

    `sha256` is that of the file, `checkpoint_sha256` that of the checkpoint which it was exported from.
    """

    path: Path
    sha256: str
    checkpoint_sha256: str
    signature: Signature
    session: ort.InferenceSession

    def logits(self, images: Floats) -> Floats:
        """Logits [N, classes] of normalized images [N, H, W, C], all in one call."""
        result: Floats = self.session.run([OUTPUT], {INPUT: images})[0]
        return result

    def logits_of(self, pixels: npt.NDArray[np.uint8], batch_size: int) -> Floats:
        """Logits [N, classes] of many images uint8 [N, H, W, C], in batches of `batch_size`."""
        parts = [
            self.logits(self.signature.normalize(pixels[start : start + batch_size]))
            for start in range(0, len(pixels), batch_size)
        ]
        return np.concatenate(parts)


def load_onnx(path: Path, *, threads: int | None = None) -> OnnxModel:
    """Load an exported model and run it once, so that the first request is no slower than the others.

    Args:
        path: the ONNX file.
        threads: CPU threads of one call; None takes all cores.

    Raises:
        ProjectError: the file is missing or damaged, or `export` did not write it.
    """
    if not path.is_file():
        raise ProjectError(f"{path} is missing. Run `export` first.")
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.log_severity_level = 3
    try:
        content = path.read_bytes()
        session = ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        metadata = session.get_modelmeta().custom_metadata_map
        signature = Signature.model_validate_json(metadata[SIGNATURE])
        model = OnnxModel(path, hashlib.sha256(content).hexdigest(), metadata[CHECKPOINT], signature, session)
        shape = (1, signature.height, signature.width, signature.channels)
        classes = model.logits(np.zeros(shape, np.float32)).shape[1]
    except (KeyError, ValidationError) as error:
        raise ProjectError(f"{path} does not say what its input and classes are. Run `export` again.") from error
    except Exception as error:  # ONNX Runtime's errors have no common base but Exception
        raise ProjectError(f"{path} cannot be loaded ({error}). Run `export` again.") from error
    if classes != len(signature.classes):
        raise ProjectError(f"{path} gives {classes} numbers for {len(signature.classes)} classes. Run `export` again.")
    return model


def softmax(logits: Floats) -> npt.NDArray[np.float64]:
    """Probabilities [N, classes] of logits [N, classes]; every row sums to 1."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    probabilities: npt.NDArray[np.float64] = shifted / shifted.sum(axis=1, keepdims=True)
    return probabilities
