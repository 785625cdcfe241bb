"""What the tests of the shared stages have to know of this task."""

# What stands in `configs/` of the projects that the tests make, by section; what is not here is the code's default.
CONFIGURATION: dict[str, dict[str, object]] = {
    "data": {
        "sample_bytes": 300_000,
        "piece_bytes": 4_096,
        "split": {"train": 0.7, "validation": 0.15, "test": 0.15, "by": "piece"},
        "vocabulary": 512,
        "context": 32,
    },
    "model": {"layers": 2, "heads": 2, "kv_heads": 1, "width": 32},
    "train": {"learning_rate": 0.01, "batch_size": 32, "label_smoothing": 0.0},
    "deploy": {"int8": "dynamic"},
    "evaluate": {"batch_size": 32, "latency_runs": 10, "target": {"metric": "bits_per_byte", "value": None}},
}
# Enough to be far better than chance, and no more; the validation accuracy that shows it.
TRAINED = ("train.epochs=4",)
LEARNED = 0.1
# What is left at most of the training loss of the first epoch.
FALLEN = 0.9
# The training loss of a batch that is known by heart.
MEMORIZED = 0.5
# Another model than the configured one, and the key that tells.
OTHER_MODEL = ("model.width=16", "model.width")
