"""Load what is known of the Commerce Control List on earlier days."""

from __future__ import annotations

from collections import defaultdict

from tidewaiter.law.tables.read import day, maybe_day, read_rows
from tidewaiter.law.tables.records import CclChange, Control
from tidewaiter.law.tables.scope import Scope

_COLUMNS = ("eccn", "paragraphs", "kind", "since", "until", "reason", "column", "status", "citation", "note")


def ccl_changes() -> dict[str, tuple[CclChange, ...]]:
    """Return the known changes of the CCL by entry."""
    found: dict[str, list[CclChange]] = defaultdict(list)
    for row in read_rows("ccl_dates.csv", *_COLUMNS):
        eccn, paragraphs, kind, since, until, reason, column, status, citation, note = row
        named = tuple(paragraphs.split())
        scope = Scope(eccn, "paragraphs" if named else "entire", named)
        text = f"{reason} applied to {', '.join(f'{eccn}.{one}' for one in named) or eccn} before {until} ({citation})"
        sure = status.startswith("verified")
        earlier = Control(eccn=eccn, reason=reason, column=column, scope_text=text, scope=scope, verified=sure)
        change = CclChange(
            eccn=eccn,
            scope=scope,
            since=maybe_day(since),
            until=day(until),
            control=earlier if column else None,
            absent=kind == "absent",
            status=status,
            citation=citation,
            note=note,
        )
        found[eccn].append(change)
    return {eccn: tuple(changes) for eccn, changes in found.items()}
