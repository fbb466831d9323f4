"""Lookups over the carried tables: known facts, and properties no table may break."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.law.tables import load_tables
from tidewaiter.model import LawError, resolve_country

TABLES = load_tables()
AUGUST_2024 = dt.date(2024, 8, 7)
_COUNTRIES = st.sampled_from(sorted(TABLES.chart))
_LISTED = st.sampled_from(sorted((n, hs) for n, entries in TABLES.hts_entries.items() for hs in entries))
_DAYS = st.dates(dt.date(2012, 1, 1), dt.date(2027, 12, 31))


def test_hong_kong_takes_chinas_row_and_groups() -> None:
    hong_kong, china = TABLES.chart_row("HK"), TABLES.chart_row("CN")
    assert hong_kong is not None
    assert china is not None
    assert (hong_kong.row_country, hong_kong.columns) == ("CN", china.columns)
    assert hong_kong.basis is not None
    assert "85 FR 83788" in hong_kong.basis
    assert TABLES.groups("HK") == TABLES.groups("CN")
    assert "D:5" in TABLES.groups("HK")
    assert "D:5" not in TABLES.groups("MO")


@pytest.mark.parametrize(
    ("code", "parent", "verified"), [("LI", "CH", True), ("KY", "GB", True), ("GL", "DK", False), ("BM", "GB", False)]
)
def test_territories_follow_their_parent(code: str, parent: str, *, verified: bool) -> None:
    row = TABLES.chart_row(code)
    assert row is not None
    assert (row.row_country, row.verified) == (parent, verified)


@pytest.mark.parametrize("code", ["CU", "IR", "KP", "SY"])
def test_embargoed_rows_point_away_and_mark_nothing(code: str) -> None:
    row = TABLES.chart_row(code)
    assert row is not None
    assert row.pointer
    assert not row.columns


def test_countries_without_a_row_get_none() -> None:
    assert TABLES.chart_row("US") is None
    assert TABLES.chart_row("PR") is None
    assert TABLES.chart_row("AQ") is None


@given(_COUNTRIES)
def test_every_chart_row_is_a_countrys_own_or_a_charted_parents(code: str) -> None:
    row = TABLES.chart[code]
    parent = TABLES.chart[row.row_country]
    assert row.columns == parent.columns
    assert parent.basis is None or parent.country == code
    assert not any(column.startswith("AT") for column in row.columns)
    assert resolve_country(code).code == code


@given(_LISTED, _DAYS, _DAYS)
def test_listing_never_starts_before_the_supplement_and_never_ends(
    listed: tuple[int, str], one: dt.date, two: dt.date
) -> None:
    supplement, hs = listed
    order = ["no", "unknown", "yes"]  # a code that is in the newest text has never left it
    earlier, later = sorted((one, two))
    first, second = (order.index(TABLES.in_hts(supplement, hs, day)) for day in (earlier, later))
    assert first <= second
    entry = TABLES.hts(supplement, hs)
    assert entry is not None
    if earlier < entry.not_before:
        assert first == 0


@given(_LISTED, st.text("0123456789", max_size=4), _DAYS)
def test_national_digits_inherit_the_subheading(listed: tuple[int, str], digits: str, day: dt.date) -> None:
    supplement, hs = listed
    assert TABLES.in_hts(supplement, hs + digits, day) == TABLES.in_hts(supplement, hs, day)


@pytest.mark.parametrize(
    ("supplement", "hs", "day", "answer"),
    [
        (4, "854231", "2024-08-07", "yes"),
        (4, "8542310000", "2024-08-07", "yes"),
        (4, "854231", "2022-03-02", "no"),
        (4, "854231", "2022-09-14", "unknown"),  # when before the edition of 2022-09-15 is not known
        (4, "854231", "2022-09-15", "yes"),  # whole subheading in that edition
        (4, "854232", "2022-12-01", "unknown"),  # some Schedule B numbers in that edition
        (4, "854129", "2023-02-23", "no"),  # named among the additions of the next day
        (4, "854129", "2023-02-24", "yes"),
        (4, "847130", "2023-02-23", "unknown"),  # not found in it, which proves nothing
        (4, "842911", "2022-06-15", "unknown"),
        (4, "842911", "2022-03-02", "no"),
        (4, "847130", "2023-03-01", "unknown"),
        (4, "870520", "2022-12-01", "unknown"),  # named in the notes, its row was not found
        (4, "880211", "2023-12-01", "unknown"),
        (4, "880211", "2024-01-23", "yes"),
        (7, "854800", "2023-05-18", "no"),
        (7, "854800", "2023-05-19", "yes"),
        (7, "848210", "2024-04-17", "unknown"),
        (7, "848210", "2024-04-18", "yes"),
        (5, "220410", "2022-03-10", "no"),
        (5, "220410", "2022-09-15", "yes"),
        (5, "220421", "2022-12-01", "unknown"),
        (5, "851713", "2023-02-23", "unknown"),
        (5, "220410", "2022-03-11", "yes"),
        (2, "730423", "2014-08-06", "yes"),
        (2, "730423", "2014-08-05", "no"),
        (5, "710429", "2022-12-01", "unknown"),  # 7104.20 of the earlier HS
        (5, "710421", "2022-12-01", "unknown"),  # has left the supplement since
        (5, "710421", "2022-03-10", "no"),
        (5, "710421", "2026-09-24", "no"),
        (2, "730411", "2022-09-15", "yes"),
        (2, "730419", "2022-12-01", "unknown"),
        (2, "730411", "2014-08-05", "no"),
        (4, "010121", "2024-08-07", "no"),
        (4, "8542", "2024-08-07", "unknown"),
        (5, "8542", "2024-08-07", "no"),
    ],
)
def test_supplement_dates(supplement: int, hs: str, day: str, answer: str) -> None:
    assert TABLES.in_hts(supplement, hs, dt.date.fromisoformat(day)) == answer


@given(_LISTED, _DAYS)
def test_punctuation_never_makes_a_listed_code_look_unlisted(listed: tuple[int, str], day: dt.date) -> None:
    supplement, hs = listed
    dotted = f"{hs[:4]}.{hs[4:]} 00"
    assert TABLES.in_hts(supplement, dotted, day) == TABLES.in_hts(supplement, hs, day)
    assert TABLES.chpl(dotted, day) == TABLES.chpl(hs, day)


def test_an_edition_says_what_the_dates_rest_on() -> None:
    absent, whole, part = (TABLES.hts(4, hs) for hs in ("847130", "854231", "854232"))
    assert absent is not None
    assert whole is not None
    assert part is not None
    assert "not found in the edition" in absent.note
    assert whole.citation.endswith("87 FR 57068")
    assert "some of its Schedule B numbers" in part.note


@pytest.mark.parametrize(
    ("supplement", "day", "unknown", "listed"), [(4, "2022-12-01", 2286, 118), (5, "2022-12-01", 200, 163)]
)
def test_a_code_whose_day_is_not_known_is_open_since_its_supplement_began(
    supplement: int, day: str, unknown: int, listed: int
) -> None:
    answers = [TABLES.in_hts(supplement, hs, dt.date.fromisoformat(day)) for hs in TABLES.hts_entries[supplement]]
    assert (answers.count("unknown"), answers.count("yes")) == (unknown, listed)


@pytest.mark.parametrize(
    ("country", "group", "day", "answer"),
    [
        ("AE", "A:5", "2024-08-07", "unknown"),
        ("AE", "A:5", "2026-07-23", "yes"),
        ("AE", "B", "2024-08-07", "yes"),
        ("IN", "A:5", "2018-08-02", "no"),
        ("IN", "A:5", "2018-08-03", "yes"),
        ("IN", "A:6", "2018-08-03", "no"),
        ("TR", "A:5", "2024-08-07", "yes"),
        ("HK", "D:5", "2020-12-22", "no"),
        ("HK", "B", "2020-06-29", "yes"),
        ("HK", "B", "2020-06-30", "no"),
        ("HK", "D:5", "2020-12-23", "yes"),
        ("HK", "A:5", "2020-12-22", "no"),
        ("VE", "B", "2019-05-23", "yes"),
        ("VE", "D:4", "2019-05-23", "no"),
        ("VE", "D:4", "2019-05-24", "yes"),
        ("RU", "A:4", "2020-02-23", "yes"),
        ("RU", "D:4", "2020-02-24", "yes"),
        ("UA", "D:1", "2020-12-27", "yes"),
        ("UA", "D:1", "2020-12-28", "no"),
        ("SD", "E:1", "2018-06-01", "yes"),
        ("MM", "B", "2021-03-07", "yes"),
        ("MM", "D:1", "2021-03-07", "no"),
        ("KH", "D:5", "2021-12-09", "yes"),
        ("KH", "D:5", "2026-07-23", "no"),
        ("CY", "D:5", "2024-05-29", "yes"),
    ],
)
def test_group_membership_has_dates(country: str, group: str, day: str, answer: str) -> None:
    assert TABLES.in_group(country, group, dt.date.fromisoformat(day)) == answer


@given(st.sampled_from(sorted(TABLES.country_groups)), _DAYS)
def test_an_unknown_membership_never_permits_and_always_restricts(country: str, day: dt.date) -> None:
    newest, then = TABLES.groups(country), TABLES.groups(country, day)
    for group in newest | then:
        answer = TABLES.in_group(country, group, day)
        assert (group in then) is (answer == "yes" or (answer == "unknown" and group.startswith(("D", "E"))))


def test_groups_of_the_story() -> None:
    assert "A:5" in TABLES.groups("AE")
    assert "A:5" not in TABLES.groups("AE", AUGUST_2024)
    assert "B" in TABLES.groups("AE", AUGUST_2024)
    assert TABLES.groups("TR", AUGUST_2024) == TABLES.groups("TR")
    assert "A:6" not in TABLES.groups("IN")


def test_supplement_6_lists_no_hts_codes() -> None:
    with pytest.raises(LawError, match="lists no HTS codes"):
        TABLES.hts(6, "854231")
    assert any(item.cas == "107-06-2" for item in TABLES.supp6())


def test_luxury_thresholds_are_carried() -> None:
    priced = [entry for entry in TABLES.hts_entries[5].values() if entry.min_unit_price_usd]
    assert len(priced) == 125
    assert all(entry.min_unit_price_usd and entry.min_unit_price_usd > 0 for entry in priced)


def test_coalition_membership_has_a_start() -> None:
    assert TABLES.gecc("TW", dt.date(2023, 2, 23)) is None
    assert TABLES.gecc("TW", dt.date(2023, 2, 24)) is not None
    assert TABLES.gecc("JP", dt.date(2022, 2, 24)) is not None
    assert TABLES.gecc("TR", AUGUST_2024) is None


def test_high_priority_goods_of_the_story() -> None:
    tiers = {hs: TABLES.chpl(hs, AUGUST_2024) for hs in ("854231", "854232", "854233")}
    assert [entry.tier for entry in tiers.values() if entry] == ["1", "1", "1"]
    assert TABLES.chpl("854231", dt.date(2023, 5, 18)) is None
    assert TABLES.chpl("845811", dt.date(2024, 2, 22)) is None
    assert TABLES.chpl("8542", AUGUST_2024) is None


@pytest.mark.parametrize(
    ("country", "day", "source"),
    [("TR", "2024-08-07", "Tri-Seal"), ("TR", "2022-06-28", "FIN-2022"), ("AE", "2024-08-07", "FIN-2022")],
)
def test_hubs_are_named_with_their_statement(country: str, day: str, source: str) -> None:
    hub = TABLES.hub(country, dt.date.fromisoformat(day))
    assert hub is not None
    assert source in hub.citation


def test_no_country_is_a_hub_before_anyone_said_so() -> None:
    assert all(TABLES.hub(country, dt.date(2022, 6, 27)) is None for country in TABLES.hubs)
    assert TABLES.hub("DE", AUGUST_2024) is None


def test_controls_of_a_paragraph() -> None:
    reached = {c.column or c.reason: c.scope.covers("3A001.a.2.c") for c in TABLES.controls("3A001.a.2.c")}
    assert reached == {"NS1": "no", "NS2": "yes", "RS1": "no", "RS": "no", "MT1": "no", "NP1": "no", "AT1": "yes"}
    assert [c.column for c in TABLES.controls("1A231")] == ["NP1", "AT1"]


def test_controls_outside_the_chart_say_where() -> None:
    outside = {c.destinations for c in TABLES.controls("3A001") if c.column is None}
    assert outside == {("*",), ("AE", "D:1", "D:4", "D:5")}
    assert {c.reason for c in TABLES.controls("3A229")} >= {"RUS"}
    assert all(
        c.citation or c.destinations or c.column
        for rows in TABLES.control_rows.values()
        for c in rows
        if c.reason == "RS"
    )


@pytest.mark.parametrize(
    ("code", "answer"),
    [("0A983", "yes"), ("5A001.f.1", "yes"), ("5A001.a", "no"), ("5A001", "unknown"), ("5D001", "unknown")],
)
def test_entries_that_need_a_license_everywhere(code: str, answer: str) -> None:
    assert TABLES.all_destinations(code) == answer


def test_unknown_codes_are_in_no_entry() -> None:
    assert TABLES.eccn("EAR99") is None
    assert TABLES.eccn("3A994.a") is None
    assert TABLES.controls("EAR99") == ()
    assert TABLES.meu_supp2("3A991.p") is not None
    assert TABLES.meu_supp2("3A001") is None


def test_the_calendar_is_in_order_and_cited() -> None:
    dates = [event.date for event in TABLES.events()]
    assert dates == sorted(dates)
    assert all(event.citation for event in TABLES.events())
    assert dt.date(2024, 8, 7) in dates


def test_red_flags_are_titles_of_our_own() -> None:
    flags = TABLES.red_flags()
    assert [flag.n for flag in flags] == list(range(1, 30))
    assert all(len(flag.title) < 100 and "732 Supp. No. 3" in flag.citation for flag in flags)
