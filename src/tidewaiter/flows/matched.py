"""What came in matched with what went on or was lost: the value consistent with diversion, or only its upper bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.excess import Excess
from tidewaiter.flows.least_of_two import Side, least_of_two
from tidewaiter.flows.lost_in_transit import LostInTransit
from tidewaiter.flows.origin_bounds import corroborated
from tidewaiter.flows.panel import Bools, Floats


@dataclass(frozen=True, kw_only=True)
class Inward:
    """Imports excess by the origins where they are covered, else by the hub itself.

    Attributes:
        value: [h], NaN where there is no data.
        draws: What it may truly be, [draws, h].
        p_values: Probability by chance, [h].
        covered: Periods with data, [h, t].
    """

    value: Floats
    draws: Floats
    p_values: Floats
    covered: Bools

    @classmethod
    def of(cls, imports: Excess, reported: Excess) -> Inward:
        """Take each hub's excess from the origins or from the hub."""
        known = np.isfinite(imports.value)
        value = np.where(known, imports.value, reported.value)
        return cls(
            value=value,
            draws=value - np.where(known, imports.errors, reported.errors),
            p_values=np.where(known, imports.p_values, reported.p_values),
            covered=np.where(known[:, None], imports.leg.covered, reported.leg.covered),
        )


@dataclass(frozen=True, kw_only=True)
class Matched:
    """A value both sides of a hub agree on.

    Attributes:
        value: [h], NaN where there is no data.
        low: Lower end of its interval, [h]; `high` the upper end. They hold the value.
        draws: What it may truly be, [draws, h].
        bound: Only one side has data: nothing was matched, and value and draws are the most it can be, [h].
        coverage: Share of periods in which the sides that were matched are covered, [h].
    """

    value: Floats
    low: Floats
    high: Floats
    draws: Floats
    bound: Bools
    coverage: Floats


def corroborated_value(inward: Inward, outward: Excess, level: float) -> Matched:
    """Return min of both excesses over the periods both legs cover; a leg covered longer counts in proportion.

    Args:
        inward: Imports excess.
        outward: Exports excess.
        level: Level of the interval.
    """
    window = outward.leg.window
    here, there = inward.covered[:, window], outward.leg.covered[:, window]
    both = (here & there).sum(axis=1)
    share_in = np.where(here.any(axis=1), both / np.maximum(here.sum(axis=1), 1), 1.0)
    share_out = np.where(here.any(axis=1), both / np.maximum(there.sum(axis=1), 1), 1.0)
    come = Side(value=inward.value * share_in, errors=(inward.value - inward.draws) * share_in)
    gone = Side(value=outward.value * share_out, errors=outward.errors * share_out)
    value = corroborated(come.value, gone.value)
    low, high = _holding(value, least_of_two(come, gone, level))
    return Matched(
        value=value,
        low=low,
        high=high,
        draws=corroborated(come.value - come.errors, gone.value - gone.errors),
        bound=np.zeros(len(here), dtype=bool),
        coverage=_together(inward, outward),
    )


def diverted_value(inward: Inward, outward: Excess, lost: LostInTransit, level: float) -> Matched:
    """Return the imports excess that exports to the destination or losses match.

    Where neither exports nor losses have data nothing can be matched: the imports excess is the most that can have been
    diverted. Likewise the exports excess where imports have none. Arguments as in `corroborated_value`, and losses.
    """
    come, gone, missing = np.isfinite(inward.value), np.isfinite(outward.value), np.isfinite(lost.value)
    seen = np.where(come, inward.covered.mean(axis=1), outward.leg.coverage())
    by_exports = np.where(gone, _together(inward, outward), 0.0)
    by_loss = np.where(missing, lost.pair.covered.mean(axis=1), 0.0)
    bound = (come & ~gone & ~missing) | (~come & gone)
    value = _least(inward.value, outward.value, lost.value)
    came = Side(value=inward.value, errors=inward.value - inward.draws)
    low, high = _holding(value, least_of_two(came, _accounted(outward, lost), level))
    return Matched(
        value=value,
        low=low,
        high=high,
        draws=_least(inward.draws, outward.value - outward.errors, lost.value - lost.errors),
        bound=bound,
        coverage=np.where(bound | ~come, seen, np.maximum(by_exports, by_loss)),
    )


def _together(inward: Inward, outward: Excess) -> Floats:
    share: Floats = (inward.covered & outward.leg.covered).mean(axis=1)
    return share


def _accounted(outward: Excess, lost: LostInTransit) -> Side:
    """Return what went on or was lost together, where at least one of them is known."""
    gone, missing = np.isfinite(outward.value), np.isfinite(lost.value)
    value = np.where(gone, outward.value, 0.0) + np.where(missing, lost.value, 0.0)
    errors = np.where(gone, outward.errors, 0.0) + np.where(missing, lost.errors, 0.0)
    return Side(value=np.where(gone | missing, value, np.nan), errors=errors)


def _holding(value: Floats, ends: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    return np.minimum(ends[0], value), np.maximum(ends[1], value)


def _least(come: Floats, gone: Floats, missing: Floats) -> Floats:
    out = np.where(np.isfinite(gone), gone, 0.0) + np.where(np.isfinite(missing), np.maximum(missing, 0.0), 0.0)
    either = np.isfinite(gone) | np.isfinite(missing)
    value = np.where(np.isfinite(come), np.where(either, np.minimum(come, out), come), gone)
    return np.maximum(value, 0.0)
