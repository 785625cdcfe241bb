"""Requests a second and p99 of a generated project's server, against ONNX Runtime called directly.

    python serving.py PACKAGE       in the folder of an image-classification project whose model is exported

Prints a list of {clients, requests_a_second, p99_ms, batch, direct_ms, ratio}: `direct_ms` is what an image costs ONNX
Runtime alone, and `ratio` is images a second over HTTP by images a
second of ONNX Runtime in a loop, with batches of the size that the server has formed, one after the other in this run.
The clients are a process of their own on the same machine.
"""

import asyncio
import json
import multiprocessing
import sys
import time
from http.client import HTTPConnection
from importlib import import_module

import numpy as np

SECONDS = 5.0
CLIENTS = (1, 8, 64)


def part(name):
    return import_module(f"{sys.argv[1]}.{name}")


async def client(port, body, until, times):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    while time.perf_counter() < until:
        start = time.perf_counter()
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        place = answer.index(b"content-length:") + len(b"content-length:")
        await reader.readexactly(int(answer[place : answer.index(b"\r\n", place)]))
        if not answer.startswith(b"http/1.1 200"):
            raise RuntimeError(answer.decode())
        times.append(time.perf_counter() - start)
    writer.close()


def drive(port, body, clients, seconds, pipe):
    async def run():
        times, start = [], time.perf_counter()
        await asyncio.gather(*(client(port, body, start + seconds, times) for _ in range(clients)))
        return times, time.perf_counter() - start

    pipe.send(asyncio.run(run()))


def load(port, body, clients, seconds):
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=drive, args=(port, body, clients, seconds, theirs))
    process.start()
    result = ours.recv()
    process.join()
    return result


def batches(port):
    """Images that the server has computed, and in how many calls."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/metrics")
    lines = [line.rpartition(" ") for line in connection.getresponse().read().decode().splitlines()]
    found = {
        name: float(value) for name, _, value in lines if name.startswith("predict_batch_images_") and "{" not in name
    }
    return np.array([found["predict_batch_images_sum"], found["predict_batch_images_count"]])


def main():
    config = part("config").load_config(overrides=["serve.max_requests=128"])
    model = part("deploy.runtime").load_onnx(config.paths.onnx, threads=config.serve.threads)
    test = part("data.dataset").load_split(config.paths, "test")
    body = json.dumps({"images": [{"pixels": test.pixels[0].tolist()}]}, separators=(",", ":")).encode()
    figures = []
    for clients in CLIENTS:
        with part("deploy.health").running_server(config, config.paths.onnx) as port:
            load(port, body, clients, 1.0)
            before = batches(port)
            times, wall = load(port, body, clients, SECONDS)
            images, calls = batches(port) - before
        size = max(1, round(images / calls))
        inputs = test.inputs(np.arange(size) % len(test))
        start, runs = time.perf_counter(), 0
        while time.perf_counter() - start < SECONDS:
            model.logits(inputs)
            runs += 1
        direct = runs * size / (time.perf_counter() - start)
        figures.append(
            {
                "clients": clients,
                "requests_a_second": len(times) / wall,
                "p99_ms": 1000 * float(np.quantile(times, 0.99)),
                "batch": size,
                "direct_ms": 1000 / direct,
                "ratio": len(times) / wall / direct,
            }
        )
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
