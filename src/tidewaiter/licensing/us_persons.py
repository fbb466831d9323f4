"""Acts of US persons that need a license although the item is not subject to the EAR (744.6)."""

from __future__ import annotations

from collections.abc import Iterator

from tidewaiter.law import Tri
from tidewaiter.licensing.facts import Facts
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.model import Effect, Role


def us_person_findings(facts: Facts) -> Iterator[Finding]:
    """Return what 744.6 requires of a US person who supports weapons of mass destruction or military intelligence."""
    rule = facts.law.at("us.ear.744.6", facts.day)
    if rule is None or facts.concerns.of(rule.get("end_uses")) is Tri.NO:
        return
    named = {"end use": ", ".join(code for code, _ in facts.concerns.end_uses)}
    text = f"{rule.rule.title}."
    exporters = [p.party.country for p in facts.parties if p.party.role is Role.EXPORTER]
    if "US" in (facts.tx.from_country, *exporters) and facts.concerns.of(rule.get("end_uses")) is Tri.YES:
        yield finding(rule, Effect.REQUIRES, text, named)
    else:
        question = "Is a US person taking part in the transaction in any way?"
        yield finding(rule, Effect.UNDETERMINED, text, named, question=question)
