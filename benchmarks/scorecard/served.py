"""The service in a process of its own, asked over loopback by several clients at once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import psutil
from benchmarks.bench_api import latencies, queries, wait_until_ready
from benchmarks.scorecard.worker import peak_mb

_TOGETHER = (1, 8)


@dataclass(frozen=True, slots=True)
class Served:
    """Requests of one query each, with a number of clients at once."""

    at_once: int
    requests: int
    p50_ms: float
    p99_ms: float
    rate: float
    cpu_ms: float
    memory_mb: int


def measure_service(requests: int) -> list[Served]:
    """Start `tidewaiter serve` on the carried lists; time ``POST /match/default`` with one and with eight clients."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="tidewaiter-scorecard-") as folder:
        words = ["serve", "--port", str(port), "--workspace", str(Path(folder) / "workspace")]
        server = subprocess.Popen(
            [sys.executable, "-m", "tidewaiter.cli", *words], stderr=subprocess.DEVNULL, env=os.environ.copy()
        )
        try:
            return _ask(f"http://127.0.0.1:{port}", server.pid, requests)
        finally:
            server.terminate()
            server.wait(20)


def _ask(base: str, pid: int, requests: int) -> list[Served]:
    process = psutil.Process(pid)
    with httpx.Client(base_url=base, timeout=60) as client:
        wait_until_ready(client)
        bodies = queries(client, requests)
    latencies(base, bodies[:50], max(_TOGETHER))
    measured = []
    for at_once in _TOGETHER:
        began = _seconds(process)
        taken, rate = latencies(base, bodies, at_once)
        cpu_ms = (_seconds(process) - began) * 1000 / len(bodies)
        p50, p99 = np.percentile(taken, (50, 99)).tolist()
        memory_mb = peak_mb(pid)
        measured.append(Served(at_once, len(bodies), p50, p99, rate, cpu_ms, memory_mb))
    return measured


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
