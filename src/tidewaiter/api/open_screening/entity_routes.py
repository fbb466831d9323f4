"""``GET /entities/{id}``: one entry, and the record of its listing beside it."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from tidewaiter.api.errors import ApiError
from tidewaiter.api.open_screening.entities import EntityTable
from tidewaiter.api.open_screening.wire import AdjacentResults, Entity, EntityAdjacent, Many, send
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.reports.ftm import RECORD, sanction_of

router = APIRouter(tags=["Open screening API"])

#: What stands beside an entry: the record of its listing. Lists name no owners and relatives.
_BESIDE = "sanctions"
_MOVED: dict[int | str, dict[str, Any]] = {
    308: {"description": "The id is a referent of the entity at the address given."}
}
Page = Annotated[int, Query(ge=0, le=500)]
Offset = Annotated[int, Query(ge=0, le=9499)]


# The longer paths come first: an id may hold slashes, and would swallow them.
@router.get("/entities/{entity_id:path}/adjacent", response_model=EntityAdjacent, responses=_MOVED)
def adjacent(
    request: Request,
    service: Ready,
    entity_id: str,
    *,
    sort: Many = [],  # noqa: ARG001, B006  one record needs no order
    limit: Page = 10,
    offset: Offset = 0,
    as_of: AsOf = None,
) -> Response:
    """Return an entry, and by property what stands beside it: the record of its listing."""
    table = service.entities.of(as_of or service.space.today())
    row = _row(table, entity_id)
    if isinstance(row, str):
        return _moved(request, row, "/adjacent")
    beside = {_BESIDE: _beside(table, row, limit, offset)}
    return send({"entity": table.entity(row), "adjacent": beside})


@router.get("/entities/{entity_id:path}/adjacent/{property_name}", response_model=AdjacentResults, responses=_MOVED)
def adjacent_property(
    request: Request,
    service: Ready,
    entity_id: str,
    property_name: str,
    *,
    sort: Many = [],  # noqa: ARG001, B006  one record needs no order
    limit: Page = 10,
    offset: Offset = 0,
    as_of: AsOf = None,
) -> Response:
    """Return what stands beside an entry under one property; nothing under one that lists do not fill."""
    table = service.entities.of(as_of or service.space.today())
    row = _row(table, entity_id)
    if isinstance(row, str):
        return _moved(request, row, f"/adjacent/{quote(property_name, safe='')}")
    if property_name != _BESIDE:
        nothing = {"value": 0, "relation": "eq"}
        return send({"results": [], "total": nothing, "limit": limit, "offset": offset})
    return send(_beside(table, row, limit, offset))


@router.get("/entities/{entity_id:path}", response_model=Entity, responses=_MOVED)
def entity(request: Request, service: Ready, entity_id: str, nested: bool = True, as_of: AsOf = None) -> Response:
    """Return an entry, in force or not; with ``nested`` the record of its listing as an entity inside it.

    The record of a listing has an id of its own, too, as clients find it in ``sanctions``.
    """
    table = service.entities.of(as_of or service.space.today())
    listed = table.row(entity_id.removesuffix(RECORD))
    if entity_id.endswith(RECORD) and listed is not None:
        return send(sanction_of(table.listing(listed)))
    row = _row(table, entity_id)
    if isinstance(row, str):
        return _moved(request, row)
    found = table.entity(row)
    if nested:
        found["properties"][_BESIDE] = [sanction_of(table.listing(row))]
    return send(found)


def _row(table: EntityTable, entity_id: str) -> int | str:
    """Return the row of an entity, or the id of the one that is meant.

    Raises:
        ApiError: 404 when there is neither.
    """
    row = table.row(entity_id)
    known = table.canonical(entity_id) if row is None else None
    if row is None and known is None:
        raise ApiError(404, "unknown_entity", "No such entity!")
    return known if row is None and known is not None else row or 0


def _moved(request: Request, known: str, rest: str = "") -> Response:
    return RedirectResponse(request.url.replace(path=f"/entities/{quote(known)}{rest}"), 308)


def _beside(table: EntityTable, row: int, limit: int, offset: int) -> dict[str, Any]:
    records = [sanction_of(table.listing(row))]
    total = {"value": len(records), "relation": "eq"}
    return {"results": records[offset : offset + limit], "total": total, "limit": limit, "offset": offset}
