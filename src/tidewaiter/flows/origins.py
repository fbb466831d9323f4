"""Where the goods come from, where they may go on, and which countries are therefore no hubs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tidewaiter.law import Law
from tidewaiter.model import UnknownCountryError, UsageError, resolve_country

#: Member states of the European Union since 1 February 2020 (Eurostat's aggregate EU27_2020).
EU27 = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
#: Members of the Eurasian Economic Union (treaty of 29 May 2014, in force 2015): no customs border between them, so
#: that their mutual trade is surveyed, not declared.
EAEU = frozenset({"AM", "BY", "KG", "KZ", "RU"})
#: Countries a consignment for the destination may be declared to instead: the customs union and the states of the
#: former Soviet south, as in the studies of lost trade (CEPR DP20097; press of 2023 on Turkish exports), and
#: Mongolia.
NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    "RU": ("AM", "AZ", "BY", "GE", "KG", "KZ", "MN", "TJ", "TM", "UZ"),
    "BY": ("KZ", "KG", "AM", "RU"),
}
#: Countries outside the origins that make such goods on a large scale: what they sell is in the main their own.
PRODUCERS = frozenset({"CN", "TW"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """Countries the goods come from.

    Attributes:
        name: As it was asked for, such as ``coalition``.
        countries: ISO 3166 alpha-2.
        citation: Where the set is defined.
    """

    name: str
    countries: tuple[str, ...]
    citation: str

    def why_excluded(self) -> str:
        """Return why none of these countries can be a hub."""
        return f"it is an origin ({self.citation}); goods it sends are the flow that is measured"


def origins(text: str, law: Law, on: dt.date) -> Origins:
    """Return the origins a user means.

    Args:
        text: ``coalition`` (the United States and Supplement No. 3 to part 746 as of `on`), ``US``, ``EU``, or
            countries separated by commas; ``EU`` may stand among them.
        law: Law tables.
        on: Day of the coalition.

    Raises:
        UsageError: when a country is unknown or none is named.
    """
    if text.strip().lower() == "coalition":
        members = (e.country for e in law.tables.coalition.values() if e.joined <= on)
        citation = f"15 CFR 746 Supp. No. 3 as of {on.isoformat()}, and the United States"
        return Origins(name="coalition", countries=tuple(sorted({"US", *members})), citation=citation)
    named: list[str] = []
    for part in (piece.strip() for piece in text.split(",") if piece.strip()):
        named += EU27 if part.upper() == "EU" else (_country(part),)
    if not named:
        raise UsageError("no origin is named: write --origins coalition, US, EU or a list such as US,JP,DE.")
    citation = (
        "member states of the European Union" if text.strip().upper() == "EU" else f"as asked for: {text.strip()}"
    )
    return Origins(name=text.strip(), countries=tuple(dict.fromkeys(named)), citation=citation)


def _country(text: str) -> str:
    try:
        return resolve_country(text).code
    except UnknownCountryError as error:
        raise UsageError(f"{error} Write origins as coalition, US, EU or a list such as US,JP,DE.") from None


def suspects(law: Law, destination: str) -> frozenset[str]:
    """Return countries that cannot teach what trade would have been: named by an authority, or neighbours."""
    return frozenset(law.tables.hubs) | frozenset(NEIGHBOURS.get(destination, ())) | {destination}
