"""An answer that permits says what was examined, how far the law is modelled, and how current it is."""

import datetime as dt
from dataclasses import replace

from tidewaiter.law import load_law, trace
from tidewaiter.licensing import determine
from tidewaiter.model import Item, Outcome, Transaction

LAW = load_law()


def _free(day: dt.date) -> Transaction:
    return Transaction(id="a", date=day, from_country="US", destination="TR", item=Item(eccn="3A991.a"))


def test_not_required_says_what_was_checked_and_what_was_not_stated() -> None:
    answer = determine(_free(dt.date(2026, 9, 1)), LAW, as_of=dt.date(2026, 9, 24))
    assert answer.outcome is Outcome.NOT_REQUIRED
    proof = trace(answer).as_text()
    assert "No X for Türkiye under any control of 3A991.a" in proof
    assert "The end use was not stated" in proof


def test_coverage_names_every_part_and_the_age_of_the_tables() -> None:
    answer = determine(_free(dt.date(2019, 1, 1)), LAW, as_of=dt.date(2019, 1, 1))
    by_part = {line.part: line for line in answer.coverage}
    assert by_part["746"].status == "partial"
    assert by_part["other regimes"].status == "pointer"
    assert "2019-01-01" in by_part["tables"].note
    later = determine(_free(dt.date(2027, 1, 1)), LAW, as_of=dt.date(2027, 1, 1))
    assert "not included" in {line.part: line for line in later.coverage}["tables"].note


def test_the_law_is_that_of_the_day_asked_for_whatever_the_date_of_the_order() -> None:
    order = replace(_free(dt.date(2021, 1, 1)), destination="RU", item=Item(eccn="3A001.a.2", origin="US"))
    answer = determine(order, LAW, as_of=dt.date(2024, 8, 7))
    assert answer.as_of == dt.date(2024, 8, 7)
    assert "746.8(a)(1)" in answer.sections
