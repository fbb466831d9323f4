"""At a company, inward legs explain outward legs of the same goods: each rule in a case small enough to see."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.networks.network_rows import HUB, at_company, day, joins, leg, legs_from, legs_of, links_from
from tests.networks.traders import traded

from tidewaiter.engines import TableEngine
from tidewaiter.networks.chains.links import calibrated, joined


def into(number: int, on: int, seller: int = 101, **said: Any) -> dict[str, Any]:
    return leg(number, on, seller, HUB, **said)


def out(number: int, on: int, buyer: int = 201, **said: Any) -> dict[str, Any]:
    return leg(number, on, HUB, buyer, **({"value_usd": 1300.0} | said))


def test_the_same_odd_amount_a_few_days_later_is_a_link() -> None:
    ((key, row),) = joins(into(1, 0, net_kg=12.34, part="X1"), out(2, 5, net_kg=12.34, part="X1")).items()
    assert key == (1, 2)
    assert row["confidence"] > 0.95
    assert (row["gap_days"], row["gap_days_to"], row["share"], row["company"]) == (5, 5, 1.0, HUB)
    assert row["price_ratio"] == pytest.approx(1.3)
    assert row["why"] == "part number, amount, code"


def test_goods_do_not_leave_before_they_come() -> None:
    assert not joins(into(1, 30), out(2, 5), least=0.0)


@pytest.mark.parametrize(("gap", "linked"), [(179, True), (181, False)])
def test_goods_stay_no_longer_than_180_days(gap: int, linked: bool) -> None:
    assert bool(joins(into(1, 0), out(2, gap), least=0.0)) is linked


def _month(last: int) -> dict[str, Any]:
    """Return what a leg says that left and arrived on its day or later, up to another one."""
    return {"day_to": day(last), "arrived_to": day(last)}


def test_a_month_may_hold_the_day_after() -> None:
    arrived = into(1, 20, sides="import")
    (row,) = joins(arrived, out(2, 0, **_month(30)), least=0.0).values()
    assert (row["gap_days"], row["gap_days_to"]) == (0, 10)
    assert not joins(arrived, out(2, 0), least=0.0)
    assert not joins(arrived, out(2, -20, **_month(10)), least=0.0)


def test_the_stay_after_a_month_is_a_range() -> None:
    monthly = into(1, 0, sides="import", **_month(30))
    (row,) = joins(monthly, out(2, 40), least=0.0).values()
    assert (row["gap_days"], row["gap_days_to"]) == (10, 40)
    (row,) = joins(monthly, out(2, 205), least=0.0).values()
    assert (row["gap_days"], row["gap_days_to"]) == (175, 205)
    assert not joins(monthly, out(2, 211), least=0.0)


def test_a_stay_of_unknown_days_counts_as_its_middle() -> None:
    """The longer a stay, the less likely: of a month, neither its first day nor its last one is taken."""
    sold = out(3, 60)
    sure = [joins(into(1, on, **more), sold, least=0.0)[1, 3]["confidence"] for on, more in (
        (0, {}), (0, _month(30)), (30, {}),
    )]  # fmt: skip
    assert sure[0] < sure[1] < sure[2]


def test_pieces_of_a_lot_may_leave_in_the_month_it_came_in() -> None:
    pieces = [out(2 + n, 0, net_kg=kg, value_usd=130 * kg, part="X1", **_month(30)) for n, kg in ((0, 4.1), (1, 5.9))]
    assert set(joins(into(1, 12, part="X1", sides="import"), *pieces)) == {(1, 2), (1, 3)}
    early = [piece | _month(3) for piece in pieces]
    assert not joins(into(1, 12, part="X1", sides="import"), *early, least=0.0)


def test_goods_that_go_back_are_no_link() -> None:
    assert not joins(into(1, 0), out(2, 5, buyer=101), least=0.0)


@pytest.mark.parametrize(("value", "linked"), [(290.0, False), (310.0, True), (2_900.0, True), (3_100.0, False)])
def test_the_price_stays_within_bounds(value: float, linked: bool) -> None:
    assert bool(joins(into(1, 0), out(2, 5, value_usd=value), least=0.0)) is linked


def test_an_unknown_price_is_no_obstacle() -> None:
    (row,) = joins(into(1, 0), out(2, 5, value_usd=None)).values()
    assert row["price_ratio"] is None


def test_a_sibling_code_needs_an_equal_amount() -> None:
    sibling: dict[str, Any] = {"hs6": "854290", "family": "2022:854290", "asked": False}
    (row,) = joins(into(1, 0, net_kg=12.34, brand="B"), out(2, 5, net_kg=12.34, brand="B", **sibling)).values()
    assert "heading only" in row["why"]
    assert not joins(into(1, 0, net_kg=12.34, brand="B"), out(2, 5, net_kg=11.0, brand="B", **sibling), least=0.0)
    other: dict[str, Any] = {"hs6": "847130", "family": "2022:847130"}
    assert not joins(into(1, 0), out(2, 5, **other), least=0.0)


def test_equal_amounts_are_preferred_over_the_oldest_lot() -> None:
    lots = [into(1, 0, net_kg=40.0), into(2, 3, net_kg=12.34), into(3, 6, net_kg=30.0)]
    assert set(joins(*lots, out(4, 20, net_kg=12.34))) == {(2, 4)}


def test_counts_that_differ_by_a_few_pieces_are_of_different_lots() -> None:
    """The weights agree better with the wrong lot: a shipment is weighed again, but its pieces are counted."""
    lots = [into(1, 3, net_kg=10.79, quantity=3_618.0), into(2, 0, net_kg=10.84, quantity=3_621.0)]
    found = joins(*lots, out(3, 20, net_kg=10.79, quantity=3_621.0))
    assert set(found) == {(2, 3)}
    assert found[2, 3]["confidence"] > 0.9


def test_a_part_number_decides_between_equal_amounts() -> None:
    lots = [into(1, 0, part="X1"), into(2, 0, part="X2"), into(3, 0, part="X3")]
    assert set(joins(*lots, out(4, 20, part="X2"))) == {(2, 4)}


def test_a_lot_explains_one_outward_leg_of_its_amount() -> None:
    found = joins(into(1, 0), out(2, 5), out(3, 6), least=0.0)
    assert sum(row["share"] for row in found.values()) <= 1.0 + 1e-9


def test_a_lot_that_is_split_explains_all_its_pieces() -> None:
    pieces = [
        out(2, 9, net_kg=4.1, value_usd=600.0),
        out(3, 9, net_kg=3.3, value_usd=480.0),
        out(4, 10, net_kg=2.6, value_usd=390.0),
    ]
    found = joins(into(1, 0, net_kg=10.0, part="X1"), *[piece | {"part": "X1"} for piece in pieces])
    assert {key: row["share"] for key, row in found.items()} == pytest.approx({(1, 2): 1.0, (1, 3): 1.0, (1, 4): 1.0})


def _invoice(first: int, on: int, partner: int, price: float, *weights: float) -> list[dict[str, Any]]:
    """Return the pieces of an invoice that comes in, two days apart."""
    return [
        into(first + n, on + 2 * n, seller=partner, net_kg=kg, value_usd=price * kg) for n, kg in enumerate(weights)
    ]


def test_pieces_of_two_invoices_of_the_same_days_are_told_apart_by_their_price() -> None:
    one, other = _invoice(1, 0, 101, 100.0, 4.13, 3.31, 2.67), _invoice(11, 1, 101, 260.0, 5.07, 6.41, 1.88)
    sold = [out(21, 20, net_kg=10.11, value_usd=1_250.0), out(22, 24, net_kg=13.36, value_usd=4_400.0)]
    found = joins(*one, *other, *sold)
    assert set(found) == {*((n, 21) for n in (1, 2, 3)), *((n, 22) for n in (11, 12, 13))}


def test_legs_of_a_sum_at_different_prices_are_less_surely_of_one_invoice() -> None:
    def sure(price: float) -> float:
        usual = [
            into(30 + n, -60 + 9 * n, seller=103 + n, net_kg=17.0 + n, value_usd=900.0 + 300 * n) for n in range(6)
        ]
        pieces = [*_invoice(1, 0, 101, 100.0, 4.13), *_invoice(2, 1, 101, price, 5.98)]
        sold = out(21, 20, net_kg=10.11, value_usd=1_800.0)
        return float(joins(*usual, *pieces, sold, least=0.0).get((1, 21), {"confidence": 0.0})["confidence"])

    odds = [sure(price) / (1.0 - sure(price)) for price in (103.0, 200.0)]
    assert odds[0] > 2.0 * odds[1]


def test_pieces_are_found_in_a_crowd_of_a_company_that_cuts_every_invoice() -> None:
    """Each lot is bought from the one supplier in two pieces and sold in two others, while the next ones pass."""
    rows, expected = [], set()
    random = np.random.default_rng(5)
    for n in range(40):
        pieces, cut, resold = (
            random.integers(3_000, 9_000),
            random.integers(1_100, 1_900),
            random.integers(1_100, 1_900),
        )
        price = 0.1 * float(np.exp(0.3 * random.standard_normal()))
        for place, (count, sold) in enumerate(((cut, resold), (pieces - cut, pieces - resold))):
            facts: dict[str, Any] = {"brand": "A", "net_kg": None}
            paid, got = price * float(count), 1.2 * price * float(sold)
            rows.append(into(4 * n + place, 2 * n + place, quantity=float(count), value_usd=paid, **facts))
            rows.append(out(4 * n + 2 + place, 2 * n + 15 + place, quantity=float(sold), value_usd=got, **facts))
        expected |= {(4 * n + one, 4 * n + 2 + other) for one in (0, 1) for other in (0, 1)}
    found = set(joins(*rows))
    assert len(found - expected) < 0.1 * len(found)
    whole = [n for n in range(40) if {leg for pair in found & expected for leg in pair} >= set(range(4 * n, 4 * n + 4))]
    assert len(whole) > 30


def test_amounts_that_equal_those_of_later_goods_as_often_are_equal_by_chance() -> None:
    """One company sells what came in; another buys and sells, and numbers of pieces agree now and then."""

    def linked(*, own: bool) -> float:
        """Return the share of sales that a lot is found for."""
        random = np.random.default_rng(3)
        came, went = random.integers(1_000, 2_000, (2, 400)).tolist()
        lots = [into(n, n // 2, quantity=float(pieces), net_kg=None) for n, pieces in enumerate(came)]
        sold = [
            out(1_000 + n, n // 2 + 9, quantity=float(pieces), net_kg=None)
            for n, pieces in enumerate(came if own else went)
        ]
        return len(joins(*lots, *sold)) / len(sold)

    assert linked(own=True) > 0.95
    assert linked(own=False) < 0.2


def test_one_purchase_may_be_sold_to_one_buyer_week_by_week() -> None:
    """More than a week lies between the first sale and the last one, and nobody else buys."""
    parts = [out(2 + n, 9 + 8 * n, net_kg=kg, value_usd=130 * kg) for n, kg in enumerate((2.31, 3.05, 4.75))]
    lot = into(1, 0, net_kg=10.11)
    assert set(joins(lot, *parts)) == {(1, 2), (1, 3), (1, 4)}


def test_a_piece_without_a_weight_weighs_what_its_pieces_weigh() -> None:
    lots = [
        into(1, 0, net_kg=4.13, quantity=413.0, value_usd=413.0),
        into(2, 1, net_kg=None, quantity=331.0, value_usd=331.0),
        into(3, 2, net_kg=2.67, quantity=267.0, value_usd=267.0),
    ]
    found = joins(*lots, out(4, 20, net_kg=10.11, quantity=None, value_usd=1_300.0))
    assert {key: row["share"] for key, row in found.items()} == pytest.approx(
        {(1, 4): 0.41, (2, 4): 0.33, (3, 4): 0.26}, abs=0.03
    )


def test_lots_put_together_share_the_outward_leg() -> None:
    lots = [into(1, 0, net_kg=4.1, value_usd=400.0), into(2, 0, net_kg=5.9, value_usd=600.0)]
    found = joins(*[lot | {"part": "X1"} for lot in lots], out(3, 12, net_kg=10.0, part="X1"))
    assert {key: row["share"] for key, row in found.items()} == pytest.approx({(1, 3): 0.41, (2, 3): 0.59})


def test_a_sum_that_agrees_is_preferred_over_one_doubtful_lot_of_the_same_amount() -> None:
    """Lot 1 is as heavy as sale 4 by chance, as other lots are; together with lot 2 it is just what sale 3 is."""
    usual = [into(10 + n, n, seller=102 + n % 3, net_kg=41.0, quantity=4_100.0, brand="A") for n in range(6)]
    lots = [
        into(1, 20, net_kg=41.0, quantity=4_100.0, value_usd=400.0, brand="A"),
        into(2, 21, net_kg=59.3, quantity=5_933.0, value_usd=600.0, brand="A"),
    ]
    both = out(3, 40, net_kg=100.3, quantity=10_033.0, value_usd=1_300.0, brand="A")
    found = joins(*usual, *lots, both, out(4, 60, net_kg=41.0, quantity=4_100.0, value_usd=520.0))
    assert {(1, 3), (2, 3)} <= set(found)


def test_what_a_company_usually_does_tells_between_equal_lots() -> None:
    """A company sells after ten days with a tenth added: a lot that would fit neither is not taken for the goods."""
    told = []
    for n in range(12):
        kg = 10.0 + 1.7 * n
        told += [into(n, 10 * n, net_kg=kg), out(100 + n, 10 * n + 10, net_kg=kg, value_usd=1_100.0)]
    lots = [into(50, 200, net_kg=77.7), into(51, 240, net_kg=77.7, value_usd=700.0), into(52, 243, net_kg=77.7)]
    sold = out(150, 252, net_kg=77.7, value_usd=1_100.0)
    unusual = {row["inward"]: row["confidence"] for row in joined(at_company(*lots, sold)).to_pylist()}
    usual = joins(*told, *lots, sold)
    assert (52, 150) in usual
    assert usual[52, 150]["confidence"] > unusual.get(52, 0.0) + 0.05


@pytest.mark.parametrize(("said", "right"), [(0.5, 0.60), (0.9, 0.87), (0.999, 0.993)])
def test_confidence_is_how_often_such_pairs_are_right(said: float, right: float) -> None:
    assert calibrated(np.array([said]))[0] == pytest.approx(right, abs=0.01)


def test_confidence_keeps_the_order_of_pairs_and_stays_a_probability() -> None:
    found = calibrated(np.linspace(0.0, 1.0, 101))
    assert (np.diff(found) > 0).all()
    assert 0.0 <= found.min() < found.max() <= 1.0


def test_a_remainder_of_the_same_part_is_given_out_once() -> None:
    sold = [out(2 + n, 10 + n, net_kg=kg, value_usd=130 * kg, part="X1") for n, kg in enumerate((2.0, 3.1, 1.7, 6.0))]
    found = joins(into(1, 0, net_kg=10.0, part="X1"), *sold, least=0.0)
    given_out = sum(row["share"] * sold[key[1] - 2]["net_kg"] for key, row in found.items())
    assert given_out == pytest.approx(10.0)
    assert found[1, 2]["confidence"] > 0.5


def test_a_remainder_is_surer_the_sooner_it_goes_on_and_where_the_origin_is_the_same() -> None:
    def sure(gap: int, **said: Any) -> float:
        lot = into(1, 0, net_kg=10.0, brand="A", origin="DE")
        sold = out(2, gap, net_kg=3.0, value_usd=390.0, brand="A", **said)
        return float(joins(lot, sold, least=0.0)[1, 2]["confidence"])

    assert sure(10, origin="DE") > sure(10) > sure(60) > sure(150)
    assert sure(10) > 0.5 > sure(150)


def test_many_alternatives_make_a_link_less_sure() -> None:
    # A shell has one lot and sells it; a trader has a hundred lots of a usual size and sells three.
    shell = joins(into(1, 0), out(2, 9), least=0.0)[1, 2]["confidence"]
    lots = [into(n, n, net_kg=10.0, seller=101 + n % 5) for n in range(1, 101)]
    trader = joins(*lots, *[out(200 + n, 110 + 7 * n) for n in range(3)], least=0.0)
    assert shell > 0.9
    assert max((row["confidence"] for row in trader.values()), default=0.0) < 0.5


def test_another_stated_origin_weakens_a_link() -> None:
    plain = joins(into(1, 0), out(2, 40), least=0.0)[1, 2]["confidence"]
    domestic = joins(into(1, 0, origin="DE"), out(2, 40, origin="TR"), least=0.0)[1, 2]["confidence"]
    same = joins(into(1, 0, origin="DE"), out(2, 40, origin="DE"), least=0.0)[1, 2]["confidence"]
    assert domestic < plain < same


_AMOUNTS = st.one_of(st.sampled_from([1.0, 2.0, 5.0, 10.0]), st.floats(0.5, 50.0))
_SOME = st.fixed_dictionaries(
    {
        "inward": st.booleans(),
        "on": st.integers(0, 120),
        "kg": _AMOUNTS,
        "part": st.sampled_from([None, "X1", "X2"]),
        "partner": st.integers(1, 3),
        "price": st.floats(60.0, 200.0),
    }
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_SOME, min_size=2, max_size=24))
def test_amounts_are_conserved(rows: list[dict[str, Any]]) -> None:
    """No inward leg is given out more than once, no outward leg explained more than once."""
    made = [
        (into if row["inward"] else out)(
            n,
            row["on"],
            (100 if row["inward"] else 200) + row["partner"],
            net_kg=row["kg"],
            part=row["part"],
            value_usd=row["kg"] * row["price"],
        )
        for n, row in enumerate(rows)
    ]
    found = joined(at_company(*made)).to_pylist()
    given_out, explained = dict.fromkeys(range(len(rows)), 0.0), dict.fromkeys(range(len(rows)), 0.0)
    for row in found:
        assert 0.0 < row["share"] <= 1.0
        assert 0.0 <= row["confidence"] <= 1.0
        assert made[row["outward"]]["day"] >= made[row["inward"]]["day"]
        given_out[row["inward"]] += row["share"] * made[row["outward"]]["net_kg"]
        explained[row["outward"]] += row["share"]
    for n, row in enumerate(made):
        assert given_out[n] <= row["net_kg"] * (1 + 1e-9)
        assert explained[n] <= 1 + 1e-9


def test_the_order_of_rows_does_not_matter(engine: TableEngine) -> None:
    legs = legs_from(engine, traded(6, consignments=120, honest=900).movements)
    expected = links_from(engine, legs)
    assert expected.num_rows > 100
    order = np.random.default_rng(2).permutation(legs.num_rows)
    assert links_from(engine, legs.take(pa.array(order))).equals(expected)


def test_a_company_is_joined_the_same_alone_and_among_others(engine: TableEngine) -> None:
    legs = legs_from(engine, traded(7, consignments=120, honest=900).movements)
    expected = links_from(engine, legs)
    company = expected["company"][0].as_py()
    mine = [row for row in legs.to_pylist() if company in {row["seller"], row["buyer"]}]
    alone = joined(at_company(*mine, company=company)).sort_by([("outward", "ascending"), ("inward", "ascending")])
    assert alone.equals(expected.filter(pc.equal(expected["company"], company)))


def test_an_odd_number_of_pieces_says_more_than_a_single_machine() -> None:
    def confidence(pieces: float) -> float:
        facts: dict[str, Any] = {"quantity": pieces, "net_kg": None}
        found = joins(into(1, 0, **facts), into(2, 30, quantity=7.0, net_kg=None), out(3, 60, **facts), least=0.0)
        return float(found[1, 3]["confidence"])

    assert confidence(1.0) < confidence(10_000.0) < confidence(12_347.0)


def test_counts_that_differ_a_little_are_other_lots_and_weights_are_not() -> None:
    facts: dict[str, Any] = {"quantity": None}
    weighed = joins(into(1, 0, net_kg=600.0, **facts), out(2, 9, net_kg=604.0, **facts), least=0.0)[1, 2]
    counted = joins(into(1, 0, net_kg=600.0, quantity=406.0), out(2, 9, net_kg=600.0, quantity=408.0), least=0.0)
    assert weighed["confidence"] > 0.5
    assert counted[1, 2]["confidence"] < weighed["confidence"]


def test_a_weight_answers_a_number_of_pieces_where_pieces_weigh_the_same() -> None:
    known = [into(n, n, net_kg=0.5 * (100 + n), quantity=100.0 + n) for n in range(1, 7)]
    sold = out(21, 30, net_kg=411.5, quantity=None)
    (key,) = joins(*known, into(20, 10, quantity=823.0, net_kg=None), sold)
    assert key == (20, 21)


def test_a_company_teaches_whether_weights_are_copied() -> None:
    """Two lots differ from the sale by nothing and by half a percent: the first is meant where weights are copied."""

    def sure(again: float) -> float:
        lots = []
        for n in range(10):
            kg = 11.0 * 1.31**n
            lots += [into(3 * n + 10, 20 * n, net_kg=kg, part=f"P{n}")]
            lots += [out(3 * n + 11, 20 * n + 9, net_kg=kg * (1.0 + again * (-1) ** n), part=f"P{n}")]
        rivals = [into(1, 300, net_kg=77.0), into(2, 300, net_kg=77.0 * 1.005), out(3, 309, net_kg=77.0)]
        found = joins(*lots, *rivals, least=0.0)
        assert max((key for key in found if key[1] == 3), key=lambda key: found[key]["confidence"]) == (1, 3)
        return float(found[1, 3]["confidence"])

    assert sure(0.0) > sure(0.006) + 0.1


def test_pieces_that_state_the_same_part_are_more_surely_of_one_lot() -> None:
    """Three pieces of nearly one price, of which the first is the rest of a lot with the second or with the third."""

    def sure(part: str | None) -> float:
        lots = [into(n, 0, seller=100 + n, net_kg=31.0 + 7.7 * n, part=f"Q{n}") for n in range(11, 20)]
        pieces = [
            out(n, on, net_kg=kg, value_usd=260.0 * kg, part=part if n != 2 else None)
            for n, on, kg in ((1, 8, 4.1), (2, 9, 5.3), (3, 9, 6.4))
        ]
        pieces.append(into(4, 0, net_kg=10.5, value_usd=2_100.0))
        found = joins(*lots, *pieces, least=0.0)
        return float(found[4, 3]["confidence"])

    assert sure("X9") > sure(None)


def _models(grams: float) -> list[dict[str, Any]]:
    """Return twenty lots whose pieces weigh the more grams more, the later the lot."""
    return [
        into(10 + n, n, quantity=203.0 + 17 * n, net_kg=(203.0 + 17 * n) * (0.05 + grams / 1e3 * n)) for n in range(20)
    ]


def test_pieces_of_another_model_weigh_differently() -> None:
    """Of two lots of as many pieces, what is sold on is the one whose pieces weigh as much."""
    rivals = [into(1, 30, quantity=151.0, net_kg=12.1), into(2, 31, quantity=151.0, net_kg=30.4)]
    for kg, lot in ((12.15, 1), (30.3, 2)):
        found = joins(*_models(4.0), *rivals, out(3, 60, quantity=151.0, net_kg=kg), least=0.0)
        assert max((key for key in found if key[1] == 3), key=lambda key: found[key]["confidence"]) == (lot, 3)
        assert found[lot, 3]["confidence"] > 0.8


def _sure(*rows: dict[str, Any], key: tuple[int, int]) -> float:
    found = joins(*rows, least=0.0).get(key)
    return float(found["confidence"]) if found else 0.0


def test_as_few_pieces_of_another_weight_are_hardly_the_same_goods() -> None:
    lots = [*_models(4.0), into(1, 30, quantity=6.0, net_kg=0.48)]
    agree, differ = (_sure(*lots, out(3, 60, quantity=6.0, net_kg=kg), key=(1, 3)) for kg in (0.482, 0.84))
    assert agree > 0.8
    assert differ < agree - 0.2


def test_a_usual_weight_of_a_piece_tells_less_than_one_that_no_other_lot_has() -> None:
    pair = into(1, 30, quantity=4.0, net_kg=0.202), out(3, 60, quantity=4.0, net_kg=0.2021)
    usual, rare = (_sure(*_models(grams), *pair, key=(1, 3)) for grams in (0.0, 4.0))
    assert usual < rare


def test_pieces_of_one_lot_weigh_the_same() -> None:
    """Three pieces of nearly one price, of which the first is the rest of a lot with the second or with the third."""

    def sure(third: float) -> float:
        pieces = [
            out(n, on, quantity=count, net_kg=kg, value_usd=260.0 * kg)
            for n, on, kg, count in ((1, 8, 4.1, 41.0), (2, 9, 5.3, 30.0), (3, 9, 6.4, third))
        ]
        lot = into(4, 0, net_kg=10.5, quantity=None, value_usd=2_100.0)
        return float(joins(*_models(4.0), lot, *pieces, least=0.0)[4, 3]["confidence"])

    assert sure(64.0) > sure(22.0)


def test_an_unknown_buyer_is_one_of_those_the_seller_usually_deals_with(engine: TableEngine) -> None:
    """Of two usual buyers, the one that sells on the same odd amount; a buyer of other goods is not thought of."""
    usual = [leg(n, n, 101, buyer, net_kg=1.0 + n) for n, buyer in enumerate((7, 7, 7, 8, 8), 10)]
    other = leg(20, 3, 101, 9, hs6="901380", family="2022:901380")
    hidden = leg(1, 40, 101, None, net_kg=47.11, to_country="TR")
    sales = [leg(30 + n, 50, n, 201, net_kg=47.11 if n == 8 else 5.5, value_usd=1_300.0) for n in (7, 8, 9)]
    rows = legs_of(*usual, other, hidden, *sales)
    found = {(row["inward"], row["outward"]): row for row in links_from(engine, rows).to_pylist()}
    assert found[1, 38]["company"] == 8
    assert found[1, 38]["confidence"] > 0.5
    assert not {(1, 37), (1, 39)} & set(found)
    known = links_from(engine, legs_of(*usual, other, hidden | {"buyer": 8}, *sales)).to_pylist()
    (told,) = [row for row in known if row["inward"] == 1]
    assert told["confidence"] >= found[1, 38]["confidence"]
