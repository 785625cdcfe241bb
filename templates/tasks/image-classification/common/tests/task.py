"""What the tests of the shared stages have to know of this task."""

# What stands in `configs/` of the projects that the tests make, by section; what is not here is the code's default.
CONFIGURATION: dict[str, dict[str, object]] = {}
# Enough to be well above the target, and no more; the validation accuracy that is far better than chance.
TRAINED = ("train.epochs=12",)
LEARNED = 0.9
# What is left at most of the training loss of the first epoch.
FALLEN = 0.5
# The training loss of a batch that is known by heart.
MEMORIZED = 0.05
# Another model than the configured one, and the key that tells.
OTHER_MODEL = ("model.width=8", "model.width")
