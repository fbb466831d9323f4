"""The law as records to read: a section with its history, what changed between two days, what is modelled."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from tidewaiter.law.law import Law
from tidewaiter.law.rule import Rule, RuleAt, Segment, Status
from tidewaiter.model import UsageError, country_name

Record = dict[str, Any]
_PREFIX = re.compile(r"^\s*(?:15\s*c\.?f\.?r\.?)?\s*(?:§+|part|section|sec\.?)?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)")


def show_rules(law: Law, text: str, *, as_of: dt.date | None = None) -> list[Record]:
    """Return the rules of a section or paragraph (``746.8``, ``746.8(a)(5)``), of a part, or of a rule id.

    Args:
        text: How the paragraph is numbered, or was numbered once; ``15 CFR`` and the section sign may stand before it.
        as_of: Only the period in force on this day; without it every period of each rule, oldest first.

    Returns:
        One record a period, with its section, dates, citation, review policy, exceptions and parameters.

    Raises:
        UsageError: when no rule is so numbered, or none of them stood on the day.
    """
    wanted = _PREFIX.sub("", text).strip().lower()
    rules = [rule for rule in _ordered(law) if wanted and _is_meant(rule, wanted)]
    if not rules:
        raise UsageError(f"no rule is numbered {text!r}. Ask for a section such as 746.8, a part, or a rule id.")
    records = [_record(rule, segment) for rule in rules for segment in rule.segments if _stands(segment, as_of)]
    if not records:
        first = min(segment.start for rule in rules for segment in rule.segments)
        raise UsageError(f"{text!r} did not stand on {as_of}: it is known from {first}.")
    return records


def _stands(segment: Segment, day: dt.date | None) -> bool:
    return day is None or segment.covers(day)


def _ordered(law: Law) -> list[Rule]:
    return sorted(law.rules.values(), key=lambda rule: (_natural(rule.part), _natural(rule.id)))


def _natural(text: str) -> tuple[tuple[int, int | str], ...]:
    return tuple((0, int(piece)) if piece.isdigit() else (1, piece) for piece in _NUMBER.split(text) if piece)


def _is_meant(rule: Rule, wanted: str) -> bool:
    if wanted == rule.part.lower() or rule.id == wanted or rule.id.startswith(f"{wanted}."):
        return True
    return any(_begins(segment.section.lower(), wanted) or wanted in _cited(segment) for segment in rule.segments)


def _begins(section: str, wanted: str) -> bool:
    return section.startswith(wanted) and not section[len(wanted) :][:1].isdigit()


def _cited(segment: Segment) -> set[str]:
    """Every paragraph the citation names, and those it stands in: ``746.8(a)(5)`` is in ``746.8(a)`` and ``746.8``."""
    found = set()
    for number, inner in re.findall(r"(\d{3}\.\d+)((?:\([a-z0-9]+\))*)", segment.cfr.lower()):
        steps = re.findall(r"\([a-z0-9]+\)", inner)
        found |= {number + "".join(steps[:depth]) for depth in range(len(steps) + 1)}
    return found


def _record(rule: Rule, segment: Segment) -> Record:
    return {
        "rule": rule.id,
        "section": segment.section,
        "title": rule.title,
        "from": segment.start.isoformat(),
        "to": segment.end.isoformat() if segment.end else None,
        "citation": "; ".join((segment.cfr, *segment.fr)),
        "status": rule.status.value,
        "missing": rule.missing or None,
        "standing": _standing(segment),
        "verified": segment.verified,
        "review": segment.review,
        "exceptions": list(segment.exceptions),
        "parameters": _plain(segment.parameters),
    }


def _standing(segment: Segment) -> str:
    if segment.unconfirmed_after is not None:
        return f"not confirmed after {segment.unconfirmed_after}"
    return "suspended" if segment.suspended else "in force"


def _plain(parameters: Mapping[str, Any]) -> Record:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}


def law_changes(law: Law, before: dt.date, after: dt.date) -> list[Record]:
    """Return what changed in the carried law from one day to a later one: rules, codes, coalition, groups, chart.

    Raises:
        UsageError: when the second day is not later than the first.
    """
    if after <= before:
        raise UsageError(f"{after} is not later than {before}: give the earlier day first.")
    return [
        *(change for rule in _ordered(law) if (change := _rule_change(rule, before, after)) is not None),
        *_codes(law, before, after),
        *_countries(law, before, after),
    ]


def _change(kind: str, what: str, change: str, title: str, old: str, new: str, citation: str) -> Record:  # noqa: PLR0917
    return {
        "kind": kind, "what": what, "change": change, "title": title, "before": old, "after": new, "citation": citation,
    }  # fmt: skip


def _rule_change(rule: Rule, before: dt.date, after: dt.date) -> Record | None:
    old, new = rule.at(before), rule.at(after)
    if old is None and new is None:
        return None
    if old is None or new is None:
        at = new or old
        word = "begins" if old is None else "ends"
        return _change("rule", rule.id, word, rule.title, _section(old), _section(new), at.citation if at else "")
    told = [f"{name}: {was} -> {now}" for name, was, now in _differences(old, new) if was != now]
    if not told:
        return None
    title = f"{rule.title}: {'; '.join(told)}"
    return _change("rule", rule.id, "changes", title, _section(old), _section(new), new.citation)


def _section(rule: RuleAt | None) -> str:
    return rule.section if rule is not None else ""


def _differences(old: RuleAt, new: RuleAt) -> Iterator[tuple[str, str, str]]:
    yield "section", old.section, new.section
    yield "standing", old.force.value, new.force.value
    yield "review", old.segment.review or "none", new.segment.review or "none"
    yield "exceptions", _said(old.segment.exceptions), _said(new.segment.exceptions)
    for name in sorted({*old.segment.parameters, *new.segment.parameters}):
        yield name, _said(old.get(name, None)), _said(new.get(name, None))


def _said(value: object) -> str:
    return " ".join(str(one) for one in value) or "none" if isinstance(value, tuple) else str(value)


def _codes(law: Law, before: dt.date, after: dt.date) -> Iterator[Record]:
    for supplement, entries in law.tables.hts_entries.items():
        for code, entry in entries.items():
            old, new = (law.tables.in_hts(supplement, code, day) for day in (before, after))
            if old != new:
                what = f"Supp. No. {supplement} to part 746: {code}"
                yield _change("code", what, "listed" if new == "yes" else "may be listed", entry.description, old, new,
                              entry.citation)  # fmt: skip


def _countries(law: Law, before: dt.date, after: dt.date) -> Iterator[Record]:
    for code, entry in law.tables.coalition.items():
        if before < entry.joined <= after:
            yield _change("coalition", code, "joins", country_name(code), "no", "yes", entry.citation)
    for code in sorted(law.tables.country_groups):
        old, new = (law.tables.groups(code, day) for day in (before, after))
        for group in sorted(old ^ new):
            word, was, now = ("joins", "no", "yes") if group in new else ("leaves", "yes", "no")
            title = f"{country_name(code)}, Country Group {group}"
            yield _change("group", code, word, title, was, now, _dated_by(law, code, group))
    for code, marks in law.tables.chart_dates.items():
        for mark in marks:
            was, now = mark.marked(before), mark.marked(after)
            if was != now:
                title = f"{country_name(code)}, column {mark.column} of the Country Chart"
                word = {"yes": "has an X", "no": "has no X", "unknown": "may have an X"}[now]
                yield _change("chart", code, word, title, was, now, mark.citation)


def _dated_by(law: Law, code: str, group: str) -> str:
    """Return the rule that dates a membership, or the supplement where none does."""
    dated = (one.citation for one in law.tables.group_dates.get(code, ()) if one.group in (group, "*"))
    return next(dated, "15 CFR 740 Supp. No. 1")


def modelled_parts(law: Law) -> list[Record]:
    """Return, for each part of the law, how many rules are modelled, partial or pointers, and what is missing."""
    records = []
    for part, members in groupby(_ordered(law), key=lambda rule: rule.part):
        rules = list(members)
        counts = {status.value: sum(rule.status is status for rule in rules) for status in Status}
        unverified = sum(not segment.verified for rule in rules for segment in rule.segments)
        missing = dict.fromkeys(f"{rule.segments[-1].section}: {rule.missing}" for rule in rules if rule.missing)
        records.append({"part": part, **counts, "periods_unverified": unverified, "missing": list(missing)})
    return records
