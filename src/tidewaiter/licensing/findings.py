"""What one rule says about one transaction, with its citation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tidewaiter.law import Force, RuleAt
from tidewaiter.model import Effect, Question, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule applied.

    Attributes:
        section: Section to name when the finding decides the outcome, such as ``746.8(a)(5)``.
        question: What would settle the finding, or change it.
        review: Review policy for an application.
        exceptions: License exceptions that may overcome the requirement; ``*`` means part 740 as a whole.
    """

    reason: Reason
    section: str
    question: Question | None = None
    review: str | None = None
    exceptions: tuple[str, ...] = ()

    @property
    def effect(self) -> Effect:
        """Effect of the rule on the outcome."""
        return self.reason.effect


def finding(
    rule: RuleAt,
    effect: Effect,
    text: str,
    facts: Mapping[str, str] | None = None,
    *,
    question: str | None = None,
    section: str | None = None,
    review: str | None = None,
    exceptions: tuple[str, ...] | None = None,
) -> Finding:
    """Return what a rule says, allowing for the rule's own standing on the day.

    A suspended rule only notes what it would have required. A rule of which the carried text does not say whether it
    still applies makes the outcome undetermined, with the question that settles it.
    """
    if effect in (Effect.REQUIRES, Effect.PROHIBITS) and rule.force is Force.SUSPENDED:
        effect, text, question = Effect.NOTES, f"{text} The rule is suspended on this date.", None
    elif effect in (Effect.REQUIRES, Effect.PROHIBITS) and rule.force is Force.UNCONFIRMED:
        effect, question = Effect.UNDETERMINED, rule.segment.question
        text = f"{text} It is not confirmed that the rule applies on this date."
    return Finding(
        reason=Reason(
            rule=rule.rule.id,
            citation=rule.citation,
            effect=effect,
            facts=dict(facts or {}),
            text=text,
            in_force_from=rule.segment.start,
            verified=rule.segment.verified,
        ),
        section=section or rule.section,
        question=Question(question=question, why=f"{rule.rule.title} ({rule.section})") if question else None,
        review=review or rule.segment.review,
        exceptions=rule.segment.exceptions if exceptions is None else exceptions,
    )


def weakened(found: Finding, question: str, why: str, facts: Mapping[str, str] | None = None) -> Finding:
    """Return a deciding finding as one that depends on a question; other findings come back unchanged."""
    if found.effect not in (Effect.REQUIRES, Effect.PROHIBITS):
        return found
    reason = replace(found.reason, effect=Effect.UNDETERMINED, facts={**found.reason.facts, **(facts or {})})
    return replace(found, reason=reason, question=Question(question=question, why=why))
