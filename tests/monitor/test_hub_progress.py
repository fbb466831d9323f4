"""The ledger of a hub and displacement: what was put in is found, and the Georgian ban on cars in real statistics."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from tests.flows.conftest import Row, panel_of

from tidewaiter.flows.panel import Panel
from tidewaiter.flows.window import parse_span, periods_between
from tidewaiter.law.tables.records import Event
from tidewaiter.model import UsageError
from tidewaiter.monitor import Rise, displacement, progress
from tidewaiter.workspace import Workspace
from tidewaiter.workspace.hubs import HubQuestion

SPAN = parse_span("2021-01:2023-12")
PERIODS = periods_between(SPAN.first, SPAN.last, annual=False)
BAN = Event(
    id="ban", date=dt.date(2023, 6, 1), kind="enforcement", title="A ban", countries=("TR",), citation="a gazette"
)
ELSEWHERE = Event(id="other", date=dt.date(2022, 6, 1), kind="enforcement", title="Not here", countries=("AE",))


def trade(*, fall: bool = True, to: str = "KZ") -> list[Row]:
    """Türkiye sends ten a month until June 2023 and then one; `to` takes over eight."""
    random = np.random.default_rng(4)
    rows: list[Row] = []
    for period in PERIODS:
        after = fall and period >= "2023-06"
        noise = np.exp(0.1 * random.standard_normal(4))
        rows += [
            ("TR", "RU", "X", "2022:854231", period, (1.0 if after else 10.0) * noise[0]),
            ("TR", "KZ", "X", "2022:854231", period, (10.0 if after and to == "round" else 2.0) * noise[1]),
            ("KZ", "RU", "X", "2022:854231", period, (12.0 if after and to == "KZ" else 4.0) * noise[2]),
            ("AE", "RU", "X", "2022:854231", period, 6.0 * noise[3]),
            ("US", "TR", "X", "2022:854231", period, 50.0),
        ]
    return rows


def panel(rows: list[Row]) -> Panel:
    return panel_of(rows, periods=PERIODS, neighbours=("KZ",), origins=("US",))


def test_another_hub_that_rises_is_found_and_the_calm_one_is_not() -> None:
    found = displacement(panel(trade()), "TR")
    assert (found.fall.month, found.fall.found, found.fall.leg) == ("2023-06", True, "exports")
    rows = {(row.route, row.country): row for row in found.to}
    assert rows["instead", "KZ"].verdict is Rise.BEYOND_CHANCE
    assert rows["instead", "KZ"].share == pytest.approx(8 / 9, rel=0.2)
    assert not rows["instead", "KZ"].already_rising
    assert rows["instead", "AE"].verdict is not Rise.BEYOND_CHANCE
    assert rows["round", "KZ"].verdict is not Rise.BEYOND_CHANCE
    assert found.to[0].country == "KZ"


def test_goods_that_go_round_through_a_neighbour() -> None:
    rows = {(row.route, row.country): row for row in displacement(panel(trade(to="round")), "TR").to}
    assert rows["round", "KZ"].verdict is Rise.BEYOND_CHANCE
    assert rows["instead", "KZ"].verdict is not Rise.BEYOND_CHANCE


def test_without_a_fall_nothing_is_displaced() -> None:
    found = displacement(panel(trade(fall=False)), "TR")
    assert (found.fall.month, found.fall.found, found.to) == (None, False, ())
    assert found.fall.months == len(PERIODS)
    asked = displacement(panel(trade(fall=False)), "TR", month="2022-06")
    assert (asked.fall.month, asked.fall.found, asked.to) == ("2022-06", False, ())


def test_without_data_nothing_is_said_of_a_fall() -> None:
    rows = [row for row in trade() if not {"AE", "US"} & set(row[:2])] + [
        ("AE", "KZ", "M", "2022:854231", "2021-01", 1.0)
    ]
    found = displacement(panel(rows), "AE")
    assert (found.fall.months, found.fall.month, found.fall.found, found.to) == (0, None, False, ())


def test_the_ledger_says_where_it_went_and_since_when() -> None:
    found = progress(panel(trade()), "TR", parse_span("2022-01:2022-12"), [BAN, ELSEWHERE])
    states = {entry.month: str(entry.state) for entry in found.ledger}
    assert [states[month] for month in ("2023-01", "2023-05", "2023-09", "2023-12")] == [
        "unchanged", "unchanged", "displaced", "displaced",
    ]  # fmt: skip
    last = found.ledger[-1]
    assert last.displaced_to == ("KZ",)
    assert last.change == pytest.approx(-0.9, abs=0.03)
    assert sum(entry.alert for entry in found.ledger) == 1
    (june,) = [entry for entry in found.ledger if entry.month == "2023-06"]
    assert june.events == ("2023-06-01 A ban",)
    (effect,) = found.effects
    assert effect.event == "2023-06-01 A ban"
    assert effect.citation == "a gazette"
    assert effect.step_ratio < 0.5
    assert effect.p_value < 0.1


def test_the_agreed_baseline_is_the_year_before_the_last_unless_told() -> None:
    found = progress(panel(trade()), "TR")
    assert found.agreed == "2022-01:2022-12"
    assert found.ledger[0].month == "2023-01"


def test_worse_and_no_data() -> None:
    rows = [
        (*row[:5], row[5] * (3.0 if row[:2] == ("TR", "RU") and row[4] >= "2023-01" else 1.0))
        for row in trade(fall=False)
        if not (row[0] == "TR" and row[4] == "2023-10")
    ]
    found = progress(panel(rows), "TR", parse_span("2022-01:2022-12"))
    states = {entry.month: str(entry.state) for entry in found.ledger}
    assert (states["2023-04"], states["2023-10"]) == ("worse", "no_data")
    assert next(entry for entry in found.ledger if entry.month == "2023-10").value is None


def test_an_agreed_baseline_without_data_is_refused() -> None:
    with pytest.raises(UsageError, match="only 0 months of the agreed baseline"):
        progress(panel(trade()), "TR", parse_span("2019-01:2019-12"))
    rows = [("TR", "RU", "X", "2022:854231", year, 1.0) for year in ("2021", "2022")]
    annual = panel_of(rows, periods=("2021", "2022"), origins=("US",))
    with pytest.raises(UsageError, match="monthly"):
        displacement(annual, "TR")


@pytest.fixture(scope="module")
def space(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the cars of Georgia and Armenia, month by month."""
    space = Workspace(tmp_path_factory.mktemp("cars"), today=lambda: dt.date(2024, 1, 1))
    folder = data_dir / "trade/comtrade_monthly_vehicles_8703_armenia_georgia"
    for name in ("vehicle_trade_georgia.csv", "vehicle_trade_armenia.csv"):
        space.flows.import_file(folder / name, "comtrade-legacy")
    return space


@pytest.mark.needs_data
class TestGeorgianCars:
    """Georgia bans re-export to Russia of American cars on 1 August 2023, and of European ones on 26 September."""

    question = HubQuestion(goods="hs:8703", origins="US,DE,JP")

    def test_the_fall_is_dated_within_a_month_of_the_ban(self, space: Workspace) -> None:
        found = space.hubs.displacement("Georgia", self.question)
        assert found.fall.found
        assert found.fall.month in {"2023-07", "2023-08", "2023-09"}

    def test_cars_go_round_through_kazakhstan_and_kyrgyzstan(self, space: Workspace) -> None:
        found = space.hubs.displacement("GE", self.question)
        risen = {row.country for row in found.to if row.route == "round" and row.verdict is Rise.BEYOND_CHANCE}
        assert risen == {"KZ", "KG"}
        assert all(row.already_rising for row in found.to if row.country in risen)  # which the answer says

    @pytest.mark.parametrize("month", ["2022-09", "2022-11", "2023-02", "2023-03", "2023-04", "2023-05"])
    def test_nothing_is_found_in_placebo_months(self, space: Workspace, month: str) -> None:
        found = space.hubs.displacement("GE", self.question, month=month)
        assert not found.fall.found
        assert found.to == ()

    def test_the_ledger_names_the_ban(self, space: Workspace) -> None:
        found = space.hubs.progress("GE", self.question, agreed="2022-09:2023-07")
        assert [str(entry.state) for entry in found.ledger][-2:] == ["displaced", "displaced"]
        ban = next(entry for entry in found.ledger if entry.month == "2023-08").events[0]
        assert ban.startswith("2023-08-01 Georgia bans")
        effect = next(effect for effect in found.effects if effect.event.startswith("2023-08-01"))
        assert effect.step_ratio < 0.1
        assert effect.p_value < 0.05
        assert effect.verified
