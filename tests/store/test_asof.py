"""Which snapshot answers for a date, and which entries were in force."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidewaiter.model import Listing, Snapshot
from tidewaiter.store import asof
from tidewaiter.store.asof import choose, in_force, in_force_rows
from tidewaiter.store.listing_table import listings_to_table

_DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2022, 2, 28))
_MAYBE = st.none() | _DAYS
_LISTINGS = st.builds(
    Listing, id=st.just("a"), list=st.just("l.x"), listed_on=_MAYBE, listed_after=_MAYBE, delisted_on=_MAYBE
)
_DAY = dt.timedelta(days=1)


def entry(**dates: dt.date | None) -> Listing:
    return Listing(id="a", list="l.x", **dates)  # type: ignore[arg-type]


D = dt.date(2024, 8, 7)


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (entry(), True),
        (entry(listed_on=D), True),
        (entry(listed_on=D + _DAY), False),
        (entry(listed_after=D), False),
        (entry(listed_after=D - _DAY), True),
        (entry(delisted_on=D), True),
        (entry(delisted_on=D - _DAY), False),
        (entry(listed_on=D - _DAY, delisted_on=D + _DAY), True),
    ],
)
def test_an_entry_is_in_force_from_its_listing_to_its_removal(listing: Listing, expected: bool) -> None:
    assert in_force(listing, D) is expected


@given(_LISTINGS, _DAYS, _DAYS)
def test_an_entry_never_removed_stays_in_force(listing: Listing, one: dt.date, other: dt.date) -> None:
    early, late = sorted((one, other))
    if listing.delisted_on is None and in_force(listing, early):
        assert in_force(listing, late)


@given(_LISTINGS, st.lists(_DAYS, min_size=3, max_size=3))
def test_an_entry_is_in_force_over_one_unbroken_period(listing: Listing, days: list[dt.date]) -> None:
    first, middle, last = sorted(days)
    if in_force(listing, first) and in_force(listing, last):
        assert in_force(listing, middle)


@settings(deadline=None)
@given(st.lists(_LISTINGS, max_size=5), _DAYS)
def test_rows_are_judged_like_objects(listings: list[Listing], as_of: dt.date) -> None:
    assert in_force_rows(listings_to_table(listings), as_of).to_pylist() == [in_force(e, as_of) for e in listings]


@given(st.lists(_DAYS, min_size=1), _DAYS)
def test_the_latest_snapshot_not_after_the_date_is_chosen(dates: list[dt.date], as_of: dt.date) -> None:
    choice = choose(dates, as_of)
    assert choice.base in dates
    assert choice.reconstructed is (choice.base > as_of)
    past = [day for day in dates if day <= as_of]
    if past:
        assert choice.base == max(past)
        assert choice.later is None or choice.later == min(day for day in dates if day > as_of)
    else:
        assert choice.base == min(dates)
        assert choice.later is None


def test_a_snapshot_of_the_very_day_needs_no_later_one() -> None:
    assert choose([D, D + _DAY], D).later is None
    assert choose([D - _DAY, D + _DAY], D).later == D + _DAY


def test_no_snapshot_is_an_error() -> None:
    with pytest.raises(ValueError, match="no snapshot"):
        choose([], D)


def _snapshot(date: dt.date, note: str | None = None) -> Snapshot:
    return Snapshot(list="us.bis.entity_list", date=date, sha256="0" * 64, note=note)


@pytest.mark.parametrize(("age", "stale"), [(0, False), (7, False), (8, True)])
def test_a_snapshot_is_stale_after_seven_days(age: int, stale: bool) -> None:
    found = asof.aged(_snapshot(D), D + age * _DAY)
    assert found.age_days == age
    assert (found.note is not None and f"{age} days before" in found.note) is stale


def test_notes_add_up() -> None:
    found = asof.aged(_snapshot(D, "No review policy."), D + 30 * _DAY)
    assert found.note is not None
    assert found.note.startswith("No review policy. The snapshot of us.bis.entity_list is of 2024-08-07, 30 days")


def test_a_rebuilt_answer_says_what_is_missing_and_what_is_included() -> None:
    found = asof.rebuilt(_snapshot(D), D - _DAY, 3)
    assert found.reconstructed
    assert found.age_days == 0
    assert found.note is not None
    assert "removed before 2024-08-07 are missing" in found.note
    assert "3 entries without a listing date included" in found.note
    assert "without" not in (asof.rebuilt(_snapshot(D), D - _DAY, 0).note or "")
