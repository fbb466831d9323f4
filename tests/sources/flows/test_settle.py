"""Nothing is counted twice: aggregates, parts beside their total, parents, repeats, editions, re-exports."""

from __future__ import annotations

import pytest
from tests.sources.flows.conftest import Import

HEAD = (
    "period,reporterCode,flowCode,partnerCode,partner2Code,classificationCode,isOriginalClassification,cmdCode,"
    "customsCode,motCode,netWgt,primaryValue\n"
)


def row(
    value: float, *, hs: str = "854231", partner: int = 643, partner2: int = 0, customs: str = "C00", mot: int = 0,
    flow: str = "X", edition: str = "H6", original: str = "true", kg: str = "",
) -> str:  # fmt: skip
    return f"202307,792,{flow},{partner},{partner2},{edition},{original},{hs},{customs},{mot},{kg},{value}\n"


def test_parts_beside_their_total_are_left_out_and_counted(take_in: Import) -> None:
    text = HEAD + row(100) + row(60, mot=3200) + row(40, mot=1000) + row(70, customs="C01") + row(30, partner2=156)
    done = take_in(text, "comtrade")
    assert done.total() == 100
    assert sum(done.done.left_out.values()) == 4


def test_parts_without_a_total_are_added_up(take_in: Import) -> None:
    done = take_in(HEAD + row(60, mot=3200, kg="2") + row(40, mot=1000, kg="3"), "comtrade")
    assert (done.total(), done.done.added_up, done.done.rows) == (100, 2, 1)
    assert done.rows[0]["net_kg"] == 5


def test_a_weight_that_one_part_lacks_is_unknown(take_in: Import) -> None:
    done = take_in(HEAD + row(60, mot=3200, kg="2") + row(40, mot=1000), "comtrade")
    assert done.rows[0]["net_kg"] is None


def test_the_world_and_groups_stand_beside_countries(take_in: Import) -> None:
    done = take_in(HEAD + row(100) + row(500, partner=0) + row(250, partner=97), "comtrade")
    assert {r["partner"]: r["value"] for r in done.rows} == {"RU": 100, "W00": 500}
    assert done.done.left_out == {"of a group of countries": 1}


def test_headings_are_parents_of_their_subheadings(take_in: Import) -> None:
    text = HEAD + row(10, hs="TOTAL") + row(8, hs="85") + row(5, hs="8542") + row(4, hs="854231") + row(3, hs="8703")
    done = take_in(text, "comtrade")
    assert {r["hs"]: r["parent"] for r in done.rows} == {
        "TOTAL": True, "85": True, "8542": True, "854231": False, "8703": False,
    }  # fmt: skip
    assert done.done.parents == 3


def test_a_heading_counts_for_the_partner_that_has_no_detail(take_in: Import) -> None:
    text = (
        HEAD + row(9, hs="8542") + row(4, hs="854231") + row(5, hs="8542", partner=398) + row(7, hs="85", partner=398)
    )
    done = take_in(text, "comtrade")
    found = {(r["partner"], r["hs"]): (r["parent"], r["undetailed"]) for r in done.rows}
    assert found["RU", "854231"] == (False, None)
    assert found["KZ", "8542"] == (False, None)
    assert found["RU", "8542"] == (True, pytest.approx(5 / 9))
    assert found["KZ", "85"] == (True, pytest.approx(2 / 7))


def test_what_parts_lack_by_rounding_is_nothing(take_in: Import) -> None:
    done = take_in(HEAD + row(1000, hs="8542") + row(997, hs="854231"), "comtrade")
    assert [r["undetailed"] for r in done.rows] == [0, None]


def test_of_nested_headings_each_lacks_what_the_next_below_do_not_have(take_in: Import) -> None:
    text = HEAD + row(100, hs="85") + row(60, hs="8542") + row(45, hs="854231") + row(10, hs="853400")
    found = {r["hs"]: r["undetailed"] or 0.0 for r in take_in(text, "comtrade").rows}
    assert found == {"85": pytest.approx(0.3), "8542": pytest.approx(0.25), "854231": 0.0, "853400": 0.0}


def test_rows_repeated_word_for_word_count_once_and_others_are_added_up(take_in: Import) -> None:
    done = take_in(HEAD + row(60) + row(60) + row(5, hs="854232") + row(6, hs="854232"), "comtrade")
    assert {r["hs"]: r["value"] for r in done.rows} == {"854231": 60, "854232": 11}
    assert (done.done.repeated, done.done.restated) == (1, 2)


def test_reexports_are_part_of_exports_and_parts_of_flows_are_left_out(take_in: Import) -> None:
    done = take_in(HEAD + row(60) + row(50, flow="RX") + row(10, flow="DX"), "comtrade")
    assert done.total(flow="X") == 60
    assert done.total(flow="RX") == 50
    assert done.done.left_out == {"of a flow that is part of exports or imports": 1}


def test_of_several_editions_the_one_the_reporter_used_counts(take_in: Import) -> None:
    text = HEAD + row(60) + row(60, edition="H5", original="false") + row(60, edition="H4", original="false")
    done = take_in(text, "comtrade")
    assert [(r["hs_vintage"], r["value"]) for r in done.rows] == [(2022, 60)]


def test_other_classifications_are_left_out(take_in: Import) -> None:
    done = take_in(HEAD + row(60) + row(60, edition="S3", hs="776"), "comtrade")
    assert done.total() == 60
    assert done.done.left_out == {"of a classification other than the HS": 1}


def test_amounts_in_another_currency_need_rates_to_be_dollars(take_in: Import) -> None:
    rows = "".join(f"2022-{month},DEU,KAZ,85423190,100\n" for month in ("03", "04"))
    text = "period,reporter_iso3,partner_iso3,cn_code,value_eur\n" + rows
    done = take_in(text, "comext")
    assert done.done.unconverted == 2
    assert [r["value_usd"] for r in done.rows] == [None, None]
    path = done.flows.store.folder.parent / "rates.csv"
    path.write_text("period,currency,usd_per_unit\n2022-03,EUR,1.1\n", encoding="utf-8")
    again = take_in(text, "comext", rates=path)
    assert [round(r["value_usd"], 6) if r["value_usd"] else None for r in again.rows] == [110.0, None]
    assert again.done.unconverted == 1
