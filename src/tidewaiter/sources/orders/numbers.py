"""Numbers as people write them, thousands separators included. A number with two readings is refused with both."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache

from tidewaiter.sources.orders.values import FaultError, text

_GROUPED = {
    ",": re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$"),
    ".": re.compile(r"^\d{1,3}(?:\.\d{3}){2,}$|^\d{1,3}(?:\.\d{3})+,\d+$"),
    " ": re.compile(r"^\d{1,3}(?: \d{3})+(?:[.,]\d+)?$"),
    "'": re.compile(r"^\d{1,3}(?:'\d{3})+(?:[.,]\d+)?$"),
}
_PLAIN = re.compile(r"^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$|^\d+,\d+$")
_AMBIGUOUS = re.compile(r"^[1-9]\d{0,2}\.\d{3}$")
_NUMBER_REMEDY = "Write a plain number such as 12000.50."


def number(value: object) -> float | None:
    """Return a number of zero or more, or None when unknown.

    Thousands separators are read where they leave one meaning: ``12,000.50``, ``12.000,50``, ``12 000``, ``12,000``.
    ``12.000`` is refused with both readings, because a value a thousand times too small can open an exception.
    """
    return _checked_number(value, limit=None)


def percent(value: object) -> float | None:
    """Return a percentage from 0 to 100, with or without its sign, or None when unknown."""
    said = value.strip().removesuffix("%").rstrip() if isinstance(value, str) else value
    return _checked_number(said, limit=100.0)


def dollars(value: object) -> float | None:
    """Return an amount of US dollars, or None when unknown. Another currency is refused, never converted."""
    if isinstance(value, str):
        value = re.sub(r"^(?:US\s?\$|USD|\$)\s*|\s*(?:USD|US\$|\$)$", "", value.strip(), flags=re.IGNORECASE)
        if re.search(r"^[€£¥₺₽]|[€£¥₺₽]$|\b(?:EUR|GBP|JPY|CNY|RMB|TRY|TL|RUB|HKD|AED|CHF)\b", value, re.IGNORECASE):
            raise FaultError(f"{value!r} is not in US dollars.", "Convert it: the column is value_usd.")
    return number(value)


def _checked_number(value: object, *, limit: float | None) -> float | None:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        amount = float(value)
        if isinstance(value, float) and math.isnan(amount):
            return None
    else:
        said = text(value)
        if said is None:
            return None
        amount = _number(said, bounded=limit is not None)
    if not math.isfinite(amount) or amount < 0:
        raise FaultError(f"{value!r} is not a number of zero or more.", _NUMBER_REMEDY)
    if limit is not None and amount > limit:
        raise FaultError(f"{value!r} is more than {limit:g}.", f"Write a percentage from 0 to {limit:g}.")
    return amount


@lru_cache(maxsize=4096)
def _number(said: str, *, bounded: bool) -> float:
    plain = re.sub(r"[\u00a0\u2007\u202f]", " ", said).replace("’", "'").removeprefix("+")
    if _AMBIGUOUS.match(plain) and not bounded:
        whole, rest = plain.split(".")
        raise FaultError(f"{said!r} can mean {whole}{rest} or {float(plain)}.", _NUMBER_REMEDY)
    for mark, pattern in _GROUPED.items():
        if pattern.match(plain) and not (bounded and mark == ","):
            return float(plain.replace(mark, "").replace(",", "."))
    if _PLAIN.match(plain):
        return float(plain.replace(",", "."))
    raise FaultError(f"{said!r} is not a number of zero or more.", _NUMBER_REMEDY)
