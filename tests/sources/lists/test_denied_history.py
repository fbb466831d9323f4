"""Older editions of the Denied Persons List say since when, and who was denied before."""

from __future__ import annotations

import datetime as dt

from tidewaiter.model import Citation, ListedName, Listing, NameKind, Schema
from tidewaiter.sources.lists.denied_history import join_denied_history

YEAR = dt.timedelta(days=364)


def order(name: str, day: dt.date, until: dt.date | None, *printed: dt.date) -> Listing:
    """Return an entry with one citation for each day the Federal Register printed."""
    return Listing(
        id=f"us.bis.denied_persons:{name}:{day}",
        list="us.bis.denied_persons",
        schema=Schema.ORGANIZATION,
        names=(ListedName(text=name, kind=NameKind.PRIMARY),),
        citations=tuple(Citation(text=f"{p.year - 1935} FR {p.toordinal()}", date=p) for p in printed),
        listed_on=day,
        delisted_on=until,
    )


def spans(found: list[Listing]) -> dict[str, tuple[dt.date | None, dt.date | None]]:
    return {entry.name: (entry.listed_on, entry.delisted_on) for entry in found}


def test_a_renewed_temporary_order_began_when_it_was_first_printed() -> None:
    first, renewed = dt.date(2022, 4, 12), dt.date(2025, 9, 17)
    entry = order("Example Air", renewed, renewed + YEAR, first, renewed)
    assert spans(join_denied_history([entry], {})) == {"Example Air": (first, renewed + YEAR)}


def test_an_order_for_years_keeps_its_own_day() -> None:
    day = dt.date(2015, 3, 2)
    entry = order("Example Parts", day, dt.date(2030, 3, 2), dt.date(2014, 1, 5), day)
    assert spans(join_denied_history([entry], {})) == {"Example Parts": (day, dt.date(2030, 3, 2))}


def test_an_entry_of_several_editions_is_listed_since_the_first() -> None:
    printed = dt.date(2018, 6, 1)
    older = order("Example Parts", dt.date(2018, 5, 25), dt.date(2024, 5, 25), printed)
    newer = order("EXAMPLE PARTS", dt.date(2020, 1, 10), dt.date(2030, 1, 10), printed)
    found = join_denied_history([newer], {dt.date(2019, 6, 1): [older]})
    assert spans(found) == {"EXAMPLE PARTS": (dt.date(2018, 5, 25), dt.date(2030, 1, 10))}


def test_an_ended_order_is_kept_until_it_expired_or_the_next_edition_lacks_it() -> None:
    editions = {
        dt.date(2019, 6, 1): [order("Expired", dt.date(2010, 1, 1), dt.date(2020, 1, 1), dt.date(2010, 1, 8))],
        dt.date(2022, 9, 7): [order("Revoked", dt.date(2021, 1, 1), dt.date(2031, 1, 1), dt.date(2021, 1, 8))],
        dt.date(2023, 11, 30): [order("Endless", dt.date(1990, 1, 1), None, dt.date(1990, 1, 8))],
    }
    newest = order("Present", dt.date(2024, 1, 1), None, dt.date(2024, 1, 8))
    assert spans(join_denied_history([newest], editions, until=dt.date(2026, 6, 18))) == {
        "Present": (dt.date(2024, 1, 1), None),
        "Expired": (dt.date(2010, 1, 1), dt.date(2020, 1, 1)),
        "Revoked": (dt.date(2021, 1, 1), dt.date(2023, 11, 30)),
        "Endless": (dt.date(1990, 1, 1), dt.date(2026, 6, 18)),
    }
