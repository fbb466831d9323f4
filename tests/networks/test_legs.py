"""Two declarations of one movement are one leg, and nothing else is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.networks.network_rows import DAY, legs_from, movement
from tests.networks.traders import traded

from tidewaiter.engines import TableEngine
from tidewaiter.networks.stages import LEGS, MOVEMENTS


def _legs(engine: TableEngine, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    table = pa.Table.from_pylist(list(rows), schema=MOVEMENTS)
    found: list[dict[str, Any]] = legs_from(engine, table).to_pylist()
    return found


def _records(engine: TableEngine, *rows: dict[str, Any]) -> list[list[str]]:
    return [leg["records"] for leg in _legs(engine, *rows)]


def test_both_sides_of_a_movement_are_one_leg(engine: TableEngine) -> None:
    one = movement("a", 0, "export", 101, 7, net_kg=12.34, value_usd=1000.0, origin="DE", part=None)
    other = movement("b", 12, "import", 101, 7, net_kg=12.34, value_usd=1060.0, origin="CN", part="X1")
    (leg,) = _legs(engine, other, one)
    assert leg["records"] == ["a", "b"]
    assert (leg["sides"], leg["value_usd"], leg["net_kg"], leg["part"]) == ("both", 1000.0, 12.34, "X1")
    assert leg["origin"] == "CN", "the importing customs check the origin"
    assert (leg["arrived"] - leg["day"]).days == 12


@pytest.mark.parametrize(
    "other",
    [
        {"on": -9},
        {"on": 75},
        {"buyer": 8},
        {"seller": 102},
        {"net_kg": 15.0},
        {"value_usd": 4_000.0},
        {"hs6": "901380", "family": "2022:901380"},
        {"side": "export"},
    ],
    ids=str,
)
def test_other_movements_stay_apart(engine: TableEngine, other: dict[str, Any]) -> None:
    facts: dict[str, Any] = {"on": 10, "side": "import", "seller": 101, "buyer": 7, "net_kg": 12.34} | other
    assert _records(engine, movement("a", 0, "export", 101, 7, net_kg=12.34), movement("b", **facts)) != [["a", "b"]]


def test_the_month_alone_is_enough(engine: TableEngine) -> None:
    monthly = movement("b", -9, "import", 101, 7, whole_month=True)
    assert _records(engine, movement("a", 11, "export", 101, 7), monthly) == [["a", "b"]]


@pytest.mark.parametrize(
    ("exported", "imported", "days"),
    [  # 10 January is day 0: the month goes from day -9 to day 21
        ({"on": 11}, {"on": -9, "whole_month": True}, (11, 11, 11, 21)),
        ({"on": -9, "whole_month": True}, {"on": 11}, (-9, 11, 11, 11)),
        ({"on": -9, "whole_month": True}, {"on": -9, "whole_month": True}, (-9, 21, -9, 21)),
        ({"on": 11}, {"on": 13}, (11, 11, 13, 13)),
        ({"on": 11}, {"on": 8}, (8, 8, 11, 11)),  # booked before: the earlier day is the one it left on
        ({"on": 0}, {"on": 22, "whole_month": True}, (0, 0, 22, 49)),
    ],
    ids=str,
)
def test_an_exact_day_bounds_the_month_of_the_other_side(
    engine: TableEngine, exported: dict[str, Any], imported: dict[str, Any], days: tuple[int, ...]
) -> None:
    sides = {"export": exported, "import": imported}
    rows = [movement(side, side=side, seller=101, buyer=7, **said) for side, said in sides.items()]
    (leg,) = _legs(engine, *rows)
    assert leg["records"] == ["export", "import"]
    assert tuple((leg[name] - DAY).days for name in ("day", "day_to", "arrived", "arrived_to")) == days


def test_each_side_says_under_which_procedure_goods_moved(engine: TableEngine) -> None:
    sent = movement("a", 0, "export", 7, 201, net_kg=12.34, procedure="3153")
    got = movement("b", 9, "import", 7, 201, net_kg=12.34, procedure="4000000")
    (leg,) = _legs(engine, sent, got)
    assert (leg["sent_as"], leg["came_under"], leg["received_as"]) == ("re-export", "to leave", "outright")
    (alone,) = _legs(engine, got)
    assert (alone["sent_as"], alone["came_under"], alone["received_as"]) == (None, None, "outright")


def test_one_declaration_has_one_partner(engine: TableEngine) -> None:
    exports = [movement(f"e{n}", 10 * n, "export", 101, 7) for n in range(3)]
    imports = [movement(f"i{n}", 10 * n + 4, "import", 101, 7) for n in range(3)]
    assert _records(engine, *exports, *imports) == [["e0", "i0"], ["e1", "i1"], ["e2", "i2"]]


@pytest.mark.parametrize("unknown", ["seller", "buyer"])
def test_a_record_that_names_only_a_forwarder_joins_the_other_side(engine: TableEngine, unknown: str) -> None:
    parties: dict[str, Any] = {"seller": 101, "buyer": 7} | {unknown: None}
    blank = movement("b", 9, "import" if unknown == "seller" else "export", **parties, net_kg=12.34)
    blank |= {"from_country": "DE", "to_country": "TR"}
    full = movement(
        "a", 5 if unknown == "seller" else 14, "export" if unknown == "seller" else "import", 101, 7, net_kg=12.34
    )
    (leg,) = _legs(engine, full, blank)
    assert sorted(leg["records"]) == ["a", "b"]
    assert (leg["seller"], leg["buyer"]) == (101, 7)
    assert len(_legs(engine, full, blank | {"net_kg": 12.5})) == 2, "with fewer facts, amounts have to be the same"


def test_a_switched_code_needs_the_same_amount(engine: TableEngine) -> None:
    export = movement("a", 0, "export", 101, 7, net_kg=12.34)
    switched: dict[str, Any] = {"hs6": "854290", "family": "2022:854290", "asked": False}
    (leg,) = _legs(engine, export, movement("b", 9, "import", 101, 7, net_kg=12.34, **switched))
    assert (leg["hs6"], leg["asked"]) == ("854231", True)
    assert len(_legs(engine, export, movement("b", 9, "import", 101, 7, net_kg=12.6, **switched))) == 2


def test_a_machine_that_weighs_as_much_is_the_one_that_came(engine: TableEngine) -> None:
    """The other one is as near in price, and left later; many pieces are one movement whatever they weigh."""
    facts: dict[str, Any] = {"quantity": 1.0, "value_usd": 70_000.0}
    sent = [movement("a", 0, "export", 101, 7, net_kg=6000.0, **facts)]
    sent.append(movement("b", 5, "export", 101, 7, net_kg=4100.0, **facts))
    came = movement("c", 9, "import", 101, 7, net_kg=6010.0, **facts)
    legs = _legs(engine, *sent, came)
    assert sorted(sorted(leg["records"]) for leg in legs) == [["a", "c"], ["b"]]
    many = {"value_usd": 70_000.0, "quantity": 12_347.0}
    (leg,) = _legs(engine, *(movement(n, 0, s, 101, 7, net_kg=kg, **many) for n, s, kg in (
        ("a", "export", 4100.0), ("c", "import", 6010.0),
    )))  # fmt: skip
    assert leg["records"] == ["a", "c"]


@pytest.mark.parametrize("whole", ["export", "import"])
def test_pieces_of_one_side_join_the_whole_of_the_other(engine: TableEngine, whole: str) -> None:
    split = "import" if whole == "export" else "export"
    at = {"export": 0, "import": 8}
    pieces = [
        movement(f"p{n}", at[split], split, 101, 7, net_kg=kg, value_usd=100 * kg)
        for n, kg in enumerate((4.0, 2.5, 3.7))
    ]
    (leg,) = _legs(engine, movement("w", at[whole], whole, 101, 7, net_kg=10.2, value_usd=1020.0), *pieces)
    assert sorted(leg["records"]) == ["p0", "p1", "p2", "w"]
    assert leg["net_kg"] == pytest.approx(10.2)
    assert leg["value_usd"] == pytest.approx(1020.0)


def test_made_up_trade_is_joined_and_numbers_do_not_depend_on_order(engine: TableEngine) -> None:
    made = traded(5, consignments=150, honest=800)
    legs = legs_from(engine, made.movements)
    assert legs.schema.names == LEGS.names
    truth = dict(
        zip(
            made.movements["record"].to_pylist(),
            zip(made.consignment.tolist(), made.leg.tolist(), strict=True),
            strict=True,
        )
    )
    records = legs["records"].to_pylist()
    assert sorted(record for some in records for record in some) == sorted(truth)
    joined = [some for some in records if len(some) > 1]
    wrong = [some for some in joined if len({truth[record] for record in some}) > 1]
    assert len(wrong) <= 0.01 * len(joined)
    both = [
        truth[r]
        for r, side in zip(made.movements["record"].to_pylist(), made.movements["direction"].to_pylist(), strict=True)
        if side == "import"
    ]
    exported = {
        truth[r]
        for r, side in zip(made.movements["record"].to_pylist(), made.movements["direction"].to_pylist(), strict=True)
        if side == "export"
    }
    expected = set(both) & exported
    found = {truth[some[0]] for some in joined}
    assert len(found & expected) >= 0.9 * len(expected)
    order = np.random.default_rng(1).permutation(made.movements.num_rows)
    assert legs_from(engine, made.movements.take(pa.array(order))).equals(legs)


def test_pieces_of_both_sides_join_when_their_sums_agree(engine: TableEngine) -> None:
    exports = [movement(f"e{n}", n, "export", 101, 7, net_kg=kg, value_usd=100 * kg) for n, kg in enumerate((4.0, 6.2))]
    imports = [
        movement(f"i{n}", 9 + n, "import", 101, 7, net_kg=kg, value_usd=104 * kg)
        for n, kg in enumerate((1.1, 2.6, 6.5))
    ]
    (leg,) = _legs(engine, *exports, *imports)
    assert leg["records"] == ["e0", "e1", "i0", "i1", "i2"]
    assert (leg["sides"], leg["net_kg"], leg["value_usd"]) == ("both", pytest.approx(10.2), pytest.approx(1020.0))
    assert len(_legs(engine, *exports, *imports[:2])) == 4


def test_pieces_are_rounded_one_by_one(engine: TableEngine) -> None:
    """Three pieces on one side, two on the other: 142 and 141 machines, of the same weight."""
    exports = [
        movement(f"e{n}", n, "export", 101, 7, quantity=count, net_kg=1.5 * count, value_usd=690.0 * count)
        for n, count in enumerate((52.0, 56.0, 34.0))
    ]
    imports = [
        movement(f"i{n}", 12 + n, "import", 101, 7, quantity=count, net_kg=1.5 * count, value_usd=700.0 * count)
        for n, count in enumerate((79.0, 62.0))
    ]
    assert _records(engine, *exports, *imports) == [["e0", "e1", "e2", "i0", "i1"]]
    other = imports[1] | {"quantity": 58.0, "net_kg": 87.0}
    assert len(_records(engine, *exports, imports[0], other)) > 1


def test_pieces_of_two_invoices_may_lie_between_each_other(engine: TableEngine) -> None:
    def pieces(record: str, on: int, price: float, *weights: float) -> list[dict[str, Any]]:
        return [
            movement(f"{record}{n}", on + 2 * n, "export", 101, 7, net_kg=kg, value_usd=price * kg)
            for n, kg in enumerate(weights)
        ]

    one, other = pieces("a", 0, 100.0, 4.13, 3.31), pieces("b", 1, 250.0, 5.07, 6.41)
    whole = [
        movement("x", 12, "import", 101, 7, net_kg=7.44, value_usd=780.0),
        movement("y", 13, "import", 101, 7, net_kg=11.48, value_usd=3_000.0),
    ]
    assert _records(engine, *one, *other, *whole) == [["a0", "a1", "x"], ["b0", "b1", "y"]]


def test_a_piece_that_equals_a_piece_of_another_invoice_does_not_join_it_alone(engine: TableEngine) -> None:
    """3.5 kg were declared as a piece of 8.3 kg by the exporter, and of 9.1 kg by the importer."""

    def pieces(record: str, on: int, side: str, price: float, *weights: float) -> list[dict[str, Any]]:
        return [
            movement(f"{record}{n}", on + n, side, 101, 7, net_kg=kg, value_usd=price * kg, part=f"P{record[0]}")
            for n, kg in enumerate(weights)
        ]

    rows = [
        *pieces("ae", 0, "export", 100.0, 3.5, 4.8), *pieces("ai", 10, "import", 104.0, 2.2, 6.1),
        *pieces("be", 2, "export", 101.0, 5.9, 3.2), *pieces("bi", 12, "import", 105.0, 3.5, 5.6),
    ]  # fmt: skip
    rows = [row | {"part": None} if row["record"].endswith("1") else row for row in rows]
    assert _records(engine, *rows) == [["ae0", "ae1", "ai0", "ai1"], ["be0", "be1", "bi0", "bi1"]]
