"""What takes a license exception away: 740.2, the limits of 740.20, and the conditions CCL entries set for STA."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri, any_of, eccn_in, tri

#: Rules of these families limit exceptions: by the symbols they still allow, or by those they name as barred.
_FAMILIES = ("us.ear.740.2.", "us.ear.740.20.", "us.ear.774.sta")
#: A record without items limits by parties, which is looked at elsewhere (740.2(a)(17)).
_ITEM_PARAMETERS = ("eccns", "reasons")


def names(allowed: tuple[str, ...], symbol: str) -> bool:
    """Tell whether a list of exceptions (``*``, ``GBS``, ``TMP(a)(9)``) names one, in whole or by a paragraph."""
    return any(one in ("*", symbol) or one.startswith(f"{symbol}(") for one in allowed)


def permits(allowed: tuple[str, ...], symbol: str, paragraph: str) -> bool:
    """Tell whether a list of exceptions allows a paragraph of one: ``TMP(a)`` allows ``(a)(9)``, ``TMP(b)`` not."""
    return any(
        one in ("*", symbol) or (one.startswith(f"{symbol}(") and paragraph.startswith(one[len(symbol) :]))
        for one in allowed
    )


@dataclass(frozen=True, slots=True)
class Route:
    """Where an item goes, and where it comes from.

    Attributes:
        countries: Every destination of the transaction.
        sources: The country it leaves and the one it was made in, as far as known.
        start: The country it leaves, where known.
        reexport: Whether it leaves a country other than the United States.
    """

    countries: tuple[str, ...]
    sources: tuple[str, ...] = ()
    start: str | None = None
    reexport: bool = False


def limit_on(law: Law, symbol: str, code: str, route: Route, day: dt.date, *, paragraph: str = "") -> tuple[Tri, str]:
    """Tell whether the law takes an exception away from an item on a route, and why.

    Args:
        symbol: Symbol of the exception, such as ``STA``.
        code: ECCN of any paragraph depth; EAR99 items have no such limits.
        route: Where the item goes, and comes from.
        paragraph: Paragraph of the exception asked about, such as ``(a)(9)``; the exception as a whole when empty.

    Returns:
        Yes with the reason when it is barred, unknown with the question that would settle it, no otherwise.
    """
    open_question = ""
    for rule, answer in _reaching(law, code, route, day):
        if not _speaks_of(rule, symbol, paragraph):
            continue
        if answer is Tri.YES and rule.segment.question is None:
            return Tri.YES, f"{rule.section}: {rule.rule.title[:1].lower()}{rule.rule.title[1:]}"
        asked = rule.segment.question or f"Which paragraph of {code[:5]} is the item in?"
        open_question = open_question or f"{asked} ({rule.section})"
    return (Tri.UNKNOWN, open_question) if open_question else (Tri.NO, "")


def _speaks_of(rule: RuleAt, symbol: str, paragraph: str) -> bool:
    barred, allowed = rule.get("symbols"), rule.segment.exceptions
    if barred:
        return symbol in barred
    return not (permits(allowed, symbol, paragraph) if paragraph else names(allowed, symbol))


@lru_cache(maxsize=16384)
def _reaching(law: Law, code: str, route: Route, day: dt.date) -> tuple[tuple[RuleAt, Tri], ...]:
    """The limits that reach an item on a route, or may reach it, whatever the exception."""
    found = []
    for rule, answer in _on_item(law, code, day):
        if rule.get("reexports_only", default=False) and not route.reexport:
            continue
        if (starts := rule.get("from_destinations")) and not law.within(route.start or "", starts, day):
            continue
        meant, spared = rule.get("destinations"), rule.get("except_destinations")
        ends = (*route.countries, *(route.sources if rule.get("sources_too", default=False) else ()))
        if any(law.within(c, meant, day) and not law.within(c, spared, day) for c in ends):
            found.append((rule, answer))
    return tuple(found)


@lru_cache(maxsize=8192)
def _on_item(law: Law, code: str, day: dt.date) -> tuple[tuple[RuleAt, Tri], ...]:
    if code in ("", "EAR99"):
        return ()
    answers = ((rule, _item(law, rule, code)) for rule in _limits(law, day))
    return tuple((rule, answer) for rule, answer in answers if answer is not Tri.NO)


@lru_cache(maxsize=256)
def _limits(law: Law, day: dt.date) -> tuple[RuleAt, ...]:
    rules = (at for rule_id in law.rules if rule_id.startswith(_FAMILIES) and (at := law.at(rule_id, day)) is not None)
    return tuple(at for at in rules if any(at.get(name) for name in _ITEM_PARAMETERS))


def _item(law: Law, rule: RuleAt, code: str) -> Tri:
    named = eccn_in(code, rule.get("eccns")) | _controlled(law, code, rule.get("reasons"))
    return named & ~eccn_in(code, rule.get("except_eccns"))


def _controlled(law: Law, code: str, reasons: tuple[str, ...]) -> Tri:
    """Whether an item is controlled for one of the reasons; an entry without a control table by its own line."""
    rows, entry = law.tables.controls(code), law.tables.eccn(code)
    if not rows:
        return tri(entry is not None and not set(reasons).isdisjoint(entry.reasons))
    return any_of(tri(row.scope.covers(code)) for row in rows if row.reason in reasons)
