"""``GET /search/{dataset}``: words, filters and facets."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from tidewaiter.api.errors import ApiError
from tidewaiter.api.open_screening.datasets import resolve, scope
from tidewaiter.api.open_screening.filters import country_code, read_filter
from tidewaiter.api.open_screening.match import changed_day
from tidewaiter.api.open_screening.searching import Wanted, count_facets, find, sort_rows
from tidewaiter.api.open_screening.wire import ChangedSince, Many, SearchResponse, send
from tidewaiter.api.state import Ready, Service
from tidewaiter.api.v1.parameters import AsOf
from tidewaiter.reports.ftm.schemata import is_known

router = APIRouter(tags=["Open screening API"])

_WORDS = (
    "Words; every one must occur, as a beginning at least. "
    'Also "a phrase", AND, OR, NOT, +, -, |, parentheses, field:word and word*.'
)
_ALIKE = (
    "Find also names that have a word alike to every word of q, mistyped or in another script, whatever else they "
    "hold. Without it, words alone find names that are alike as wholes."
)
_SIMPLE = "Without effect: what q may hold is read in either way of writing."
FacetName = Literal["countries", "topics", "datasets", "schema", "identifiers", "genders"]
_STANDARD: list[FacetName] = ["countries", "topics", "datasets"]


@router.get("/search/{dataset}", response_model=SearchResponse)
def search(
    service: Ready,
    dataset: str,
    *,
    q: Annotated[str, Query(max_length=1000, description=_WORDS)] = "",
    schema: str = "Thing",
    include_dataset: Many = [],  # noqa: B006  read only
    exclude_dataset: Many = [],  # noqa: B006
    exclude_schema: Many = [],  # noqa: B006
    changed_since: ChangedSince = None,
    countries: Many = [],  # noqa: B006
    topics: Many = [],  # noqa: B006
    datasets: Many = [],  # noqa: B006
    filter_: Annotated[list[str], Query(alias="filter", max_length=20)] = [],  # noqa: B006
    limit: Annotated[int, Query(ge=0, le=500)] = 10,
    offset: Annotated[int, Query(ge=0, le=9499)] = 0,
    sort: Many = [],  # noqa: B006
    facets: Annotated[list[FacetName], Query()] = _STANDARD,
    filter_op: Literal["AND", "OR"] = "OR",
    target: Annotated[bool | None, Query(description="Only targets, or only others.", deprecated=True)] = None,
    fuzzy: Annotated[bool, Query(description=_ALIKE)] = False,
    simple: Annotated[bool, Query(description=_SIMPLE)] = False,  # noqa: ARG001  clients send it
    as_of: AsOf = None,
) -> Response:
    """Search the entries in force by words, with filters, counts and pages."""
    if not is_known(schema):
        raise ApiError(400, "unknown_schema", f"{schema!r} is no schema of an entity here.")
    ids = service.space.lists.ids()
    wanted = Wanted(
        day=as_of or service.space.today(),
        lists=scope(dataset, ids, include=include_dataset, exclude=exclude_dataset),
        text=q,
        schema=schema,
        exclude_schema=frozenset(exclude_schema),
        countries=tuple(map(country_code, countries)),
        topics=tuple(topics),
        target=target,
        datasets=tuple(_lists(service, name) for name in datasets),
        filters=tuple(read_filter(text) for text in filter_),
        changed_since=changed_day(changed_since),
        every=filter_op == "AND",
        alike=fuzzy,
    )
    entities, rows = find(service, wanted)
    data = {
        "limit": limit,
        "offset": offset,
        "total": {"value": len(rows), "relation": "eq"},
        "results": [entities.entity(row) for row in sort_rows(entities, rows, sort)[offset : offset + limit]],
        "facets": count_facets(entities, rows, facets),
    }
    return send(data)


def _lists(service: Service, name: str) -> tuple[str, ...]:
    found = resolve(name, service.space.lists.ids())
    if found is None:
        raise ApiError(400, "unknown_dataset", f"There is no dataset {name!r} to filter by.")
    return found
