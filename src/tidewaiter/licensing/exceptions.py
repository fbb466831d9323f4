"""License exceptions of part 740: each candidate yes, no or undetermined, with why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri, eccn_in, tri
from tidewaiter.licensing.exception_limits import Route, limit_on, names
from tidewaiter.licensing.exception_lines import Line, exception_line
from tidewaiter.licensing.exception_situations import Shipment, has_situations, situation
from tidewaiter.licensing.facts import Facts
from tidewaiter.licensing.findings import Finding
from tidewaiter.model import Act, Effect, ExceptionCheck

_RULES = tuple(f"us.ear.740.{number}" for number in range(3, 30))
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
    """The facts on which exceptions depend; of the value only whether it is above the entry's LVS limit."""

    code: str
    group: str | None
    route: Route
    from_country: str | None
    act: Act
    day: dt.date
    over_limit: Tri
    needs: tuple[_Need, ...]
    circumstances: tuple[str, ...] | None


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
    countries = tuple(place.country for place in facts.destinations)
    case = _Case(
        code=facts.goods.code,
        group=facts.goods.group,
        route=Route(countries, tuple(c for c in (facts.tx.from_country, facts.item.origin) if c)),
        from_country=facts.tx.from_country,
        act=facts.act,
        day=facts.day,
        over_limit=_over_limit(facts, countries),
        needs=tuple(dict.fromkeys(_Need(f.section, f.exceptions) for f in needs)),
        circumstances=None if facts.tx.circumstances is None else tuple(map(str, facts.tx.circumstances)),
    )
    return _checks(facts.law, case)


def _over_limit(facts: Facts, countries: tuple[str, ...]) -> Tri:
    """Whether this shipment alone is above the LVS limit: told apart here so that equal cases are judged once."""
    line = exception_line(facts.law, "LVS", facts.goods.code, countries, facts.day) if facts.goods.on_ccl else None
    if line is None or line.amount_usd is None:
        return Tri.NO
    value = facts.item.value_usd
    return tri(None if value is None else value > line.amount_usd)


@lru_cache(maxsize=32768)
def _checks(law: Law, case: _Case) -> tuple[ExceptionCheck, ...]:
    checks = []
    for symbol, rule in _concerned(law, case.code, case.group, case.act, case.day):
        barred = [need.section for need in case.needs if not names(need.exceptions, symbol)]
        if len(barred) == len(case.needs):
            continue
        cited = rule.citation
        why: tuple[str, ...]
        if out := f"{barred[0]} does not allow it" if barred else _out_of_place(law, rule, case):
            eligible, why = "no", (out,)
        elif has_situations(law, symbol, case.day):
            eligible, why, paragraph = situation(law, symbol, _shipment(case))
            cited = paragraph or cited
        else:
            eligible, why = _within_limits(law, rule, symbol, case)
        checks.append(ExceptionCheck(symbol=symbol, eligible=eligible, why=why, citation=cited))
    return tuple(checks)


def _shipment(case: _Case) -> Shipment:
    return Shipment(
        code=case.code,
        group=case.group,
        act=case.act,
        route=case.route,
        day=case.day,
        circumstances=case.circumstances,
        needs=tuple(need.exceptions for need in case.needs),
    )


def _within_limits(law: Law, rule: RuleAt, symbol: str, case: _Case) -> tuple[str, tuple[str, ...]]:
    limited, limit = limit_on(law, symbol, case.code, case.route, case.day)
    if limited is Tri.YES:
        return "no", (limit,)
    eligible, why = _conditions(law, rule, symbol, case)
    if limited is Tri.UNKNOWN and eligible != "no":
        return "undetermined", (limit, *why)
    return eligible, why


@lru_cache(maxsize=8192)
def _concerned(law: Law, code: str, group: str | None, act: Act, day: dt.date) -> tuple[tuple[str, RuleAt], ...]:
    """The exceptions that have to do with such an item and such an act at all, by symbol."""
    rules = (law.at(rule_id, day) for rule_id in _RULES if rule_id in law.rules)
    return tuple(
        (rule.rule.title.split(",")[0].replace(" and ", "/"), rule)
        for rule in rules
        if rule is not None and _concerns(rule, code, group, act)
    )


def _concerns(rule: RuleAt, code: str, group: str | None, act: Act) -> bool:
    if rule.get("ear99_only", default=False) and code != "EAR99":
        return False
    if rule.get("eccns") and eccn_in(code, rule.get("eccns")) is Tri.NO:
        return False
    if rule.get("categories") and code[:1] not in rule.get("categories"):
        return False
    if rule.get("product_groups") and group is not None and group not in rule.get("product_groups"):
        return False
    return not rule.get("reexports_only", default=False) or act is Act.REEXPORT


def _out_of_place(law: Law, rule: RuleAt, case: _Case) -> str:
    sources = rule.get("from_destinations")
    if sources and not law.within(case.from_country or "", sources, case.day):
        return f"it is for reexports from {', '.join(sources)}"
    for country in case.route.countries:
        meant, spared = rule.get("destinations"), rule.get("except_destinations")
        if not law.within(country, meant, case.day) or law.within(country, spared, case.day):
            return f"{country} is not among its destinations"
    return ""


def _conditions(law: Law, rule: RuleAt, symbol: str, case: _Case) -> tuple[str, tuple[str, ...]]:
    reasons = {need.section for need in case.needs if need.section.startswith("742.")}
    if symbol == "LVS":
        return _limited_value(exception_line(law, symbol, case.code, case.route.countries, case.day), case.over_limit)
    if symbol in ("GBS", "TSR"):
        line = exception_line(law, symbol, case.code, case.route.countries, case.day)
        return _national_security(symbol, line, reasons)
    if symbol == "STA":
        return _strategic(law, case, reasons)
    if symbol == "SPP":
        return "yes", ("the item is EAR99, and no requirement of part 744 applies",)
    return "undetermined", (rule.segment.question or rule.rule.missing,)


def _limited_value(line: Line, over: Tri) -> tuple[str, tuple[str, ...]]:
    """Judge one shipment against the limit; within it the year's orders stay open (740.3(b)), so it is never a yes."""
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
    return "undetermined", (*asked, f"within {limit}; the consignee's orders of the year must stay within 12 times it")


def _national_security(symbol: str, line: Line, reasons: set[str]) -> tuple[str, tuple[str, ...]]:
    if line.answer is Tri.NO:
        return "no", (line.why,)
    if reasons != {"742.4"}:
        return "no", ("the requirement is not for national security reasons only",)
    asked = (line.why,) if line.answer is Tri.UNKNOWN else ()
    if symbol == "TSR":
        return "undetermined", (*asked, "a written assurance of the consignee is needed (740.6)")
    if asked:
        return "undetermined", asked
    return "yes", ("the entry allows it, and the requirement is for national security reasons only",)


def _strategic(law: Law, case: _Case, reasons: set[str]) -> tuple[str, tuple[str, ...]]:
    unmanned = law.at("us.ear.740.unmanned", case.day)
    small = unmanned is not None and eccn_in(case.code, unmanned.get("eccns")) is not Tri.NO
    if not reasons <= (_STA_REASONS | {"742.5"} if small else _STA_REASONS):
        return "no", ("a reason for control is not among those of 740.20(c)",)
    all_a5 = all("A:5" in law.tables.groups(country, case.day) for country in case.route.countries)
    if not all_a5 and reasons != {"742.4"}:
        return "no", ("for Country Group A:6 only items controlled for national security are eligible",)
    statement = "a prior consignee statement is needed (740.20(d))"
    if "742.5" in reasons and unmanned is not None and unmanned.segment.question:
        return "undetermined", (unmanned.segment.question, statement)
    return "undetermined", (statement,)
