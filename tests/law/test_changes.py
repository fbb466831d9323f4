"""The periods in which nothing the law knows of changes."""

import datetime as dt

from tidewaiter.law import load_law
from tidewaiter.law.changes import changes

LAW = load_law()
DAY = dt.timedelta(days=1)


def test_every_date_of_rules_and_tables_begins_a_period() -> None:
    found = set(changes(LAW.tables, LAW.rules))
    for rule in LAW.rules.values():
        for segment in rule.segments:
            assert segment.start in found
            assert segment.end is None or segment.end + DAY in found
            assert segment.unconfirmed_after is None or segment.unconfirmed_after + DAY in found
    assert {entry.joined for entry in LAW.tables.coalition.values()} <= found
    assert LAW.tables.currency["hts"] in found
    entries = [entry for table in LAW.tables.hts_entries.values() for entry in table.values()]
    assert {entry.not_before for entry in entries} <= found
    assert {entry.listed_from for entry in entries if entry.listed_from} <= found
    marks = [one for rows in LAW.tables.chart_dates.values() for one in rows]
    assert {day for one in marks for day in (one.since, one.until, one.unknown_before) if day} <= found
    groups = [one for rows in LAW.tables.group_dates.values() for one in rows]
    assert {day for one in groups for day in (one.since, one.until, one.unknown_before) if day} <= found


def test_the_law_is_the_same_throughout_a_period() -> None:
    start = dt.date(2021, 12, 1)
    for number in range(1400):
        day = start + number * DAY
        first = LAW.period(day)
        assert first <= day
        assert all(
            LAW.tables.in_hts(4, code, day) == LAW.tables.in_hts(4, code, first) for code in ("848210", "854231")
        )
        for rule_id in ("us.ear.746.8.ccl", "us.ear.744.11.affiliates", "us.ear.744.8"):
            now, then = LAW.at(rule_id, day), LAW.at(rule_id, first)
            assert (now and (now.segment, now.force)) == (then and (then.segment, then.force))


def test_a_day_before_all_law_has_a_period_of_its_own() -> None:
    assert LAW.period(dt.date(1900, 1, 1)) == dt.date.min
