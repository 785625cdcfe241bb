"""The training loop, its schedule, its logs and its checkpoints."""
