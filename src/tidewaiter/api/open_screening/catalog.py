"""``GET /catalog``: which lists there are, of which date."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from tidewaiter.api.open_screening import algorithms
from tidewaiter.api.open_screening.datasets import EVERYTHING, collections
from tidewaiter.api.open_screening.wire import send
from tidewaiter.api.state import Ready
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.model import Snapshot, country_name
from tidewaiter.reports.ftm import dataset

router = APIRouter(tags=["Open screening API"])
router.include_router(algorithms.router)

_REGIONS = {"eu": "European Union", "un": "United Nations", "custom": "Own lists"}


@dataclass(slots=True, kw_only=True)
class CatalogPublisher:
    """Who publishes a list."""

    name: str
    country: str | None
    country_label: str | None
    official: bool


@dataclass(slots=True, kw_only=True)
class CatalogDataset:
    """A list, or a collection of lists (then with ``children``). ``version`` is the date of the data."""

    name: str
    title: str
    summary: str | None
    url: str | None
    version: str | None
    updated_at: str | None
    entity_count: int
    thing_count: int
    publisher: CatalogPublisher | None
    children: list[str]
    load: bool
    index_version: str | None
    index_current: bool


@dataclass(slots=True, kw_only=True)
class Catalog:
    """The lists and collections there are, and those whose snapshot is older than it should be."""

    datasets: list[CatalogDataset]
    current: list[str]
    outdated: list[str]
    index_stale: bool


@router.get(
    "/catalog", response_model=Catalog, responses={304: {"description": "Unchanged since the state in If-None-Match."}}
)
@router.get("/manifest", response_model=Catalog, include_in_schema=False)
def catalog(request: Request, service: Ready, as_of: AsOf = None) -> Response:
    """Return every list and collection, with the date and hash of the snapshot that answers."""
    snapshots = service.space.lists.snapshots(as_of)
    digest = hashlib.sha256("".join(f"{s.list} {s.date} {s.sha256} {s.note}\n" for s in snapshots).encode())
    tag = f'"{digest.hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "max-age=300"}
    if tag in (part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    outdated = [s.list for s in snapshots if s.note]
    data = {
        "datasets": [*map(_list, snapshots), *_collections(snapshots)],
        "current": [s.list for s in snapshots if not s.note],
        "outdated": outdated,
        "index_stale": False,
    }
    return send(data, headers)


def _list(snapshot: Snapshot) -> dict[str, Any]:
    about = dataset(snapshot.list)
    label = _REGIONS.get(about.country) or country_name(about.country.upper()) or None
    publisher = {"name": about.publisher, "country": about.country, "country_label": label, "official": True}
    return {
        "name": snapshot.list,
        "title": about.title,
        "summary": snapshot.note,
        "url": None if "{" in about.url else about.url or None,
        "version": snapshot.date.isoformat(),
        "updated_at": f"{snapshot.date.isoformat()}T00:00:00",
        "entity_count": snapshot.entries,
        "thing_count": snapshot.entries,
        "publisher": publisher if about.publisher else None,
        "children": [],
        "load": True,
        "index_version": snapshot.sha256[:16],
        "index_current": True,
    }


def _collections(snapshots: tuple[Snapshot, ...]) -> list[dict[str, Any]]:
    sizes = {s.list: s.entries for s in snapshots}
    latest = max((s.date.isoformat() for s in snapshots), default=None)
    return [
        {
            "name": name,
            "title": "All lists" if name in EVERYTHING else _REGIONS.get(name) or country_name(name.upper()),
            "summary": None,
            "url": None,
            "version": latest,
            "updated_at": None,
            "entity_count": sum(sizes[one] for one in lists),
            "thing_count": sum(sizes[one] for one in lists),
            "publisher": None,
            "children": list(lists),
            "load": True,
            "index_version": None,
            "index_current": True,
        }
        for name, lists in collections(tuple(sizes)).items()
    ]
