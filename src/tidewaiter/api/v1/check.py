"""The main job over HTTP: orders in, decisions out; and the license requirement alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from tidewaiter.api.answers import answer_rows
from tidewaiter.api.bodies import NDJSON, Body, body_schema, received
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.envelopes import Decisions, Determinations
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.model import Decision
from tidewaiter.reports.proofs import proof_data
from tidewaiter.sources.orders import read_orders
from tidewaiter.workspace import Workspace
from tidewaiter.workspace.recorder import Recorder

router = APIRouter(tags=["Orders"])

_EXAMPLE = {
    "id": "PO-1001",
    "date": "2024-08-07",
    "act": "export",
    "from": "US",
    "destination": "TR",
    "item": {"description": "ARM microcontroller", "eccn": "3A991", "hs": "854231", "origin": "US"},
    "parties": [{"role": "ultimate_consignee", "name": "Example Elektronik A.S.", "country": "TR"}],
    "end_use": "civil",
}
_BODY = body_schema("Transaction", _EXAMPLE)
_ALSO_LINES = {"content": {NDJSON: {"schema": {"type": "string"}}}}


@router.post("/check", response_model=Decisions, responses={200: _ALSO_LINES}, openapi_extra=_BODY)
async def check(
    request: Request,
    service: Ready,
    as_of: AsOf = None,
    audit: Annotated[bool, Query(description="Put the decisions on the audit record.")] = True,
) -> Response:
    """Screen every party, determine the license, raise red flags: release, hold or stop, for every order."""
    body = await received(request)
    answers = _decisions(service.space, body, as_of, audit=audit)
    return await run_in_threadpool(answer_rows, request, body, answers)


@router.post("/license", response_model=Determinations, responses={200: _ALSO_LINES}, openapi_extra=_BODY)
async def license_(
    request: Request,
    service: Ready,
    as_of: AsOf = None,
    screen: Annotated[bool, Query(description="Screen the parties, or use only the listings stated.")] = True,
    proof: Annotated[bool, Query(description="Answer with the proof as a tree: rows of id and proof.")] = False,
) -> Response:
    """Determine the license requirement of each transaction: required, not required, undetermined or not subject."""
    body = await received(request)
    found = service.space.license(body.read(read_orders), as_of=as_of, screen=screen)
    answers: Iterator[object] = map(proof_data, found) if proof else found
    return await run_in_threadpool(answer_rows, request, body, answers)


def _decisions(space: Workspace, body: Body, as_of: dt.date | None, *, audit: bool) -> Iterator[Decision]:
    orders = body.read(read_orders)
    if not audit:
        yield from space.check(orders, as_of=as_of)
        return
    with Recorder(space, "http check", body.sha256, body.note) as recorder:
        for tx, decision in space.checked(orders, as_of=as_of):
            recorder.add(tx, decision)
            yield decision
