"""Information that is not subject to the EAR: printed matter, what is published, fundamental research (734.3(b))."""

from __future__ import annotations

from tidewaiter.law import hs_in, words_in
from tidewaiter.licensing.classification import Kind
from tidewaiter.licensing.facts import Facts
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.model import Effect


def information_left_out(facts: Facts) -> Finding | None:
    """Return why an item in no ECCN is not subject to the EAR, or may not be; None when nothing points to it.

    Printed matter is left out by its HS code, with its description where it is not said to be EAR99. That software,
    technology or research is published follows from no words of a description: they raise the question.
    """
    if facts.goods.kind not in (Kind.UNKNOWN, Kind.EAR99):
        return None
    return _printed(facts) or _published(facts)


def _printed(facts: Facts) -> Finding | None:
    rule, hs = facts.law.at("us.ear.734.3.printed_matter", facts.day), facts.goods.hs
    if rule is None or hs is None or facts.goods.intangible:
        return None
    if hs_in(hs, rule.get("hs")):
        named = {"hs": hs, "description": facts.goods.description or "not stated"}
        text = f"HS {hs} is printed matter or exposed film, which is not subject to the EAR."
        if facts.goods.kind is Kind.EAR99 or words_in(facts.goods.description, rule.get("terms")):
            return finding(rule, Effect.EXCLUDES, text, named)
        question = (
            "Is the item in no ECCN, and printed matter of the kinds 734.3(b)(2) names (books, newspapers, maps)?"
        )
        return finding(rule, Effect.UNDETERMINED, text, named, question=question)
    if hs_in(hs, rule.get("conditional_hs")):
        question = "Does it only reproduce, or only advertise, printed books, newspapers, music or maps?"
        text = f"HS {hs} is left out where it belongs to printed matter that is."
        return finding(rule, Effect.UNDETERMINED, text, {"hs": hs}, question=question)
    return None


def _published(facts: Facts) -> Finding | None:
    rule = facts.law.at("us.ear.734.7.published", facts.day)
    if rule is None or (facts.goods.hs is not None and not facts.goods.intangible):
        return None
    said = " ".join((facts.goods.description, facts.tx.end_use or "", *facts.tx.knowledge))
    named = words_in(said, rule.get("terms"))
    if not named or words_in(said, rule.get("except_terms")):
        return None
    text = f"It may be information that is not subject to the EAR ({', '.join(named)})."
    return finding(rule, Effect.UNDETERMINED, text, {"said": ", ".join(named)}, question=rule.segment.question)
