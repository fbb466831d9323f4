"""Hubs from a workspace: a simulated world from file to ranking, what data do not reach, and real statistics."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tidewaiter.flows.answers import HubAssessment
from tidewaiter.model import UsageError, to_data
from tidewaiter.workspace import Workspace
from tidewaiter.workspace.hubs import HubQuestion
from tidewaiter.world import World, make_world

DAY = dt.date(2024, 12, 31)
HEAD = "period,reporter,partner,flow,hs,hs_vintage,value_usd,source\n"
WINDOW = "2022-03:2024-06"


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(3)


@pytest.fixture(scope="module")
def space(world: World, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("hubs")
    world.write(folder / "out")
    space = Workspace(folder / "space", today=lambda: DAY)
    space.flows.import_file(folder / "out" / "flows.csv", "canonical")
    return space


@pytest.fixture(scope="module")
def rows(world: World, space: Workspace) -> tuple[HubAssessment, ...]:
    origins = ",".join(world.economy.country[at] for at in world.economy.places.origins)
    return space.hubs.rank(HubQuestion(origins=origins, window=WINDOW))


def empty(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "space", today=lambda: DAY)


def test_a_hub_is_a_line_with_the_fields_of_the_interface(rows: tuple[HubAssessment, ...]) -> None:
    data = to_data(rows[0])
    for name in ("hub", "rank", "imports_excess", "exports_excess", "lost_in_transit", "corroborated", "mirror_gap",
                 "change_points", "coverage", "grade", "notes"):  # fmt: skip
        assert name in data
    for name in (
        "value",
        "low",
        "high",
        "level",
        "model_low",
        "model_high",
        "unit",
        "method",
        "n",
        "coverage",
        "vintage",
    ):
        assert name in data["imports_excess"]
    assert data["imports_excess"]["unit"] == "USD"
    assert data["imports_excess"]["vintage"] == DAY.isoformat()


def test_ranks_are_in_order_and_inside_their_intervals(rows: tuple[HubAssessment, ...]) -> None:
    ranked = [row for row in rows if row.rank is not None]
    assert [row.rank for row in ranked] == list(range(1, len(ranked) + 1))
    for row in ranked:
        assert row.rank is not None
        assert row.rank_low is not None
        assert row.rank_high is not None
        assert row.rank_low <= row.rank <= row.rank_high


def test_the_best_ranked_are_true_hubs(world: World, rows: tuple[HubAssessment, ...]) -> None:
    true = {row.hub for row in rows if world.truth.of(row.hub, "2022-03", "2024-06") > 0}
    agreed = {row.hub for row in rows if row.grade in {"A", "B"}}
    assert agreed
    assert len(agreed & true) >= 0.75 * len(agreed)


def test_every_estimate_that_is_not_there_says_why(rows: tuple[HubAssessment, ...]) -> None:
    for row in rows:
        for estimate in (row.imports_excess, row.exports_excess, row.lost_in_transit):
            assert estimate.value is not None or estimate.method.startswith("no data")
        assert row.why


def test_one_hub_in_full(world: World, space: Workspace) -> None:
    origins = ",".join(world.economy.country[at] for at in world.economy.places.origins)
    detail = space.hubs.show("Türkiye", HubQuestion(origins=origins, window=WINDOW))
    assert detail.assessment.hub == "TR"
    window = [month for month in detail.months if month.part == "window"]
    assert len(window) == 28
    spent = [
        (m.imports, m.imports_expected) for m in window if m.imports is not None and m.imports_expected is not None
    ]
    assert sum(a - e for a, e in spent) == pytest.approx(detail.assessment.imports_excess.value, rel=1e-3)
    total = sum(good.imports_excess or 0.0 for good in detail.goods)
    assert total == pytest.approx(detail.assessment.imports_excess.value, rel=1e-3, abs=10.0)
    for bound in detail.bounds:
        assert bound.lower is not None
        assert bound.proportional is not None
        assert bound.upper is not None
        assert bound.lower <= bound.proportional * 1.001 <= bound.upper * 1.002
    assert detail.would_change
    with pytest.raises(UsageError, match="DE is no candidate hub"):
        space.hubs.show("Germany", HubQuestion(origins=origins, window=WINDOW))


def write(space: Workspace, name: str, rows: str) -> None:
    path = space.root.parent / name
    path.write_text(HEAD + rows, encoding="utf-8")
    space.flows.import_file(path, "canonical")


def months(reporter: str, partner: str, flow: str, value: int, source: str, hs: str = "854231") -> str:  # noqa: PLR0917 - cells
    return "".join(
        f"{year}-{month:02d},{reporter},{partner},{flow},{hs},2022,{value},{source}\n"
        for year in (2019, 2020, 2021, 2022)
        for month in range(1, 13)
    )


def test_without_flows_or_goods_the_question_is_refused(tmp_path: Path) -> None:
    space = empty(tmp_path)
    with pytest.raises(UsageError, match="There are no trade flows"):
        space.hubs.rank(HubQuestion())
    write(space, "a.csv", months("US", "KZ", "X", 5, "s", hs="940171"))
    with pytest.raises(UsageError, match="no imported data have the goods chpl"):
        space.hubs.rank(HubQuestion())
    with pytest.raises(UsageError, match="--destination"):
        space.hubs.rank(HubQuestion(destination="Atlantis"))


def test_two_sources_of_one_reporter_are_not_added(tmp_path: Path) -> None:
    space = empty(tmp_path)
    write(space, "a.csv", months("US", "KZ", "X", 5, "one") + months("US", "TR", "X", 5, "one"))
    write(space, "b.csv", months("US", "KZ", "X", 5, "two")[:1000])
    data = space.hubs.ask(HubQuestion(origins="US")).data
    assert data.sources["US", "X"] == "one"
    assert data.panel.shipped[0, data.panel.hub("KZ"), 0, 0] == 5.0


def test_a_file_of_few_partners_says_nothing_of_others(tmp_path: Path) -> None:
    space = empty(tmp_path)
    write(space, "a.csv", months("US", "KZ", "X", 5, "s"))
    write(space, "b.csv", months("TR", "RU", "X", 5, "t"))
    rows = {row.hub: row for row in space.hubs.rank(HubQuestion(origins="US"))}
    assert rows["KZ"].imports_excess.value is not None
    assert rows["TR"].imports_excess.value is None  # the file of the origin does not speak of it
    assert rows["TR"].exports_excess.value is not None


def test_years_are_used_where_there_are_no_months(tmp_path: Path) -> None:
    space = empty(tmp_path)
    text = "".join(f"{year},US,{hub},X,854231,2022,{value},s\n" for hub in ("KZ", "TR") for year, value in (
        (2019, 100), (2020, 100), (2021, 100), (2022, 900)))  # fmt: skip
    write(space, "a.csv", text)
    (row, *_) = space.hubs.rank(HubQuestion(origins="US"))
    assert row.imports_excess.value == pytest.approx(800.0)
    assert row.change_points == ()
    assert any("annual data" in note for note in row.notes)


def test_currencies_that_cannot_be_added_are_refused(tmp_path: Path) -> None:
    space = empty(tmp_path)
    write(space, "a.csv", months("US", "KZ", "X", 5, "s"))
    path = tmp_path / "comext.csv"
    path.write_text(
        "period,reporter_iso3,partner_iso3,cn_code,value_eur\n2022-03,DEU,KAZ,85423190,100\n", encoding="utf-8"
    )
    space.flows.import_file(path, "comext")
    with pytest.raises(UsageError, match=r"import comext\.csv \(EUR, 2022-03 to 2022-03\) again with --rates"):
        space.hubs.rank(HubQuestion(origins="US,DE"))
    assert space.hubs.rank(HubQuestion(origins="US", sources=["s"]))


@pytest.mark.needs_data
class TestRealStatistics:
    def test_european_goods_to_the_neighbours_of_russia(self, data_dir: Path, tmp_path: Path) -> None:
        """Kazakhstan, Armenia and Kyrgyzstan rise beyond their level; Belarus, itself under sanctions, falls."""
        space = empty(tmp_path)
        folder = data_dir / "trade/eurostat_comext_eu27_to_russia_and_neighbours_monthly_2020_2022"
        space.flows.import_file(folder / "chpl_subset_19_hs6_monthly.csv", "comext")
        question = HubQuestion(origins="EU", baseline="2020-01:2021-12", window="2022-03:2022-11")
        rows = {row.hub: row for row in space.hubs.rank(question)}
        assert [row.hub for row in rows.values() if row.grade is not None][:2] == ["KZ", "AM"]
        assert rows["KG"].grade is not None
        assert rows["BY"].grade is None
        assert rows["BY"].imports_excess.value is not None
        assert rows["BY"].imports_excess.value < 0
        assert rows["KZ"].imports_excess.unit == "EUR"
        assert rows["KZ"].exports_excess.value is None  # nobody imported what Kazakhstan says
        assert any(point.date in {"2022-04", "2022-05", "2022-06"} for point in rows["KZ"].change_points)

    def test_cars_in_and_out_of_armenia(self, data_dir: Path, tmp_path: Path) -> None:
        space = empty(tmp_path)
        folder = data_dir / "trade/comtrade_monthly_vehicles_8703_armenia_georgia"
        space.flows.import_file(folder / "vehicle_trade_armenia.csv", "comtrade-legacy")
        question = HubQuestion(
            goods="hs:8703", origins="US,DE,JP,GB,CA", baseline="2017-01:2021-12", window="2022-03:2023-10"
        )
        (row,) = [row for row in space.hubs.rank(question) if row.rank is not None]
        assert (row.hub, row.grade) == ("AM", "A")
        assert "as the hub reports" in row.imports_excess.method
        assert row.exports_excess.low is not None
        assert row.exports_excess.low > 1e8


def test_goods_stated_as_a_heading_alone_are_unknown_one_by_one(tmp_path: Path) -> None:
    space = empty(tmp_path)
    rows = months("DE", "KZ", "X", 100, "a") + months("DE", "GE", "X", 100, "a", "854232")
    rows += months("KZ", "RU", "X", 50, "a", "8542") + months("GE", "RU", "X", 50, "a", "854232")
    write(space, "a.csv", rows)
    detail = space.hubs.show("KZ", HubQuestion(origins="DE", goods="hs:8542"))
    goods = {good.family: good for good in detail.goods}
    assert goods["2022:8542"].exports_excess is not None
    assert goods["2022:854231"].exports_excess is None  # stated of the heading, not zero
    assert goods["2022:854231"].imports_excess is not None
    assert goods["2022:8542"].imports_excess is None
    some = space.hubs.show("KZ", HubQuestion(origins="DE", goods="hs:854231"))
    assert any("stated of headings alone (8542)" in note for note in some.assessment.notes)
