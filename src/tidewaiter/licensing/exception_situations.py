"""License exceptions that are decided by their paragraphs (TMP, GOV, ENC, APR and most others): which one fits, if any.

The records ``us.ear.situation`` hold the paragraphs. What the exporter affirms of the shipment (``circumstances``)
establishes one, or the facts alone where the paragraph asks for no more; nothing is read into words of the order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri
from tidewaiter.licensing.exception_items import item_fits, on_lists
from tidewaiter.licensing.exception_limits import Route, limit_on, permits
from tidewaiter.model import Act

_FAMILY = "us.ear.situation."
Answer = tuple[str, tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Shipment:
    """What the paragraphs look at.

    Attributes:
        needs: For each requirement to overcome, the exceptions that may.
    """

    code: str
    group: str | None
    act: Act
    route: Route
    day: dt.date
    circumstances: tuple[str, ...] | None
    needs: tuple[tuple[str, ...], ...]
    from_country: str | None = None


@dataclass(slots=True)
class _Sorted:
    """What the paragraphs of an exception answered, by kind."""

    affirmed: list[RuleAt] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    unstated: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)


def has_situations(law: Law, symbol: str, day: dt.date) -> bool:
    """Tell whether an exception is decided by its paragraphs."""
    return bool(_paragraphs(law, symbol, day))


def situation(law: Law, symbol: str, shipment: Shipment) -> Answer:
    """Return whether a paragraph of an exception fits: yes, no or undetermined, with why, and its citation.

    ``yes`` only where the exporter affirms the paragraph's circumstance and nothing else about it is open; ``no`` where
    no paragraph can fit, or the circumstances were stated and none is one of this exception.
    """
    found = _Sorted()
    for rule in _paragraphs(law, symbol, shipment.day):
        _sort(law, symbol, rule, shipment, found)
    if found.affirmed:
        first = found.affirmed[0]
        basis = "as the exporter affirms" if first.get("circumstances") else "by item, origin and destination"
        return "yes", (f"{first.rule.title} ({first.section}), {basis}",), first.citation
    if found.open or found.unasked:
        return "undetermined", tuple(dict.fromkeys((*found.open, *found.unasked))), ""
    why = [f"what would allow it is not stated: {', '.join(dict.fromkeys(found.unstated))}"] if found.unstated else []
    return "no", (*why, *dict.fromkeys(found.out)) or ("none of its situations has to do with such an item",), ""


def _sort(law: Law, symbol: str, rule: RuleAt, shipment: Shipment, found: _Sorted) -> None:
    item = _item(law, rule, shipment)
    listed, question_of_list = on_lists(law, rule.get("not_listed"), shipment.code, shipment.day)
    if item is Tri.NO:
        return
    if listed is Tri.YES:
        found.out.append(f"{rule.section} is not for items of that list ({question_of_list})")
        return
    if not all(permits(needed, symbol, paragraph(rule)) for needed in shipment.needs):
        found.out.append(f"{rule.section} is not among the paragraphs the requirement allows")
        return
    if away := _away(law, rule, shipment):
        found.out.append(f"{rule.section} is not for {away}")
        return
    limited, limit = limit_on(law, symbol, shipment.code, shipment.route, shipment.day, paragraph=paragraph(rule))
    if limited is Tri.YES:
        found.out.append(limit)
        return
    more = [*([limit] if limited is Tri.UNKNOWN else []), *rule.get("asks")]
    more += [f"Which paragraph of {shipment.code[:5]} is the item in?"] if item is Tri.UNKNOWN else []
    more += [question_of_list] if listed is Tri.UNKNOWN else []
    question = f"{rule.segment.question} ({rule.section})"
    own = rule.get("circumstances")
    if rule.get("by_facts", default=False):
        found.open += [f"{asked} ({rule.section})" for asked in more]
        found.affirmed += [] if more else [rule]
    elif not own:
        found.open.append(question)
    elif shipment.circumstances is None:
        found.unasked.append(question)
    elif set(own).isdisjoint(shipment.circumstances):
        found.unstated.append(f"{own[0].replace('_', ' ')} ({rule.section})")
    elif more:
        found.open += [f"{asked} ({rule.section})" for asked in more]
    else:
        found.affirmed.append(rule)


def _item(law: Law, rule: RuleAt, shipment: Shipment) -> Tri:
    if rule.get("deemed_only", default=False) and shipment.act is not Act.DEEMED_EXPORT:
        return Tri.NO
    if rule.get("reexports_only", default=False) and shipment.act is not Act.REEXPORT:
        return Tri.NO
    return item_fits(law, rule, shipment.code, shipment.group)


def paragraph(rule: RuleAt) -> str:
    """Return the paragraph of a section, ``(a)(9)`` of 740.9(a)(9)."""
    return rule.section[rule.section.index("(") :]


def _away(law: Law, rule: RuleAt, shipment: Shipment) -> str:
    sources = rule.get("from_destinations")
    if sources and not law.within(shipment.from_country or "", sources, shipment.day):
        return f"reexports from {shipment.from_country or 'an unstated country'}"
    meant, also = rule.get("destinations"), rule.get("also_destinations") or ("*",)
    spared = rule.get("except_destinations")
    for country in shipment.route.countries:
        inside = law.within(country, meant, shipment.day) and law.within(country, also, shipment.day)
        if not inside or law.within(country, spared, shipment.day):
            return country
    return ""


def _paragraphs(law: Law, symbol: str, day: dt.date) -> Sequence[RuleAt]:
    return tuple(rule for rule in _situations(law, day) if symbol in rule.get("symbols"))


@lru_cache(maxsize=256)
def _situations(law: Law, day: dt.date) -> tuple[RuleAt, ...]:
    return tuple(_in_force(law, day))


def _in_force(law: Law, day: dt.date) -> Iterator[RuleAt]:
    for rule_id in law.rules:
        if rule_id.startswith(_FAMILY) and (at := law.at(rule_id, day)) is not None:
            yield at
