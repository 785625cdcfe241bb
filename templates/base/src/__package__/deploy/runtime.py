"""An exported model, ready to run. No training framework is needed, and nothing beside the one file."""

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from pydantic import ValidationError

from ..data.signature import Signature
from ..errors import ProjectError
from .onnx_file import CHECKPOINT, SIGNATURE
from .onnx_model import OnnxModel

Floats = npt.NDArray[np.float32]


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
    # Threads that wait for the next call by spinning would take the CPU from those that read requests.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        content = path.read_bytes()
        session = ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        metadata = session.get_modelmeta().custom_metadata_map
        signature = Signature.model_validate_json(metadata[SIGNATURE])
        model = OnnxModel(path, hashlib.sha256(content).hexdigest(), metadata[CHECKPOINT], signature, session)
        shape = model.logits(signature.example(1)).shape
    except (KeyError, ValidationError) as error:
        raise ProjectError(f"{path} does not say what its input and output are. Run `export` again.") from error
    except Exception as error:  # ONNX Runtime's errors have no common base but Exception
        raise ProjectError(f"{path} cannot be loaded ({error}). Run `export` again.") from error
    if shape != (1, *signature.output_shape):
        raise ProjectError(
            f"{path} gives an output of shape {shape}, and says that it is {(1, *signature.output_shape)}. "
            "Run `export` again."
        )
    return model


def softmax(logits: Floats) -> npt.NDArray[np.float64]:
    """Probabilities [..., classes] of logits [..., classes]; they sum to 1 over the last axis."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    probabilities: npt.NDArray[np.float64] = shifted / shifted.sum(axis=-1, keepdims=True)
    return probabilities
