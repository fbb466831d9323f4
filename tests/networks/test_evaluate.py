"""Judging a ranking forward in time, and fitting points that stay monotone."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.networks.test_signs import SINCE

from tidewaiter.networks.leads.evaluate import Judged, by_value, came_out, evaluate, new_by_value
from tidewaiter.networks.leads.fitting import BOUNDS, LEAST, MOST, Labelled, fit_weights
from tidewaiter.networks.leads.points import probability, read_weights
from tidewaiter.networks.signs import ABSENT, BY_ID, PRESENT, SIGNS, UNDETERMINED, Facts, Measured

AT = dt.date(2023, 6, 30)


def test_only_what_comes_out_within_the_time_counts() -> None:
    days = [None, AT, AT + dt.timedelta(days=1), dt.date(2024, 6, 29), dt.date(2024, 8, 1)]
    true, lead = came_out(days, at=AT)
    assert true.tolist() == [False, False, True, True, False]
    assert lead[2] == 1
    assert np.isnan(lead[0])
    left_out, _ = came_out(days, at=AT, known_before=[False, False, True, False, False])
    assert left_out.tolist() == [False, False, False, True, False]


def test_precision_value_and_lift() -> None:
    true = np.array([True, True, False, False, True, False])
    judged = Judged(
        true=true, value=np.array([5.0, 1.0, 9.0, 8.0, 4.0, 0.0]), days=np.where(true, [30, 60, 0, 0, 90, 0], np.nan)
    )
    good, poor = np.array([0, 1, 4, 2, 3, 5]), np.array([2, 3, 0, 4, 1, 5])
    found = evaluate({"leads": good, "value": poor}, judged, ks=(2, 4), draws=100)
    rows = {(row.ranking, row.k): row for row in found.rows}
    assert (rows["leads", 2].precision, rows["value", 2].precision, rows["value", 4].precision) == (1.0, 0.0, 0.5)
    assert rows["leads", 2].value_recalled == pytest.approx(0.6)
    assert rows["leads", 2].lead_days == 45
    assert rows["value", 2].lead_days is None
    assert found.lift == {("value", 4): 1.5}
    assert found.base_rate == 0.5
    assert rows["leads", 4].precision_low <= 0.75 <= rows["leads", 4].precision_high


def test_rankings_by_value_are_of_candidates() -> None:
    first = SINCE.toordinal()
    table = pa.table(
        {
            "company_id": ["a", "b", "c", "d"],
            "candidate": [1.0, 1.0, 0.0, 1.0],
            "sent_value": [5.0, 9.0, 99.0, 9.0],
            "first_seen": [first + 5, first - 5, first + 5, first + 9],
        }
    )
    facts = Facts(table, since=SINCE, as_of=AT)
    assert by_value(facts).tolist() == [1, 3, 0]
    assert new_by_value(facts).tolist() == [3, 0]


def _labelled(seed: int, n: int = 400) -> Labelled:
    """Return companies of which a true sign tells, one says the contrary, and the others nothing."""
    random = np.random.default_rng(seed)
    true = random.random(n) < 0.4
    found: dict[str, Measured] = {}
    for sign in SIGNS:
        state = random.choice([PRESENT, ABSENT, UNDETERMINED], n, p=[0.2, 0.6, 0.2]).astype(np.int8)
        found[sign.id] = Measured(state, np.where(state == UNDETERMINED, np.nan, random.random(n)))
    value = np.where(true, random.beta(4, 1, n), random.beta(1, 2, n))
    found["pass_through"] = Measured(np.where(value > 0.3, PRESENT, ABSENT).astype(np.int8), value)
    found["spike"] = Measured(np.where(true, ABSENT, PRESENT).astype(np.int8), np.ones(n))
    return Labelled(found=found, rows=np.ones(n, dtype=bool), true=true)


def test_points_are_monotone_bounded_and_drop_the_wrong_sign() -> None:
    weights = fit_weights([_labelled(seed) for seed in range(3)])
    said: dict[str, Any] = {
        name: {"absent": w.absent, "present": w.present, "steps": w.steps} for name, w in weights.signs.items()
    }
    assert read_weights({"intercept": weights.intercept, "signs": said}).signs.keys() == weights.signs.keys()
    assert all(LEAST <= w.absent <= 0 <= w.present <= MOST for w in weights.signs.values())
    assert all(points <= MOST for w in weights.signs.values() for _, points in w.steps)
    assert "spike" not in weights.signs
    through = weights.signs["pass_through"]
    assert max([through.present, *(points for _, points in through.steps)]) > 0.8
    assert through.absent < 0
    fresh = _labelled(9)
    score = weights.points(BY_ID["pass_through"], fresh.found["pass_through"])
    assert score[fresh.true].mean() > score[~fresh.true].mean()


def test_a_sign_that_is_ordinary_elsewhere_has_its_own_bound() -> None:
    case = _labelled(1)
    found = dict(case.found)
    for name in ("route_detour", "code_switching"):
        found[name] = Measured(np.where(case.true, PRESENT, ABSENT).astype(np.int8), np.ones(len(case.true)))
    weights = fit_weights([dataclasses.replace(case, found=found)])
    assert weights.signs["code_switching"].present > BOUNDS["route_detour"]
    assert weights.signs["route_detour"].present == BOUNDS["route_detour"] < MOST


def test_the_same_cases_give_the_same_points() -> None:
    assert fit_weights([_labelled(1)]) == fit_weights([_labelled(1)])


def test_scores_are_probabilities_by_form() -> None:
    assert probability(0.0) == 0.5
    assert 0.0 <= probability(-900.0) < probability(900.0) <= 1.0
