"""Latency and cost of ``POST /match`` and ``POST /api/v1/screen`` over loopback, with 1 and with 8 requests at a time.

Starts `tidewaiter serve` in a process of its own on a free port. Names are listed ones, some with a letter changed, and
invented ones, with a fixed seed. Processor time is the service's own, so that it can be compared between runs on a
machine that others use, too. Run ``python benchmarks/bench_api.py [REQUESTS]`` (default 1000 for each measure).
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

import httpx
import numpy as np
import psutil
from rich.console import Console
from rich.table import Table

MATCH, SCREEN = "/match/default", "/api/v1/screen"
_SCHEMATA = {"Person": "Person", "Organization": "Company", "Vessel": "Vessel"}


def queries(client: httpx.Client, count: int, seed: int = 7) -> list[bytes]:
    """Return request bodies with one query each: a third listed names, a third misspelt, a third invented."""
    rng = random.Random(seed)  # noqa: S311  not for secrets
    entities = [
        entity
        for offset in range(0, 9000, 3000)
        for entity in client.get("/search/default", params={"limit": 500, "offset": offset}).json()["results"]
    ]
    bodies = []
    for number in range(count):
        entity = rng.choice(entities)
        name = entity["caption"]
        if number % 3 == 1:
            at = rng.randrange(len(name))
            name = name[:at] + rng.choice("aeiorstn") + name[at + 1 :]
        elif number % 3 == 2:
            name = " ".join(rng.choice(entities)["caption"].split()[0] for _ in range(3)) + " Ltd"
        properties = {"name": [name], "country": entity["properties"].get("country", ["ru"])[:1]}
        example = {"schema": _SCHEMATA.get(entity["schema"], "LegalEntity"), "properties": properties}
        bodies.append(json.dumps({"queries": {"q": example}}).encode())
    return bodies


def row_of(body: bytes) -> bytes:
    """Return the row that asks `/api/v1/screen` what a body asks `/match`."""
    properties = json.loads(body)["queries"]["q"]["properties"]
    country = properties["country"][0] if properties["country"] else None
    return json.dumps({"id": "q", "name": properties["name"][0], "country": country}).encode()


def latencies(base: str, bodies: list[bytes], at_once: int, path: str = MATCH) -> tuple[np.ndarray, float]:
    """Return the milliseconds each request took with ``at_once`` clients, and requests per second over all."""
    taken: list[float] = []

    def client(share: list[bytes]) -> None:
        # The plain client of the standard library: another takes longer than the service answers.
        http = HTTPConnection(base.removeprefix("http://"), timeout=60)
        for body in share:
            began = time.perf_counter()
            http.request("POST", path, body, {"content-type": "application/json"})
            response = http.getresponse()
            response.read()
            taken.append((time.perf_counter() - began) * 1000)
            if response.status != 200:
                raise RuntimeError(f"status {response.status}")
        http.close()

    threads = [threading.Thread(target=client, args=(bodies[number::at_once],)) for number in range(at_once)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return np.array(taken), len(bodies) / (time.perf_counter() - began)


def main() -> None:
    """Start the service, measure, print a table."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(os.environ.get("TIDEWAITER_WORKSPACE") or tempfile.mkdtemp(prefix="tidewaiter-bench-"))
    command = [sys.executable, "-m", "tidewaiter.cli", "serve", "--port", str(port), "--workspace", str(folder)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=base, timeout=60) as client:
            wait_until_ready(client)
            ready = _megabytes(server.pid)
            bodies = queries(client, requests)
        latencies(base, bodies[:50], 2)
        marks = ("p50 ms", "p95 ms", "p99 ms", "most ms")
        table = Table("route", "at once", *marks, "requests/s", "processor ms")
        for path, asked in ((MATCH, bodies), (SCREEN, [row_of(body) for body in bodies])):
            for at_once in (1, 8):
                before = _processor_seconds(server.pid)
                found, rate = latencies(base, asked, at_once, path)
                spent = (_processor_seconds(server.pid) - before) * 1000 / len(asked)
                taken = [f"{value:.1f}" for value in np.percentile(found, (50, 95, 99, 100))]
                table.add_row(path, str(at_once), *taken, f"{rate:.0f}", f"{spent:.2f}")
        Console().print(table)
        Console().print(
            f"{requests} requests each; processor time is what the service spent on one. Memory {ready} MB when ready, "
            f"{_megabytes(server.pid)} MB after; programs waiting for a processor: {os.getloadavg()[0]:.1f}."
        )
    finally:
        server.terminate()
        server.wait(20)


def _megabytes(pid: int) -> int:
    return psutil.Process(pid).memory_info().rss // 1024 // 1024


def _processor_seconds(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def wait_until_ready(client: httpx.Client, seconds: float = 120) -> None:
    """Return when the service answers that it is ready.

    Raises:
        TimeoutError: It did not in time.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    raise TimeoutError("the service did not become ready")


if __name__ == "__main__":
    main()
