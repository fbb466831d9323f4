"""A rule of law as a dated record: what it is called, where it stands, when it applied, with which parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How far a rule is modelled: in full, in part (``missing`` says what not), or only pointed to."""

    MODELLED = "modelled"
    PARTIAL = "partial"
    POINTER = "pointer"


class Force(StrEnum):
    """State of a rule on a day. ``unconfirmed``: the carried text does not say whether it still applies."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segment:
    """A period in which a rule stood unchanged.

    Attributes:
        start: First day.
        end: Last day, None while the rule stands.
        section: How the paragraph was numbered in this period, such as ``746.5(a)(1)(ii)``.
        suspended: The rule stood in the books but was stayed.
        unconfirmed_after: Beyond this day the carried text does not say whether the rule applies.
        question: What must be found out while the rule is unconfirmed.
        verified: False when dates or numbering could not be checked against the regulation's own text.
        review: Policy under which an application is reviewed, where the rule states one.
        exceptions: Symbols of the license exceptions that may overcome the requirement; ``*`` means all of part 740.
        parameters: The rule's lists and numbers in this period.
    """

    start: dt.date
    end: dt.date | None = None
    section: str
    cfr: str
    fr: tuple[str, ...] = ()
    suspended: bool = False
    unconfirmed_after: dt.date | None = None
    question: str | None = None
    verified: bool = True
    review: str | None = None
    exceptions: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def covers(self, day: dt.date) -> bool:
        """Tell whether the day lies in this period."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """One rule of law.

    Attributes:
        id: Stable id, such as ``us.ear.746.8.ccl``.
        part: CFR part (``746``), or the name of the other regime.
        title: What the rule does, in our own words.
        missing: What is not modelled, for ``partial`` and ``pointer``.
    """

    id: str
    part: str
    title: str
    status: Status
    missing: str = ""
    segments: tuple[Segment, ...] = ()

    def at(self, day: dt.date) -> RuleAt | None:
        """Return the rule as it stood on a day, or None when it did not exist."""
        for segment in self.segments:
            if segment.covers(day):
                return RuleAt(rule=self, segment=segment, force=_force(segment, day))
        return None


def _force(segment: Segment, day: dt.date) -> Force:
    if segment.unconfirmed_after is not None and day > segment.unconfirmed_after:
        return Force.UNCONFIRMED
    return Force.SUSPENDED if segment.suspended else Force.IN_FORCE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleAt:
    """A rule as it stood on one day."""

    rule: Rule
    segment: Segment
    force: Force

    @property
    def section(self) -> str:
        """Number of the paragraph on that day."""
        return self.segment.section

    @property
    def citation(self) -> str:
        """CFR paragraph and, where known, the Federal Register."""
        return "; ".join((self.segment.cfr, *self.segment.fr))

    def get(self, name: str, default: Any = ()) -> Any:  # noqa: ANN401  parameters are typed by the loader's registry
        """Return a parameter of the rule on that day, or the default."""
        return self.segment.parameters.get(name, default)
