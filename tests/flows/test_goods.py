"""The goods asked about: tiers, headings, files; and the families that trade is compared over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tidewaiter.flows.goods import family_of, family_table, goods_asked, mixed_headings
from tidewaiter.law import load_law
from tidewaiter.model import UsageError

DAY = dt.date(2024, 8, 7)


def test_tiers_and_headings_and_files(tmp_path: Path) -> None:
    law = load_law()
    everything, first = (goods_asked(text, law, DAY).families for text in ("chpl", "chpl:1"))
    assert first < everything
    assert "2022:854231" in first
    heading = goods_asked("hs:8542", law, DAY)
    assert heading.headings == {"8542"}
    assert {"2022:854231", "2022:854239"} <= heading.families
    file = tmp_path / "codes.csv"
    file.write_text("hs,title\n8542.31,x\n870323,y\n", encoding="utf-8")
    assert goods_asked(str(file), law, DAY).families == {"2022:854231", family_of("870323", 2022)}


@pytest.mark.parametrize("text", ["chpl:9", "hs:", "hs:019999", "hs:chips", "no-such-file.csv"])
def test_what_names_no_goods_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        goods_asked(text, load_law(), DAY)


def test_the_list_of_a_day_before_there_was_one() -> None:
    with pytest.raises(UsageError, match="had no such code on 2020-01-01"):
        goods_asked("chpl", load_law(), dt.date(2020, 1, 1))


def test_codes_of_every_edition_meet_in_their_family() -> None:
    asked = goods_asked("hs:854231,852589", load_law(), DAY)
    assert asked.split == ("2022:852581",)  # its newest edition has several codes
    codes = [("85423190", 2022), ("852580", 2017), ("852589", 2022), ("854239", 2022), ("8703", 2012), ("8703", 2022)]
    rows = {(r["hs"], r["hs_vintage"]): r for r in family_table(codes, asked).to_pylist()}
    assert rows["85423190", 2022]["family"] == "2022:854231"
    assert rows["852580", 2017]["family"] == rows["852589", 2022]["family"]
    assert rows["852580", 2017]["asked"]
    assert not rows["854239", 2022]["asked"]
    assert rows["8703", 2012]["family"] == rows["8703", 2022]["family"]


def test_a_heading_counts_where_all_its_goods_were_asked_for_and_is_no_control_where_some_were() -> None:
    law = load_law()
    codes = [("85", 2022), ("8542", 2022), ("854231", 2022), ("8703", 2022)]
    whole, some = goods_asked("hs:85", law, DAY), goods_asked("hs:854231", law, DAY)
    assert {r["hs"]: r["asked"] for r in family_table(codes, whole).to_pylist()} == {
        "85": True, "8542": True, "854231": True, "8703": False,
    }  # fmt: skip
    assert {r["hs"]: r["asked"] for r in family_table(codes, some).to_pylist()} == {"854231": True, "8703": False}
    assert mixed_headings(codes, some)["hs"].to_pylist() == ["85", "8542"]
    assert mixed_headings(codes, whole)["hs"].to_pylist() == []
