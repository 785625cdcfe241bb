"""Rows a second and peak memory of a generated project's data pipeline at 1, 10 and 100 times a sample, and on Ray.

python pipeline.py PROJECT PACKAGE FOLDER      prints one JSON object: {name: {rows, seconds, megabytes}}

On Ray, of one and of two workers, it is the largest of them, and the memory that of the process that asks.
"""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

SAMPLE = 300  # documents
SCALES = (1, 10, 100)
WORKERS = (1, 2)
WORDS = [
    "the", "a", "of", "and", "that", "to", "be", "with", "have", "in", "model", "train", "plan", "result", "data",
    "market", "customer", "engineer", "founder", "measure", "report", "small", "large", "early", "late", "writes",
    "reads", "asks", "answers", "compares", "improves", "price", "week", "review", "budget", "team", "question",
]  # fmt: skip


def write_documents(file: Path, count: int) -> None:
    """Documents of about 2 KB, no two alike."""
    draw = random.Random(0)
    with file.open("w", encoding="utf-8") as lines:
        for _ in range(count):
            sentences = (" ".join(draw.choices(WORDS, k=draw.randint(6, 18))) for _ in range(30))
            text = " ".join(f"{sentence.capitalize()}." for sentence in sentences)
            lines.write(json.dumps({"text": text}) + "\n")


def run(project: Path, module: list[str], file: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of the pipeline, as a process of its own."""
    command = [sys.executable, "-m", *module, "--set", "data.source=jsonl", "--set", f"data.path={file}"]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(command)} ended with status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main(project: Path, package: str, folder: Path) -> None:
    """Measure each scale, and say what came out."""
    figures = {}
    for scale in SCALES:
        file = folder / f"documents-{scale}.jsonl"
        write_documents(file, SAMPLE * scale)
        seconds, megabytes = run(project, [package, "data"], file)
        figures[f"data pipeline at {scale} ×"] = {"rows": SAMPLE * scale, "seconds": seconds, "megabytes": megabytes}
    for workers in WORKERS:
        seconds, megabytes = run(project, [f"{package}.data.on_ray", "--cores", str(workers)], file)
        name = f"the last on Ray, {workers} worker{'s' if workers > 1 else ''}"
        figures[name] = {"rows": SAMPLE * SCALES[-1], "seconds": seconds, "megabytes": megabytes}
    print(json.dumps(figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
