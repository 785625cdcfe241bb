"""Workers wait for each other before TensorFlow starts.

TensorFlow waits for a worker that does not come in its own code and without end, where neither an exception nor Ctrl-C
reaches it. So the first worker listens on its address, the others call it there, and it lets them go on once all have
called; then TensorFlow takes the address over.
"""

import socket
import time
from contextlib import ExitStack

from ..errors import ProjectError

GO = b"go\n"
PAUSE = 0.2  # seconds between two calls


def meet(addresses: list[str], rank: int, seconds: float) -> None:
    """Return once every worker has come.

    Args:
        addresses: of all workers, `host:port`.
        rank: the number of this one.
        seconds: to wait at most.

    Raises:
        ProjectError: some did not come in time, or the address of the first is taken.
    """
    host, _, port = addresses[0].rpartition(":")
    deadline = time.monotonic() + seconds
    if rank == 0:
        missing = _wait_for_others(int(port), len(addresses), deadline)
    else:
        missing = _call(host, int(port), rank, deadline)
    if missing:
        names = ", ".join(f"{number} at {addresses[number]}" for number in missing)
        raise ProjectError(
            f"Worker {rank} of {len(addresses)} has waited {seconds:g} s in vain for worker {names}. The same command "
            "has to run on every machine of TF_CONFIG, and each machine has to reach the others."
        )


def _wait_for_others(port: int, size: int, deadline: float) -> list[int]:
    """Wait for the calls of all others, and return the numbers of those that did not call."""
    with ExitStack() as held:
        try:
            server = held.enter_context(socket.create_server(("", port)))  # the address may be another name of this one
        except OSError as error:
            raise ProjectError(f"Worker 0 cannot listen on port {port} of TF_CONFIG: {error}.") from error
        callers: dict[int, socket.socket] = {}
        while len(callers) < size - 1:
            server.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                caller = held.enter_context(server.accept()[0])
                caller.settimeout(1.0)
                number = int(caller.makefile("rb").readline(20))
            except TimeoutError:
                if time.monotonic() > deadline:
                    return [number for number in range(1, size) if number not in callers]
                continue
            except (OSError, ValueError):
                continue  # somebody else
            if 0 < number < size:
                callers[number] = caller  # the last call of a worker that was started again counts
        for caller in callers.values():
            caller.sendall(GO)
    return []


def _call(host: str, port: int, rank: int, deadline: float) -> list[int]:
    """Call the first worker until it says that all have come; [0] where it never does."""
    while (left := deadline - time.monotonic()) > 0:
        try:
            with socket.create_connection((host, port), timeout=left) as connection:
                connection.sendall(f"{rank}\n".encode())
                if connection.makefile("rb").readline(len(GO)) == GO:
                    return []
        except OSError:
            pass  # not there yet
        time.sleep(min(PAUSE, max(0.0, left)))
    return [0]
