"""TensorFlow and Keras, told before they start that Keras runs on TensorFlow, and to say only what matters."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias


@contextmanager
def _notes_held_back() -> Iterator[None]:
    """Hold back what native code writes to standard error, and show it where the block fails.

    TensorFlow writes notes about its build before its own log level is in force.
    """
    sys.stderr.flush()
    screen = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException:
            held.seek(0)
            os.write(screen, held.read())
            raise
        finally:
            sys.stderr.flush()
            os.dup2(screen, 2)
            os.close(screen)


os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# GPU memory is taken as it is needed; TensorFlow by itself takes all of it at once.
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
with _notes_held_back():
    import keras
    import tensorflow as tf

tf.get_logger().setLevel("ERROR")

# Neither has types that mypy reads; these names say what is meant.
Tensor: TypeAlias = Any
Variable: TypeAlias = Any
KerasModel: TypeAlias = Any
Optimizer: TypeAlias = Any
Strategy: TypeAlias = Any

__all__ = ["KerasModel", "Optimizer", "Strategy", "Tensor", "Variable", "keras", "tf"]
