"""How good a ranking of companies is, forward in time: what it named by a day, against what came out later.

Score at day s with what was known by s; a company counts as found when it is designated, or is known to divert, within
a time after s (diversion-methods of the field, section 3.5). The same for rankings that need no signs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tidewaiter.networks.signs.definition import Facts, Flags, Floats

Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Candidates with what came out about them.

    Attributes:
        true: Whether each came out as an evader in the time looked at.
        value: USD each had sent to the destination by the day.
        days: Days from the day of scoring until it came out; NaN where it did not, or was known before.
    """

    true: Flags
    value: Floats
    days: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Quality of the first k of one ranking.

    Attributes:
        precision: Share of them that came out; `precision_low` and `precision_high` a 90 % bootstrap interval.
        value_recalled: Share of the value of all that came out that the first k sent.
        lead_days: Median days from the day of scoring until those found came out; None when none has one.
    """

    ranking: str
    k: int
    precision: float
    precision_low: float
    precision_high: float
    value_recalled: float
    lead_days: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All rankings compared: a row a ranking and k; `lift` is precision of the leads over each other ranking's."""

    rows: Sequence[Quality]
    base_rate: float
    candidates: int
    lift: Mapping[tuple[str, int], float] = field(default_factory=dict)


def came_out(
    outcome: Sequence[dt.date | None], *, at: dt.date, months: int = 12, known_before: Sequence[bool] | None = None
) -> tuple[Flags, Floats]:
    """Return who came out after a day, within so many months, and after how many days.

    Args:
        outcome: Day each company came out, such as its listing; None for never.
        at: Day of scoring.
        months: Length of the time looked at.
        known_before: Companies that are left out since they were known by the day.
    """
    last = at.toordinal() + round(months * 30.4375)
    days = np.array([np.nan if day is None else day.toordinal() - at.toordinal() for day in outcome], dtype=float)
    within = (days > 0) & (days + at.toordinal() <= last)
    if known_before is not None:
        within &= ~np.asarray(known_before, dtype=bool)
    return within, np.where(within, days, np.nan)


def by_value(facts: Facts) -> Ints:
    """Rank the candidates by the value they sent to the destination: what a plain table of trade gives."""
    return _by_value(facts, facts.count("candidate") > 0)


def new_by_value(facts: Facts) -> Ints:
    """Rank by value the candidates first seen since the goods are controlled."""
    return _by_value(facts, (facts.count("candidate") > 0) & (facts.number("first_seen") >= facts.since))


def _by_value(facts: Facts, wanted: Flags) -> Ints:
    rows = np.flatnonzero(wanted)
    ids = np.array([text or "" for text in facts.texts("company_id")], dtype=np.str_)
    return rows[np.lexsort((ids[rows], -facts.count("sent_value")[rows]))]


def evaluate(
    rankings: Mapping[str, Ints], judged: Judged, *, ks: Sequence[int] = (20, 50, 100), draws: int = 500, seed: int = 0
) -> Evaluation:
    """Compare rankings of the same candidates.

    Args:
        rankings: Rows in order, the best first, by the ranking's name; the first is the one whose lift is given.
        judged: What came out of each row.
        ks: Lengths that are looked at; one longer than a ranking is cut to it.
        draws: Draws of the bootstrap over companies.
        seed: Of the draws.
    """
    rows = [_quality(name, order, judged, k, draws=draws, seed=seed) for name, order in rankings.items() for k in ks]
    first = next(iter(rankings))
    of_first = {row.k: row.precision for row in rows if row.ranking == first}
    lift = {
        (row.ranking, row.k): of_first[row.k] / row.precision
        for row in rows
        if row.ranking != first and row.precision > 0
    }
    every = np.unique(np.concatenate(list(rankings.values())))
    rate = float(judged.true[every].mean()) if len(every) else float("nan")
    return Evaluation(rows=rows, base_rate=rate, candidates=len(every), lift=lift)


def _quality(name: str, order: Ints, judged: Judged, k: int, *, draws: int, seed: int) -> Quality:
    top = order[:k]
    true = judged.true[order]
    low, high = _interval(true, k, draws, seed)
    total = judged.value[judged.true].sum()
    found = top[judged.true[top]]
    days = judged.days[found]
    days = days[np.isfinite(days)]
    return Quality(
        ranking=name,
        k=k,
        precision=float(true[:k].mean()) if len(top) else 0.0,
        precision_low=low,
        precision_high=high,
        value_recalled=float(judged.value[found].sum() / total) if total > 0 else 0.0,
        lead_days=float(np.median(days)) if len(days) else None,
    )


def _interval(true: Flags, k: int, draws: int, seed: int) -> tuple[float, float]:
    """Draw the candidates again with their ranks, and take the precision of the first k of each draw."""
    n = len(true)
    if n == 0:
        return 0.0, 0.0
    random = np.random.default_rng(seed)
    found = np.empty(draws)
    for draw in range(draws):
        times = np.bincount(random.integers(0, n, n), minlength=n)
        taken = np.minimum(np.cumsum(times), k)
        counted = np.diff(taken, prepend=0)
        found[draw] = (counted * true).sum() / max(counted.sum(), 1)
    low, high = np.quantile(found, [0.05, 0.95])
    return float(low), float(high)
