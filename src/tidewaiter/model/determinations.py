"""Answers of the licensing room, each with its law."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """The three values of a determination, and the case in which the EAR do not apply at all."""

    REQUIRED = "required"
    NOT_REQUIRED = "not_required"
    UNDETERMINED = "undetermined"
    NOT_SUBJECT = "not_subject"


class Effect(StrEnum):
    """What a rule did to the outcome."""

    REQUIRES = "requires"
    PROHIBITS = "prohibits"
    EXCLUDES = "excludes"
    UNDETERMINED = "undetermined"
    DOES_NOT_APPLY = "does_not_apply"
    NOTES = "notes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule that was applied.

    Attributes:
        rule: Stable id of the rule record in ``law/data``.
        citation: CFR paragraph, and Federal Register where known.
        effect: What the rule did to the outcome.
        facts: The facts of the transaction the rule used, by name.
        text: One sentence for a person.
        in_force_from: Start of the dated segment that was applied.
        verified: False when the law data could not be verified against a source, which is then shown.
    """

    rule: str
    citation: str
    effect: Effect
    facts: dict[str, str] = field(default_factory=dict)
    text: str = ""
    in_force_from: dt.date | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A missing fact.

    Attributes:
        question: What to find out, in words a salesperson can answer.
        why: Why it matters.
    """

    question: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionCheck:
    """Whether a license exception of part 740 could be used.

    Attributes:
        symbol: Its symbol, such as ``GBS``.
        eligible: ``yes``, ``no`` or ``undetermined``.
        why: What speaks for or against it.
        citation: CFR paragraph.
    """

    symbol: str
    eligible: str
    why: tuple[str, ...] = ()
    citation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far a part of the law is modelled.

    Attributes:
        part: CFR part, name of another regime, or ``tables``.
        status: ``modelled``, ``partial`` or ``pointer``.
        note: What is counted, or how old it is.
    """

    part: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """Whether a license is required, and why.

    Attributes:
        id: The transaction's own id.
        outcome: Whether a license is required.
        sections: EAR sections that impose the requirement, most specific first, such as ``746.8(a)(5)``.
        reasons: The rules that were applied, what each did, and on which facts.
        exceptions: License exceptions examined, when a license is required.
        review_policy: Policy under which an application would be reviewed, where a rule or entry states one.
        prohibited: The act is prohibited outright (a denial order, knowledge of a violation).
        missing: Questions whose answers would settle an undetermined outcome, or change a determined one.
        coverage: How far each part of the law was examined.
        as_of: The day the law was asked about.
    """

    id: str
    outcome: Outcome
    sections: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    exceptions: tuple[ExceptionCheck, ...] = ()
    review_policy: str | None = None
    prohibited: bool = False
    missing: tuple[Question, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    as_of: dt.date
