"""Each estimator against its formula, on numbers that can be checked by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import scipy

from tidewaiter.flows.change_points import calendar_test, change_points
from tidewaiter.flows.destination_growth import destination_growth
from tidewaiter.flows.difference_in_differences import impute, time_factors
from tidewaiter.flows.drift import PRIOR_DRIFT, drift
from tidewaiter.flows.false_discovery import benjamini_hochberg, combined, hub_findings
from tidewaiter.flows.feed import Feed
from tidewaiter.flows.grading import Signs, grade
from tidewaiter.flows.hub_growth import hub_growth
from tidewaiter.flows.leg import Leg, over_origins
from tidewaiter.flows.mirror_gap import log_gap, symmetric_gap
from tidewaiter.flows.null_scale import middle_scale, null_scale
from tidewaiter.flows.origin_bounds import origin_bounds
from tidewaiter.flows.pooled import pooled_p_values, weighted_p_values
from tidewaiter.flows.ranking import rank_with_intervals
from tidewaiter.flows.regimes import change_positions, deseasonalised, longest_stretch
from tidewaiter.flows.resale import resale_evidence
from tidewaiter.flows.synthetic_control import simplex_weights
from tidewaiter.flows.unit_values import unit_values
from tidewaiter.flows.window import Span, inside, parse_span
from tidewaiter.law.tables.records import Event
from tidewaiter.model import Grade, UsageError


def test_gaps() -> None:
    sent, arrived = np.array([[2.0, 3.0, 0.0, 0.0]]), np.array([[1.0, 0.0, 4.0, 0.0]])
    assert log_gap(sent, arrived)[0] == pytest.approx([np.log(2), np.nan, np.nan, np.nan], nan_ok=True)
    assert symmetric_gap(sent, arrived)[0] == pytest.approx([2 / 3, 2.0, -2.0, np.nan], nan_ok=True)


def test_false_discoveries_of_the_paper() -> None:
    """Example of Benjamini and Hochberg (1995), section 3: four of fifteen hypotheses are rejected at 5 %."""
    p = np.array([
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ])  # fmt: skip
    found = benjamini_hochberg(p, 0.05)
    assert (found.found.sum(), found.tests) == (4, 15)
    assert (np.diff(found.q) >= 0).all()
    assert benjamini_hochberg(np.array([np.nan, 0.01])).tests == 1


def test_the_tests_of_a_hub_count_together_and_only_hubs_that_are_found_say_which() -> None:
    p = np.array([
        [0.5, 0.03, 0.9, 1e-6, np.nan, np.nan],
        [0.7, 0.03, 0.2, 0.020, np.nan, 0.90],
        [0.4, 0.03, 0.6, 0.900, np.nan, 0.80],
    ])  # fmt: skip
    assert combined(p)[:4] == pytest.approx(3 / (1 / p[:, :4]).sum(axis=0))
    assert combined(p)[1] == pytest.approx(0.03)  # where all say the same it stands
    assert np.isnan(combined(p)[4])
    found = hub_findings(p, 0.08)
    assert found.found.any(axis=0).tolist() == [False, True, False, True, False, False]
    assert found.found[:, 3].tolist() == [True, True, False]
    assert found.found[:, 1].all()
    assert found.tests == 14
    assert hub_findings(p, 0.05).found[:, 1].sum() == 0
    assert found.q[1] == pytest.approx(0.03 * 5 / 2)


def test_the_rate_of_false_discoveries_holds_over_hubs() -> None:
    random = np.random.default_rng(21)
    shares = []
    for _ in range(400):
        shared = random.standard_normal(60)  # the tests of one hub hang together
        scores = np.sqrt(0.5) * (shared + random.standard_normal((5, 60)))
        scores[:, :15] += 2.5
        found = np.asarray(hub_findings(scipy.stats.norm.sf(scores), 0.1).found.any(axis=0))
        shares.append(found[15:].sum() / max(found.sum(), 1))
    assert np.mean(shares) < 0.11


def test_exports_of_one_good_alone_are_a_sign_and_not_a_method() -> None:
    several = Signs(exports=True, imports=False, large=True)
    assert grade(several)[0] is Grade.C
    assert grade(replace(several, single_good=True))[0] is Grade.D
    assert grade(replace(several, single_good=True, imports=True))[0] is Grade.B  # the other leg agrees
    assert grade(replace(several, single_good=True, fed=True))[0] is Grade.B  # the same good came in
    assert grade(replace(several, single_good=True, passed=True))[0] is Grade.B  # from another candidate


def test_exports_that_did_not_rise_inward_are_a_makers_unless_most_goods_rose() -> None:
    narrow = Signs(exports=True, imports=False, large=True, fed=False)
    assert grade(narrow)[0] is Grade.D
    assert grade(replace(narrow, supplied=True))[0] is Grade.C
    assert grade(replace(narrow, broad=True))[0] is Grade.C
    assert grade(replace(narrow, broad=True, own_goods=True))[0] is Grade.D  # it makes all of them


def test_imports_alone_need_the_other_leg_to_point_the_same_way() -> None:
    alone = Signs(imports=True, exports=False, lost=False, exports_match=False, lost_match=False, large=True)
    assert grade(alone)[0] is Grade.D
    assert grade(replace(alone, lost_match=True))[0] is Grade.C
    assert grade(replace(alone, exports=None, exports_match=None))[0] is Grade.C  # no data do not contradict


def test_a_comparison_that_did_not_hold_before_bars_the_best_grade() -> None:
    named = Signs(imports=True, exports=True, large=True, official=True)
    assert grade(named)[0] is Grade.A
    graded, why = grade(replace(named, moved_before=True))
    assert graded is Grade.B
    assert "did not hold before" in why


def test_goods_that_were_lost_were_sent() -> None:
    lost = Signs(imports=False, exports=False, lost=True, imports_match=True, sent_match=True, large=True)
    assert grade(lost)[0] is Grade.C
    assert grade(replace(lost, sent_match=False))[0] is Grade.D


def test_a_change_of_codes_explains_imports_and_not_exports() -> None:
    moved = Signs(imports=True, lost=True, exports=False, large=True, reclassified=True)
    assert grade(moved)[0] is Grade.D
    assert grade(replace(moved, exports=True))[0] is Grade.C  # not B: the imports are explained


def test_stated_errors_shrink_to_what_ordinary_countries_show() -> None:
    random = np.random.default_rng(5)
    ordinary = np.ones(400, dtype=bool)
    scores = 0.5 * random.standard_normal(400)
    assert null_scale(scores, ordinary) == pytest.approx(0.5, abs=0.1)
    diverting = np.where(np.arange(400) % 3 == 0, scores + 5.0, scores)  # diversion only adds
    assert null_scale(diverting, ordinary) < 0.8
    assert null_scale(3 * random.standard_normal(400), ordinary) == 1.0  # too narrow is for drift
    assert null_scale(scores, np.zeros(400, dtype=bool)) == 1.0
    assert null_scale(0.01 * scores[:2], ordinary[:2]) > 0.8  # two countries say little


def test_many_weak_signs_count_and_one_odd_good_does_not() -> None:
    def p_of(scores: np.ndarray, shared: float) -> float:
        sd = np.ones((1, len(scores)))
        of = SimpleNamespace(
            by_good=scores[None], by_good_sd=sd, by_good_shared=shared * sd, value=np.array([scores.sum()])
        )
        return float(pooled_p_values(of, np.zeros(1, dtype=bool))[0])  # type: ignore[arg-type]  # the arrays it reads

    weak, odd = np.full(9, 1.2), np.array([50.0, *np.zeros(8)])
    assert p_of(weak, 0.0) == pytest.approx(scipy.stats.norm.sf(1.2 * 3))
    assert p_of(odd, 0.0) > 0.1
    assert p_of(weak, 1.0) == pytest.approx(scipy.stats.norm.sf(1.2))  # an error all share is one error


def test_the_middle_of_the_scores_tells_their_spread_where_the_lower_half_is_cut_short() -> None:
    random = np.random.default_rng(6)
    scores = 0.6 * random.standard_normal(300)
    cut = np.maximum(scores, -0.5)
    assert middle_scale(cut, np.ones(300, dtype=bool)) == pytest.approx(0.6, rel=0.1)
    assert null_scale(cut, np.ones(300, dtype=bool)) < 0.5
    with_hubs = np.where(np.arange(300) < 30, 8.0, cut)
    assert middle_scale(with_hubs, np.ones(300, dtype=bool)) < 0.75
    assert middle_scale(3 * scores, np.ones(300, dtype=bool)) == 1.0
    assert middle_scale(scores, np.zeros(300, dtype=bool)) == 1.0


def test_ordinary_countries_sharpen_the_test_of_many_weak_signs() -> None:
    random = np.random.default_rng(8)
    scores = np.vstack([np.full((1, 9), 0.6), 0.5 * random.standard_normal((40, 9))])
    of = SimpleNamespace(
        by_good=scores, by_good_sd=np.ones_like(scores), by_good_shared=np.zeros_like(scores), value=scores.sum(axis=1)
    )
    ordinary = np.arange(41) > 0
    alone = pooled_p_values(of, np.zeros(41, dtype=bool))  # type: ignore[arg-type]  # the arrays it reads
    beside = pooled_p_values(of, ordinary)  # type: ignore[arg-type]
    assert alone[0] == pytest.approx(scipy.stats.norm.sf(1.8))
    assert beside[0] < 0.01
    assert (beside[ordinary] < 0.05).mean() < 0.15


def test_goods_that_are_known_precisely_are_heard_beside_large_ones() -> None:
    random = np.random.default_rng(9)
    sd, shared = random.uniform(0.5, 20.0, 8), random.uniform(0.1, 0.4, 8)
    rise = random.normal(1.0, sd)

    def p_of(rise: np.ndarray, shared: np.ndarray) -> float:
        of = SimpleNamespace(
            by_good=rise[None], by_good_sd=sd[None], by_good_shared=shared[None], value=rise[None].sum(1), degrees=30.0
        )
        return float(weighted_p_values(of, np.zeros(1, dtype=bool))[0])  # type: ignore[arg-type]  # the arrays it reads

    weight = np.linalg.solve(np.diag(sd**2 - shared**2) + np.outer(shared, shared), np.ones(8))
    expected = weight @ rise / np.sqrt(weight.sum())
    assert p_of(rise, shared) == pytest.approx(scipy.stats.t.sf(expected, 30.0))
    precise = np.where(sd == sd.min(), 4 * sd, 0.0)
    assert p_of(precise, 0 * sd) < 0.01
    assert precise.sum() < np.sqrt((sd**2).sum())  # in the sum it is nothing


def evidence(
    *,
    fed: tuple[float, float] = (np.nan, np.nan),
    supplied: tuple[float, float] = (np.nan, np.nan),
    premium: tuple[float, float] = (np.nan, np.nan),
    margin: tuple[float, float] = (np.nan, np.nan),
) -> float:
    """Return the evidence of resale from values and their standard errors."""
    feeds = tuple(Feed(ratio=np.array([v]), error=np.array([e])) for v, e in (fed, supplied))
    reach = scipy.stats.norm.ppf(0.95)
    rises = [
        SimpleNamespace(change=np.array([v]), low=np.array([v - reach * e]), high=np.array([v + reach * e]))
        for v, e in (premium, margin)
    ]
    return float(resale_evidence(feeds, rises[0], rises[1], 0.9)[0])  # type: ignore[arg-type]  # what it reads of each


def test_resale_is_weighed_against_own_sale() -> None:
    assert evidence() == 0.0
    for ratio in (0.0, 0.3, 0.8):
        likelier = scipy.stats.norm.logpdf(ratio, 0.8, 0.5) - scipy.stats.norm.logpdf(ratio, 0.0, 0.5)
        assert evidence(fed=(ratio, 0.5)) == pytest.approx(likelier if likelier > 0 else 0.0)
        assert evidence(fed=(ratio, 0.5), supplied=(ratio, 0.5)) == pytest.approx(likelier)
    assert evidence(fed=(0.0, 0.2), supplied=(0.9, 0.3)) > 0  # a second hub buys from the first
    assert evidence(premium=(0.2, 0.1)) == pytest.approx(2.0)
    assert evidence(premium=(-0.2, 0.1)) == 0.0  # a fall speaks for nothing
    assert evidence(margin=(0.3, 0.1), premium=(0.2, 0.1)) == pytest.approx(6.5)
    assert evidence(fed=(5.0, 0.01)) == 10.0  # no sign decides alone


def test_exports_alone_are_graded_by_what_speaks_for_resale() -> None:
    open_ = Signs(exports=True, imports=False, large=True)
    assert grade(replace(open_, resold=True))[0] is Grade.C
    graded, why = grade(replace(open_, resold=False))
    assert graded is Grade.D
    assert "own goods" in why
    own = replace(open_, own_goods=True)
    assert [grade(replace(own, resold=said))[0] for said in (None, False, True)] == [Grade.D, Grade.D, Grade.C]
    short = replace(open_, imports_match=False)
    assert [grade(replace(short, resold=said))[0] for said in (None, False, True)] == [Grade.D, Grade.D, Grade.C]
    assert grade(replace(open_, resold=False, fed=True))[0] is Grade.B


def test_placebos_that_show_nothing_leave_little_drift() -> None:
    random = np.random.default_rng(3)
    noise = np.full(30, 0.04)
    assert drift(0.04 * random.standard_normal(30), noise, np.ones(30, dtype=bool)) < 0.03
    assert drift(0.2 * random.standard_normal(300), np.full(300, 0.04), np.ones(300, dtype=bool)) > 0.15
    assert drift(np.full(3, np.nan), noise[:3], np.ones(3, dtype=bool)) == PRIOR_DRIFT


def test_a_hub_that_is_shrunk_keeps_less_variance_than_one_the_limit_holds() -> None:
    random = np.random.default_rng(4)
    logs = 0.02 * random.standard_normal((40, 1)) + 0.15 * random.standard_normal((40, 30))
    logs[0] += 2.0  # far out of the ordinary: it stays near what it shows
    growth = hub_growth(1e6 * np.exp(logs), np.full((40, 30), 1e6), np.full((40, 30), 10.0), np.ones(40, dtype=bool))
    assert growth.shrunk[0] > 1.8
    assert growth.shrunk_variance[0] == pytest.approx(growth.variance[0])
    inside = np.abs(growth.raw - np.median(growth.raw)) < np.sqrt(growth.variance)
    assert (growth.shrunk_variance[inside] < growth.variance[inside]).all()


def test_origin_bounds() -> None:
    bounds = origin_bounds(np.array([10.0, 10.0]), np.array([8.0, 2.0]), np.array([12.0, 40.0]), lost=1.0)
    assert bounds.lower.tolist() == [6.0, 0.0]
    assert bounds.upper.tolist() == [9.0, 3.0]
    assert bounds.proportional == pytest.approx([80 / 12, 0.5])
    with pytest.raises(ValueError, match="exceed the supply"):
        origin_bounds(np.array([1.0]), np.array([2.0]), np.array([1.0]))


def test_weights_of_a_synthetic_control_recover_a_mixture() -> None:
    random = np.random.default_rng(3)
    donors = random.gamma(4.0, 1.0, (60, 5))
    weights = simplex_weights(donors, donors @ np.array([0.7, 0.3, 0.0, 0.0, 0.0]))
    assert weights.sum() == pytest.approx(1.0)
    assert (weights >= 0).all()
    assert weights[:2] == pytest.approx([0.7, 0.3], abs=0.05)


def test_origins_that_are_missing_take_their_share_or_the_month_with_them() -> None:
    values = np.array([[[96.0, 96.0, np.nan]], [[4.0, np.nan, 4.0]]])
    covered = np.array([[True, True, False], [True, False, True]])
    total = over_origins(values, covered)[0]
    assert total[0] == pytest.approx(100.0)
    assert total[1] == pytest.approx(100.0, rel=0.01)  # the small origin's share is added
    assert np.isnan(total[2])  # without the large one there is no data


def leg(actual: np.ndarray, before: int) -> Leg:
    months = actual.shape[2]
    baseline = np.arange(months) < before
    return Leg(
        name="imports", actual=actual, covered=np.ones((len(actual), months), dtype=bool), baseline=baseline,
        window=~baseline, month=np.arange(months) % 12,
    )  # fmt: skip


def test_difference_in_differences_carries_what_is_common_and_keeps_what_is_not() -> None:
    common = np.linspace(1.0, 3.0, 36)
    level = np.arange(1.0, 9.0)[:, None, None]
    actual = level * common[None, None] * np.ones((8, 2, 1))
    actual[0, 0, 30:] += 5.0
    trade = leg(actual, 24)
    donors = np.arange(8) > 0
    factors = time_factors(trade.actual, trade.covered, trade.baseline, donors)
    excess = trade.total() - trade.total(impute(trade, factors))
    assert excess[0] == pytest.approx([30.0, 0.0], abs=1e-6)
    assert excess[1:] == pytest.approx(np.zeros((7, 2)), abs=1e-6)


def test_growth_of_the_destination_is_that_of_most_countries() -> None:
    expected = np.full(9, 100.0)
    actual = np.full(9, 150.0)
    actual[4] = 5000.0  # a hub nobody suspects
    growth, left = destination_growth(actual, expected, np.ones(9, dtype=bool))
    assert growth == pytest.approx(np.log(1.5), abs=0.02)
    assert left < 0.01
    assert destination_growth(actual, expected, np.arange(9) < 2) == (0.0, 0.0625)


def test_unit_values_need_both_sides() -> None:
    assert unit_values(np.array([10.0, 0.0, 5.0]), np.array([2.0, 1.0, np.nan])) == pytest.approx(
        [np.log(5), np.nan, np.nan], nan_ok=True
    )


class TestChangePoints:
    random = np.random.default_rng(11)

    def series(self, step: float = 1.0, at: int = 30, length: int = 60, noise: float = 0.1) -> np.ndarray:
        values = np.exp(10 + noise * np.random.default_rng(5).standard_normal(length))
        values[at:] *= step
        return values

    def test_a_step_is_found_where_it_is(self) -> None:
        assert change_positions(np.log(self.series(3.0))) == [30]
        assert change_positions(np.log(self.series(1.0))) == []

    def test_a_step_is_dated_with_its_size_and_the_event_beside_it(self) -> None:
        event = Event(id="x", date=dt.date(2021, 7, 1), kind="rule", title="A rule")
        first = 2019 * 12
        (found,) = change_points(self.series(0.2), first, "exports", [event])
        assert (found.date, found.event, found.event_distance) == ("2021-07", "2021-07-01 A rule", 0)
        assert found.low <= found.date <= found.high
        assert found.step_ratio == pytest.approx(0.2, rel=0.1)
        assert found.p_value < 0.001
        far = Event(id="y", date=dt.date(2019, 3, 1), kind="rule", title="Another")
        assert change_points(self.series(0.2), first, "exports", [far])[0].event is None

    def test_a_season_is_no_change(self) -> None:
        month = np.arange(72) % 12
        values = np.exp(10 + 0.8 * np.sin(2 * np.pi * month / 12) + 0.02 * np.random.default_rng(7).standard_normal(72))
        assert change_points(values, 2019 * 12, "exports") == ()
        assert np.ptp(deseasonalised(values, month)) < 0.5

    def test_gaps_are_not_bridged(self) -> None:
        assert longest_stretch(np.array([True, False, True, True, True, False])) == (2, 5)
        values = self.series(3.0)
        values[28:33] = np.nan
        assert change_points(values, 2019 * 12, "exports") == ()

    def test_events_near_by_chance_are_not_telling(self) -> None:
        near = calendar_test([30], [30], 0, 60, seed=1)
        far = calendar_test([30], [0], 0, 60, seed=1)
        assert near is not None
        assert far is not None
        assert near < 0.05
        assert far > 0.5
        assert calendar_test([30], [], 0, 60, seed=1) is None


class TestRanks:
    def test_a_large_noisy_hub_does_not_outrank_a_clear_one(self) -> None:
        random = np.random.default_rng(1)
        value = np.array([120.0, 100.0, 0.0, np.nan])
        draws = value + np.array([400.0, 5.0, 1.0, 0.0]) * random.standard_normal((400, 4))
        ranks = rank_with_intervals(value, draws, value / 10, bound=np.zeros(4, dtype=bool), level=0.9)
        assert ranks.rank.tolist() == [2, 1, 3, 0]
        known = ranks.rank > 0
        assert (ranks.low[known] <= ranks.rank[known]).all()
        assert (ranks.high[known] >= ranks.rank[known]).all()
        assert ranks.high[0] > ranks.high[1]

    def test_the_rank_of_an_upper_bound_may_be_the_last(self) -> None:
        value, random = np.array([120.0, 100.0, 80.0]), np.random.default_rng(1)
        draws = value + random.standard_normal((400, 3))
        ranks = rank_with_intervals(value, draws, value, bound=np.array([True, False, False]), level=0.9)
        assert ranks.rank.tolist() == [1, 2, 3]
        assert (ranks.low.tolist(), ranks.high.tolist()) == ([1, 1, 2], [3, 2, 3])


class TestSpans:
    def test_reading(self) -> None:
        assert parse_span("2019-01:2021-12") == Span(2019 * 12, 2021 * 12 + 11)
        assert parse_span("2019:2021") == parse_span("2019-01:2021-12")
        assert parse_span("2022-03").months == 1
        assert str(parse_span("2022")) == "2022-01:2022-12"

    @pytest.mark.parametrize("text", ["", "x", "2022-13", "2022-03:2021-01", "22-03"])
    def test_what_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(UsageError):
            parse_span(text)

    def test_years_count_when_most_of_them_lies_inside(self) -> None:
        window = parse_span("2022-03:2023-05")
        assert inside(("2021", "2022", "2023"), window, share=0.5).tolist() == [False, True, False]
