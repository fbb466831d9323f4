"""License exceptions of part 740: each candidate yes, no or undetermined, with why."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri, eccn_in, tri
from tidewaiter.licensing.exception_conditions import (
    Listed,
    closing_condition,
    limited_value,
    national_security,
    strategic,
)
from tidewaiter.licensing.exception_limits import Route, limit_on, names
from tidewaiter.licensing.exception_lines import exception_line
from tidewaiter.licensing.exception_situations import Shipment, has_situations, situation
from tidewaiter.licensing.facts import Facts
from tidewaiter.licensing.findings import Finding
from tidewaiter.model import Act, Effect, ExceptionCheck

#: Records of the exceptions themselves: one for each section, and one for CIV, whose section is another's now.
_RULE = re.compile(r"us\.ear\.740\.\d+(?:\.civ)?")
#: Findings that only restate another one and bring no requirement of their own to overcome.
_RESTATING = frozenset({"us.ear.738.chart"})
#: Exceptions for items controlled for national security reasons only (740.3 to 740.6), whatever else allows them.
_BY_REASON = frozenset({"LVS", "GBS", "CIV", "TSR"})


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
        route=Route(
            countries,
            sources=tuple(c for c in (facts.tx.from_country, facts.item.origin) if c),
            start=facts.tx.from_country,
            reexport=facts.act is Act.REEXPORT,
        ),
        from_country=facts.tx.from_country,
        act=facts.act,
        day=facts.day,
        over_limit=_over_limit(facts, countries),
        needs=tuple(dict.fromkeys(_Need(f.section, f.exceptions) for f in needs)),
        circumstances=None if facts.tx.circumstances is None else tuple(map(str, facts.tx.circumstances)),
    )
    return _unless_open(_checks(facts.law, case), found)


def _unless_open(checks: tuple[ExceptionCheck, ...], found: Sequence[Finding]) -> tuple[ExceptionCheck, ...]:
    """An exception must overcome every requirement: while one more may apply that bars it, it is not established."""
    open_ = [f for f in found if f.effect is Effect.UNDETERMINED]
    if not open_ or all(one.eligible != "yes" for one in checks):
        return checks
    return tuple(_open_check(one, open_) if one.eligible == "yes" else one for one in checks)


def _open_check(check: ExceptionCheck, open_: Sequence[Finding]) -> ExceptionCheck:
    barring = next((f for f in open_ if not _overcomes(check.symbol, f)), None)
    if barring is None:
        return check
    asked = barring.question.question if barring.question else barring.reason.text
    why = f"{barring.section} may require a license too, which this exception does not overcome: {asked}"
    return replace(check, eligible="undetermined", why=(why,))


def _overcomes(symbol: str, found: Finding) -> bool:
    """Whether an exception would do for an open requirement too; an open control of the item bars those by reason."""
    if found.section.startswith("742."):
        return symbol not in _BY_REASON or found.section == "742.4"
    return found.reason.rule not in _RESTATING and names(found.exceptions, symbol)  # 738.4: destination not stated


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
        from_country=case.from_country,
    )


def _within_limits(law: Law, rule: RuleAt, symbol: str, case: _Case) -> tuple[str, tuple[str, ...]]:
    limited, limit = limit_on(law, symbol, case.code, case.route, case.day)
    if limited is Tri.YES:
        return "no", (limit,)
    eligible, why = _conditions(law, rule, symbol, case)
    if limited is Tri.UNKNOWN and eligible != "no":
        return "undetermined", (limit, *why)
    return eligible, why


@lru_cache(maxsize=8)
def _rules(law: Law) -> tuple[str, ...]:
    found = (rule_id for rule_id in law.rules if _RULE.fullmatch(rule_id))
    return tuple(sorted(found, key=lambda rule_id: (int(rule_id.split(".")[3]), rule_id)))


@lru_cache(maxsize=8192)
def _concerned(law: Law, code: str, group: str | None, act: Act, day: dt.date) -> tuple[tuple[str, RuleAt], ...]:
    """The exceptions that have to do with such an item and such an act at all, by symbol."""
    rules = (law.at(rule_id, day) for rule_id in _rules(law))
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
    if symbol in ("LVS", "GBS", "TSR", "STA"):
        item = Listed(law, symbol, case.code, case.route.countries, case.day)
        said = closing_condition(item, case.act, case.circumstances)
        if symbol == "LVS":
            return limited_value(item, case.over_limit, said)
        return strategic(item, reasons, said) if symbol == "STA" else national_security(item, reasons, said)
    if symbol == "CIV" and reasons != {"742.4"}:
        return "no", ("the requirement is not for national security reasons only",)
    if symbol == "SPP":
        return "yes", ("the item is EAR99, and no requirement of part 744 applies",)
    return "undetermined", (rule.segment.question or rule.rule.missing,)
