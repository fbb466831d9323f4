"""``GET /entities/{id}``: one entry."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from tidewaiter.api.errors import ApiError
from tidewaiter.api.open_screening.wire import Entity, send
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.reports.ftm.listing import sanction_of

router = APIRouter(tags=["Open screening API"])


@router.get(
    "/entities/{entity_id:path}",
    response_model=Entity,
    responses={308: {"description": "The id is a referent of the entity at the address given."}},
)
def entity(request: Request, service: Ready, entity_id: str, nested: bool = True, as_of: AsOf = None) -> Response:
    """Return an entry, in force or not; with ``nested`` the record of its listing as an entity inside it."""
    table = service.entities.of(as_of or service.space.today())
    row = table.row(entity_id)
    if row is None:
        known = table.canonical(entity_id)
        if known is not None:
            return RedirectResponse(request.url.replace(path=f"/entities/{quote(known)}"), 308)
        raise ApiError(404, "unknown_entity", "No such entity!")
    found = table.entity(row)
    if nested:
        found["properties"]["sanctions"] = [sanction_of(table.listing(row))]
    return send(found)
