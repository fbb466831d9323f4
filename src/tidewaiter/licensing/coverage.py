"""How far each part of the law is modelled on a day, said on every answer."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Status
from tidewaiter.model import Coverage


@lru_cache(maxsize=1024)
def coverage(law: Law, day: dt.date) -> tuple[Coverage, ...]:
    """Return the standing of every part in force on a day, and how current the tables are.

    The note names the sections that are modelled in part or only pointed to; what each lacks stands in its record
    (``tidewaiter law show``).
    """
    parts: dict[str, list[RuleAt]] = {}
    for rule_id, rule in law.rules.items():
        if (at := law.at(rule_id, day)) is not None:
            parts.setdefault(rule.part, []).append(at)
    lines = [Coverage(part=part, status=_status(found), note=_note(found)) for part, found in sorted(parts.items())]
    return (*lines, Coverage(part="tables", status=Status.PARTIAL.value, note=_currency(law, day)))


def _status(found: list[RuleAt]) -> str:
    statuses = {at.rule.status for at in found}
    return (statuses.pop() if len(statuses) == 1 else Status.PARTIAL).value


def _note(found: list[RuleAt]) -> str:
    told = [f"{sum(at.rule.status is Status.MODELLED for at in found)} of {len(found)} rules modelled"]
    for status in (Status.PARTIAL, Status.POINTER):
        sections = dict.fromkeys(at.section for at in found if at.rule.status is status)
        told += [f"{status.value}: {', '.join(sections)}"] if sections else []
    return "; ".join(told)


def _currency(law: Law, day: dt.date) -> str:
    newest = law.tables.as_of
    if day > newest:
        return f"text as of {newest}; rules published later are not included"
    if (newest - day).days > 30:
        return (
            f"the CCL as of {newest} is applied to {day}; Country Chart, country groups, supplements to part 746 and "
            "coalition countries are dated as far as their changes are known"
        )
    return f"text as of {newest}"
