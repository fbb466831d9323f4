"""Real files of the development data, held against the totals of their provenance and against published figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.sources.flows.conftest import Import, Imported

pytestmark = pytest.mark.needs_data
COMEXT = "trade/eurostat_comext_eu27_to_russia_and_neighbours_monthly_2020_2022"
NEIGHBOURS = {"AM", "BY", "GE", "KG", "KZ", "UZ"}


def months(year: int, first: int, last: int) -> set[str]:
    return {f"{year}-{month:02d}" for month in range(first, last + 1)}


def billions(done: Imported, partners: set[str], periods: set[str]) -> float:
    rows = (r for r in done.rows if r["hs"] == "TOTAL" and r["flow"] == "X")
    return sum(float(r["value"]) for r in rows if r["partner"] in partners and r["period"] in periods) / 1e9


def test_comext_totals_of_march_to_november(take_in: Import, data_dir: Path) -> None:
    done = take_in(data_dir / COMEXT / "eu_total_trade_monthly_long.parquet", "comext")
    assert (done.done.rows, done.done.rejected, done.done.reporters) == (17_968, 0, 27)
    assert billions(done, {"RU"}, months(2022, 3, 11)) == pytest.approx(36.32, abs=0.005)
    assert billions(done, {"RU"}, months(2021, 3, 11)) == pytest.approx(69.19, abs=0.005)
    assert billions(done, NEIGHBOURS, months(2022, 3, 11)) == pytest.approx(20.30, abs=0.005)
    assert billions(done, NEIGHBOURS, months(2021, 3, 11)) == pytest.approx(13.66, abs=0.005)


@pytest.mark.slow
def test_comext_panel_counts_headings_and_subheadings_once(take_in: Import, data_dir: Path) -> None:
    done = take_in(data_dir / COMEXT / "eu27_export_value_eur_cn8_hs4_monthly.parquet", "comext")
    assert (done.done.rows, done.done.rejected, done.done.reporters) == (1_141_670, 0, 27)
    with done.flows.store.connect() as connection:
        done.flows.store.relation(connection).create_view("flows")
        lengths = connection.sql("select parent, length(hs), count(distinct hs) from flows group by all order by all")
        assert lengths.fetchall() == [(False, 4, 30), (False, 8, 2219), (True, 4, 114)]
        ((whole, counted, alone, cells),) = connection.sql(
            "select sum(value) filter (length(hs) = 4), sum(value * coalesce(undetailed, 1)), "
            "sum(value) filter (length(hs) = 4 and not parent), count(*) filter (length(hs) = 4 and not parent) "
            "from flows where left(hs, 4) in (select distinct hs from flows where parent)"
        ).fetchall()
    assert counted == pytest.approx(whole, rel=1e-3)  # what subheadings lack counts as the heading's
    assert cells == 455  # no subheading of the partner is in the file: secret, or not asked for
    assert alone / 1e9 == pytest.approx(3.3, abs=0.05)


def test_comtrade_8542_from_the_web(take_in: Import, data_dir: Path) -> None:
    file = data_dir / "trade/comtrade_hs8542_all_reporters_to_world/ic_exports_world_HS8542_raw.csv"
    done = take_in(file, "comtrade")
    assert (done.done.rows, done.done.rejected, done.done.reporters) == (1_686, 0, 180)
    found = {(r["reporter"], r["period"]): r["value_usd"] / 1e6 for r in done.rows}
    for cell, published in {
        ("AM", "2021"): 0.005, ("AM", "2022"): 13.5, ("KZ", "2021"): 0.32, ("KZ", "2022"): 19.0,
        ("KG", "2021"): 0.02, ("KG", "2022"): 0.66, ("KG", "2023"): 13.6, ("KG", "2024"): 1.4,
    }.items():  # fmt: skip
        assert found[cell] == pytest.approx(published, rel=0.05 if published > 0.1 else 0.25)
    assert ("RU", "2022") not in found  # it stopped publishing
    assert max(period for reporter, period in found if reporter == "RU") == "2021"
    (kazakhstan,) = done.flows.coverage(reporter="KZ")
    assert kazakhstan.no_data == ("2024",)


def test_georgian_cars(take_in: Import, data_dir: Path) -> None:
    file = data_dir / "trade/comtrade_monthly_vehicles_8703_armenia_georgia/vehicle_trade_georgia.csv"
    done = take_in(file, "comtrade-legacy")
    assert (done.done.rows, done.done.rejected) == (2_493, 0)
    exports = [r for r in done.rows if r["flow"] == "X"]
    year = sum(r["value_usd"] for r in exports if r["period"].startswith("2021")) / 1e6
    assert year == pytest.approx(456.5, abs=0.2)
    to = {(r["partner"], r["period"]): r["value_usd"] / 1e6 for r in exports}
    assert to["RU", "2023-07"] == pytest.approx(13.3, abs=0.1)
    assert to["RU", "2023-11"] == pytest.approx(0.03, abs=0.01)
    assert to["KZ", "2023-07"] + to["KG", "2023-07"] == pytest.approx(109, abs=1)
    assert to["KZ", "2023-11"] + to["KG", "2023-11"] == pytest.approx(127, abs=1)


def test_armenian_cars_are_split_by_transport_and_given_at_two_levels(take_in: Import, data_dir: Path) -> None:
    file = data_dir / "trade/comtrade_monthly_vehicles_8703_armenia_georgia/vehicle_trade_armenia.csv"
    done = take_in(file, "comtrade-legacy")
    assert done.done.added_up > 0
    exports = [r for r in done.rows if r["flow"] == "X" and r["period"].startswith("2022")]
    parts = sum(r["value_usd"] for r in exports if not r["parent"])
    assert parts == pytest.approx(sum(r["value_usd"] for r in exports if r["hs"] == "8703"), rel=1e-6)
    assert parts / 1e6 == pytest.approx(251.38, abs=0.01)


def test_taiwan_by_destination(take_in: Import, data_dir: Path) -> None:
    folder = data_dir / "trade/taiwan_customs_hs8542_annual_2013_2025"
    done = take_in(folder / "taiwan_exports_by_country_2013_2025.csv", "taiwan")
    assert (done.done.rows, done.done.rejected) == (9_683, 0)
    assert len(done.done.partners) >= 195
    to_russia = {r["period"]: 0.0 for r in done.rows}
    for r in done.rows:
        if r["partner"] == "RU":
            to_russia[r["period"]] += r["value_usd"] / 1e6
    assert to_russia["2021"] > 5 * to_russia["2023"] > 0


def test_armstat_totals_agree_between_two_vintages(take_in: Import, data_dir: Path) -> None:
    early = data_dir / "trade/national_and_eurostat_totals/armstat_armenia_trade_by_country_monthly.csv"
    done = take_in(early, "armenia")
    first = done.total(partner="CN", flow="M", period="2022-06")
    late = take_in(data_dir / "trade/armenia_hs6_monthly/arm_trade_country.csv", "armenia")
    assert late.total(partner="CN", flow="M", period="2022-06") == pytest.approx(first, rel=0.01)
    assert late.done.last == "2024-12"


@pytest.mark.parametrize(
    ("name", "rows", "reporters"),
    [
        ("data_v1_get_C_A_HS_response.json", 4, 1),
        ("bulk_final_100rows.csv", 100, 1),
        ("eu_imports_world_2018_2022_wood.csv", 5_004, 27),
        ("thailand_shrimp_hs6_2007_2011.csv", 1_586, 1),
    ],
)
def test_real_extracts_of_the_interface(take_in: Import, data_dir: Path, name: str, rows: int, reporters: int) -> None:
    done = take_in(data_dir / "trade/comtrade_api_v1_real_samples" / name, "comtrade")
    assert (done.done.rows, done.done.rejected, done.done.reporters) == (rows, 0, reporters)
