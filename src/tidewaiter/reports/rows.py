"""Model objects as flat rows, for files that people open in a spreadsheet."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tidewaiter.model import (
    Decision,
    Determination,
    Hit,
    OwnerScreening,
    Ownership,
    PartyScreening,
    RowError,
    Snapshot,
    from_data,
    to_data,
)
from tidewaiter.reports.wording import open_questions, owner_text, ownership_text

Row = dict[str, str]
#: Between the members of one cell: sentences hold commas and semicolons, but hardly ever a bar.
SEPARATOR = " | "
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: object) -> Any:  # noqa: ANN401 - JSON is of any kind
    """Return a model object, or a structure holding some, as JSON-ready data with keys in field order."""
    if isinstance(value, RowError):
        names = ("file", "row", "column", "id", "reason", "remedy")
        return {name: getattr(value, name) for name in names}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return to_data(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        members = [plain(item) for item in value]
        return sorted(members, key=str) if isinstance(value, set | frozenset) else members
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def cell(value: object) -> str:
    """Return one value as the text of a cell.

    Unknown is empty, lists of plain values are joined by a bar, anything deeper is compact JSON. Text that a
    spreadsheet would run as a formula gets a leading apostrophe, because names come from strangers.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return "'" + value if value.startswith(_FORMULA) else value
    if isinstance(value, Sequence) and not any(isinstance(member, list | dict) for member in value):
        return cell(SEPARATOR.join(str(member) for member in value))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _best_hits(party: PartyScreening) -> Iterator[str]:
    """Return the best hit of a party, and of each of its owners that has one."""
    yield _best_hit(f"{party.role} {party.name or '(no name)'}", party.hits)
    for owner in party.owners:
        if owner.hits:
            yield _best_hit(f"owner {owner.name} of {party.role} {party.name or '(no name)'}", owner.hits)


def _best_hit(who: str, hits: Sequence[Hit]) -> str:
    if not hits:
        return f"{who}: no match found"
    hit = hits[0]
    more = f" (+{len(hits) - 1} more)" if len(hits) > 1 else ""
    return f"{who}: {hit.strength} {hit.score:.3f} {hit.list} {hit.name} [{hit.listing_id}]{more}"


def _snapshot(snapshot: Snapshot) -> str:
    rebuilt = " rebuilt" if snapshot.reconstructed else ""
    added = f" +{snapshot.supplement_date.isoformat()}" if snapshot.supplement_date else ""
    return f"{snapshot.list}@{snapshot.date.isoformat()}{added} {snapshot.sha256[:12]}{rebuilt}"


def decision_row(decision: Decision) -> Row:
    """Return a decision as the row of ``decisions.csv``: its keys are the columns, in order."""
    license_ = decision.license
    values: dict[str, object] = {
        "id": decision.id,
        "decision": str(decision.decision),
        "outcome": str(license_.outcome),
        "sections": license_.sections,
        "prohibited": license_.prohibited,
        "exceptions": [f"{e.symbol}={e.eligible}" for e in license_.exceptions],
        "review_policy": license_.review_policy,
        "hits": [line for party in decision.screening for line in _best_hits(party)],
        "ownership": [ownership_text(held) for party in decision.screening for held in party.ownership],
        "red_flags": [f"{flag.id} ({flag.severity}): {flag.title}" for flag in decision.red_flags],
        "missing": [question for question, _ in open_questions(decision)],
        "reasons": decision.reasons,
        "as_of": decision.as_of.isoformat(),
        "snapshots": [_snapshot(snapshot) for snapshot in decision.snapshots],
    }
    return {name: cell(value) for name, value in values.items()}


def determination_row(determination: Determination) -> Row:
    """Return a determination as a row, its reasons as ``citation effect: text``."""
    values: dict[str, object] = {
        "id": determination.id,
        "outcome": str(determination.outcome),
        "sections": determination.sections,
        "prohibited": determination.prohibited,
        "exceptions": [f"{e.symbol}={e.eligible}" for e in determination.exceptions],
        "review_policy": determination.review_policy,
        "reasons": [f"{r.citation} {r.effect}" + (f": {r.text}" if r.text else "") for r in determination.reasons],
        "missing": [q.question for q in determination.missing],
        "as_of": determination.as_of.isoformat(),
    }
    return {name: cell(value) for name, value in values.items()}


_HIT_COLUMNS = (
    "listing_id", "list", "name", "matched", "score", "strength", "listed_on", "citation", "country", "addresses",
    "license_requirement", "features",
)  # fmt: skip


def _hit_rows(answer: Mapping[str, Any]) -> Iterator[Row]:
    rest = {name: cell(value) for name, value in answer.items() if name != "hits"}
    if "owners" in rest:
        owners = [from_data(OwnerScreening, owner) for owner in answer["owners"]]
        rest["owners"] = cell([_best_hit(owner_text(owner), owner.hits) for owner in owners])
        rest["ownership"] = cell([ownership_text(from_data(Ownership, held)) for held in answer["ownership"]])
    for rank, hit in enumerate(answer["hits"] or [{}], start=1):
        found = {name: cell(hit.get(name)) for name in _HIT_COLUMNS}
        yield {"id": rest.get("id", ""), "rank": str(rank) if hit else "", **found} | rest


def _generic_rows(value: object) -> Iterator[Row]:
    data = plain(value)
    if not isinstance(data, dict):
        raise TypeError(f"{type(value).__name__} is neither a model object nor a mapping")
    if isinstance(data.get("hits"), list):
        yield from _hit_rows(data)
    else:
        yield {name: cell(item) for name, item in data.items()}


_FLATTENERS: dict[type, Callable[[Any], Row]] = {Decision: decision_row, Determination: determination_row}


def rows_of(value: object) -> Iterator[Row]:
    """Return the flat rows of one object: one row, except for a screening answer, which has one row a hit.

    A screening answer without hits still has its row, with the columns of the hit empty.

    Raises:
        TypeError: when the object is neither a dataclass nor a mapping.
    """
    flatten = _FLATTENERS.get(type(value))
    if flatten is not None:
        yield flatten(value)
    else:
        yield from _generic_rows(value)


#: Columns of ``rejected.csv``.
REJECTED_COLUMNS = ("file", "row", "column", "id", "reason", "remedy")
#: Columns of ``decisions.csv``.
DECISION_COLUMNS = (
    "id", "decision", "outcome", "sections", "prohibited", "exceptions", "review_policy", "hits", "ownership",
    "red_flags", "missing", "reasons", "as_of", "snapshots",
)  # fmt: skip
