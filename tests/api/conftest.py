from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from tidewaiter.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]

Served = Callable[[FastAPI], AbstractContextManager[httpx.Client]]


@pytest.fixture(scope="session")
def home(indexed: Callable[[str], Path]) -> Path:
    """The workspace that the service, the command line and Python answer from."""
    return indexed("served")


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the service writes to standard error."""
    return tmp_path_factory.mktemp("log") / "serve.log"


@pytest.fixture(scope="session")
def address(home: Path, environment: dict[str, str], log: Path) -> Iterator[str]:
    """Address of `tidewaiter serve`, a process of its own on a free port, ready to answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tidewaiter.cli", "serve", "--port", str(port), "--max-body", "1"]
    with log.open("w") as sink:
        server = subprocess.Popen([*command, "--workspace", str(home)], env=environment, stderr=sink)
        try:
            yield _ready(server, f"http://127.0.0.1:{port}", log)
        finally:
            server.terminate()
            server.wait(20)


def _ready(server: subprocess.Popen[bytes], address: str, log: Path) -> str:
    end = time.monotonic() + 300  # it shares the processors with other workers
    while time.monotonic() < end and server.poll() is None:
        try:
            if httpx.get(f"{address}/readyz", timeout=5).status_code == 200:
                return address
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the service did not become ready: {log.read_text()}")


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as http:
        yield http


@pytest.fixture(scope="session")
def space(home: Path, address: str) -> Workspace:
    """The same workspace in Python; after the service has built what it reads."""
    assert address
    return Workspace(home)


@pytest.fixture(scope="session")
def served() -> Served:
    """Serve an application of this process, so that a test can look inside; the client waits for nothing."""

    @contextlib.contextmanager
    def serve(app: FastAPI) -> Iterator[httpx.Client]:
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
                yield http
        finally:
            server.should_exit = True
            thread.join(20)

    return serve
