"""What an edition of a supplement proves, and what it leaves open."""

from __future__ import annotations

import pytest

from tidewaiter.law.build import editions
from tidewaiter.law.build.editions import DateRule, dated_codes
from tidewaiter.model import LawError

_FILES: dict[str, list[dict[str, str]]] = {
    "hts_dates.csv": [
        {
            "supplement": "4", "code": code, "not_before": "2022-03-03", "listed_from": listed, "status": "unverified",
            "citation": "rule", "note": "",
        }
        for code, listed in (("", "2024-06-12"), ("85", "2023-05-19"), ("854129", "2023-02-24"))
    ],
    "hts_edition_codes.csv": [
        {"supplement": "4", "hs6": "854231", "reach": "whole", "note": ""},
        {"supplement": "4", "hs6": "854232", "reach": "part", "note": ""},
        {"supplement": "4", "hs6": "440810", "reach": "part", "note": ""},
    ],
    "hts_editions.csv": [
        {
            "supplement": "4", "in_force": "2022-09-15", "next_change": "2023-02-24", "status": "partly verified",
            "citation": "edition", "note": "",
        }
    ],
}  # fmt: skip
_CODES = {"4": {"854231", "854232", "440810", "854129", "847130"}}


@pytest.fixture
def authored(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[dict[str, str]]]:
    """The files kept by hand, small and free to change."""
    files = {name: [dict(row) for row in rows] for name, rows in _FILES.items()}
    monkeypatch.setattr(editions, "read_authored", lambda name: files[name])
    return files


def _dates(rules: list[DateRule]) -> dict[str, tuple[str, str]]:
    return {rule.code: (rule.not_before, rule.listed_from) for rule in rules}


@pytest.mark.usefixtures("authored")
def test_presence_absence_and_partial_presence() -> None:
    assert _dates(dated_codes(_CODES)) == {
        "": ("2022-03-03", "2024-06-12"),
        "85": ("2022-03-03", "2023-05-19"),
        "854129": ("2022-03-03", "2023-02-24"),
        "854231": ("2022-03-03", "2022-09-15"),
        "854232": ("2022-03-03", "2023-02-24"),
        "440810": ("2022-03-03", "2023-02-24"),  # in six digits since the next change
    }


def test_absence_is_proof_only_where_the_edition_was_verified(authored: dict[str, list[dict[str, str]]]) -> None:
    authored["hts_editions.csv"][0]["status"] = "verified"
    dates = _dates(dated_codes(_CODES))
    assert dates["85"] == ("2023-02-24", "2023-05-19")
    assert dates["854231"] == ("2022-03-03", "2022-09-15")


def test_a_code_the_newest_text_lacks_stops_the_build(authored: dict[str, list[dict[str, str]]]) -> None:
    authored["hts_edition_codes.csv"].append({"supplement": "4", "hs6": "999999", "reach": "whole", "note": ""})
    with pytest.raises(LawError, match="4:999999"):
        dated_codes(_CODES)


def test_an_edition_that_lacks_a_code_dated_earlier_stops_the_build(
    authored: dict[str, list[dict[str, str]]],
) -> None:
    authored["hts_editions.csv"][0]["status"] = "verified"
    authored["hts_dates.csv"][2]["listed_from"] = "2022-05-09"
    with pytest.raises(LawError, match="before its supplement began"):
        dated_codes(_CODES)
