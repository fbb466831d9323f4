"""From findings to the answer: the outcome, the sections in order, the questions, the exceptions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tidewaiter.law import Tri
from tidewaiter.licensing.coverage import coverage
from tidewaiter.licensing.exceptions import exception_checks
from tidewaiter.licensing.facts import Facts
from tidewaiter.licensing.findings import Finding
from tidewaiter.model import Determination, Effect, Outcome, Question

#: Sections are named as a specialist names them: orders and embargoes, end users, reasons for control, the rest.
_ORDER = ("736.2(b)(4)", "746", "744", "31 CFR", "742", "754", "734", "738", "736")
#: Effects whose questions are worth asking once the outcome is determined.
_SETTLED = (Effect.PROHIBITS, Effect.REQUIRES, Effect.EXCLUDES)
_ASKED = {
    Outcome.UNDETERMINED: tuple(Effect),
    Outcome.NOT_REQUIRED: (*_SETTLED, Effect.NOTES),
    Outcome.NOT_SUBJECT: (*_SETTLED, Effect.NOTES),
}
_NUMBER = re.compile(r"\d+")


def conclude(facts: Facts, subject: Tri, found: Sequence[Finding]) -> Determination:
    """Return the determination that follows from the findings."""
    effects = {f.reason.effect for f in found}
    outcome = _outcome(subject, effects)
    deciding = _deciding(outcome, found)
    required = outcome is Outcome.REQUIRED
    return Determination(
        id=facts.tx.id,
        outcome=outcome,
        sections=tuple(sorted({f.section for f in deciding}, key=_rank)) if deciding else (),
        reasons=tuple(f.reason for f in found),
        exceptions=exception_checks(facts, found) if required else (),
        review_policy=_review(deciding) if required else None,
        prohibited=subject is not Tri.NO and Effect.PROHIBITS in effects,
        missing=_questions(outcome, found),
        coverage=coverage(facts.law, facts.as_of),
        as_of=facts.as_of,
    )


def _outcome(subject: Tri, effects: set[Effect]) -> Outcome:
    if Effect.REQUIRES in effects or Effect.PROHIBITS in effects:
        return Outcome.REQUIRED
    if Effect.UNDETERMINED in effects:
        return Outcome.UNDETERMINED
    return Outcome.NOT_SUBJECT if subject is Tri.NO else Outcome.NOT_REQUIRED


def _deciding(outcome: Outcome, found: Sequence[Finding]) -> list[Finding]:
    if outcome is Outcome.REQUIRED:
        return [f for f in found if f.effect in (Effect.REQUIRES, Effect.PROHIBITS)]
    if outcome is Outcome.UNDETERMINED:
        return [f for f in found if f.effect is Effect.UNDETERMINED]
    return []


@lru_cache(maxsize=1024)
def _rank(section: str) -> tuple[int, tuple[int, ...], str]:
    place = next((i for i, head in enumerate(_ORDER) if section.startswith(head)), len(_ORDER))
    return place, tuple(int(n) for n in _NUMBER.findall(section)), section


def _review(deciding: list[Finding]) -> str | None:
    ranked = sorted((f for f in deciding if f.review), key=lambda f: _rank(f.section))
    return ranked[0].review if ranked else None


def _questions(outcome: Outcome, found: Sequence[Finding]) -> tuple[Question, ...]:
    """Each question once. A determined outcome keeps only the questions of the findings that decided it.

    Where no license is required or the item is not subject to the EAR, what could still change that is asked as well
    (owners nobody stated).
    """
    deciding = _ASKED.get(outcome, _SETTLED)
    asked: dict[str, Question] = {}
    for one in found:
        if one.question is not None and one.effect in deciding:
            asked.setdefault(one.question.question, one.question)
    return tuple(asked.values())
