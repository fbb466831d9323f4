"""What an entry of the CCL says of the list-based exceptions LVS, GBS and TSR, put to one item (part 774).

A plain line (``$3000``, ``Yes``, ``N/A``, with ``N/A for MT``) is read where it stands. One that differs by paragraph,
or country group, or on a condition in words, has its own records, one for each thing it allows.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from tidewaiter.law import Law, Rule, RuleAt, Tri, any_of, eccn_in, tri

_PLAIN = re.compile(
    r"^(?:\$(?P<amount>\d[\d,]*)|(?P<yes>Yes)|N/A)\.?(?:[,;] (?:except )?(?:N/A for )?(?P<reason>[A-Z]{2})\.?)?$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says of an item.

    Attributes:
        answer: Whether the entry allows the exception.
        amount_usd: Limit of LVS where it is allowed or may be.
        why: The reason, or the question that would settle it.
    """

    answer: Tri
    amount_usd: float | None
    why: str


@dataclass(frozen=True, slots=True)
class _Case:
    """An exception, an item and where it goes, on one day."""

    law: Law
    symbol: str
    code: str
    countries: tuple[str, ...]
    day: dt.date

    @property
    def entry(self) -> str:
        return self.code[:5]


@lru_cache(maxsize=16384)
def exception_line(law: Law, symbol: str, code: str, countries: tuple[str, ...], day: dt.date) -> Line:
    """Return what the entry of `code` says of LVS, GBS or TSR for an item going to all the countries."""
    case = _Case(law, symbol, code, countries, day)
    entry = law.tables.eccn(code)
    stated = getattr(entry, symbol.lower()) if entry is not None else ""
    records = [at for rule in _records(law, symbol, case.entry) if (at := rule.at(day)) is not None]
    if records:
        return _of_records(case, records)
    if not stated:
        return Line(Tri.NO, None, f"the entry {case.entry} states no {symbol}")
    plain = _PLAIN.match(stated)
    if plain is None:
        return Line(Tri.UNKNOWN, None, f"the entry says: {stated[:80]}")
    return _of_plain(case, plain)


def _of_plain(case: _Case, plain: re.Match[str]) -> Line:
    if plain["amount"] is None and plain["yes"] is None:
        return Line(Tri.NO, None, f"the entry {case.entry} says N/A")
    amount = float(plain["amount"].replace(",", "")) if plain["amount"] else None
    return _unless_controlled(case, amount, (plain["reason"],) if plain["reason"] else ())


def _unless_controlled(case: _Case, amount: float | None, reasons: tuple[str, ...]) -> Line:
    rows = case.law.tables.controls(case.code)
    controlled = any_of(tri(row.scope.covers(case.code)) for row in rows if row.reason in reasons)
    named = " or ".join(reasons)
    if controlled is Tri.YES:
        why = f"the item is controlled for {named}, for which {case.entry} allows no {case.symbol}"
        return Line(Tri.NO, None, why)
    if controlled is Tri.UNKNOWN:
        why = f"Is the item controlled for {named} reasons? Then {case.symbol} is not available."
        return Line(Tri.UNKNOWN, amount, why)
    return Line(Tri.YES, amount, f"the entry {case.entry} allows {case.symbol}")


def _of_records(case: _Case, records: list[RuleAt]) -> Line:
    """Several records may speak of one item: a firm one beats an open one, a higher limit a lower one."""
    lines = [line for rule in records if (line := _of_record(case, rule)) is not None]
    for answer in (Tri.YES, Tri.UNKNOWN):
        best = [line for line in lines if line.answer is answer]
        if best:
            return max(best, key=lambda line: line.amount_usd or 0)
    why = f"the entry {case.entry} does not allow {case.symbol} for {case.code}"
    return lines[0] if lines else Line(Tri.NO, None, why)


def _of_record(case: _Case, rule: RuleAt) -> Line | None:
    item = eccn_in(case.code, rule.get("eccns")) & ~eccn_in(case.code, rule.get("except_eccns"))
    if item is Tri.NO:
        return None
    meant, spared, day = rule.get("destinations"), rule.get("except_destinations"), case.day
    if not all(case.law.within(c, meant, day) and not case.law.within(c, spared, day) for c in case.countries):
        return Line(Tri.NO, None, f"the entry {case.entry} does not allow {case.symbol} for this destination")
    amount = rule.get("amount_usd", default=None)
    line = _unless_controlled(case, amount, rule.get("except_reasons"))
    if line.answer is not Tri.YES:
        return line
    if item is Tri.UNKNOWN:
        return Line(Tri.UNKNOWN, amount, f"Which paragraph of {case.entry} is the item in?")
    return line if rule.segment.question is None else Line(Tri.UNKNOWN, amount, rule.segment.question)


@lru_cache(maxsize=4096)
def _records(law: Law, symbol: str, entry: str) -> tuple[Rule, ...]:
    head = f"us.ear.774.{symbol.lower()}.{entry.lower()}"
    return tuple(rule for rule in law.rules.values() if rule.id == head or rule.id.startswith(f"{head}."))
