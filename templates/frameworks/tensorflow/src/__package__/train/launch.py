"""Start workers that train together on this machine: `python -m <package>.train.launch --workers 2 -- train`.

What `torchrun` is for PyTorch. On several machines, start the same command on each, with TF_CONFIG set by hand or by
Kubernetes. Several GPUs of one machine need no workers: `train` uses them all.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from types import FrameType

PACKAGE = __package__.partition(".")[0]
# Seconds that the others have to notice by themselves that a worker has failed, and to say so.
GRACE = 30


def main() -> None:
    """Read the command line, and end with the exit code of the first worker that failed."""
    parser = argparse.ArgumentParser(prog=f"python -m {PACKAGE}.train.launch", description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=2, help="how many, each with its share of the CPU cores")
    parser.add_argument("command", nargs="+", help="of the project, for example: train --resume")
    arguments = parser.parse_args()
    if arguments.workers < 1:
        parser.error("--workers has to be 1 at least")
    sys.exit(launch(arguments.workers, arguments.command))


def launch(workers: int, command: list[str]) -> int:
    """Run a command of the project in several workers, and return the exit code of the first that failed, or 0."""
    addresses = free_addresses(workers)
    processes: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        for process in processes:
            process.send_signal(number)

    signal.signal(signal.SIGTERM, pass_on)
    for index in range(workers):
        task = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}
        threads = str(max(1, (os.cpu_count() or 1) // workers))
        environment = {"TF_NUM_INTRAOP_THREADS": threads, **os.environ, "TF_CONFIG": json.dumps(task)}
        processes.append(subprocess.Popen([sys.executable, "-m", PACKAGE, *command], env=environment))  # noqa: S603
    # The terminal sends it to the workers as well; set now, because they would inherit it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return wait(processes)


def wait(processes: list[subprocess.Popen[bytes]]) -> int:
    """Wait for all; once one has failed, end those that have not ended by themselves after `GRACE` seconds."""
    failed, deadline = 0, float("inf")
    while any(process.poll() is None for process in processes):
        codes = [process.returncode for process in processes if process.returncode]
        if codes and not failed:
            failed, deadline = codes[0], time.monotonic() + GRACE
        if time.monotonic() > deadline:
            for process in processes:
                process.kill()
        time.sleep(0.1)
    failed = failed or next((process.returncode for process in processes if process.returncode), 0)
    return 128 - failed if failed < 0 else failed  # as shells tell the end by a signal


def free_addresses(count: int) -> list[str]:
    """Addresses on this machine that nobody listens to at the moment."""
    with ExitStack() as sockets:
        taken = [sockets.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [f"127.0.0.1:{one.getsockname()[1]}" for one in taken]


if __name__ == "__main__":
    main()
