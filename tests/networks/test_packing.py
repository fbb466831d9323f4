"""Explanations that share a leg exclude each other: probabilities over all ways to choose some, and the choice."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from tidewaiter.networks.chains.packing import probabilities, taken


def _rows(*rows: tuple[int, ...]) -> np.ndarray:
    found = np.full((len(rows), 3), -1, np.int64)
    for at, row in enumerate(rows):
        found[at, : len(row)] = row
    return found


def _counted(ins: np.ndarray, outs: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return the probabilities by going through all ways to choose."""
    total, found = 0.0, np.zeros(len(weight))
    for chosen in product((False, True), repeat=len(weight)):
        which = np.flatnonzero(chosen)
        legs = [("in", r) for k in which for r in ins[k] if r >= 0] + [
            ("out", r) for k in which for r in outs[k] if r >= 0
        ]
        if len(set(legs)) == len(legs):
            often = float(np.prod(weight[which]))
            total += often
            found[which] += often
    return found / total


def test_probabilities_are_those_of_all_ways_to_choose() -> None:
    """Two lots are each other's rivals for one sale, and one of them is also half of what went to another buyer."""
    ins, outs = _rows((0,), (1,), (1, 2)), _rows((0,), (0,), (1,))
    weight = np.array([3.0, 1.5, 4.0])
    assert probabilities(ins, outs, weight, 3, 2) == pytest.approx(_counted(ins, outs, weight), abs=1e-6)


def test_a_sum_that_needs_a_leg_that_is_taken_elsewhere_is_less_likely() -> None:
    ins, outs = _rows((0, 1), (1,)), _rows((0,), (1,))
    alone = probabilities(ins[:1], outs[:1], np.array([5.0]), 2, 2)[0]
    beside = probabilities(ins, outs, np.array([5.0, 50.0]), 2, 2)[0]
    assert alone > 0.8
    assert beside < 0.15


def test_no_leg_is_taken_twice() -> None:
    ins, outs = _rows((0, 1), (1,), (2,)), _rows((0,), (1,), (1, 2))
    to, at, number = taken(ins, outs, 3, 3)
    assert list(zip(to.tolist(), at.tolist(), number.tolist(), strict=True)) == [
        (0, 0, 0),
        (0, 1, 0),
        (1, 2, 2),
        (2, 2, 2),
    ]
