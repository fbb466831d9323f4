"""From queries to scored entities, for `/match` and `/reconcile` alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tidewaiter.api.open_screening.entities import EntityTable
from tidewaiter.api.open_screening.queries import BadQueryError, cleaned, query_of
from tidewaiter.api.open_screening.wire import EntityExample
from tidewaiter.api.state import Service
from tidewaiter.model import Hit
from tidewaiter.reports.ftm.schemata import ancestry
from tidewaiter.screening import DEFAULT_THRESHOLD, Query

#: Most hits looked at for a query, before filters.
MOST_HITS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for every query of a request.

    Attributes:
        lists: Lists screened against.
        threshold: Score from which a result is a match.
        cutoff: Results at or below it are left out, unless they match; None drops what does not match.
        exclude_schema: Schemata left out, with all that descend from them.
        exclude_ids: Entities left out, by id or referent.
        topics: Entities listed for none of these are left out.
        changed_since: Entities known not to have changed since this day are left out.
    """

    day: dt.date
    lists: tuple[str, ...]
    limit: int = 5
    threshold: float = DEFAULT_THRESHOLD
    cutoff: float | None = None
    exclude_schema: frozenset[str] = field(default_factory=frozenset)
    exclude_ids: frozenset[str] = field(default_factory=frozenset)
    topics: frozenset[str] = field(default_factory=frozenset)
    changed_since: dt.date | None = None

    @property
    def least(self) -> float:
        """Least score that is reported."""
        return self.threshold if self.cutoff is None else min(self.cutoff, self.threshold)


def match_all(service: Service, examples: Mapping[str, EntityExample], terms: Terms) -> dict[str, dict[str, Any]]:
    """Return the answer to each query under its name. A bad query is answered by its own status and fails no other."""
    answers: dict[str, dict[str, Any]] = {}
    queries: dict[str, Query] = {}
    for name, example in examples.items():
        properties: dict[str, list[str]] = {}
        answers[name] = answer = {"status": 200, "results": [], "total": _total(0)}
        try:
            properties = cleaned(example.properties)
            queries[name] = query_of(example.schema, properties)
        except BadQueryError as error:
            answer |= {"status": 400, "detail": str(error)}
        answer["query"] = {"id": example.id, "schema": example.schema, "properties": properties}
    screener, _ = service.space.screener(terms.day)
    found = screener.screen(
        list(queries.values()), as_of=terms.day, lists=terms.lists, threshold=terms.least, limit=MOST_HITS
    )
    table = service.entities.of(terms.day)
    listed = table.listed_for(terms.topics) if terms.topics else None
    for (name, query), hits in zip(queries.items(), found, strict=True):
        told = [hit for hit in hits if listed is None or listed[_row(table, hit)]]
        kept = _kept(table, told, terms)
        answers[name]["results"] = [_scored(table, hit, query, terms) for hit in kept[: terms.limit]]
        answers[name]["total"] = _total(sum(hit.score >= terms.threshold for hit in kept))
    return answers


def _kept(table: EntityTable, hits: Sequence[Hit], terms: Terms) -> list[Hit]:
    kept = [hit for hit in hits if hit.score >= terms.threshold or hit.score > terms.least]
    if not (terms.exclude_schema or terms.exclude_ids or terms.changed_since):
        return kept
    return [hit for hit in kept if _passes(table, hit, terms)]


def _passes(table: EntityTable, hit: Hit, terms: Terms) -> bool:
    entity = table.entity(_row(table, hit))
    if terms.exclude_schema & ancestry(entity["schema"]):
        return False
    if terms.exclude_ids & {entity["id"], *entity["referents"]}:
        return False
    # When an entry last changed is not always known: it may have changed until the day its list is of.
    changed = entity["last_change"] or entity["last_seen"]
    return not terms.changed_since or not changed or changed[:10] >= terms.changed_since.isoformat()


def _scored(table: EntityTable, hit: Hit, query: Query, terms: Terms) -> dict[str, Any]:
    explanations = {
        name: {
            "score": feature.score,
            "detail": feature.detail or None,
            "query": query.name,
            "candidate": hit.matched,
            "weight": feature.weight,
        }
        for name, feature in hit.features.items()
    }
    return {
        **table.entity(_row(table, hit)),
        "score": hit.score,
        "match": hit.score >= terms.threshold,
        "explanations": explanations,
        "strength": str(hit.strength),
    }


def _row(table: EntityTable, hit: Hit) -> int:
    row = table.row(hit.listing_id)
    if row is None:  # pragma: no cover - index and table are of the same snapshots
        raise LookupError(hit.listing_id)
    return row


def _total(value: int) -> dict[str, Any]:
    return {"value": value, "relation": "eq"}
