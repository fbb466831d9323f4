"""The interval of a value that cannot be below nothing, and of the least of two such values."""

from __future__ import annotations

import numpy as np
import pytest
import scipy

from tidewaiter.flows.least_of_two import Side, both_err, either_errs, least_of_two, share_apart
from tidewaiter.flows.unified_interval import unified_interval

NORMAL = scipy.stats.norm.ppf((np.arange(4000) + 0.5) / 4000)[:, None]


@pytest.mark.parametrize(
    ("measured", "low", "high"),
    [(-1.0, 0.0, 0.81), (0.0, 0.0, 1.64), (1.0, 0.0, 2.64), (2.0, 0.58, 3.64),
     (3.0, 1.37, 4.64)],
)  # fmt: skip
def test_the_unified_interval_of_the_paper(measured: float, low: float, high: float) -> None:
    """Feldman and Cousins (1998), table X: a mean that is not below zero, measured with error one, at 90 %."""
    found = unified_interval(np.array([measured]), NORMAL, 0.9)
    assert (float(found[0][0]), float(found[1][0])) == pytest.approx((low, high), abs=0.03)


@pytest.mark.parametrize("truth", [0.0, 0.4, 1.2, 3.0, 9.0])
def test_the_unified_interval_errs_as_often_as_it_says_near_nothing_too(truth: float) -> None:
    value = truth + 2.0 * np.random.default_rng(3).standard_normal(4000)
    low, high = unified_interval(value, np.broadcast_to(2.0 * NORMAL, (4000, 4000)), 0.9)
    assert ((low <= truth) & (truth <= high)).mean() == pytest.approx(0.9, abs=0.02)
    assert (low >= 0).all()
    assert (low <= high).all()


def test_no_data_has_no_interval() -> None:
    value, errors = np.array([np.nan, 1.0]), np.hstack([NORMAL, NORMAL])
    low, high = unified_interval(value, errors, 0.9)
    assert np.isnan([low[0], high[0]]).all()
    assert np.isfinite([low[1], high[1]]).all()


def panel(shares: tuple[float, float, float], seed: int) -> tuple[np.ndarray, Side, Side]:
    """Return the least of both truths, and the sides: neither rose, one did, or both did alike."""
    random = np.random.default_rng(seed)
    kind = random.choice(3, 3000, p=shares)
    first = np.where(kind == 2, 5.0, np.where((kind == 1) & (random.random(3000) < 0.5), 6.0, 0.0))
    second = np.where(kind == 2, 5.0, np.where((kind == 1) & (first == 0), 6.0, 0.0))
    errors = np.broadcast_to(NORMAL[::20], (200, 3000))
    sides = [Side(value=truth + random.standard_normal(3000), errors=errors) for truth in (first, second)]
    return np.minimum(first, second), sides[0], sides[1]


@pytest.mark.parametrize("shares", [(0.7, 0.2, 0.1), (0.2, 0.6, 0.2), (0.9, 0.0, 0.1)])
def test_the_least_of_two_is_held_as_often_as_said_over_a_panel(shares: tuple[float, float, float]) -> None:
    truth, one, other = panel(shares, 11)
    low, high = least_of_two(one, other, 0.9)
    held = (low <= truth) & (truth <= high)
    assert held.mean() == pytest.approx(0.9, abs=0.03)
    assert held[truth == 0].mean() == pytest.approx(0.9, abs=0.04)
    assert held[truth > 0].mean() > 0.83
    draws = np.maximum(np.minimum(one.value - one.errors, other.value - other.errors), 0.0)
    most = np.quantile(draws, 0.95, axis=0)
    too_low = (truth > most)[truth > 0].mean()
    assert too_low > (truth > high)[truth > 0].mean()  # draws of the least put both ends too low


def test_how_many_countries_have_one_side_alone() -> None:
    for shares in ((0.7, 0.2, 0.1), (0.2, 0.6, 0.2), (0.9, 0.0, 0.1)):
        _, one, other = panel(shares, 12)
        assert share_apart(one.value, other.value) == pytest.approx(shares[1] / (shares[0] + shares[1]), abs=0.06)
    assert share_apart(np.ones(3), -np.ones(3)) == 1.0  # three countries tell nothing


def test_errors_of_a_side_put_together_give_what_is_allowed() -> None:
    allowed = np.array([0.05, 0.1])
    for apart in (0.0, 0.3, 1.0):
        both, either = both_err(allowed, apart), either_errs(allowed, apart)
        assert apart * both + (1 - apart) * both**2 == pytest.approx(allowed)
        assert apart * either + (1 - apart) * (1 - (1 - either) ** 2) == pytest.approx(allowed)
