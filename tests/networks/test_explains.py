"""Chains explain a hub's excess up to the excess, with bounds, and what is left is said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tidewaiter.networks.chains.explains import Excess, explained
from tidewaiter.networks.stages import CHAINS

A, B = "2022:854231", "2022:854232"


def _chains(*rows: dict[str, Any]) -> pa.Table:
    usual = {
        "family": A, "countries": ["DE", "TR", "RU"], "first": dt.date(2023, 1, 5), "last": dt.date(2023, 2, 9),
        "confidence": 1.0,
    }  # fmt: skip
    made = [usual | {"chain": n} | row for n, row in enumerate(rows)]
    return pa.Table.from_pylist([{name: row.get(name) for name in CHAINS.names} for row in made], schema=CHAINS)


def _excess(family: str, usd: float, month: str = "2023-02") -> Excess:
    return Excess(family=family, month=month, usd=usd, low=0.5 * usd, high=2.0 * usd)


def test_the_share_has_bounds() -> None:
    chains = _chains({"value_usd": 300.0, "confidence": 0.95}, {"value_usd": 200.0, "confidence": 0.5})
    (one, total) = explained(chains, [_excess(A, 1_000.0)], hub="TR")
    assert one.explained == pytest.approx(0.95 * 300 + 0.5 * 200)
    assert (one.low, one.high) == (0.95 * 300, 500.0)
    assert one.unexplained == pytest.approx(1_000 - one.explained)
    assert one.share == pytest.approx(one.explained / 1_000)
    assert (one.share_low, one.share_high) == (0.95 * 300 / 2_000, 500 / 500)
    assert one.chains == (0, 1)
    assert (total.family, total.explained) == (None, one.explained)


@pytest.mark.parametrize("seed", range(20))
def test_an_estimate_lies_within_its_bounds(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = [
        {
            "value_usd": random.lognormal(5, 2),
            "confidence": random.choice([random.uniform(), random.uniform(0.9, 1)]),
            "family": (A, B)[random.integers(2)],
        }
        for _ in range(random.integers(1, 12))
    ]
    for one in explained(_chains(*rows), [_excess(A, random.lognormal(6, 2)), _excess(B, 90.0)], hub="TR"):
        assert one.low <= one.explained <= one.high <= one.excess
        assert one.share is not None
        assert one.share_low is not None
        assert one.share_high is not None
        assert one.share_low <= one.share <= one.share_high + 1e-12


def test_no_more_than_the_excess_is_explained_and_no_other_family() -> None:
    chains = _chains({"value_usd": 5_000.0}, {"value_usd": 100.0, "family": B})
    first, second, total = explained(chains, [_excess(A, 1_000.0), _excess(B, 400.0)], hub="TR")
    assert (first.explained, first.unexplained, first.share) == (1_000.0, 0.0, 1.0)
    assert (second.explained, second.unexplained) == (100.0, 300.0)
    assert (total.excess, total.explained, total.unexplained) == (1_400.0, 1_100.0, 300.0)


def test_months_hubs_and_directions() -> None:
    chains = _chains(
        {"value_usd": 100.0, "value_in_usd": 70.0},
        {"value_usd": 100.0, "last": dt.date(2023, 5, 1)},
        {"value_usd": 100.0, "countries": ["DE", "AE", "RU"]},
        {"value_usd": 100.0, "countries": ["TR", "AE", "RU"]},
    )
    assert explained(chains, [_excess(A, 1_000.0)], hub="TR")[0].explained == 100.0
    january = [_excess(A, 1_000.0, "2023-01")]
    assert explained(chains, january, hub="TR", direction="imports")[0].explained == 70.0
    assert explained(chains, january, hub="TR")[0].explained == 0.0


def test_without_excess_there_is_nothing_to_explain() -> None:
    (one, total) = explained(_chains({"value_usd": 100.0}), [_excess(A, -50.0)], hub="TR")
    assert (one.excess, one.explained, one.share) == (0.0, 0.0, None)
    assert total.share is None
    assert explained(_chains(), [], hub="TR")[0].chains == ()
