"""License exceptions of part 740: each candidate yes, no or undetermined, with why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tidewaiter.law import RuleAt, Tri, eccn_in
from tidewaiter.licensing.facts import Facts
from tidewaiter.licensing.findings import Finding
from tidewaiter.model import Act, Effect, ExceptionCheck

_RULES = tuple(f"us.ear.740.{n}" for n in (*range(3, 25),))
_MISSILE_ALLOWED = frozenset({"TMP", "RPL", "GOV", "TSU", "AVS", "APR", "STA"})
_600_SERIES_ALLOWED = frozenset({"LVS", "TMP", "RPL", "TSU", "GOV", "BAG", "STA"})
_AMOUNT = re.compile(r"^\$([\d,]+)\.?$")
#: Findings that only restate another one and bring no requirement of their own to overcome.
_RESTATING = frozenset({"us.ear.738.chart"})


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
    rules = (facts.law.at(rule_id, facts.day) for rule_id in _RULES)
    return tuple(check for rule in rules if rule is not None for check in _check(facts, rule, needs))


def _symbol(rule: RuleAt) -> str:
    return rule.rule.title.split(",")[0].replace(" and ", "/")


def _check(facts: Facts, rule: RuleAt, needs: list[Finding]) -> list[ExceptionCheck]:
    symbol = _symbol(rule)
    barred = [f.section for f in needs if "*" not in f.exceptions and symbol not in f.exceptions]
    if barred and len(barred) == len(needs):
        return []
    if barred:
        return [_answer(rule, "no", (f"{barred[0]} does not allow it",))]
    out = _out_of_scope(facts, rule, symbol)
    if out is None:
        return []
    if out:
        return [_answer(rule, "no", (out,))]
    eligible, why = _conditions(facts, rule, symbol, needs)
    return [_answer(rule, eligible, why)]


def _answer(rule: RuleAt, eligible: str, why: tuple[str, ...]) -> ExceptionCheck:
    return ExceptionCheck(symbol=_symbol(rule), eligible=eligible, why=why, citation=rule.citation)


def _out_of_scope(facts: Facts, rule: RuleAt, symbol: str) -> str | None:
    """Why the exception cannot apply; empty when it may, None when it has nothing to do with such an item at all."""
    goods, law = facts.goods, facts.law
    if rule.get("ear99_only", False) and goods.code != "EAR99":
        return None
    if rule.get("eccns") and eccn_in(goods.code, rule.get("eccns")) is Tri.NO:
        return None
    if rule.get("categories") and goods.code[:1] not in rule.get("categories"):
        return None
    if rule.get("product_groups") and goods.group is not None and goods.group not in rule.get("product_groups"):
        return None
    if rule.get("reexports_only", False) and facts.act is not Act.REEXPORT:
        return None
    if rule.get("from_destinations") and not law.within(facts.tx.from_country or "", rule.get("from_destinations")):
        return f"it is for reexports from {', '.join(rule.get('from_destinations'))}"
    for place in facts.destinations:
        if not law.within(place.country, rule.get("destinations")) or law.within(
            place.country, rule.get("except_destinations")
        ):
            return f"{place.country} is not among its destinations"
    return _limits(facts, symbol)


def _limits(facts: Facts, symbol: str) -> str:
    """Restrictions of 740.2 on all exceptions."""
    law, code, places = facts.law, facts.goods.code, facts.destinations
    series = law.at("us.ear.740.2.600_series", facts.day)
    if series and eccn_in(code, series.get("eccns")) is Tri.YES and symbol != "GOV":
        if any(law.within(p.country, series.get("destinations")) for p in places):
            return "740.2(a)(12) allows only GOV for 9x515 and 600 series items to D:5"
        if code[2] == "6" and symbol not in _600_SERIES_ALLOWED:
            return "740.2(a)(13) does not allow it for 600 series items"
    chips = law.at("us.ear.740.2.semiconductor", facts.day)
    chip_tool = chips is not None and eccn_in(code, chips.get("eccns")) is not Tri.NO
    if (
        chips
        and chip_tool
        and symbol != "GOV"
        and any(law.within(p.country, chips.get("destinations")) for p in places)
    ):
        return "740.2(a)(9)(i) allows only GOV to Macau and D:5"
    tapping = law.at("us.ear.740.2.interception", facts.day)
    if tapping and eccn_in(code, tapping.get("eccns")) is Tri.YES and symbol != "GOV":
        return "740.2(a)(3) allows only GOV to the US Government"
    missile = any(c.reason == "MT" and c.scope.covers(code) == "yes" for c in law.tables.controls(code))
    if missile and symbol not in _MISSILE_ALLOWED:
        return "740.2(a)(5) does not allow it for items controlled for missile technology"
    return ""


def _conditions(facts: Facts, rule: RuleAt, symbol: str, needs: list[Finding]) -> tuple[str, tuple[str, ...]]:
    entry = facts.law.tables.eccn(facts.goods.code)
    reasons = {f.section for f in needs if f.section.startswith("742.")}
    if symbol == "LVS":
        return _limited_value(facts, entry.lvs if entry else "")
    if symbol in ("GBS", "TSR"):
        stated = (entry.gbs if symbol == "GBS" else entry.tsr) if entry else ""
        if not stated.startswith("Yes"):
            return "no", (f"the entry does not allow it ({stated or 'not stated'})",)
        if reasons != {"742.4"}:
            return "no", ("the requirement is not for national security reasons only",)
        if symbol == "GBS" and stated == "Yes":
            return "yes", ("the entry allows it, and the requirement is for national security reasons only",)
        return "undetermined", (
            f"the entry says: {stated[:80]}",
            "a written assurance is needed" if symbol == "TSR" else "",
        )
    if symbol == "STA":
        return _strategic(facts, reasons)
    if symbol == "SPP":
        return "yes", ("the item is EAR99, and no requirement of part 744 applies",)
    return "undetermined", (rule.rule.missing,)


def _limited_value(facts: Facts, stated: str) -> tuple[str, tuple[str, ...]]:
    if not stated or stated.startswith("N/A"):
        return "no", (f"the entry has no LVS limit ({stated[:60] or 'not stated'})",)
    amount = _AMOUNT.match(stated)
    value = facts.item.value_usd
    if amount is None:
        return "undetermined", (f"the entry's limits differ by paragraph: {stated[:80]}",)
    limit = float(amount.group(1).replace(",", ""))
    if value is None:
        return "undetermined", (f"the value is not stated; the limit is {limit:g} US dollars",)
    if value > limit:
        return "no", (f"the value of {value:g} US dollars is above the limit of {limit:g}",)
    return "undetermined", (
        f"within {limit:g} US dollars; orders to the consignee in the year must stay below 12 times it",
    )


def _strategic(facts: Facts, reasons: set[str]) -> tuple[str, tuple[str, ...]]:
    if not reasons <= {"742.2", "742.3", "742.4", "742.6", "742.7", "742.14"}:
        return "no", ("a reason for control is not among those of 740.20(c)",)
    groups = facts.law.tables.groups(facts.destinations[0].country) if facts.destinations else frozenset()
    if "A:5" not in groups and reasons != {"742.4"}:
        return "no", ("for Country Group A:6 only items controlled for national security are eligible",)
    return "undetermined", ("a prior consignee statement is needed, and the entry must not exclude it",)
