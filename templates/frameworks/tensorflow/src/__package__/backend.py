"""TensorFlow and Keras, told before they start that Keras runs on TensorFlow, and to say only what matters."""

import os
from typing import Any, TypeAlias

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import tensorflow as tf

# Neither has types that mypy reads; these names say what is meant.
Tensor: TypeAlias = Any
Variable: TypeAlias = Any
KerasModel: TypeAlias = Any
Optimizer: TypeAlias = Any
Strategy: TypeAlias = Any

__all__ = ["KerasModel", "Optimizer", "Strategy", "Tensor", "Variable", "keras", "tf"]
