"""Paths of joined legs from an origin to the destination, what they carry, and how sure they are."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from tests.networks.network_rows import chains_from, day, leg, legs_from, legs_of, links_from
from tests.networks.traders import DESTINATION, ORIGINS, traded

from tidewaiter.engines import TableEngine
from tidewaiter.networks.chains.chains import direct_legs
from tidewaiter.networks.chains.routes import routes
from tidewaiter.networks.stages import CHAINS, LINKS


def links_of(*rows: tuple[int, int, int, float, float]) -> pa.Table:
    """Return a table of ``LINKS`` from company, inward and outward leg, share and confidence."""
    names = ("company", "inward", "outward", "share", "confidence")
    more = {"gap_days": 5, "gap_days_to": 5, "price_ratio": 1.2, "why": "amount"}
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) | more for row in rows], schema=LINKS)


WAY = (leg(1, 0, 101, 1), leg(2, 10, 1, 2), leg(3, 20, 2, 201, value_usd=2_000.0))


def _paths(
    engine: TableEngine, legs: tuple[dict[str, Any], ...], *links: tuple[int, int, int, float, float], **asked: Any
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = chains_from(engine, legs_of(*legs), links_of(*links), **asked).to_pylist()
    return found


def test_a_chain_is_as_sure_as_its_weakest_join(engine: TableEngine) -> None:
    (chain,) = _paths(engine, WAY, (1, 1, 2, 1.0, 0.8), (2, 2, 3, 1.0, 0.9))
    assert chain["legs"] == [1, 2, 3]
    assert chain["companies"] == [101, 1, 2, 201]
    assert chain["countries"] == ["DE", "TR", "TR", "RU"]
    assert (chain["confidence"], chain["weakest"]) == (0.8, 0)
    assert (chain["first"], chain["last"]) == (day(0), day(20))
    assert (chain["net_kg"], chain["value_usd"], chain["value_in_usd"]) == (10.0, 2_000.0, 1_000.0)
    (other,) = _paths(engine, WAY, (1, 1, 2, 1.0, 0.9), (2, 2, 3, 1.0, 0.7))
    assert (other["confidence"], other["weakest"]) == (0.7, 1)


def test_months_leave_room_for_all_legs_or_there_is_no_chain(engine: TableEngine) -> None:
    """The leg in the middle is of some day of a month: after the first, before the last, and both at once."""
    links = ((1, 1, 2, 1.0, 0.9), (2, 2, 3, 1.0, 0.9))
    middle = leg(2, 0, 1, 2, day_to=day(30), arrived_to=day(30))
    assert len(_paths(engine, (leg(1, 10, 101, 1), middle, leg(3, 20, 2, 201)), *links)) == 1
    late = (leg(1, 20, 101, 1), middle, leg(3, 10, 2, 201))  # each join alone is possible
    assert not [chain for chain in _paths(engine, late, *links) if len(chain["legs"]) == 3]


def test_joins_that_are_not_sure_make_no_chain(engine: TableEngine) -> None:
    links = ((1, 1, 2, 1.0, 0.45), (2, 2, 3, 1.0, 0.9))
    assert not _paths(engine, WAY, *links)
    assert len(_paths(engine, WAY, *links, confidence=0.3)) == 1


def test_a_chain_has_four_legs_at_most(engine: TableEngine) -> None:
    legs = (*(leg(n, 10 * n, n, n + 1) for n in range(1, 5)), leg(0, 0, 101, 1), leg(5, 60, 5, 201))
    links = tuple((n, n - 1, n, 1.0, 0.9) for n in range(1, 6))
    assert not _paths(engine, legs, *links)
    shorter = (leg(2, 20, 101, 3), *legs[2:4], legs[5])
    assert [chain["legs"] for chain in _paths(engine, shorter, *links[2:])] == [[2, 3, 4, 5]]


def test_chains_begin_at_an_origin_or_with_goods_of_one(engine: TableEngine) -> None:
    links = ((2, 2, 3, 1.0, 0.9),)
    from_hub = {"origin": None}
    assert not _paths(engine, (WAY[1] | from_hub, WAY[2]), *links)
    (chain,) = _paths(engine, (WAY[1] | {"origin": "DE"}, WAY[2]), *links)
    assert chain["legs"] == [2, 3]
    whole = _paths(engine, (WAY[0], WAY[1] | {"origin": "DE"}, WAY[2]), (1, 1, 2, 1.0, 0.9), *links)
    assert [chain["legs"] for chain in whole] == [[1, 2, 3]], "records that reach further back are followed"


def test_no_company_is_passed_twice(engine: TableEngine) -> None:
    legs = (leg(1, 0, 101, 1), leg(2, 10, 1, 2), leg(3, 20, 2, 1), leg(4, 30, 1, 201))
    links = ((1, 1, 2, 1.0, 0.9), (2, 2, 3, 1.0, 0.9), (1, 3, 4, 1.0, 0.9))
    assert not _paths(engine, legs, *links)


def test_goods_under_suspicion_may_change_their_code_and_others_make_no_chain(engine: TableEngine) -> None:
    sibling = {"hs6": "854290", "family": "2022:854290", "asked": False}
    links = ((1, 1, 2, 1.0, 0.8), (2, 2, 3, 1.0, 0.9))
    (chain,) = _paths(engine, (WAY[0], *(row | sibling for row in WAY[1:])), *links)
    assert chain["family"] == "2022:854231"
    assert not _paths(engine, tuple(row | sibling for row in WAY), *links)


def test_what_chains_carry_adds_up_to_their_legs(engine: TableEngine) -> None:
    legs = (
        leg(1, 0, 101, 1, net_kg=6.0),
        leg(2, 0, 102, 1, net_kg=4.0),
        leg(3, 9, 1, 201),
        leg(4, 9, 1, 202, net_kg=2.0),
    )
    # 6 kg and 4 kg come in; 10 kg go out, of which 8 are explained, and 2 kg to another buyer.
    found = _paths(engine, legs, (1, 1, 3, 0.6, 0.9), (1, 2, 3, 0.2, 0.8), (1, 2, 4, 1.0, 0.7))
    carried = {tuple(chain["legs"]): chain["net_kg"] for chain in found}
    assert carried == pytest.approx({(1, 3): 6.0, (2, 3): 2.0, (2, 4): 2.0})
    bought = {tuple(chain["legs"]): chain["value_in_usd"] for chain in found}
    assert bought == pytest.approx({(1, 3): 1_000.0, (2, 3): 500.0, (2, 4): 500.0})


def test_goods_bound_for_the_destination_whose_buyer_is_elsewhere(engine: TableEngine) -> None:
    abroad = leg(2, 9, 1, 5, destination="RU")
    (chain,) = _paths(engine, (leg(1, 0, 101, 1), abroad), (1, 1, 2, 1.0, 0.9))
    assert chain["legs"] == [1, 2]
    entered = leg(3, 12, 5, 201)
    (whole,) = _paths(engine, (leg(1, 0, 101, 1), abroad, entered), (1, 1, 2, 1.0, 0.9), (5, 2, 3, 1.0, 0.9))
    assert whole["legs"] == [1, 2, 3], "the part that ends on the way is no chain besides"


@pytest.mark.parametrize("seller", [101, 1])
def test_a_sale_invoiced_elsewhere_is_one_movement_and_no_chain(engine: TableEngine, seller: int) -> None:
    """The exporter states the destination and sells to company 5 elsewhere; the import there names 5 as its shipper."""
    sold = leg(1, 0, seller, 5, destination="RU", origin="DE")
    entered = leg(2, 20, 5, 201, origin="DE", sides="import")
    link = (5, 1, 2, 1.0, 0.99)
    assert not _paths(engine, (sold, entered), link)
    hidden = sold | {"destination": "TR"}
    assert len(_paths(engine, (hidden, entered), link)) == 1, "the exporter does not say where the goods go"
    seen = sold | {"sides": "both"}
    assert len(_paths(engine, (seen, entered), link)) == 1, "customs on the way had the goods before them"


def test_goods_that_came_to_the_seller_first_are_a_chain_however_they_are_invoiced(engine: TableEngine) -> None:
    came, sold = leg(1, 0, 101, 1), leg(2, 20, 1, 5, destination="RU")
    (chain,) = _paths(engine, (came, sold, leg(3, 30, 5, 201)), (1, 1, 2, 1.0, 0.9), (5, 2, 3, 1.0, 0.9))
    assert chain["legs"] == [1, 2, 3]


def test_a_sale_invoiced_elsewhere_is_a_direct_leg(engine: TableEngine) -> None:
    legs = legs_of(leg(1, 0, 101, 5, destination="RU"), leg(2, 0, 1, 5, destination="RU"), leg(3, 0, 101, 5))
    found = engine.collect(direct_legs(engine.frame(legs), destination="RU", origins={"DE"}))
    assert found["leg"].to_pylist() == [1]


def test_direct_legs_are_kept_apart(engine: TableEngine) -> None:
    legs = legs_of(leg(1, 0, 101, 201), leg(2, 50, 101, 201), leg(3, 50, 1, 201), leg(4, 50, 101, 201, asked=False))
    found = engine.collect(direct_legs(engine.frame(legs), destination="RU", origins={"DE"}, since=day(20)))
    assert found["leg"].to_pylist() == [2]
    assert not chains_from(engine, legs, links_of()).num_rows


def test_routes_are_chains_through_the_same_companies(engine: TableEngine) -> None:
    legs = (*WAY[1:], leg(4, 30, 1, 2), leg(5, 40, 2, 201, value_usd=500.0))
    found = chains_from(
        engine, legs_of(*(row | {"origin": "DE"} for row in legs)), links_of((2, 2, 3, 1.0, 0.9), (2, 4, 5, 1.0, 0.7))
    )
    (route,) = engine.collect(routes(engine.frame(found))).to_pylist()
    assert route["companies"] == [1, 2, 201]
    assert (route["chains"], route["value_usd"], route["confidence"]) == (2, 2_500.0, 0.9)
    assert (route["first"], route["last"]) == (day(10), day(40))


@pytest.mark.parametrize("seed", [11, 12])
def test_chains_of_made_up_companies_are_found(engine: TableEngine, seed: int) -> None:
    """Consignments among ten times as much honest trade of the same companies, with splits, gaps and switched codes."""
    made = traded(seed)
    legs = legs_from(engine, made.movements)
    found = chains_from(engine, legs, links_from(engine, legs), destination=DESTINATION, origins=set(ORIGINS))
    assert found.schema == CHAINS
    of_record = dict(
        zip(
            made.movements["record"].to_pylist(),
            zip(made.consignment.tolist(), made.leg.tolist(), strict=True),
            strict=True,
        )
    )
    of_leg = {row["leg"]: of_record[row["records"][0]] for row in legs.to_pylist()}
    ways = [[of_leg[leg] for leg in chain] for chain in found["legs"].to_pylist()]
    right = [way for way in ways if way[0][0] >= 0 and len({consignment for consignment, _ in way}) == 1]
    assert len(right) >= 0.9 * len(ways)
    recorded: dict[int, set[int]] = {}
    for consignment, number in of_leg.values():
        recorded.setdefault(consignment, set()).add(number)
    most = {
        c: max(n for k, n in zip(made.consignment.tolist(), made.leg.tolist(), strict=True) if k == c)
        for c in recorded
        if c >= 0
    }
    whole = {c for c in most if recorded[c] == set(range(most[c] + 1)) and most[c] > 0}
    seen = {way[0][0] for way in right if [n for _, n in way] == list(range(len(way)))}
    assert len(seen & whole) >= 0.8 * len(whole)


def test_a_leg_of_an_unknown_company_is_at_the_surest_one(engine: TableEngine) -> None:
    legs = (leg(1, 0, 101, None), leg(2, 10, None, 201), leg(3, 9, 5, 202))
    (chain,) = _paths(engine, legs, (4, 1, 2, 1.0, 0.9), (5, 1, 3, 1.0, 0.7))
    assert chain["legs"] == [1, 2]
    assert chain["companies"] == [101, 4, 201]
