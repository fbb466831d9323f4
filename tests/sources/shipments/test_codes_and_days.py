"""HS codes that lost a zero or are of a country's own length, and days in the words and orders of many countries."""

from __future__ import annotations

import csv
import datetime as dt
from importlib import resources

import pyarrow as pa
import pytest

from tidewaiter.model import UsageError
from tidewaiter.sources.shipments import parse_order
from tidewaiter.sources.shipments.codes import _LAST_HEADING, hs_codes
from tidewaiter.sources.shipments.days import DayOrder, days


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("851762900", "851762900"),  # nine digits of its own: there is no heading 0851
        ("303140000", "0303140000"),  # there is no heading 3031
        ("40610", "040610"),
        ("2071410", "02071410"),
        ("8479509", "8479509"),
        ("8479.50", "847950"),
        ("84795", None),  # six digits lost one, and not the first
        ("851762/847950", None),
        ("851762; 847950", None),
    ],
)
def test_a_lost_zero_is_told_from_a_code_of_odd_length(written: str, read: str | None) -> None:
    found = hs_codes(pa.array([written]))
    assert found.values.to_pylist() == [read]
    assert (written in found.faults) == (read is None)


def test_the_other_codes_tell_of_a_code_that_can_be_read_both_ways() -> None:
    either = "902300000"  # tea of heading 0902, or instruments of heading 9023
    assert hs_codes(pa.array([either])).values.to_pylist() == [None]
    assert hs_codes(pa.array([either, "8542310000"])).values.to_pylist()[0] == f"0{either}"
    assert hs_codes(pa.array([either, "303140000"])).values.to_pylist()[0] == f"0{either}"
    assert hs_codes(pa.array([either, "851762900"])).values.to_pylist()[0] == either
    assert hs_codes(pa.array([either, "851762900", "8542310000"])).values.to_pylist()[0] is None


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("7-Feb-22", dt.date(2022, 2, 7), "day"),
        ("07.02.22", dt.date(2022, 2, 7), "day"),
        ("07.02.98", dt.date(1998, 2, 7), "day"),
        ("7 февраля 2022 г.", dt.date(2022, 2, 7), "day"),
        ("07 лютого 2022", dt.date(2022, 2, 7), "day"),
        ("7 Şubat 2022", dt.date(2022, 2, 7), "day"),
        ("7 juillet 2022", dt.date(2022, 7, 7), "day"),
        ("7. März 2022", dt.date(2022, 3, 7), "day"),
        ("2022年2月7日", dt.date(2022, 2, 7), "day"),
        ("2022年2月", dt.date(2022, 2, 1), "month"),
        ("02.2022", dt.date(2022, 2, 1), "month"),
        ("февраль 2022", dt.date(2022, 2, 1), "month"),
        ("30.02.22", None, "day"),
        ("07/02/22", None, "day"),  # which is the year?
        ("2022", None, "day"),
    ],
)
def test_a_day_is_read_as_it_is_written_there(written: str, day: dt.date | None, precision: str) -> None:
    found, precise = days(pa.array([written]), DayOrder(), last=dt.date(2026, 1, 1))
    assert (found.values.to_pylist(), precise.to_pylist()) == ([day], [precision])


def test_the_order_of_dates_is_kept_for_the_rest_of_the_file() -> None:
    order = DayOrder()
    days(pa.array(["25/02/2022"]), order)
    assert days(pa.array(["03/04/2022"]), order)[0].values.to_pylist() == [dt.date(2022, 4, 3)]


def test_a_file_of_both_orders_tells_nothing_of_its_other_dates() -> None:
    order = DayOrder()
    found, _ = days(pa.array(["25/02/2022", "02/25/2022", "03/04/2022"]), order)
    assert found.values.to_pylist() == [dt.date(2022, 2, 25), dt.date(2022, 2, 25), None]
    assert "--dates" in found.faults["03/04/2022"][1]


def test_the_last_heading_of_each_chapter_is_that_of_the_nomenclature() -> None:
    table = resources.files("tidewaiter.law").joinpath("data/tables/hs_codes.csv").read_text(encoding="utf-8")
    last = dict.fromkeys(_LAST_HEADING, 0)
    for row in csv.DictReader(table.splitlines()):
        chapter, heading = row["hs"][:2], row["hs"][2:4]
        if heading and chapter.isdigit() and int(chapter) in last:
            last[int(chapter)] = max(last[int(chapter)], int(heading))
    assert last == dict(_LAST_HEADING)


def test_what_is_stated_of_dates_is_taken_for_two_digits_of_the_year_too() -> None:
    order = DayOrder(parse_order("month-first"), stated=True)
    found, _ = days(pa.array(["02/07/22", "03/04/2022"]), order, last=dt.date(2026, 1, 1))
    assert found.values.to_pylist() == [dt.date(2022, 2, 7), dt.date(2022, 3, 4)]
    with pytest.raises(UsageError, match="day-first or month-first"):
        parse_order("european")


def test_an_order_that_shows_too_late_is_asked_for() -> None:
    order = DayOrder()
    days(pa.array(["03/04/2022"]), order)
    with pytest.raises(UsageError, match=r"'03/04/2022' can be read both ways.*--dates month-first"):
        days(pa.array(["02/25/2022"]), order)
    late = DayOrder()
    days(pa.array(["03/04/2022"]), late)
    assert days(pa.array(["07/07/2022"]), late)[0].values.to_pylist() == [dt.date(2022, 7, 7)]  # tells nothing


LAST = dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    ("written", "day"),
    [("36526", dt.date(2000, 1, 1)), ("44621", dt.date(2022, 3, 1)), ("45291.9993", dt.date(2023, 12, 31))],
)
def test_a_day_number_of_a_spreadsheet_is_a_day(written: str, day: dt.date) -> None:
    order = DayOrder()
    found, precision = days(pa.array([written, "2022-05-01", None, written]), order, last=LAST)
    assert found.values.to_pylist() == [day, dt.date(2022, 5, 1), None, day]
    assert precision.to_pylist()[0] == "day"
    assert (order.numbers, order.first_number) == (2, written)


def test_numbers_that_are_no_days_are_refused_one_by_one() -> None:
    found, _ = days(pa.array(["44621", "44622", "44623", "0", "99999"]), DayOrder(), last=LAST)
    assert found.values.to_pylist() == [*(dt.date(2022, 3, day) for day in (1, 2, 3)), None, None]
    assert set(found.faults) == {"0", "99999"}


def test_days_written_without_marks_are_no_day_numbers() -> None:
    """4 January 2024 as 40124, without its first zero: its neighbours have six digits."""
    order = DayOrder()
    found, _ = days(pa.array(["40124", "150324", "311223", "20240105"]), order, last=LAST)
    assert found.values.to_pylist() == [None, None, None, dt.date(2024, 1, 5)]
    assert "40124" in found.faults
    later, _ = days(pa.array(["41224"]), order, last=LAST)
    assert later.values.to_pylist() == [None]
    assert order.numbers == 0
