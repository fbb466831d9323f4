"""The simulated world: the same seed gives the same world, its sums hold, and its statistics can be imported."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest
from pyarrow import csv

from tidewaiter.model import FLOW_COLUMNS
from tidewaiter.workspace.flows import Flows
from tidewaiter.world import World, draw_settings, make_world, parameters
from tidewaiter.world.chains import NONE, Channel


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(7)


def test_a_seed_gives_one_world(world: World) -> None:
    again = make_world(7)
    assert world.flows.equals(again.flows)
    assert world.truth.to_json() == again.truth.to_json()
    assert not world.flows.equals(make_world(8).flows)


def test_settings_are_drawn_inside_their_ranges_and_differ_between_seeds() -> None:
    drawn = [draw_settings(seed) for seed in range(20)]
    for parameter in parameters():
        values = [settings.of(parameter.name) for settings in drawn]
        assert all(parameter.low <= value <= parameter.high for value in values), parameter.name
        assert len(set(values)) > 1, parameter.name
        assert parameter.meaning


def test_every_consignment_goes_forward_in_time_and_keeps_its_weight(world: World) -> None:
    chains = world.economy.chains
    assert len(chains) > 0
    through = chains.channel == Channel.THROUGH
    assert (chains.at_hub[through] > chains.left[through]).all()
    assert (chains.from_hub[through] > chains.at_hub[through]).all()
    assert (chains.arrived > chains.left).all()
    ghost = chains.channel == Channel.GHOST
    assert (chains.at_hub[ghost] == NONE).all()
    assert (chains.resale[through] >= chains.value[through]).all()


def test_what_is_true_adds_up(world: World) -> None:
    truth, chains = world.truth, world.economy.chains
    twice = np.isin(chains.channel, (Channel.TWO_HUBS, Channel.LOST_BETWEEN))
    assert truth.total == pytest.approx(chains.value.sum())
    assert truth.through.sum() == pytest.approx(chains.value.sum() + chains.value[twice].sum())
    hidden = chains.channel == Channel.HIDDEN_TRANSIT
    assert truth.declared.sum() == pytest.approx(chains.value[~hidden].sum())
    assert truth.lost.sum() <= truth.declared.sum()
    hubs = {hub.place for hub in world.economy.hubs}
    direct = {at for at in range(len(world.economy.country)) if truth.declared[at].any()}
    assert direct <= hubs


def test_decoys_add_trade_and_no_diversion(world: World) -> None:
    hubs = {hub.place for hub in world.economy.hubs}
    for decoy in world.economy.decoys:
        if decoy.place not in hubs:
            assert not world.truth.declared[decoy.place].any()


def test_diversion_starts_after_the_sanctions(world: World) -> None:
    before = world.economy.months.sanctions
    assert not world.truth.through[:, :before].any()


def test_statistics_have_gaps_as_their_coverage_says(world: World) -> None:
    reported = {
        (row["reporter"], row["period"]) for row in world.flows.select(["reporter", "period"]).to_pylist()
    }  # fmt: skip
    covered = {(row["reporter"], row["period"]) for row in world.coverage.to_pylist()}
    assert reported <= covered
    everything = len(world.economy.country) * len(world.economy.months)
    assert len(covered) < everything


def test_the_files_are_imported_without_a_fault(world: World, tmp_path: Path) -> None:
    world.write(tmp_path / "out")
    truth = json.loads((tmp_path / "out" / "truth.json").read_text(encoding="utf-8"))
    assert {hub["country"] for hub in truth["hubs"]} == {
        world.economy.country[hub.place] for hub in world.economy.hubs
    }  # fmt: skip
    assert csv.read_csv(tmp_path / "out" / "flows.csv").column_names == list(FLOW_COLUMNS)
    done = Flows(tmp_path / "space", lambda: dt.date(2025, 1, 1)).import_file(
        tmp_path / "out" / "flows.csv", "canonical"
    )
    assert (done.rows, done.rejected, done.restated) == (world.flows.num_rows, 0, 0)
