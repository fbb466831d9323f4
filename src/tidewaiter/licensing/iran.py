"""Iran (746.7): items on the CCL, items of Supp. No. 7, and whatever the Treasury's regulations prohibit."""

from __future__ import annotations

from collections.abc import Iterator

from tidewaiter.law import Law, RuleAt, Tri, eccn_in
from tidewaiter.licensing.classification import Kind
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.licensing.goods import food_or_medicine, in_supplement
from tidewaiter.licensing.leg import Leg
from tidewaiter.model import Act, Effect


def iran_findings(law: Law, leg: Leg) -> Iterator[Finding]:
    """Return what 746.7 says about an item to Iran."""
    ccl, itsr = law.at("us.ear.746.7.ccl", leg.day), law.at("us.ear.746.7.itsr", leg.day)
    if ccl is None or itsr is None or leg.country not in ccl.get("destinations"):
        return
    if leg.goods.on_ccl:
        yield from _on_the_list(law, leg, ccl)
    if leg.act is Act.DEEMED_EXPORT:
        return
    supp7 = law.at("us.ear.746.7.supp7", leg.day)
    if supp7 is not None and in_supplement(law, supp7.get("supplement"), leg.goods.hs, leg.day) is Tri.YES:
        yield finding(supp7, Effect.REQUIRES, "The item stands in Supp. No. 7 to part 746.", leg.facts)
    yield _treasury(law, leg, itsr)


def _on_the_list(law: Law, leg: Leg, rule: RuleAt) -> Iterator[Finding]:
    code = leg.goods.code
    answers = {c.scope.covers(code) for c in law.tables.controls(code) if c.column in rule.get("columns")}
    named = eccn_in(code, rule.get("eccns"))
    if "yes" in answers or named is Tri.YES or leg.goods.kind is Kind.UNLISTED:
        yield finding(rule, Effect.REQUIRES, f"{code} is controlled to Iran.", leg.facts)
    elif "unknown" in answers or named is Tri.UNKNOWN:
        question = f"Which paragraph of {code[:5]} is the item in?"
        yield finding(
            rule, Effect.UNDETERMINED, f"Part of {code[:5]} is controlled to Iran.", leg.facts, question=question
        )


def _treasury(law: Law, leg: Leg, rule: RuleAt) -> Finding:
    """The prohibition of 746.7(e): certain for exports from the United States, a question for acts of others abroad."""
    if leg.act is not Act.EXPORT or leg.from_country not in (None, "US"):
        question = "Is the exporter a US person, or owned or controlled by one, so that 31 CFR part 560 applies?"
        return finding(
            rule, Effect.UNDETERMINED, "Those regulations reach some reexports.", leg.facts, question=question
        )
    if (leg.goods.hs or leg.goods.description) and food_or_medicine(law, leg.goods, leg.day) is not Tri.NO:
        question = "Does an OFAC general license (31 CFR 560.530) cover this food or medicine?"
        return finding(
            rule, Effect.UNDETERMINED, "OFAC authorizes some of these exports.", leg.facts, question=question
        )
    text = "Exports from the United States are prohibited unless OFAC authorizes them, and so by the EAR too."
    question = "Does an OFAC license or general license cover the transaction?"
    return finding(rule, Effect.REQUIRES, text, leg.facts, question=question)
