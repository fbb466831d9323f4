"""Counting and naming the entries first cited in a period."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tidewaiter.model import Citation, ListedName, Listing, from_json, to_json
from tidewaiter.monitor.list_stats import ListStats, list_stats

FROM, TO = dt.date(2022, 2, 24), dt.date(2024, 8, 7)


def entry(
    name: str,
    heading: str | None = "Turkey",
    listed_on: dt.date | None = dt.date(2023, 4, 12),
    *,
    countries: tuple[str, ...] = ("TR",),
    address_only: bool = False,
) -> Listing:
    return Listing(
        id=f"us.bis.entity_list:{name}-{heading}",
        list="us.bis.entity_list",
        names=(ListedName(text=name),),
        heading=heading,
        countries=countries,
        listed_on=listed_on,
        citations=(Citation(text="90 FR 1", date=dt.date(2025, 1, 1)), Citation(text="88 FR 23332", date=listed_on)),
        address_only=address_only,
    )


def test_both_ends_of_the_period_count() -> None:
    days = [FROM - dt.timedelta(days=1), FROM, TO, TO + dt.timedelta(days=1)]
    stats = list_stats([entry(f"E{i}", listed_on=day) for i, day in enumerate(days)], "TR", FROM, TO)
    assert [e.name for e in stats.entries] == ["E1", "E2"]
    assert stats.count == 2
    assert stats.total == 4
    assert stats.by_date == {FROM: 1, TO: 1}


def test_each_entry_is_named_with_its_first_citation() -> None:
    (found,) = list_stats([entry("A")], "TR", FROM, TO).entries
    assert (found.listed_on, found.citation, found.heading) == (dt.date(2023, 4, 12), "88 FR 23332", "Turkey")


def test_the_heading_decides_and_other_ties_are_named_apart() -> None:
    listings = [
        entry("Headed", "Türkiye", countries=("TR", "RU")),
        entry("Addressed", "China", countries=("CN", "TR")),
        entry("Elsewhere", "China", countries=("CN",)),
        entry("No heading", None),
        entry("Heading that is no country", "Region of nowhere"),
    ]
    stats = list_stats(listings, "TR", FROM, TO)
    assert [e.name for e in stats.entries] == ["Headed", "Heading that is no country", "No heading"]
    assert [e.name for e in stats.connected] == ["Addressed"]


def test_one_party_under_two_headings_is_two_entries_and_one_party() -> None:
    listings = [entry("Dexias Ltd., "), entry("DEXIAS LTD", "Russia", countries=("RU",)), entry("Other")]
    everywhere = list_stats(listings, None, FROM, TO)
    assert (everywhere.count, everywhere.parties) == (3, 2)
    turkish = list_stats(listings, "TR", FROM, TO)
    assert (turkish.count, turkish.parties) == (2, 2)
    assert {e.name: e.also_under for e in turkish.entries} == {"Dexias Ltd., ": ("Russia",), "Other": ()}


def test_addresses_of_risk_are_counted_but_are_no_parties() -> None:
    listings = [entry("Address 01", address_only=True), entry("Address 01", "China", address_only=True), entry("A")]
    stats = list_stats(listings, "TR", FROM, TO)
    assert (stats.count, stats.parties, stats.address_only) == (2, 1, 1)
    assert all(e.also_under == () for e in stats.entries)


def test_entries_without_a_date_are_named_not_counted() -> None:
    stats = list_stats([entry("Undated", listed_on=None), entry("A")], "TR", FROM, TO)
    assert stats.count == 1
    assert [e.name for e in stats.undated] == ["Undated"]
    assert stats.undated[0].citation is None


def test_without_limits_everything_dated_counts() -> None:
    stats = list_stats([entry("A"), entry("B", "Russia", dt.date(1997, 5, 1)), entry("C", listed_on=None)])
    assert [e.name for e in stats.entries] == ["B", "A"]
    assert stats.connected == ()
    assert (stats.total, len(stats.undated)) == (3, 1)


def test_stats_are_written_as_json_and_read_back() -> None:
    stats = list_stats([entry("A"), entry("B", listed_on=None)], "TR", FROM, TO)
    assert from_json(ListStats, to_json(stats)) == stats


@pytest.mark.needs_data
def test_turkish_entries_of_the_entity_list_before_the_august_2024_announcement(data_dir: Path) -> None:
    # The press said 18 companies; the list itself has 19 entries under the heading first cited in the window.
    from tidewaiter.sources.lists import read_list_file

    listings = read_list_file(data_dir / "lists" / "us_bis" / "bis_entity_list_2026-07.json").listings
    stats = list_stats(listings, "TR", FROM, TO)
    assert stats.count == 19
    assert len(stats.entries) == sum(stats.by_date.values()) == 19
    assert all(e.citation is not None and FROM <= (e.listed_on or TO) <= TO for e in stats.entries)
    assert any("Azu International" in e.name for e in stats.entries)
    assert stats.undated == ()
