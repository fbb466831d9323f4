"""Names and kinds of the parameters a rule record may carry; anything else is refused when the law is loaded."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tidewaiter.law.tables import split_eccn
from tidewaiter.model import Circumstance, UnknownCountryError, resolve_country

_GROUP = re.compile(r"^[A-E](:[1-6])?$")
_HS = re.compile(r"^\d{2}(\d{2}(\d{2})?)?$")
_PATTERN = re.compile(r"^[0-9*][A-E*][0-9*]{3}(\.[a-z0-9]+)*$")

Check = Callable[[Any], Any]


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ValueError("must be a list of texts (quote numbers)")
    if len(set(value)) != len(value):
        raise ValueError("names something twice")
    return tuple(value)


def _destinations(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    for item in _texts(value):
        if item != "*" and not _GROUP.match(item):
            try:
                code = resolve_country(item).code
            except UnknownCountryError:
                code = ""
            if code != item:
                raise ValueError(f"has {item!r}, which is neither an ISO alpha-2 code, a country group nor '*'")
    return tuple(value)


def _eccns(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    bad = [item for item in _texts(value) if split_eccn(item) is None and not _PATTERN.match(item)]
    if bad:
        raise ValueError(f"has {bad[0]!r}, which is not an ECCN or a pattern with '*'")
    return tuple(value)


def _circumstances(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    bad = [item for item in _texts(value) if item not in set(Circumstance)]
    if bad:
        raise ValueError(f"has {bad[0]!r}, which is no circumstance an exporter can state")
    return tuple(value)


def _hs(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    bad = [item for item in _texts(value) if not _HS.match(item)]
    if bad:
        raise ValueError(f"has {bad[0]!r}, which is not an HS chapter, heading or subheading")
    return tuple(value)


def _number(value: Any) -> float:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")  # noqa: TRY004  a wrong file, not a wrong call
    return float(value)


def _whole(value: Any) -> int:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("must be a whole number")  # noqa: TRY004
    return value


def _flag(value: Any) -> bool:  # noqa: ANN401
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004
    return value


#: Every parameter a rule segment may have under ``with``, and how it is checked.
PARAMETERS: dict[str, Check] = {
    "destinations": _destinations,
    "except_destinations": _destinations,
    "from_destinations": _destinations,
    "also_destinations": _destinations,
    "regions": _texts,
    "reasons": _texts,
    "except_reasons": _texts,
    "columns": _texts,
    "citations": _texts,
    "categories": _texts,
    "product_groups": _texts,
    "eccns": _eccns,
    "except_eccns": _eccns,
    "conditional_eccns": _eccns,
    "deemed_eccns": _eccns,
    "deemed_destinations": _destinations,
    "input_eccns": _eccns,
    "input_reasons": _texts,
    "hs": _hs,
    "except_hs": _hs,
    "conditional_hs": _hs,
    "programs": _texts,
    "terms": _texts,
    "except_terms": _texts,
    "asks": _texts,
    "not_listed": _texts,
    "circumstances": _circumstances,
    "free": _texts,
    "public": _texts,
    "end_uses": _texts,
    "symbols": _texts,
    "lists": _texts,
    "supplement": _whole,
    "supplement_6": _flag,
    "footnote": _whole,
    "threshold_pct": _number,
    "share_pct": _number,
    "amount_usd": _number,
    "any_item": _flag,
    "at_only": _flag,
    "by_facts": _flag,
    "deemed_excluded": _flag,
    "deemed_only": _flag,
    "each_alone": _flag,
    "price_open": _flag,
    "reexports_only": _flag,
    "sources_too": _flag,
    "ear99_only": _flag,
    "within": _flag,
}
