"""Ranks of hubs and what chance leaves of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.panel import Bools, Floats, Indices

_TIE = 1e-6


@dataclass(frozen=True, kw_only=True)
class Ranks:
    """Ranks from 1, [h]; 0 where there is no data.

    Attributes:
        rank: Rank by the shrunk value.
        low: Best rank of the interval; `high` the worst.
    """

    rank: Indices
    low: Indices
    high: Indices


def shrinkage(value: Floats, sd: Floats) -> Floats:
    """Return the positive-part James-Stein factor 1 - (sd / value)^2 of each hub: 0 for less than its error."""
    with np.errstate(invalid="ignore", divide="ignore"):
        factor = 1.0 - (sd / np.abs(value)) ** 2
    return np.where(np.isfinite(factor), np.clip(factor, 0.0, 1.0), 0.0)


def rank_with_intervals(value: Floats, draws: Floats, score: Floats, *, bound: Bools, level: float) -> Ranks:
    """Rank hubs by their shrunk value; ties, at nothing, by how many standard deviations they are out.

    Args:
        value: Value through each hub, NaN where there is no data.
        draws: Draws of what it may truly be, [draws, h].
        score: Value over its standard deviation before it was cut off at zero; NaN counts as least.
        bound: Hubs whose value is the most it can be, [h]. At worst nothing went through them, which puts them behind
            every hub with something, and those before them.
        level: Share of the draws the interval holds.
    """
    known = np.isfinite(value)
    if not known.any():
        unknown = np.zeros(len(value), dtype=np.intp)
        return Ranks(rank=unknown, low=unknown, high=unknown)
    factor = shrinkage(value, np.where(np.isfinite(draws), draws, 0.0).std(axis=0))
    tie = _TIE * np.tanh(np.nan_to_num(score, nan=-5.0) / 5.0) * max(float(np.nanmax(np.abs(value), initial=0.0)), 1.0)
    rank = _ranks(np.where(known, factor * value + tie, -np.inf))
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(_drawn(known, factor, draws, tie), [tail, 1.0 - tail], axis=0)
    if bound.any():
        without = _drawn(known, factor, np.where(bound, 0.0, draws), np.where(bound, -_TIE, tie))
        low = np.where(bound, low, np.minimum(low, np.quantile(without, tail, axis=0)))
        high = np.where(bound, np.maximum(high, (known & (factor * value > 0)).sum()), high)
    low, high = np.minimum(np.floor(low).astype(np.intp), rank), np.maximum(np.ceil(high).astype(np.intp), rank)
    return Ranks(rank=np.where(known, rank, 0), low=np.where(known, low, 0), high=np.where(known, high, 0))


def _drawn(known: Bools, factor: Floats, draws: Floats, tie: Floats) -> Indices:
    """Return the ranks of each draw, [draws, h]."""
    return np.array([_ranks(np.where(known, factor * np.maximum(draw, 0.0) + tie, -np.inf)) for draw in draws])


def _ranks(keys: Floats) -> Indices:
    order = np.argsort(-keys, kind="stable")
    ranks = np.empty(len(keys), dtype=np.intp)
    ranks[order] = np.arange(1, len(keys) + 1)
    return ranks
