"""What the exporter has been told or knows: is-informed letters, violations, statements that could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from tidewaiter.law import Tri
from tidewaiter.licensing.facts import Facts
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.model import Effect

#: Section that each coded end use falls under.
SECTION_BY_USE = {
    "military": "744.21",
    "military_intelligence": "744.22",
    "nuclear": "744.2",
    "missile": "744.3",
    "uav": "744.3",
    "chemical_biological": "744.4",
    "advanced_computing": "744.23",
    "semiconductor_manufacturing": "744.23",
    "oil_gas_deepwater_arctic_shale": "746.8(a)(4)",
}


def knowledge_findings(facts: Facts) -> Iterator[Finding]:
    """Return what follows from the exporter's own knowledge (15 CFR 772.1, 736.2(b)(10), 744.11(c))."""
    informed = facts.law.at("us.ear.744.11.informed", facts.day)
    if facts.tx.is_informed and informed:
        uses = [code for code, _ in facts.concerns.end_uses if code in SECTION_BY_USE]
        section = SECTION_BY_USE[uses[0]] if uses else informed.section
        text = "BIS has informed the exporter that a license is required."
        yield finding(informed, Effect.REQUIRES, text, {"is_informed": "true"}, section=section)
    gp10 = facts.law.at("us.ear.736.gp10", facts.day)
    if gp10 is None:
        return
    if facts.concerns.violation is not Tri.NO:
        named = {"knowledge": "; ".join(facts.tx.knowledge)}
        text = "The exporter knows of a violation that has occurred or is intended in connection with the item."
        if facts.concerns.violation is Tri.YES:
            yield finding(gp10, Effect.PROHIBITS, text, named)
        else:
            question = "Has a violation occurred, or is one intended, in connection with the item?"
            yield finding(gp10, Effect.UNDETERMINED, text, named, question=question)
    for statement in facts.concerns.unread:
        question = (
            f"What does the exporter's knowledge {statement!r} mean for the end use, the end user or the destination?"
        )
        yield finding(
            gp10,
            Effect.UNDETERMINED,
            "A statement of knowledge could not be read.",
            {"knowledge": statement},
            question=question,
        )
