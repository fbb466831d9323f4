"""Restrictions on all license exceptions (15 CFR 740.2) that depend on the item and the destination."""

from __future__ import annotations

import datetime as dt

from tidewaiter.law import Law, Tri, eccn_in

_MISSILE_ALLOWED = frozenset({"TMP", "RPL", "GOV", "TSU", "AVS", "APR", "STA"})
_600_SERIES_ALLOWED = frozenset({"LVS", "TMP", "RPL", "TSU", "GOV", "BAG", "STA"})


def limit_on(law: Law, symbol: str, code: str, countries: tuple[str, ...], day: dt.date) -> str:
    """Return why 740.2 takes an exception away from an item, or an empty text when it does not."""
    if symbol == "GOV" or code in ("", "EAR99"):
        return ""
    return (
        _military_series(law, symbol, code, countries, day)
        or _semiconductor(law, code, countries, day)
        or _interception(law, code, day)
        or _missile(law, symbol, code)
    )


def _military_series(law: Law, symbol: str, code: str, countries: tuple[str, ...], day: dt.date) -> str:
    rule = law.at("us.ear.740.2.600_series", day)
    if rule is None or eccn_in(code, rule.get("eccns")) is not Tri.YES:
        return ""
    if any(law.within(country, rule.get("destinations")) for country in countries):
        return "740.2(a)(12) allows only GOV for 9x515 and 600 series items to D:5"
    if code[2] == "6" and symbol not in _600_SERIES_ALLOWED:
        return "740.2(a)(13) does not allow it for 600 series items"
    return ""


def _semiconductor(law: Law, code: str, countries: tuple[str, ...], day: dt.date) -> str:
    rule = law.at("us.ear.740.2.semiconductor", day)
    if rule is None or eccn_in(code, rule.get("eccns")) is Tri.NO:
        return ""
    reached = any(law.within(country, rule.get("destinations")) for country in countries)
    return "740.2(a)(9)(i) allows only GOV to Macau and D:5" if reached else ""


def _interception(law: Law, code: str, day: dt.date) -> str:
    rule = law.at("us.ear.740.2.interception", day)
    named = rule is not None and eccn_in(code, rule.get("eccns")) is Tri.YES
    return "740.2(a)(3) allows only GOV to the US Government" if named else ""


def _missile(law: Law, symbol: str, code: str) -> str:
    controlled = any(c.reason == "MT" and c.scope.covers(code) == "yes" for c in law.tables.controls(code))
    if controlled and symbol not in _MISSILE_ALLOWED:
        return "740.2(a)(5) does not allow it for items controlled for missile technology"
    return ""
