"""Orders decided over several processes are decided as in one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from importlib import resources

import pytest

from tidewaiter.model import Transaction
from tidewaiter.sources.orders import read_orders
from tidewaiter.workspace import Workspace

ORDERS = str(resources.files("tidewaiter") / "examples" / "orders.jsonl")


@pytest.fixture(scope="module")
def orders() -> list[Transaction]:
    """The example orders several times over, some of them without a date."""
    examples = [order for order in read_orders(ORDERS) if isinstance(order, Transaction)]
    recent = [replace(tx, date=dt.date(2024, 8, 7) if number % 3 else None) for number, tx in enumerate(examples)]
    return [replace(tx, id=f"{tx.id} {time}") for time in range(9) for tx in recent]


def test_decisions_are_the_same_from_workers(space: Workspace, orders: list[Transaction]) -> None:
    assert len(orders) > 512
    here = list(space.checked(orders))
    there = list(space.checked(orders, workers=2))
    assert there == here
    assert [tx.id for tx, _ in there] == [tx.id for tx in orders]
    assert {decision.as_of for _, decision in there} == {dt.date(2024, 8, 7), space.today()}


def test_a_day_asked_for_reaches_the_workers(space: Workspace, orders: list[Transaction]) -> None:
    day = dt.date(2024, 8, 7)
    decisions = list(space.check(orders[:40], as_of=day, workers=2))
    assert decisions == list(space.check(orders[:40], as_of=day))
    assert {decision.as_of for decision in decisions} == {day}
