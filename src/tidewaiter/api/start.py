"""The page at ``/``: what the service has and what can be asked of it, for a person who opens it in a browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

import tidewaiter
from tidewaiter.api.state import service_of
from tidewaiter.model import TidewaiterError
from tidewaiter.reports.start_page import ImportedFile, Route, Start, start_page
from tidewaiter.store.flow_import import FlowImport
from tidewaiter.store.shipments import ShipmentImport
from tidewaiter.workspace import Workspace

router = APIRouter()

_METHODS = ("get", "post")


@router.get("/", include_in_schema=False)
@router.head("/", include_in_schema=False)
def start(request: Request) -> HTMLResponse:
    """Return the start page, also while the service is still loading."""
    service = service_of(request)
    try:
        found = _start(service.space, request.app.openapi(), None if service.ready else service.problem)
    except TidewaiterError as error:  # a person should read what is wrong with the workspace, and what to do
        routes = tuple(_routes(request.app.openapi()))
        found = Start(
            version=tidewaiter.__version__, problem=str(error), snapshots=(), flows=(), shipments=(), routes=routes
        )
    return HTMLResponse(start_page(found))


def _start(space: Workspace, described: Mapping[str, Any], problem: str | None) -> Start:
    return Start(
        version=tidewaiter.__version__,
        problem=problem,
        snapshots=space.lists.snapshots(),
        flows=_imported(space.flows.imports()),
        shipments=_imported(space.shipments.imports()),
        routes=tuple(_routes(described)),
    )


def _imported(files: Iterable[FlowImport | ShipmentImport]) -> tuple[ImportedFile, ...]:
    return tuple(ImportedFile(name=one.file, rows=one.rows, first=one.first, last=one.last) for one in files)


def _routes(described: Mapping[str, Any]) -> Iterator[Route]:
    for path, item in described["paths"].items():
        for method in _METHODS:
            if method in item:
                asked = (one["name"] for one in item[method].get("parameters", ()) if one["in"] == "query")
                about = item[method].get("description", "").partition("\n\n")[0].replace("``", "")
                yield Route(method=method.upper(), path=path, parameters=tuple(asked), about=about)
