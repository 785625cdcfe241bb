"""Data pipeline, training, evaluation and serving of this project; `cli` is the way in."""

import os

# Threads that wait for each other by spinning slow a busy machine down tenfold. OpenMP reads this once, when the
# training framework is imported, so it is set before anything else.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# ONNX Runtime 1.29 and newer sends figures about the model to its maker unless told not to; it reads this once, too.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
