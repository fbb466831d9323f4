"""Three values of an answer (Kleene's strong logic): yes, no, and not known."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Tri(Enum):
    """Yes, no or unknown, with ``&``, ``|`` and ``~``.

    ``no & unknown`` is no and ``yes | unknown`` is yes, because the missing fact could not change them; every other mix
    with unknown stays unknown. There is no conversion to bool, so that unknown is never passed over by an ``if``.
    """

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"

    def __and__(self, other: Tri) -> Tri:
        """Return yes only when both are yes, no as soon as one is no."""
        if self is Tri.NO or other is Tri.NO:
            return Tri.NO
        return Tri.YES if self is Tri.YES and other is Tri.YES else Tri.UNKNOWN

    def __or__(self, other: Tri) -> Tri:
        """Return yes as soon as one is yes, no only when both are no."""
        if self is Tri.YES or other is Tri.YES:
            return Tri.YES
        return Tri.NO if self is Tri.NO and other is Tri.NO else Tri.UNKNOWN

    def __invert__(self) -> Tri:
        """Return no for yes and yes for no; unknown stays unknown."""
        return {Tri.YES: Tri.NO, Tri.NO: Tri.YES}.get(self, Tri.UNKNOWN)

    def __bool__(self) -> bool:
        """Refuse: compare with ``is`` instead.

        Raises:
            TypeError: always.
        """
        raise TypeError("a three-valued answer has no truth value; compare it with Tri.YES, Tri.NO or Tri.UNKNOWN")


def tri(value: bool | str | None) -> Tri:
    """Return a fact as an answer: True or ``yes``, False or ``no``, None or ``unknown``."""
    if value is None:
        return Tri.UNKNOWN
    return Tri(value) if isinstance(value, str) else Tri.YES if value else Tri.NO


def any_of(answers: Iterable[Tri]) -> Tri:
    """Return the disjunction of the answers (no for none)."""
    unknown = False
    for answer in answers:
        if answer is Tri.YES:
            return Tri.YES
        unknown = unknown or answer is Tri.UNKNOWN
    return Tri.UNKNOWN if unknown else Tri.NO


def all_of(answers: Iterable[Tri]) -> Tri:
    """Return the conjunction of the answers (yes for none)."""
    return ~any_of(~answer for answer in answers)
