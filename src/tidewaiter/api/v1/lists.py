"""The restricted-party lists over HTTP: snapshots, counts, changes, one entry's history."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from tidewaiter.api.answers import answer_one, json_bytes
from tidewaiter.api.bodies import JSON, NDJSON
from tidewaiter.api.errors import ApiError
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.envelopes import ListChanges, ListEntities, ListingHistory, ListSnapshots
from tidewaiter.api.v1.parameters import AsOf, CountryName
from tidewaiter.model import UsageError
from tidewaiter.monitor import ListStats
from tidewaiter.workspace import Workspace

router = APIRouter(tags=["Lists"])


@router.get("/lists", response_model=ListSnapshots)
def lists(service: Ready, as_of: AsOf = None) -> Response:
    """Return the snapshot of each list that answers the date, and what must be known about it."""
    return answer_one({"lists": service.space.lists.snapshots(as_of)})


@router.get("/lists/{list_id}/stats", response_model=ListStats)
def stats(
    service: Ready,
    list_id: str,
    *,
    country: CountryName = None,
    from_date: Annotated[dt.date | None, Query(alias="from", description="First cited on or after.")] = None,
    to_date: Annotated[dt.date | None, Query(alias="to", description="First cited on or before.")] = None,
    as_of: AsOf = None,
) -> Response:
    """Count the entries of a list first cited in a window, and name them."""
    name = _known(service.space, list_id)
    return answer_one(
        service.space.lists.stats(name, country=country, from_date=from_date, to_date=to_date, as_of=as_of)
    )


@router.get("/lists/{list_id}/diff", response_model=ListChanges)
def diff(
    service: Ready,
    list_id: str,
    old: Annotated[dt.date, Query(description="The earlier date.")],
    new: Annotated[dt.date, Query(description="The later date.")],
) -> Response:
    """Return what was added, removed and changed on a list between two dates."""
    name = _known(service.space, list_id)
    return answer_one({"list": name, "changes": tuple(service.space.lists.changes(name, old, new))})


@router.get(
    "/lists/{list_id}/entities",
    response_model=ListEntities,
    responses={200: {"content": {NDJSON: {"schema": {"type": "string"}}}, "description": "Entities, one a line."}},
)
def entities(request: Request, service: Ready, list_id: str, as_of: AsOf = None) -> Response:
    """Return the entries of a list in force on a date as FollowTheMoney entities, each party and what belongs to it.

    They are sent as JSON lines, for the tools that read them, unless the client accepts only `application/json`.
    """
    name = _known(service.space, list_id)
    found = service.space.lists.entities([name], as_of)
    accepted = request.headers.get("accept", "*/*").lower()
    if JSON in accepted and "*/*" not in accepted and "ndjson" not in accepted:
        return answer_one({"list": name, "entities": tuple(found)})
    return StreamingResponse(map(json_bytes, found), media_type=NDJSON)


@router.get("/listings/{listing_id:path}", response_model=ListingHistory)
def listing(service: Ready, listing_id: str) -> Response:
    """Return one entry as it stands in each snapshot that changed it, oldest first."""
    try:
        states = tuple(service.space.lists.history(listing_id))
    except UsageError as error:
        raise ApiError(404, "unknown_listing", str(error)) from None
    return answer_one({"id": listing_id, "states": states})


def _known(space: Workspace, list_id: str) -> str:
    if list_id not in space.lists.ids():
        known = ", ".join(space.lists.ids())
        raise ApiError(404, "unknown_list", f"{list_id!r} is not a list of this workspace: choose from {known}.")
    return list_id
