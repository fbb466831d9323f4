"""Which US content of a foreign-made item counts toward de minimis (734 Supp. No. 2)."""

from __future__ import annotations

from tidewaiter.licensing.chart import ccl_findings
from tidewaiter.licensing.classification import Kind, classify
from tidewaiter.licensing.facts import Destination, Facts
from tidewaiter.licensing.leg import Leg
from tidewaiter.licensing.part746 import embargo_findings
from tidewaiter.model import Act, Effect, Item

_MAY_NEED_A_LICENSE = frozenset({Effect.REQUIRES, Effect.PROHIBITS, Effect.UNDETERMINED})


def content_left_out(facts: Facts, place: Destination) -> str | None:
    """Return why the item's US content is not counted for a destination, or None where it is, or may be.

    The share is stated for all content together, so it is left out only when every stated ECCN is.
    """
    content = facts.item.us_content_eccns
    if not content:
        return None
    if _coalition_content(facts, place, content):
        return "746.8(a)(12)(iii)(B): from a coalition country, content under AT only"
    if all(_needs_no_license(facts, place, code) for code in content):
        return "734 Supp. No. 2(a)(1): the content itself would need no license to the destination"
    return None


def _needs_no_license(facts: Facts, place: Destination, code: str) -> bool:
    """Whether content would go to the destination without a license, by the CCL and part 746 (part 744 is not used)."""
    goods = classify(Item(eccn=code), facts.law)
    if goods.kind not in (Kind.CCL, Kind.EAR99):
        return False
    source = facts.tx.from_country if place.country == "IR" else None
    found = list(embargo_findings(facts.law, Leg(goods, place.country, place.region, facts.day, Act.REEXPORT, source)))
    if goods.kind is Kind.CCL:
        found += ccl_findings(facts.law, goods.code, place.country, facts.day, Act.REEXPORT)
    return not any(one.effect in _MAY_NEED_A_LICENSE for one in found)


def _coalition_content(facts: Facts, place: Destination, content: tuple[str, ...]) -> bool:
    """Whether the US content is left out because the item comes from a coalition country (746.8(a)(12)(iii)(B))."""
    rule = facts.law.at("us.ear.746.8.gecc", facts.day)
    if rule is None or place.country not in ("RU", "BY"):
        return False
    if facts.law.tables.gecc(facts.tx.from_country or "", facts.day) is None:
        return False
    return all(_at_only(facts, code) for code in content)


def _at_only(facts: Facts, code: str) -> bool:
    if code.upper() == "EAR99":
        return True
    entry = facts.law.tables.eccn(code)
    return entry is not None and (entry.reasons == ("AT",) or entry.eccn == "9A991")
