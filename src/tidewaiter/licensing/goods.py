"""Whether an item is one that a supplement to part 746, or an exclusion of it, names: by HS code or by words."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from tidewaiter.law import Law, Tri, any_of, hs_in, tri, words_in
from tidewaiter.licensing.classification import Classification, Kind

#: What follows qualifies the thing described: "wheat flour, 25 kg bags", "insulin for injection".
_QUALIFIER = re.compile(r"[,;(]|\s+(?:for|in|with|of|to|from)\s+", re.IGNORECASE)


@lru_cache(maxsize=65536)
def in_supplement(law: Law, supplement: int, hs: str | None, day: dt.date) -> Tri:
    """Tell whether an HS code is on Supplement No. 2, 4, 5 or 7 to part 746 on a day; unknown without a code."""
    return Tri.UNKNOWN if hs is None else tri(law.tables.in_hts(supplement, hs, day))


def luxury_price_reached(law: Law, hs: str, unit_value_usd: float | None) -> tuple[Tri, float | None]:
    """Tell whether the unit price reaches the threshold of Supplement No. 5, and return the threshold if any."""
    entry = law.tables.hts(5, hs)
    if entry is None or entry.min_unit_price_usd is None:
        return Tri.YES, None
    if unit_value_usd is None:
        return Tri.UNKNOWN, entry.min_unit_price_usd
    return tri(unit_value_usd >= entry.min_unit_price_usd), entry.min_unit_price_usd


@lru_cache(maxsize=65536)
def food_or_medicine(law: Law, goods: Classification, day: dt.date) -> Tri:
    """Tell whether an item is EAR99 food or medicine, which most embargoes leave out (15 CFR 772.1).

    The HS code decides where there is one. Without it the description does, when the thing it names is food or
    medicine; a description that only mentions them ("food processing machine") leaves it open.
    """
    if goods.on_ccl or goods.kind is Kind.OTHER_AGENCY or goods.intangible:
        return Tri.NO
    named = any_of(_named(law, rule_id, goods, day) for rule_id in ("us.ear.772.food", "us.ear.772.medicine"))
    return named & tri(True if goods.kind is Kind.EAR99 else None)


def _named(law: Law, rule_id: str, goods: Classification, day: dt.date) -> Tri:
    rule = law.at(rule_id, day)
    if rule is None:
        return Tri.NO
    if goods.hs is not None:
        return tri(hs_in(goods.hs, rule.get("hs"), rule.get("except_hs")))
    if not goods.description:
        return Tri.UNKNOWN
    thing = _QUALIFIER.split(goods.description.strip(), maxsplit=1)[0]
    if any(thing.lower().endswith(term) for term in words_in(thing, rule.get("terms"))):
        return Tri.YES
    return Tri.UNKNOWN if words_in(goods.description, rule.get("terms")) else Tri.NO
