"""A service of our own that answers, limits, fails and cuts off as the real ones do, and a workspace to pull into."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tidewaiter.sources.pull import Fetcher
from tidewaiter.workspace.flows import Flows

Answer = tuple[int, bytes]


@dataclass
class Service:
    """A service of our own: what it answers, what it was asked, and how long its clients waited.

    With a ``tag`` it serves parts of files; ``breaks_after`` so many bytes the next connection breaks, once.
    """

    url: str = ""
    answer: Callable[[str, dict[str, str]], Answer] = lambda _path, _asked: (200, b"{}")
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    tag: str | None = None
    breaks_after: int | None = None

    def fetcher(self) -> Fetcher:
        return Fetcher(pace=0.0, sleep=self.waited.append)


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            split = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(split.query).items()}
            service.asked.append((split.path, asked, dict(self.headers)))
            status, body = service.answer(split.path, asked)
            wanted = self.headers.get("Range", "")
            if service.tag and wanted and self.headers.get("If-Range") == f'"{service.tag}"':
                status, body = 206, body[int(wanted.removeprefix("bytes=").rstrip("-")) :]
            self.send_response(status)
            if service.tag:
                self.send_header("ETag", f'"{service.tag}"')
            if status == 429:
                self.send_header("Retry-After", "7")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if service.breaks_after is not None:
                body, service.breaks_after = body[: service.breaks_after], None
                self.close_connection = True
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()


@pytest.fixture
def flows(tmp_path: Path) -> Flows:
    return Flows(tmp_path / "space", lambda: dt.date(2024, 8, 7))
