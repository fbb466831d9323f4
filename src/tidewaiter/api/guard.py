"""What stands before every route: which host is called, how large a body may be, and a log without contents."""

from __future__ import annotations

import logging
import time
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tidewaiter.api.errors import error_data

#: Bytes of path and query; the server below reads a little more before it gives up.
_LONGEST_URL = 60_000
_LOG = logging.getLogger("tidewaiter.api")


class Guard:
    """Refuses foreign hosts and bodies that are too large; logs method, path, status and time of each request.

    Queries, headers and bodies are never logged: they hold names of parties and, from some clients, keys.
    """

    def __init__(self, app: ASGIApp, *, max_body: int, hosts: tuple[str, ...] | None) -> None:
        self._app = app
        self._max = max_body
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            refused = self._refused(scope)
            if refused is not None:
                await refused(scope, receive, sending)
            else:
                await self._app(scope, self._counted(receive), sending)
        finally:
            milliseconds = (time.perf_counter() - began) * 1000
            _LOG.info("%s %s %d %.1f ms", scope["method"], ascii(scope["path"])[1:-1], status or 500, milliseconds)

    def _refused(self, scope: Scope) -> JSONResponse | None:
        headers = dict(scope["headers"])
        if self._hosts is not None and _host(headers.get(b"host", b"")) not in self._hosts:
            message = (
                "This service does not answer under that host name; `tidewaiter serve --allow-host NAME` adds one."
            )
            return _refusal(421, "misdirected_request", message)
        if len(scope["path"]) + len(scope["query_string"]) > _LONGEST_URL:
            message = f"The address is longer than {_LONGEST_URL:,} bytes: send names in the body of POST /match."
            return _refusal(414, "uri_too_long", message)
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > self._max:
            return _refusal(413, "content_too_large", self._too_large(), {"Connection": "close"})
        packed = headers.get(b"content-encoding", b"identity").decode("latin-1").strip().lower()
        if packed not in {"", "identity"}:
            message = f"Bodies packed by {packed[:40]!r} are not read: send it as it is, without Content-Encoding."
            return _refusal(415, "unsupported_media_type", message)
        return None

    def _counted(self, receive: Receive) -> Receive:
        read = 0

        async def counting() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._max:
                raise HTTPException(413, self._too_large(), {"Connection": "close"})
            return message

        return counting

    def _too_large(self) -> str:
        return (
            f"The body is larger than {self._max:,} bytes: send it in parts, or use the command line for whole files."
        )


def _refusal(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return an error of any route: here nobody looks whether its clients read ``detail``."""
    return JSONResponse(error_data(code, message) | {"detail": message}, status, headers)


def _host(header: bytes) -> str:
    try:
        return urlsplit(f"//{header.decode('latin-1')}").hostname or ""
    except ValueError:
        return ""
