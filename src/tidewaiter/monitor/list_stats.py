"""How many entries of a list were first cited in a period, and which: the figure that announcements quote."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tidewaiter.model import Listing, UnknownCountryError, resolve_country


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedEntry:
    """An entry with the citation that first published it.

    Attributes:
        listed_on: First citation date or the publisher's listing date; None when unknown.
        citation: Text of the earliest dated citation, None when no citation has that date.
        also_under: Other country headings of the list under which the same name stands.
    """

    id: str
    name: str
    heading: str | None
    listed_on: dt.date | None
    citation: str | None
    address_only: bool = False
    also_under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStats:
    """Entries of a list first cited in a period.

    An entry belongs to a country by the heading it stands under, and where it has none by the countries it is connected
    with: a party listed under two headings is two entries. Entries with an address or another tie in the country but
    under the heading of another are not counted; they are named in `connected`.

    Attributes:
        country: ISO 3166 alpha-2, None for all.
        from_date: First day of the period, None for no limit.
        to_date: Last day of the period, None for no limit.
        count: Number of entries first cited in the period: addresses of high diversion risk and parties.
        parties: Number of distinct names among those that are parties. One party may stand under several headings.
        address_only: Number of those that are addresses, not parties.
        entries: Those entries, by date of first citation, then name.
        by_date: Number of them by date of first citation.
        connected: Entries first cited in the period that are connected with the country under another heading.
        undated: Entries of the country without a date, which may or may not belong to the period.
        total: Number of entries of the country of whatever date.
    """

    country: str | None
    from_date: dt.date | None
    to_date: dt.date | None
    count: int
    parties: int
    address_only: int
    entries: tuple[CitedEntry, ...]
    by_date: dict[dt.date, int]
    connected: tuple[CitedEntry, ...]
    undated: tuple[CitedEntry, ...]
    total: int


def list_stats(
    listings: Iterable[Listing],
    country: str | None = None,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
) -> ListStats:
    """Count and name the entries first cited in a period, both ends included.

    Args:
        listings: Entries of one list.
        country: ISO 3166 alpha-2 of the country counted; all when None.
        from_date: First day of the period; no limit when None.
        to_date: Last day of the period; no limit when None.
    """
    entries = tuple(listings)
    under = tuple(e for e in entries if country is None or _stands_under(e, country))
    dated = [e for e in entries if e.listed_on is not None and _within(e.listed_on, from_date, to_date)]
    counted = [e for e in dated if country is None or _stands_under(e, country)]
    connected = [e for e in dated if country in e.countries and not _stands_under(e, country)] if country else []
    headings = _headings(entries)
    return ListStats(
        country=country,
        from_date=from_date,
        to_date=to_date,
        count=len(counted),
        parties=len({party_key(e.name) for e in counted if not e.address_only}),
        address_only=sum(e.address_only for e in counted),
        entries=_cited(counted, headings),
        by_date=dict(sorted(Counter(e.listed_on for e in counted if e.listed_on is not None).items())),
        connected=_cited(connected, headings),
        undated=_cited([e for e in under if e.listed_on is None], headings),
        total=len(under),
    )


def party_key(name: str) -> str:
    """Return what makes two printed names the same name: its letters and digits, without regard to case."""
    return "".join(filter(str.isalnum, name.casefold()))


def _stands_under(entry: Listing, country: str) -> bool:
    if entry.heading is None:
        return country in entry.countries
    try:
        return resolve_country(entry.heading).code == country
    except UnknownCountryError:
        return country in entry.countries


def _within(day: dt.date, from_date: dt.date | None, to_date: dt.date | None) -> bool:
    return (from_date is None or from_date <= day) and (to_date is None or day <= to_date)


def _headings(entries: Sequence[Listing]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.heading is not None and not entry.address_only:
            found[party_key(entry.name)].add(entry.heading)
    return found


def _cited(entries: Sequence[Listing], headings: dict[str, set[str]]) -> tuple[CitedEntry, ...]:
    ordered = sorted(entries, key=lambda e: (e.listed_on or dt.date.max, e.name, e.id))
    return tuple(
        CitedEntry(
            id=entry.id,
            name=entry.name,
            heading=entry.heading,
            listed_on=entry.listed_on,
            citation=_first_citation(entry),
            address_only=entry.address_only,
            also_under=()
            if entry.address_only
            else tuple(sorted(headings.get(party_key(entry.name), set()) - {entry.heading or ""})),
        )
        for entry in ordered
    )


def _first_citation(entry: Listing) -> str | None:
    return next((c.text for c in entry.citations if c.date is not None and c.date == entry.listed_on), None)
