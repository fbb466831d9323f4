"""Lots of goods: pieces of one model weigh the same, models of one good do not, and price goes by weight."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.world import FirmWorld, World
from tidewaiter.world.lots import in_pieces, model_of, model_weights


@given(st.lists(st.tuples(st.floats(1e-3, 1e7), st.floats(1e-4, 1e4)), min_size=1))
def test_a_lot_weighs_what_its_pieces_weigh_or_is_one_smaller_piece(lots: list[tuple[float, float]]) -> None:
    wanted, piece = (np.array(column) for column in zip(*lots, strict=True))
    net_kg, pieces = in_pieces(wanted, piece)
    assert (pieces >= 1).all()
    assert (pieces == np.round(pieces)).all()
    whole = wanted >= piece
    assert np.allclose(net_kg[whole], (pieces * piece)[whole])
    assert (pieces[~whole] == 1).all()
    assert np.array_equal(net_kg[~whole], wanted[~whole])
    assert (abs(net_kg - wanted) <= piece / 2 + 1e-9 * wanted).all()


def test_models_spread_around_the_usual_weight_of_a_good(small: World) -> None:
    goods = small.economy.goods
    found = model_weights(goods, 0.5, np.random.default_rng(4))
    usual = np.array([good.kg_per_piece for good in goods])
    spread = np.log(found / usual[:, None])
    assert np.std(spread) == pytest.approx(0.5, rel=0.15)
    assert np.allclose(model_weights(goods, 0.0, np.random.default_rng(4)), usual[:, None])


def test_lots_hold_every_model_about_as_often() -> None:
    counted = np.bincount(model_of(np.arange(24_000)))
    assert counted.min() > 0.8 * counted.mean()
    assert counted.max() < 1.2 * counted.mean()


def test_pieces_of_a_consignment_weigh_what_their_model_weighs(firms: FirmWorld) -> None:
    legs, model_kg = firms.population.legs, firms.economy.model_kg
    piece = model_kg[legs.good, model_of(legs.lot)]
    several = legs.quantity > 1
    assert several.any()
    assert np.allclose((legs.net_kg / legs.quantity)[several], piece[several])


def test_a_kilogram_costs_what_its_good_costs_however_heavy_a_piece_is(firms: FirmWorld) -> None:
    """Of goods of several tonnes a piece as of chips: an order that is too small for one does not bring a heavy one."""
    chains, economy = firms.economy.chains, firms.economy
    usual = np.array([good.usd_per_kg for good in economy.goods])[chains.good]
    off = np.log(chains.value / chains.net_kg / usual)
    heavy = economy.model_kg[chains.good, model_of(np.arange(len(chains)))] > chains.net_kg
    for some in (heavy, ~heavy):
        if some.sum() > 30:
            assert abs(np.median(off[some])) < 0.6
