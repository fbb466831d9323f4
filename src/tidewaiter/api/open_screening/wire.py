"""The shapes of the open screening API, and how they are sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Query
from pydantic import StringConstraints
from starlette.responses import Response


@dataclass(slots=True, kw_only=True)
class EntityExample:
    """What is known of a party, as FollowTheMoney properties; a value may be a text or a list of texts."""

    schema: str
    properties: dict[str, Any]
    id: str | None = None


@dataclass(slots=True, kw_only=True)
class EntityMatchQuery:
    """A batch of queries; ``weights`` and ``config`` are accepted and change nothing."""

    queries: dict[str, EntityExample]
    weights: dict[str, Any] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Entity:
    """A listing as a FollowTheMoney entity. Times are ISO seconds without a zone; unknown ones are null."""

    id: str
    caption: str
    schema: str
    properties: dict[str, list[Any]]
    datasets: list[str]
    referents: list[str]
    target: bool
    first_seen: str | None
    last_seen: str | None
    last_change: str | None


@dataclass(slots=True, kw_only=True)
class FeatureResult:
    """One thing that supports or weakens a match; ``weight`` is what it adds to the score's log odds."""

    score: float
    detail: str | None = None
    query: str | None = None
    candidate: str | None = None
    weight: float = 0.0


@dataclass(slots=True, kw_only=True)
class ScoredEntity(Entity):
    """An entity that may be the party asked for. ``strength`` is ``match`` or ``possible``, as `check` treats it."""

    score: float
    match: bool
    explanations: dict[str, FeatureResult]
    strength: str


@dataclass(slots=True, kw_only=True)
class Total:
    """How many there are."""

    value: int
    relation: str = "eq"


@dataclass(slots=True, kw_only=True)
class EntityMatches:
    """The answer to one query: best first; ``total`` counts those at or above the threshold."""

    status: int
    results: list[ScoredEntity]
    total: Total
    query: EntityExample
    detail: str | None = None


@dataclass(slots=True, kw_only=True)
class UsedSnapshot:
    """The state of a list an answer rests on."""

    list: str
    date: str
    sha256: str


@dataclass(slots=True, kw_only=True)
class EntityMatchResponse:
    """The answers to a batch, by the names of its queries."""

    responses: dict[str, EntityMatches]
    limit: int
    as_of: str
    snapshots: list[UsedSnapshot]


@dataclass(slots=True, kw_only=True)
class FacetItem:
    """A value and how many entities have it."""

    name: str
    label: str
    count: int


@dataclass(slots=True, kw_only=True)
class Facet:
    """Counts of one property over all that was found."""

    label: str
    values: list[FacetItem]


@dataclass(slots=True, kw_only=True)
class SearchResponse:
    """One page of what was found."""

    limit: int
    offset: int
    total: Total
    results: list[Entity]
    facets: dict[str, Facet]


@dataclass(slots=True, kw_only=True)
class AdjacentResults:
    """One page of what stands beside an entity under one property."""

    results: list[Entity]
    total: Total
    limit: int
    offset: int


@dataclass(slots=True, kw_only=True)
class EntityAdjacent:
    """An entity, and what stands beside it by property."""

    entity: Entity
    adjacent: dict[str, AdjacentResults]


#: Repeated parameters: ``topics=a&topics=b``.
Many = Annotated[list[Annotated[str, StringConstraints(max_length=200)]], Query(max_length=100)]
ChangedSince = Annotated[
    str | None,
    Query(
        pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$",
        description="Only entities changed on or after this day; those that may have stay, too.",
    ),
]


def send(data: object, headers: dict[str, str] | None = None, status: int = 200) -> Response:
    """Send data as JSON. Half a surrogate pair, which a client may have sent as an escape, is sent back as one."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "backslashreplace"), status, headers, media_type="application/json")
