"""Data pipeline, training, evaluation and serving of this project; `cli` is the way in."""
