"""How long records are kept (15 CFR 762.6)."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.audit import retain_until


def test_five_years_from_the_export() -> None:
    found = retain_until(exported_on=dt.date(2024, 8, 7))
    assert (found.until, found.citation) == (dt.date(2029, 8, 7), "15 CFR 762.6(a)")


def test_a_later_known_reexport_or_termination_moves_the_end() -> None:
    export = dt.date(2024, 8, 7)
    assert retain_until(exported_on=export, later_events=[dt.date(2025, 3, 1)]).until == dt.date(2030, 3, 1)
    assert retain_until(exported_on=export, terminated_on=dt.date(2026, 1, 2)).counted_from == dt.date(2026, 1, 2)


def test_a_leap_day_is_not_cut_short() -> None:
    assert retain_until(exported_on=dt.date(2024, 2, 29)).until == dt.date(2029, 3, 1)


def test_without_a_date_the_record_is_kept() -> None:
    found = retain_until()
    assert found.until is None
    assert "keep the record" in found.because


def test_a_request_of_an_agency_suspends_the_end() -> None:
    found = retain_until(exported_on=dt.date(2010, 1, 1), requested_by_agency=True)
    assert (found.until, found.citation) == (None, "15 CFR 762.6(b)")


@given(st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), min_size=1))
def test_another_event_never_shortens_the_period(events: list[dt.date]) -> None:
    ends = [retain_until(later_events=events[: n + 1]).until for n in range(len(events))]
    known = [end for end in ends if end is not None]
    assert known == sorted(known)
    assert len(known) == len(events)
