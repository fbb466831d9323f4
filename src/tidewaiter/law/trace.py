"""The reasons of an answer as a tree a person can read: text, plain data or HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tidewaiter.model import Determination, Effect, Reason

_PART = re.compile(r"(?:CFR )(?:part )?(\d{3})")
#: The steps of part 732: subject to the EAR, classification and chart, embargoes, end uses and end users, the rest.
_STEPS = tuple(f"part {number}" for number in (734, 774, 738, 742, 754, 746, 744, 736, 758))
_ORDER = (Effect.PROHIBITS, Effect.REQUIRES, Effect.UNDETERMINED, Effect.EXCLUDES, Effect.NOTES, Effect.DOES_NOT_APPLY)


@dataclass(frozen=True, slots=True)
class Trace:
    """A node of the proof: a statement, and what it rests on."""

    label: str
    children: tuple[Trace, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)

    def as_text(self) -> str:
        """Return the tree as indented lines."""
        return "\n".join(_lines(self, 0))

    def as_data(self) -> dict[str, Any]:
        """Return the tree as nested plain data, ready for JSON."""
        return {
            "label": self.label,
            "facts": dict(self.facts),
            "children": [child.as_data() for child in self.children],
        }

    def as_html(self) -> str:
        """Return the tree as nested HTML lists, every text escaped."""
        facts = "".join(f" <small>{html.escape(k)}: {html.escape(v)}</small>" for k, v in self.facts.items())
        inner = "".join(f"<li>{child.as_html()}</li>" for child in self.children)
        return f"{html.escape(self.label)}{facts}" + (f"<ul>{inner}</ul>" if inner else "")


def _lines(node: Trace, depth: int) -> Iterator[str]:
    facts = "; ".join(f"{key}: {value}" for key, value in node.facts.items())
    yield "  " * depth + node.label + (f" [{facts}]" if facts else "")
    for child in node.children:
        yield from _lines(child, depth + 1)


def trace(determination: Determination) -> Trace:
    """Return the proof of a determination: outcome, then the parts of the law, then each rule with its facts."""
    groups: dict[str, list[Reason]] = {}
    for reason in determination.reasons:
        groups.setdefault(_part(reason), []).append(reason)
    ordered = sorted(groups.items(), key=lambda group: _STEPS.index(group[0]) if group[0] in _STEPS else len(_STEPS))
    parts = tuple(Trace(part, tuple(_leaf(r) for r in _by_effect(reasons))) for part, reasons in ordered)
    asked = tuple(Trace(q.question, (Trace(q.why),)) for q in determination.missing)
    missing = (Trace("What is not known", asked),) if asked else ()
    rest = (*_exceptions(determination), *_review(determination), *missing, *_unexamined(determination))
    sections = f" under {', '.join(determination.sections)}" if determination.sections else ""
    return Trace(f"{determination.outcome.value}{sections}", parts + rest, {"as of": determination.as_of.isoformat()})


def _exceptions(determination: Determination) -> tuple[Trace, ...]:
    checks = tuple(
        Trace(
            f"{one.symbol}: {one.eligible}" + (f" ({one.citation})" if one.citation else ""), tuple(map(Trace, one.why))
        )
        for one in determination.exceptions
    )
    return (Trace("License exceptions", checks),) if checks else ()


def _review(determination: Determination) -> tuple[Trace, ...]:
    return (Trace(f"Review policy: {determination.review_policy}"),) if determination.review_policy else ()


def _unexamined(determination: Determination) -> tuple[Trace, ...]:
    parts = tuple(
        Trace(f"{one.part}: {one.status}" + (f" ({one.note})" if one.note else ""))
        for one in determination.coverage
        if one.status != "modelled"
    )
    return (Trace("Not fully examined", parts),) if parts else ()


def _part(reason: Reason) -> str:
    found = _PART.search(reason.citation)
    return f"part {found.group(1)}" if found and reason.citation.startswith("15 CFR") else reason.citation.split(",")[0]


def _by_effect(reasons: list[Reason]) -> list[Reason]:
    return sorted(reasons, key=lambda reason: _ORDER.index(reason.effect))


def _leaf(reason: Reason) -> Trace:
    since = f", in force from {reason.in_force_from}" if reason.in_force_from else ""
    doubt = "" if reason.verified else " (dates or wording unverified)"
    return Trace(
        f"{reason.effect.value.replace('_', ' ')}: {reason.text} ({reason.citation}{since}){doubt}", (), reason.facts
    )
