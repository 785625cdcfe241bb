"""Tokens a second of a generated project's TensorFlow loop, and of Keras' own `fit` with the same model and batches.

    python loop_tensorflow.py PACKAGE FOLDER    in the project's folder, of which FOLDER is a part; prints {"ours": …, "fit": …}

The two take turns in one process; of each, the median over stretches of steps counts, the first of which traces.
"""

import json
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path

PACKAGE, FOLDER = sys.argv[1], Path(sys.argv[2])
STEPS, STRETCH, TURNS = 100, 20, 3


def part(name):
    return import_module(f"{PACKAGE}.{name}")


keras, tf = part("backend").keras, part("backend").tf


def ours(config, turn):
    folder = FOLDER / f"ours-{turn}"
    part("train.loop").fit(config, checkpoints=folder, logs=folder)
    rows = [json.loads(line) for line in (folder / "train.jsonl").read_text().splitlines()]
    return [row["samples_per_second"] for row in rows if "samples_per_second" in row][1:]


class Stretches(keras.callbacks.Callback):
    """The speed of each stretch of steps."""

    def __init__(self, size):
        super().__init__()
        self.size, self.speeds, self.mark = size, [], time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        if (batch + 1) % STRETCH == 0:
            now = time.perf_counter()
            self.speeds.append(STRETCH * self.size / (now - self.mark))
            self.mark = now


def keras_fit(config):
    settings, dataset = config.train, part("data.dataset").load_split(config.paths, "train")
    keras.utils.set_random_seed(settings.seed)
    model = part("model.architecture").build_model(config.model, dataset.signature)
    optimizer = keras.optimizers.AdamW(
        settings.learning_rate, weight_decay=settings.weight_decay, global_clipnorm=settings.clip_norm
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, jit_compile=False)

    def batches():
        for step in range(STEPS):
            size = settings.batch_size
            batch = part("data.dataset").train_batch(dataset, config.data, seed=0, epoch=0, step=step, batch_size=size)
            yield batch.inputs, batch.targets

    shape = tf.TensorSpec((settings.batch_size, config.data.context), tf.int64)
    stream = tf.data.Dataset.from_generator(batches, output_signature=(shape, shape)).prefetch(settings.prefetch)
    stretches = Stretches(settings.batch_size)
    model.fit(stream, epochs=1, verbose=0, callbacks=[stretches])
    return stretches.speeds[1:]


def main():
    changes = [f"train.max_steps={STEPS}", f"train.log_every={STRETCH}", "train.checkpoint_every=1000000"]
    config = part("config").load_config(overrides=["train.device=cpu", "train.precision=fp32", *changes])
    speeds = {"ours": [], "fit": []}
    for turn in range(TURNS):
        speeds["ours"] += ours(config, turn)
        speeds["fit"] += keras_fit(config)
    print(json.dumps({name: statistics.median(values) * config.data.context for name, values in speeds.items()}))


main()
