"""The law as records to read."""

import datetime as dt

import pytest

from tidewaiter.law import law_changes, load_law, modelled_parts, show_rules
from tidewaiter.model import UsageError

LAW = load_law()


def test_a_paragraph_shows_its_history_under_the_numbers_it_had() -> None:
    found = show_rules(LAW, "15 CFR 746.8(a)(5)")
    assert {record["rule"] for record in found} == {"us.ear.746.8.supp4"}
    assert [record["section"] for record in found][-1] == "746.8(a)(5)"
    assert "746.5(a)(1)(ii)" in {record["section"] for record in found}
    assert found == sorted(found, key=lambda record: record["from"])


def test_a_section_shows_all_its_paragraphs_and_no_longer_number() -> None:
    rules = {record["rule"] for record in show_rules(LAW, "§ 746.8")}
    assert {"us.ear.746.8.ccl", "us.ear.746.8.supp6", "us.ear.746.8.software"} <= rules
    assert "us.ear.740.20.reasons" not in {record["rule"] for record in show_rules(LAW, "740.2")}


def test_a_day_leaves_one_period_of_each_rule() -> None:
    found = show_rules(LAW, "746.8(a)(5)", as_of=dt.date(2023, 6, 1))
    assert [(r["section"], r["from"]) for r in found] == [("746.5(a)(1)(ii)", "2022-09-15")]


def test_a_rule_id_and_a_part_are_understood() -> None:
    assert {record["rule"] for record in show_rules(LAW, "us.ear.744.8")} == {"us.ear.744.8"}
    assert {record["rule"].split(".")[2] for record in show_rules(LAW, "part 754")} == {"754"}


@pytest.mark.parametrize(("text", "day"), [("999.9", None), ("", None), ("746.8(a)(8)", dt.date(2020, 1, 1))])
def test_what_is_not_there_is_an_error_that_says_so(text: str, day: dt.date | None) -> None:
    with pytest.raises(UsageError):
        show_rules(LAW, text, as_of=day)


def test_the_first_days_of_the_russia_rule_are_seen_as_changes() -> None:
    found = {(c["what"], c["change"]): c for c in law_changes(LAW, dt.date(2022, 2, 23), dt.date(2022, 3, 2))}
    assert ("us.ear.746.8.ccl", "begins") in found
    assert "BY" in found["us.ear.744.22", "changes"]["title"]
    assert not any(kind == "code" for kind in (c["kind"] for c in found.values()))


def test_a_suspension_and_a_new_code_are_changes() -> None:
    stayed = law_changes(LAW, dt.date(2025, 11, 1), dt.date(2025, 11, 30))
    assert any(c["what"] == "us.ear.744.11.affiliates" and "in_force -> suspended" in c["title"] for c in stayed)
    listed = law_changes(LAW, dt.date(2023, 2, 23), dt.date(2023, 2, 24))
    assert any(c["kind"] == "code" and "854129" in c["what"] and c["after"] == "yes" for c in listed)


def test_nothing_changes_inside_a_quiet_week_and_days_must_be_in_order() -> None:
    assert law_changes(LAW, dt.date(2019, 2, 1), dt.date(2019, 2, 8)) == []
    with pytest.raises(UsageError, match="not later"):
        law_changes(LAW, dt.date(2022, 1, 2), dt.date(2022, 1, 2))


def test_coverage_counts_every_rule_and_says_what_is_missing() -> None:
    parts = modelled_parts(LAW)
    assert sum(p["modelled"] + p["partial"] + p["pointer"] for p in parts) == len(LAW.rules)
    assert all(p["missing"] for p in parts if p["partial"] or p["pointer"])


def test_a_change_of_the_chart_and_of_a_group_names_its_rule() -> None:
    chart = law_changes(load_law(), dt.date(2024, 4, 18), dt.date(2024, 4, 19))
    marks = {c["title"]: c["citation"] for c in chart if c["kind"] == "chart"}
    assert marks["Australia, column NS1 of the Country Chart"] == "89 FR 28594"
    assert len(marks) == 6
    groups = law_changes(load_law(), dt.date(2024, 3, 14), dt.date(2024, 3, 15))
    assert {(c["title"], c["change"], c["citation"]) for c in groups if c["kind"] == "group"} == {
        ("Nicaragua, Country Group B", "leaves", "89 FR 18780"),
        ("Nicaragua, Country Group D:1", "joins", "89 FR 18780"),
        ("Nicaragua, Country Group D:5", "joins", "89 FR 18780"),
    }
