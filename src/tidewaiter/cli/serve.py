"""``tidewaiter serve``: the HTTP service."""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidewaiter.cli.options import WorkspaceOpt, open_workspace

if TYPE_CHECKING:
    from fastapi import FastAPI

#: How the settings reach the worker processes, which start from nothing.
_SETTINGS = "TIDEWAITER_SERVE"
_LOCAL = ("127.0.0.1", "localhost", "::1")
#: Seconds a computing thread may keep the interpreter while another waits: short, so that a request that has just
#: come in is not held up by one being screened.
_SWITCH = 0.0005


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on; only this machine unless you say so.")] = (
        "127.0.0.1"
    ),
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 for any free one.")
    ] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes; each loads the lists once.")] = 1,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="Also answer under this host name, as behind a proxy."),
    ] = None,
    max_body: Annotated[int, typer.Option("--max-body", min=1, metavar="MB", help="Greatest request body.")] = 64,
    workspace: WorkspaceOpt = None,
) -> None:
    """Answer over HTTP what the command line answers, and the open screening API; /openapi.json describes both.

    There is no sign-in: whoever reaches the port can ask. Put a proxy that checks who asks before any other address
    than this machine's own.
    """
    import uvicorn  # noqa: PLC0415  the service's libraries are loaded by this command alone

    open_workspace(workspace)  # an unusable folder is said here, not by every worker
    hosts = [*_LOCAL, *(allow_host or ())] if host in _LOCAL or allow_host else None
    os.environ[_SETTINGS] = json.dumps(
        {"workspace": str(workspace) if workspace else None, "hosts": hosts, "max_body": max_body * 1024 * 1024}
    )
    if host not in _LOCAL:
        sys.stderr.write(f"tidewaiter: listening on {host}: whoever reaches it can ask, there is no sign-in.\n")
    uvicorn.run(
        "tidewaiter.cli.serve:application",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,  # it would log queries, which hold names; the service logs paths itself
        server_header=False,
        log_config=_LOGGING,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=65536,
    )


def application() -> FastAPI:
    """Return the application of one worker process."""
    from tidewaiter.api import Settings, create_app  # noqa: PLC0415  see `serve`

    sys.setswitchinterval(_SWITCH)
    chosen: dict[str, Any] = json.loads(os.environ.get(_SETTINGS, "{}"))
    folder = chosen.get("workspace")
    hosts = chosen.get("hosts", _LOCAL)
    settings = Settings(
        hosts=tuple(hosts) if hosts is not None else None,
        max_body=chosen.get("max_body", Settings().max_body),
        apart=True,
    )
    logging.getLogger("tidewaiter").setLevel(logging.INFO)
    return create_app(open_workspace(Path(folder) if folder else None), settings)


_LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "tidewaiter": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
