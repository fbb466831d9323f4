"""Words, filters, facets and pages over the entities of a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.api.errors import ApiError
from tidewaiter.api.open_screening import spoken
from tidewaiter.api.open_screening.entities import EntityTable, words
from tidewaiter.api.open_screening.filters import Filter
from tidewaiter.api.state import Service
from tidewaiter.model import country_name
from tidewaiter.reports.ftm import dataset
from tidewaiter.reports.ftm.schemata import ancestry
from tidewaiter.screening import DEFAULT_THRESHOLD, Query, compare_many

_MOST_HITS = 500
#: Most values of a facet.
_MOST_VALUES = 1000
FACETS = {
    "countries": "Countries",
    "topics": "Topics",
    "datasets": "Data sources",
    "schema": "Type",
    "identifiers": "Identifiers",
    "genders": "Genders",
}
#: Columns that facets are counted by.
_COUNTED = {
    "countries": "countries",
    "topics": "topics",
    "datasets": "list",
    "schema": "schema",
    "identifiers": "identifiers",
    "genders": "gender",
}
_SORTS = {"caption": "caption", "name": "caption", "first_seen": "listed_on", "last_change": "last_change", "id": "id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is searched for: words, within lists, under filters.

    With ``every`` all values of a filter must be there, with ``alike`` names are compared also where more than words
    is asked for, and found if every word is alike to one of theirs, whatever else they hold.
    """

    day: dt.date
    lists: tuple[str, ...]
    text: str = ""
    schema: str = "Thing"
    exclude_schema: frozenset[str] = field(default_factory=frozenset)
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    target: bool | None = None
    datasets: tuple[tuple[str, ...], ...] = ()
    filters: tuple[Filter, ...] = ()
    changed_since: dt.date | None = None
    every: bool = False
    alike: bool = False


def find(service: Service, wanted: Wanted) -> tuple[EntityTable, list[int]]:
    """Return the rows that answer, best first.

    An entry answers that holds every word (or the beginning of it) in a name, address, number, program or date, or,
    where words alone are asked for, whose name screening finds alike; the score of the name orders them, then the
    caption.
    """
    entities = service.entities.of(wanted.day)
    passing = _filtered(entities, wanted)
    asked = spoken.read(wanted.text)
    scores = _scores(service, wanted, entities, asked.names) if asked.plain or wanted.alike else {}
    if wanted.text.strip() not in {"", "*"}:
        held = pc.and_(passing, asked.among(entities.table)) if asked.tokens else pa.array([], pa.bool_())
        alike = [row for row in scores if passing[row].as_py()]
        rows = list(dict.fromkeys([*_numbers(held), *alike]))
    else:
        rows = _numbers(passing)
    if wanted.filters:
        shown = ((row, entities.entity(row)) for row in rows)
        rows = [row for row, entity in shown if all(one.passes(entity) for one in wanted.filters)]
    captions = entities.table["caption"].take(pa.array(rows, pa.int64())).to_pylist()
    order = sorted(range(len(rows)), key=lambda at: (-scores.get(rows[at], 0.0), captions[at], rows[at]))
    return entities, [rows[at] for at in order]


def sort_rows(entities: EntityTable, rows: Sequence[int], criteria: Sequence[str]) -> list[int]:
    """Return rows in the order of criteria such as ``last_change:desc``, the first the most important.

    Raises:
        ApiError: 400 for a field that cannot be sorted by.
    """
    ordered = list(rows)
    for criterion in reversed(criteria):
        name, _, direction = criterion.partition(":")
        if name not in _SORTS or direction not in {"", "asc", "desc"}:
            raise ApiError(
                400, "invalid_request", f"Cannot sort by {criterion!r}: use {', '.join(_SORTS)} with :asc or :desc."
            )
        values = entities.table[_SORTS[name]].take(pa.array(ordered, pa.int64())).to_pylist()
        known = [at for at in range(len(ordered)) if values[at] is not None]
        known.sort(key=lambda at: values[at], reverse=direction == "desc")
        missing = [at for at in range(len(ordered)) if values[at] is None]
        ordered = [ordered[at] for at in [*known, *missing]]
    return ordered


def count_facets(entities: EntityTable, rows: Sequence[int], names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return, for each facet, its values with how many of the rows have each, the most frequent first."""
    chosen = entities.table.select(sorted(set(_COUNTED.values()))).take(pa.array(rows, pa.int64()))
    return {name: _facet(name, _counts(chosen, name), _label(name)) for name in names if name in FACETS}


def _counts(chosen: pa.Table, name: str) -> Counter[str]:
    column = chosen[_COUNTED[name]]
    values = pc.list_flatten(column) if pa.types.is_list(column.type) else column.drop_null()
    return Counter({count["values"]: count["counts"] for count in pc.value_counts(values).to_pylist()})


def _label(name: str) -> Callable[[str], str]:
    if name == "datasets":
        return lambda list_id: dataset(list_id).title
    return (lambda code: country_name(code.upper())) if name == "countries" else str


def _facet(name: str, counts: Counter[str], label: Callable[[str], str]) -> dict[str, Any]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_VALUES]
    values = [{"name": value, "label": label(value), "count": count} for value, count in ordered]
    return {"label": FACETS[name], "values": values}


def _filtered(entities: EntityTable, wanted: Wanted) -> pa.Array:
    table = entities.table
    needs = all if wanted.every else any
    lists = [one for one in wanted.lists if not wanted.datasets or needs(one in lists for lists in wanted.datasets)]
    known = pc.unique(table["schema"]).to_pylist()
    schemata = [s for s in known if wanted.schema in ancestry(s) and not wanted.exclude_schema & ancestry(s)]
    passing = pc.and_(entities.in_force(wanted.day), pc.is_in(table["list"], pa.array(lists, pa.string())))
    passing = pc.and_(passing, pc.is_in(table["schema"], pa.array(schemata, pa.string())))
    if wanted.target is not None:
        passing = pc.and_(passing, pc.equal(table["target"], wanted.target))
    if wanted.topics:
        passing = pc.and_(passing, pa.array(entities.listed_for(wanted.topics, every=wanted.every)))
    if wanted.changed_since:
        since = pc.greater_equal(entities.changed_by(), pa.scalar(wanted.changed_since, pa.date32()))
        passing = pc.and_(passing, pc.fill_null(since, True))
    if wanted.countries:
        asked = set(wanted.countries)
        holds = asked.issubset if wanted.every else (lambda have: bool(asked & set(have)))
        passing = pc.and_(passing, pa.array([bool(holds(have)) for have in table["countries"].to_pylist()]))
    return passing


def _scores(service: Service, wanted: Wanted, entities: EntityTable, name: str) -> dict[int, float]:
    if not name or not wanted.lists:
        return {}
    screener, _ = service.space.screener(wanted.day)
    (hits,) = screener.screen(
        [Query(name=name)],
        as_of=wanted.day,
        lists=wanted.lists,
        threshold=0.0 if wanted.alike else DEFAULT_THRESHOLD,
        limit=_MOST_HITS,
    )
    if wanted.alike:
        near = _with_near_words(name, {hit.matched for hit in hits})
        hits = tuple(hit for hit in hits if hit.score >= DEFAULT_THRESHOLD or hit.matched in near)
    rows = ((entities.row(hit.listing_id), hit.score) for hit in hits)
    return {row: score for row, score in rows if row is not None}


def _with_near_words(asked: str, names: set[str]) -> set[str]:
    """Return the names of which some word is alike for every word asked for, whatever else they hold."""
    words_of = {name: words(name) for name in names}
    every = sorted({word for found in words_of.values() for word in found})
    near = set(names)
    for word in words(asked):
        alike = compare_many([(word, other, None) for other in every])
        answers = {other for other, found in zip(every, alike, strict=True) if found.score >= DEFAULT_THRESHOLD}
        near = {name for name in near if not answers.isdisjoint(words_of[name])}
    return near


def begin_first(entities: EntityTable, rows: Sequence[int], prefix: str) -> list[int]:
    """Return rows in their order, but those first whose caption begins so, then those that hold the words so."""
    begun = " ".join(words(prefix))
    chosen = entities.table.select(["caption", "text"]).take(pa.array(rows, pa.int64()))
    begins = [" ".join(words(caption)).startswith(begun) for caption in chosen["caption"].to_pylist()]
    holds = pc.match_substring(chosen["text"], f" {begun}").to_pylist()
    return [rows[at] for at in sorted(range(len(rows)), key=lambda at: (not begins[at], not holds[at]))]


def _numbers(mask: pa.Array) -> list[int]:
    numbers: list[int] = pc.indices_nonzero(mask).to_pylist() if len(mask) else []
    return numbers
