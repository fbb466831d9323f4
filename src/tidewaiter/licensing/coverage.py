"""How far each part of the law is modelled, said on every answer."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from tidewaiter.law import Law, Status
from tidewaiter.model import Coverage


@lru_cache(maxsize=1024)
def coverage(law: Law, day: dt.date) -> tuple[Coverage, ...]:
    """Return the standing of every part on a day, and how current the tables are."""
    parts: dict[str, list[Status]] = {}
    for rule in law.rules.values():
        parts.setdefault(rule.part, []).append(rule.status)
    lines = [Coverage(part=part, status=_status(found), note=_note(found)) for part, found in sorted(parts.items())]
    return (*lines, Coverage(part="tables", status=Status.PARTIAL.value, note=_currency(law, day)))


def _status(found: list[Status]) -> str:
    if all(status is Status.MODELLED for status in found):
        return Status.MODELLED.value
    return Status.POINTER.value if all(status is Status.POINTER for status in found) else Status.PARTIAL.value


def _note(found: list[Status]) -> str:
    counts = [f"{found.count(status)} {status.value}" for status in Status if found.count(status)]
    return f"rules: {', '.join(counts)}"


def _currency(law: Law, day: dt.date) -> str:
    newest = law.tables.as_of
    if day > newest:
        return f"text as of {newest}; rules published later are not included"
    if (newest - day).days > 30:
        return f"Country Chart, groups and CCL as of {newest} are applied to {day}; Russia and Belarus rules are dated"
    return f"text as of {newest}"
