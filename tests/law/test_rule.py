"""A rule on a day: in force, suspended, unconfirmed, or not there."""

import datetime as dt

import pytest

from tidewaiter.law import Force
from tidewaiter.law.loader import read_rules

TEXT = """
part: "744"
rules:
  - id: r
    title: A rule with a history
    citation: {cfr: "15 CFR 744.99", fr: ["90 FR 1"]}
    status: modelled
    segments:
      - {from: 2020-01-01, to: 2020-12-31, section: "744.98", with: {destinations: [RU]}}
      - {from: 2021-01-01, to: 2021-06-30, section: "744.99", suspended: true}
      - from: 2021-07-01
        section: "744.99"
        fr: ["90 FR 2"]
        unconfirmed_after: 2022-12-31
        question: "Does it stand?"
"""
RULE = read_rules(TEXT, "r.yaml")[0]


@pytest.mark.parametrize(
    ("day", "force", "section"),
    [
        ("2020-01-01", Force.IN_FORCE, "744.98"),
        ("2020-12-31", Force.IN_FORCE, "744.98"),
        ("2021-01-01", Force.SUSPENDED, "744.99"),
        ("2022-12-31", Force.IN_FORCE, "744.99"),
        ("2023-01-01", Force.UNCONFIRMED, "744.99"),
    ],
)
def test_standing_on_a_day(day: str, force: Force, section: str) -> None:
    at = RULE.at(dt.date.fromisoformat(day))
    assert at is not None
    assert (at.force, at.section) == (force, section)


def test_before_its_first_day_a_rule_does_not_exist() -> None:
    assert RULE.at(dt.date(2019, 12, 31)) is None


def test_citation_and_parameters_are_those_of_the_segment() -> None:
    first, last = RULE.at(dt.date(2020, 5, 5)), RULE.at(dt.date(2022, 5, 5))
    assert first is not None
    assert last is not None
    assert first.citation == "15 CFR 744.99; 90 FR 1"
    assert last.citation == "15 CFR 744.99; 90 FR 2"
    assert first.get("destinations") == ("RU",)
    assert last.get("destinations") == ()
