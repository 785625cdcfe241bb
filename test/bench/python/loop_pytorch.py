"""Tokens a second of a generated project's PyTorch loop, and of the same training written by hand in a few lines.

    python loop_pytorch.py PACKAGE FOLDER       in the project's folder, of which FOLDER is a part; prints {"ours": …, "by_hand": …}

The two take turns in one process; of each, the median over stretches of steps counts.
"""

import json
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path

import torch
from torch.nn import functional

PACKAGE, FOLDER = sys.argv[1], Path(sys.argv[2])
STEPS, STRETCH, TURNS = 100, 20, 3


def part(name):
    return import_module(f"{PACKAGE}.{name}")


def ours(config, turn):
    folder = FOLDER / f"ours-{turn}"
    part("train.loop").fit(config, checkpoints=folder, logs=folder)
    rows = [json.loads(line) for line in (folder / "train.jsonl").read_text().splitlines()]
    return [row["samples_per_second"] for row in rows if "samples_per_second" in row][1:]


def by_hand(config):
    settings, dataset = config.train, part("data.dataset").load_split(config.paths, "train")
    torch.manual_seed(settings.seed)
    model = part("model.architecture").build_model(config.model, dataset.signature).train()
    optimizer = torch.optim.AdamW(model.parameters(), settings.learning_rate, weight_decay=settings.weight_decay)
    speeds, mark = [], time.perf_counter()
    for step in range(STEPS):
        size = settings.batch_size
        batch = part("data.dataset").train_batch(dataset, config.data, seed=0, epoch=0, step=step, batch_size=size)
        logits = model(torch.from_numpy(batch.inputs))
        loss = functional.cross_entropy(logits.flatten(0, 1), torch.from_numpy(batch.targets).flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), settings.clip_norm)
        optimizer.step()
        if (step + 1) % STRETCH == 0:
            loss.item()
            now = time.perf_counter()
            speeds.append(STRETCH * size / (now - mark))
            mark = now
    return speeds[1:]


def main():
    changes = [f"train.max_steps={STEPS}", f"train.log_every={STRETCH}", "train.checkpoint_every=1000000"]
    config = part("config").load_config(overrides=["train.device=cpu", "train.precision=fp32", *changes])
    speeds = {"ours": [], "by_hand": []}
    for turn in range(TURNS):
        speeds["ours"] += ours(config, turn)
        speeds["by_hand"] += by_hand(config)
    print(json.dumps({name: statistics.median(values) * config.data.context for name, values in speeds.items()}))


main()
