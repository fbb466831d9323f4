"""License exceptions of part 740: each candidate yes, no or undetermined, with why."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri, eccn_in
from tidewaiter.licensing.classification import Classification
from tidewaiter.licensing.exception_limits import limit_on
from tidewaiter.licensing.facts import Facts
from tidewaiter.licensing.findings import Finding
from tidewaiter.model import Act, Effect, ExceptionCheck

_RULES = tuple(f"us.ear.740.{number}" for number in range(3, 25))
_AMOUNT = re.compile(r"^\$([\d,]+)\.?$")
#: Findings that only restate another one and bring no requirement of their own to overcome.
_RESTATING = frozenset({"us.ear.738.chart"})
_STA_REASONS = frozenset({"742.2", "742.3", "742.4", "742.6", "742.7", "742.14"})


@dataclass(frozen=True, slots=True)
class _Need:
    """A requirement to overcome: its section, and the symbols that may (``*`` for part 740 as a whole)."""

    section: str
    exceptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """The facts on which exceptions depend; the value only where the entry has a plain LVS limit."""

    goods: Classification
    countries: tuple[str, ...]
    from_country: str | None
    act: Act
    day: dt.date
    value_usd: float | None
    needs: tuple[_Need, ...]


def exception_checks(facts: Facts, found: Sequence[Finding]) -> tuple[ExceptionCheck, ...]:
    """Return the license exceptions that come into question for a transaction that needs a license.

    An exception must overcome every requirement (15 CFR 738.4(a)(2)(ii)(A)). Where a requirement allows none, one line
    says so. ``yes`` is given only when every condition is met by stated facts.
    """
    needs = [f for f in found if f.effect is Effect.REQUIRES and f.reason.rule not in _RESTATING]
    closed = [f for f in found if f.effect is Effect.PROHIBITS] + [f for f in needs if not f.exceptions]
    if closed:
        why = tuple(dict.fromkeys(f"{f.section} allows no license exception" for f in closed))
        return (ExceptionCheck(symbol="*", eligible="no", why=why, citation="15 CFR 740.2(a)"),)
    if any(f.reason.rule == "us.ear.744.15" for f in found):
        why = ("A party is on the Unverified List (740.2(a)(17))",)
        return (ExceptionCheck(symbol="*", eligible="no", why=why, citation="15 CFR 740.2(a)(17)"),)
    entry = facts.law.tables.eccn(facts.goods.code) if facts.goods.on_ccl else None
    plain_limit = entry is not None and _AMOUNT.match(entry.lvs) is not None
    case = _Case(
        goods=facts.goods,
        countries=tuple(place.country for place in facts.destinations),
        from_country=facts.tx.from_country,
        act=facts.act,
        day=facts.day,
        value_usd=facts.item.value_usd if plain_limit else None,
        needs=tuple(dict.fromkeys(_Need(f.section, f.exceptions) for f in needs)),
    )
    return _checks(facts.law, case)


@lru_cache(maxsize=32768)
def _checks(law: Law, case: _Case) -> tuple[ExceptionCheck, ...]:
    rules = (law.at(rule_id, case.day) for rule_id in _RULES)
    return tuple(check for rule in rules if rule is not None for check in _check(law, rule, case))


def _check(law: Law, rule: RuleAt, case: _Case) -> list[ExceptionCheck]:
    symbol = rule.rule.title.split(",")[0].replace(" and ", "/")
    barred = [need.section for need in case.needs if "*" not in need.exceptions and symbol not in need.exceptions]
    if len(barred) == len(case.needs) or not _concerns(rule, case):
        return []
    out = f"{barred[0]} does not allow it" if barred else _out_of_place(law, rule, case)
    out = out or limit_on(law, symbol, case.goods.code, case.countries, case.day)
    eligible, why = ("no", (out,)) if out else _conditions(law, rule, symbol, case)
    return [ExceptionCheck(symbol=symbol, eligible=eligible, why=why, citation=rule.citation)]


def _concerns(rule: RuleAt, case: _Case) -> bool:
    """Whether the exception has to do with such an item and such an act at all."""
    code, group = case.goods.code, case.goods.group
    if rule.get("ear99_only", default=False) and code != "EAR99":
        return False
    if rule.get("eccns") and eccn_in(code, rule.get("eccns")) is Tri.NO:
        return False
    if rule.get("categories") and code[:1] not in rule.get("categories"):
        return False
    if rule.get("product_groups") and group is not None and group not in rule.get("product_groups"):
        return False
    return not rule.get("reexports_only", default=False) or case.act is Act.REEXPORT


def _out_of_place(law: Law, rule: RuleAt, case: _Case) -> str:
    sources = rule.get("from_destinations")
    if sources and not law.within(case.from_country or "", sources):
        return f"it is for reexports from {', '.join(sources)}"
    for country in case.countries:
        if not law.within(country, rule.get("destinations")) or law.within(country, rule.get("except_destinations")):
            return f"{country} is not among its destinations"
    return ""


def _conditions(law: Law, rule: RuleAt, symbol: str, case: _Case) -> tuple[str, tuple[str, ...]]:
    entry = law.tables.eccn(case.goods.code)
    reasons = {need.section for need in case.needs if need.section.startswith("742.")}
    if symbol == "LVS":
        return _limited_value(entry.lvs if entry else "", case.value_usd)
    if symbol in ("GBS", "TSR"):
        return _national_security(symbol, (entry.gbs if symbol == "GBS" else entry.tsr) if entry else "", reasons)
    if symbol == "STA":
        return _strategic(law, case, reasons)
    if symbol == "SPP":
        return "yes", ("the item is EAR99, and no requirement of part 744 applies",)
    return "undetermined", (rule.rule.missing,)


def _limited_value(stated: str, value: float | None) -> tuple[str, tuple[str, ...]]:
    if not stated or stated.startswith("N/A"):
        return "no", (f"the entry has no LVS limit ({stated[:60] or 'not stated'})",)
    amount = _AMOUNT.match(stated)
    if amount is None:
        return "undetermined", (f"the entry's limits differ by paragraph: {stated[:80]}",)
    limit = float(amount.group(1).replace(",", ""))
    if value is None:
        return "undetermined", (f"the value is not stated; the limit is {limit:g} US dollars",)
    if value > limit:
        return "no", (f"the value of {value:g} US dollars is above the limit of {limit:g}",)
    return "undetermined", (
        f"within {limit:g} US dollars; the year's orders of the consignee must stay below 12 times it",
    )


def _national_security(symbol: str, stated: str, reasons: set[str]) -> tuple[str, tuple[str, ...]]:
    if not stated.startswith("Yes"):
        return "no", (f"the entry does not allow it ({stated[:60] or 'not stated'})",)
    if reasons != {"742.4"}:
        return "no", ("the requirement is not for national security reasons only",)
    if symbol == "TSR":
        return "undetermined", (f"the entry says: {stated[:80]}", "a written assurance of the consignee is needed")
    if stated == "Yes":
        return "yes", ("the entry allows it, and the requirement is for national security reasons only",)
    return "undetermined", (f"the entry says: {stated[:80]}",)


def _strategic(law: Law, case: _Case, reasons: set[str]) -> tuple[str, tuple[str, ...]]:
    if not reasons <= _STA_REASONS:
        return "no", ("a reason for control is not among those of 740.20(c)",)
    all_a5 = all("A:5" in law.tables.groups(country) for country in case.countries)
    if not all_a5 and reasons != {"742.4"}:
        return "no", ("for Country Group A:6 only items controlled for national security are eligible",)
    return "undetermined", ("a prior consignee statement is needed, and the entry must not exclude it",)
