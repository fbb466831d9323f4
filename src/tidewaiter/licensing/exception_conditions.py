"""What decides LVS, GBS, TSR and STA: the entry, the reasons for control, and one condition only the exporter knows.

That condition stands in the records ``us.ear.condition``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri, eccn_in
from tidewaiter.licensing.exception_lines import exception_line
from tidewaiter.model import Act

_FAMILY = "us.ear.condition."
_STA_REASONS = frozenset({"742.2", "742.3", "742.4", "742.6", "742.7", "742.14"})
Decision = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Listed:
    """An exception, an item of the CCL and where it goes, on one day."""

    law: Law
    symbol: str
    code: str
    countries: tuple[str, ...]
    day: dt.date


@dataclass(frozen=True, slots=True)
class Closing:
    """Whether the exporter affirms the condition that is left when item and destination are eligible.

    Attributes:
        answer: Yes when it is affirmed and nothing about it is open, no when the circumstances were stated without it.
        why: The condition as affirmed, the questions left, or what is not stated.
    """

    answer: Tri
    why: tuple[str, ...] = ()


@lru_cache(maxsize=16384)
def closing_condition(item: Listed, act: Act, circumstances: tuple[str, ...] | None) -> Closing:
    """Return what the exporter says of the condition an exception leaves to it; yes where there is none."""
    for rule in _conditions(item, act):
        question = f"{rule.segment.question} ({rule.section})"
        own = rule.get("circumstances")
        if circumstances is None:
            return Closing(Tri.UNKNOWN, (question,))
        if set(own).isdisjoint(circumstances):
            return Closing(Tri.NO, (f"what would allow it is not stated: {own[0].replace('_', ' ')} ({rule.section})",))
        if asks := rule.get("asks"):
            return Closing(Tri.UNKNOWN, tuple(f"{asked} ({rule.section})" for asked in asks))
        return Closing(Tri.YES, (f"{rule.rule.title} ({rule.section}), as the exporter affirms",))
    return Closing(Tri.YES)


def _conditions(item: Listed, act: Act) -> Iterator[RuleAt]:
    for rule_id in _known(item.law):
        rule = item.law.at(rule_id, item.day)
        if rule is None or item.symbol not in rule.get("symbols"):
            continue
        if rule.get("deemed_only", default=False) and act is not Act.DEEMED_EXPORT:
            continue
        if rule.get("eccns") and eccn_in(item.code, rule.get("eccns")) is Tri.NO:
            continue
        if eccn_in(item.code, rule.get("except_eccns")) is not Tri.YES:
            yield rule


@lru_cache(maxsize=8)
def _known(law: Law) -> tuple[str, ...]:
    return tuple(rule_id for rule_id in law.rules if rule_id.startswith(_FAMILY))


def _closed(said: Closing, asked: tuple[str, ...], why: tuple[str, ...]) -> Decision:
    """Return the decision when item and destination are eligible but for what is asked."""
    if said.answer is Tri.NO:
        return "no", said.why
    if asked or said.answer is Tri.UNKNOWN:
        return "undetermined", (*asked, *(said.why if said.answer is Tri.UNKNOWN else ()))
    return "yes", (*why, *said.why)


def limited_value(item: Listed, over: Tri, said: Closing) -> Decision:
    """Judge one shipment against the entry's limit of LVS, and the orders of the year by what the exporter affirms."""
    line = exception_line(item.law, item.symbol, item.code, item.countries, item.day)
    if line.answer is Tri.NO:
        return "no", (line.why,)
    asked = (line.why,) if line.answer is Tri.UNKNOWN else ()
    if line.amount_usd is None:
        return "undetermined", asked
    limit = f"{line.amount_usd:g} US dollars"
    if over is Tri.YES:
        return "no", (f"the value of the order is above the limit of {limit}",)
    if over is Tri.UNKNOWN:
        return "undetermined", (*asked, f"the value is not stated; the limit is {limit}")
    return _closed(said, asked, (f"the order is within {limit}",))


def national_security(item: Listed, reasons: set[str], said: Closing) -> Decision:
    """Judge GBS and TSR: the entry allows them, and national security is the only reason for the requirement."""
    line = exception_line(item.law, item.symbol, item.code, item.countries, item.day)
    if line.answer is Tri.NO:
        return "no", (line.why,)
    if reasons != {"742.4"}:
        return "no", ("the requirement is not for national security reasons only",)
    asked = (line.why,) if line.answer is Tri.UNKNOWN else ()
    return _closed(said, asked, ("the entry allows it, and the requirement is for national security reasons only",))


def strategic(item: Listed, reasons: set[str], said: Closing) -> Decision:
    """Judge STA: the reasons for control, the country group, and the papers of 740.20(d)."""
    unmanned = item.law.at("us.ear.740.unmanned", item.day)
    small = unmanned is not None and eccn_in(item.code, unmanned.get("eccns")) is not Tri.NO
    if not reasons <= (_STA_REASONS | {"742.5"} if small else _STA_REASONS):
        return "no", ("a reason for control is not among those of 740.20(c)",)
    all_a5 = all("A:5" in item.law.tables.groups(country, item.day) for country in item.countries)
    if not all_a5 and reasons != {"742.4"}:
        return "no", ("for Country Group A:6 only items controlled for national security are eligible",)
    asked: tuple[str, ...] = ()
    if "742.5" in reasons and unmanned is not None and unmanned.segment.question:
        asked = (unmanned.segment.question,)
    group = "A:5" if all_a5 else "A:6"
    return _closed(said, asked, (f"the reasons for control are among those of 740.20(c) for Country Group {group}",))
