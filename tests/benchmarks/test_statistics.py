"""The measures of the scorecard, on figures that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest


def test_quality_of_known_scores() -> None:
    from benchmarks.scorecard.statistics import best_threshold, quality

    match, score = np.array([True, True, False, False]), np.array([0.9, 0.6, 0.6, 0.1])
    at = quality(match, score, score >= 0.5)
    assert [at.precision, at.recall, at.f1] == pytest.approx([2 / 3, 1.0, 0.8])
    assert at.auc == pytest.approx((2 + 1.5) / 4)
    assert best_threshold(match, score) == 0.6


def test_what_cannot_be_said_is_not_a_number() -> None:
    from benchmarks.scorecard.statistics import quality

    only = quality(np.array([True, True]), np.array([0.9, 0.2]), np.array([True, False]))
    assert (only.precision, only.recall, only.f1, only.auc) == (None, 0.5, None, None)


def test_a_mass_of_equal_scores_does_not_pass_by_half() -> None:
    from benchmarks.scorecard.statistics import recall_at_rate

    right, wrong = np.array([1.0, 0.7, 0.5]), np.array([0.7] * 5 + [0.1] * 95)
    assert list(recall_at_rate(right, wrong, 0.01)) == pytest.approx([1 / 3, 0.7])
    assert list(recall_at_rate(right, wrong, 0.05)) == pytest.approx([1.0, 0.1])


def test_pairs_that_share_a_name_through_others_are_one_group() -> None:
    from benchmarks.scorecard.statistics import groups_of

    assert groups_of(["a", "B", "x"], ["b", "c", "y"]).tolist() == [0, 0, 1]


def test_a_matcher_never_beats_itself_and_a_better_one_is_told_from_it() -> None:
    from benchmarks.scorecard.statistics import Bootstrap

    rng = np.random.default_rng(3)
    match = np.arange(400) % 2 == 0
    poor, good = match + rng.normal(0, 1.0, 400), match + rng.normal(0, 0.2, 400)
    draws = Bootstrap(match, np.arange(400))
    same = draws.auc_difference(poor, poor)
    assert (same.value, same.low, same.high, same.above_zero) == (0.0, 0.0, 0.0, False)
    lead = draws.auc_difference(good, poor)
    assert lead.above_zero
    assert lead.low < lead.value < lead.high
    assert not draws.f1_difference(poor > 0.5, good > 0.5).above_zero


def test_the_interval_is_wider_where_pairs_hang_together() -> None:
    from benchmarks.scorecard.statistics import Bootstrap

    rng = np.random.default_rng(5)
    of_group = rng.random(20) < 0.7
    group = np.repeat(np.arange(20), 20)
    match = np.arange(400) % 2 == 0
    said = match & of_group[group]
    together = Bootstrap(match, group).f1(said)
    apart = Bootstrap(match, np.arange(400)).f1(said)
    assert together.value == apart.value
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_groups_are_drawn_whole() -> None:
    from benchmarks.scorecard.statistics import random_draws

    group = np.array(["a", "b", "a", "c"], dtype=object)
    for rows in random_draws(group, 50):
        assert (rows == 0).sum() == (rows == 2).sum()
        assert len({group[row] for row in rows.tolist()}) <= 3
    assert [r.tolist() for r in random_draws(group, 5)] == [r.tolist() for r in random_draws(group, 5)]


def test_scores_that_say_the_truth_are_calibrated() -> None:
    from benchmarks.scorecard.statistics import brier, calibration_error

    match = np.array([True, True, True, False] * 25)
    assert calibration_error(match, np.full(100, 0.75)) == pytest.approx(0)
    assert calibration_error(match, np.full(100, 0.25)) == pytest.approx(0.5)
    assert brier(match, match.astype(float)) == 0
