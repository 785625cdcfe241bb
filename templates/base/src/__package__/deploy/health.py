"""Starts a real server in a process of its own, asks it over HTTP, and stops it."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

import numpy as np

from ..config import Config
from ..console import say
from ..errors import ProjectError
from ..results import Health, Latency
from .probe import probes
from .runtime import load_onnx

START_SECONDS = 60.0
ANSWER_SECONDS = 30.0


def check_server(config: Config, model: Path) -> tuple[Health, Latency]:
    """Serve `model`, send it examples of the test split one at a time, and compare its answers.

    Returns:
        The status that `/health` gave, and the latency in milliseconds of whole requests, the answer read.

    Raises:
        ProjectError: the server does not start or stop, or answers something else than the model does.
    """
    questions = probes(config, load_onnx(model))
    seconds: list[float] = []
    with running_server(config, model) as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        status = str(_ask(connection, "GET", "/health")["status"])
        _ask(connection, "POST", questions[0].path, questions[0].body)
        for number in range(config.deploy.health_requests):
            question = questions[number % len(questions)]
            start = time.perf_counter()
            answer = _ask(connection, "POST", question.path, question.body)
            seconds.append(time.perf_counter() - start)
            if not question.matches(answer):
                raise ProjectError(
                    f"The server answers {question.name} with {json.dumps(answer)[:500]}, "
                    f"the model itself with {question.expected!r}."
                )
        connection.close()
    p50, p99 = (float(1000 * np.quantile(seconds, level)) for level in (0.5, 0.99))
    say(f"serve: {status}, {len(seconds)} requests, p50 {p50:.2f} ms, p99 {p99:.2f} ms")
    return Health(status=status), Latency(p50=p50, p99=p99)


@contextmanager
def running_server(config: Config, model: Path) -> Iterator[int]:
    """A server of `model` on a free port of this machine, ready to answer; gives the port, and stops it after.

    Raises:
        ProjectError: it does not start, or does not stop in good order.
    """
    port = _free_port()
    package = __name__.split(".")[0]
    values = config.serve.model_dump() | {"host": "127.0.0.1", "port": port, "model": str(model), "log_requests": False}
    options = [
        f"--set=serve.{key}={value if isinstance(value, str) else json.dumps(value)}" for key, value in values.items()
    ]
    source = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([source, os.environ.get("PYTHONPATH", "")])}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", package, "serve", *options],
            cwd=config.paths.root,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(process, port, output)
            yield port
            process.send_signal(signal.SIGTERM)
            code = process.wait(config.serve.grace_seconds + 5)
            # Windows has no SIGTERM: there it ends the process at once, with code 1.
            if code != 0 and os.name != "nt":
                raise ProjectError(f"The server stopped with exit code {code}:\n{_tail(output)}")
        except subprocess.TimeoutExpired as error:
            raise ProjectError(f"The server did not stop:\n{_tail(output)}") from error
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, output: IO[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ProjectError(f"The server did not start:\n{_tail(output)}")
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/ready")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass  # not listening yet
        finally:
            connection.close()
        time.sleep(0.05)
    raise ProjectError(f"The server was not ready after {START_SECONDS:.0f} s:\n{_tail(output)}")


def _ask(connection: HTTPConnection, method: str, path: str, body: bytes | None = None) -> dict[str, object]:
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        content = response.read()
    except (OSError, HTTPException) as error:
        raise ProjectError(f"The server did not answer {method} {path}: {error!r}.") from error
    if response.status != 200:
        raise ProjectError(f"The server answered {method} {path} with {response.status}: {content.decode()[:500]}")
    answer: dict[str, object] = json.loads(content)
    return answer


def _tail(output: IO[bytes]) -> str:
    output.seek(0)
    return output.read()[-2000:].decode(errors="replace")
