"""Firms of a simulated world: their legs are those the statistics come from, and every style of evader is there."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.world import (
    FirmWorld,
    Scale,
    draw_firm_settings,
    draw_settings,
    firm_parameters,
    make_firms,
    parameters,
)
from tidewaiter.world.chains import NONE, Channel
from tidewaiter.world.economy import build_economy
from tidewaiter.world.firms.company import NEVER, Role, Style
from tidewaiter.world.firms.rivals import rival_targets
from tidewaiter.world.records.shipping import HonestTrade


def test_settings_are_drawn_inside_their_ranges_and_differ_between_seeds() -> None:
    drawn = [draw_firm_settings(seed) for seed in range(20)]
    for parameter in firm_parameters():
        values = [getattr(settings, parameter.name) for settings in drawn]
        assert all(parameter.low <= value <= parameter.high for value in values), parameter.name
        assert len(set(values)) > 1, parameter.name
        assert parameter.meaning
    assert not {p.name for p in firm_parameters()} & {p.name for p in parameters()}


def test_firms_change_nothing_in_the_economy(firms: FirmWorld) -> None:
    fresh = build_economy(7, Scale.SMALL)
    assert np.array_equal(fresh.honest, firms.economy.honest)
    for entry in fields(fresh.chains):
        assert np.array_equal(getattr(fresh.chains, entry.name), getattr(firms.economy.chains, entry.name))


def test_first_legs_are_what_left_the_origins(firms: FirmWorld) -> None:
    legs, chains = firms.population.legs, firms.economy.chains
    first = legs.number == 1
    assert np.array_equal(legs.chain[first], np.arange(len(chains)))
    for name in ("value", "net_kg", "quantity"):
        assert np.allclose(getattr(legs, name)[first], getattr(chains, name))
    assert np.array_equal(legs.out[first], chains.left)
    assert np.array_equal(legs.exporter[first], chains.origin)


def test_everything_arrives_once_at_the_destination_and_keeps_its_weight(firms: FirmWorld) -> None:
    legs, chains = firms.population.legs, firms.economy.chains
    last = legs.importer == firms.economy.places.destination
    assert np.array_equal(np.sort(legs.chain[last]), np.arange(len(chains)))
    assert np.allclose(legs.net_kg, chains.net_kg[legs.chain])
    assert np.array_equal(legs.arrived[last], chains.arrived[legs.chain[last]])


def test_what_leaves_the_hubs_is_what_the_statistics_have(firms: FirmWorld) -> None:
    legs, chains = firms.population.legs, firms.economy.chains
    enters = np.isin(chains.channel, (Channel.THROUGH, Channel.TWO_HUBS, Channel.LOST_BETWEEN))
    from_hub = legs.exported & (legs.number > 1) & (legs.exporter == chains.hub[legs.chain])
    from_hub &= legs.out == chains.from_hub[legs.chain]
    assert np.array_equal(np.unique(legs.chain[from_hub]), np.flatnonzero(enters))
    assert legs.value[from_hub].sum() == pytest.approx(chains.resale[enters].sum())


def test_chains_run_from_company_to_company_forward_in_time(firms: FirmWorld) -> None:
    legs = firms.population.legs
    assert legs.number.max() <= 5
    follows = np.flatnonzero(legs.number > 1)
    assert np.array_equal(legs.chain[follows], legs.chain[follows - 1])
    assert np.array_equal(legs.seller[follows], legs.buyer[follows - 1])
    assert (legs.out[follows] >= legs.out[follows - 1]).all()
    assert (legs.arrived >= legs.out).all()


def test_companies_trade_between_their_birth_and_their_end(firms: FirmWorld) -> None:
    every = firms.population.companies.all
    legs, lanes, months = firms.population.legs, firms.population.lanes, firms.economy.months
    born = np.array([company.born for company in every])
    died = np.array([company.died for company in every])
    for party in (legs.seller, legs.buyer):
        assert (born[party] <= legs.out).all()
        assert (died[party] >= legs.out).all()
    begin, end = months.first_days[lanes.first + 1], months.first_days[lanes.last]
    for party in (lanes.seller, lanes.buyer):
        assert (born[party] <= begin).all()
        assert (died[party] >= end).all()


def test_honest_records_are_never_more_than_honest_trade(firms: FirmWorld) -> None:
    economy = firms.economy
    licensed = np.array([company.licensed for company in firms.population.companies.all])
    trade = HonestTrade(economy, firms.population.lanes, licensed)
    for month in (5, 40, 70):
        legs = trade.month(month, 0, np.random.default_rng(1))
        total = np.zeros(economy.honest.shape[:2])
        np.add.at(total, (economy.routes.number[legs.exporter, legs.importer], legs.good), legs.value)
        assert len(legs) > 0
        assert (total <= economy.honest[:, :, month] * (1 + 1e-9)).all()
        assert (legs.chain == NONE).all()


@pytest.mark.parametrize("seed", [2, 5])
def test_every_style_is_there_and_companies_are_what_their_style_says(seed: int) -> None:
    made = make_firms(build_economy(seed, Scale.SMALL))
    every = made.population.companies.all
    diverting = [company for company in every if company.diverts and company.first != NEVER]
    assert {company.style for company in diverting} == set(Style)
    assert len(diverting) > 100
    shells = [c for c in diverting if c.style is Style.NEW_SHELL and c.role is Role.SHELL]
    assert np.median([c.first - c.born for c in shells]) < 120
    old = [c for c in diverting if c.style is Style.ESTABLISHED and c.role is Role.DIVERTER]
    assert all(c.first - c.born > 365 and c.exports for c in old)
    assert any(c.predecessor is not None for c in diverting)
    assert any(c.predecessor is not None for c in every if not c.diverts)
    assert any(c.listed is not None and c.listed > c.last > 0 for c in diverting)
    assert any(company.renamed for company in every)


def test_a_world_without_diversion_has_honest_firms_only() -> None:
    from dataclasses import replace

    settings = replace(draw_settings(3), diverted_share=0.0)
    made = make_firms(build_economy(3, Scale.SMALL, settings))
    assert len(made.population.legs) == 0
    assert not any(company.diverts for company in made.population.companies.all)
    assert len(made.population.lanes) > 100


@given(
    st.lists(st.tuples(st.floats(1.0, 1e9), st.booleans()), min_size=1, max_size=200),
    st.integers(0, 50),
)
def test_honest_sellers_are_drawn_whatever_the_evaders_sell(evaders: list[tuple[float, bool]], seed: int) -> None:
    value, new = (np.array(column) for column in zip(*evaders, strict=True))
    targets, young = rival_targets(value, new, draw_firm_settings(seed), np.random.default_rng(seed))
    assert len(targets) == len(young) > 0
    assert np.isfinite(targets).all()
    assert (targets >= 0).all()
