"""What customs procedures say of goods, and that links heed it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from tests.networks.network_rows import HUB, joins, leg, legs_of, links_from

from tidewaiter.engines import TableEngine
from tidewaiter.networks.chains.procedures import KINDS, meaning, procedure_systems


@pytest.mark.parametrize(
    ("reporter", "procedure", "said"),
    [
        ("KZ", "40", ("outright", None)),
        ("RU", "4000000", ("outright", None)),
        ("AM", "EX1000000", ("outright", None)),
        ("KG", "ИМ/53/ДЕ", ("to leave", None)),
        ("BY", "6023", ("returned", "to return")),
        ("RU", "8000", ("transit", None)),
        ("TR", "3153", ("re-export", "to leave")),
        ("DE", "31 71 000", ("re-export", "stored")),
        ("GB", "6121", ("returned", "to return")),
        ("KZ", "61", (None, None)),  # the union of Eurasia has 60
        ("UZ", "40", (None, None)),  # codes of its own
        (None, "40", (None, None)),
        ("KZ", None, (None, None)),
        ("KZ", "", (None, None)),
        ("KZ", "400", (None, None)),
        ("KZ", "ORDINARY IMPORT", (None, None)),
        ("KZ", "A11", (None, None)),
    ],
)
def test_a_code_means_what_its_customs_say(
    reporter: str | None, procedure: str | None, said: tuple[str | None, str | None]
) -> None:
    assert meaning(reporter, procedure) == said


def test_every_code_has_one_meaning_and_a_source() -> None:
    reporters: Counter[str] = Counter()
    for system in procedure_systems().values():
        reporters.update(system["reporters"])
        codes = Counter(code for some in system["codes"].values() for code in some)
        assert set(system["codes"]) <= set(KINDS)
        assert max(codes.values()) == 1
        assert system["source"]
        assert set(system["unverified"]) <= {*codes, *system["reporters"]}
    assert max(reporters.values()) == 1


def _linked(engine: TableEngine, into: dict[str, Any], out: dict[str, Any]) -> bool:
    rows = leg(1, 0, 101, HUB, net_kg=12.34, **into), leg(2, 9, HUB, 201, net_kg=12.34, value_usd=1_300.0, **out)
    return bool(links_from(engine, legs_of(*rows)).num_rows)


@pytest.mark.parametrize(
    ("into", "out", "linked"),
    [
        ({}, {}, True),
        ({"received_as": "outright"}, {"sent_as": "re-export"}, True),
        ({"received_as": "transit"}, {}, True),
        ({"received_as": "stored"}, {"sent_as": "outright"}, True),
        # What comes back, or is destroyed, was not bought.
        ({"received_as": "returned"}, {}, False),
        ({"received_as": "ended"}, {}, False),
        # What leaves to come back is not sold, unless the importer says that it stays.
        ({}, {"sent_as": "to return"}, False),
        ({}, {"sent_as": "to return", "received_as": "outright"}, True),
        ({}, {"sent_as": "to return", "received_as": "to leave"}, False),
        # What came in for a time can be re-exported, to anybody, but not exported as if it were of the country.
        ({"received_as": "to leave"}, {"sent_as": "re-export"}, True),
        ({"received_as": "to leave"}, {}, True),
        ({"received_as": "to leave"}, {"sent_as": "outright"}, False),
        ({"received_as": "to leave"}, {"sent_as": "outright", "came_under": "to leave"}, True),
    ],
    ids=str,
)
def test_goods_are_followed_as_their_procedures_allow(
    engine: TableEngine, into: dict[str, Any], out: dict[str, Any], linked: bool
) -> None:
    assert _linked(engine, into, out) is linked


def test_the_procedure_before_tells_between_equal_lots() -> None:
    lots = [
        leg(n, 5 * n, 101 + n, HUB, net_kg=10.0, received_as=kind)
        for n, kind in enumerate(("outright", "outright", "to leave", "outright"))
    ]
    sold = leg(9, 40, HUB, 201, net_kg=10.0, value_usd=1_300.0, sent_as="re-export", came_under="to leave")
    assert set(joins(*lots, sold)) == {(2, 9)}
    plain = sold | {"came_under": None}
    assert (2, 9) not in joins(*lots, plain)


def test_pieces_of_goods_that_came_for_a_time_are_not_exported_outright() -> None:
    lot = leg(1, 0, 101, HUB, net_kg=10.0, part="X1", received_as="to leave")
    pieces = [
        leg(2 + n, 9, HUB, 201, net_kg=kg, value_usd=130.0 * kg, part="X1", sent_as="re-export")
        for n, kg in enumerate((4.1, 5.9))
    ]
    assert set(joins(lot, *pieces)) == {(1, 2), (1, 3)}
    assert not joins(lot, *(piece | {"sent_as": "outright"} for piece in pieces), least=0.0)
