"""Lots that were split or put together: several legs on one side whose amounts add up to those on the other."""

from __future__ import annotations

import math

import numpy as np

from tidewaiter.networks.chains.candidates import Blocks, Pairs, longer
from tidewaiter.networks.chains.likeness import (
    ANY_SHAPE,
    EXACT,
    FAR,
    LATE_BOOKING,
    LONGEST,
    MARGIN,
    MARGIN_SPREAD,
    NEAR,
    SAME,
    STAY,
    gap_weight,
    held_back,
    log_odds_of_price,
    mean_stay,
    priced_within,
)
from tidewaiter.networks.chains.lots import Floats, Ints, Lots
from tidewaiter.networks.chains.shares import CRUMB, Left
from tidewaiter.networks.chains.units import DAYS_ONE, MIXED, MOST, Units, chosen_units, sorted_units, units_of
from tidewaiter.networks.compiled import compiled

#: Share of the lots passed on that are split or put together, where prices say that they can be.
_SPLIT = 0.3
#: Share of units that are of one lot, before prices are looked at: of neighbours; and of those that others lie between,
#: or that one partner takes in more than a few days.
_ONE_LOT, _ONE_LOT_APART = 0.3, 0.03
#: Share of sums of weights that are nearly equal by chance, and of sums of pieces that are within `SAME`, such that
#: confidences are right in simulated worlds: most of the units looked at hold rows of each other and are no chances of
#: their own.
_CHANCE = (0.001, 0.00017)
#: Units of the same sum that are looked at.
_LOOKED_AT = 64
#: Least agreement of the marks and prices, as a log-likelihood ratio.
_LEAST = -2.0


def bundled_pairs(ins: Lots, outs: Lots, blocks: Blocks, passing: Floats, left: Left) -> Pairs:
    """Return pairs of legs, nothing of which is given out, of bundles that add up to the same; with confidence.

    Args:
        passing: Share of the legs of each outward leg's company that pass goods on.
        left: What is left of legs.

    Returns:
        Pairs of the surest bundles first. No leg is in two bundles.
    """
    open_in, open_out = _open_rows(ins, outs, blocks, left)
    in_units, out_units = units_of(ins, open_in), units_of(outs, open_out)
    found = []
    for measure in (0, 1):
        some = sorted_units(in_units, measure)
        to, at, odds = _equal_units(some, out_units, passing, measure)
        key = (ins.leg[some.rows[at, 0]], some.size[at], outs.leg[out_units.rows[to, 0]], out_units.size[to])
        found.append((*key, odds, some.rows[at], out_units.rows[to]))
    *keys, odds, rows_in, rows_out = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((*keys, -np.round(odds, 9)))
    to, at, sure, _ = chosen_units(rows_in[order], rows_out[order], odds[order], len(ins.leg), len(outs.leg))
    weight, count = np.log(outs.kg[to] / ins.kg[at]), np.log(outs.pieces[to] / ins.pieces[at])
    ratio = np.where(np.isnan(weight), count, weight)
    # Where nothing is stated on both sides, values tell how much of a sum a leg is, less the usual margin.
    return Pairs(to, at, np.where(np.isnan(ratio), np.log(outs.value[to] / ins.value[at]) - MARGIN, ratio), sure)


def _open_rows(ins: Lots, outs: Lots, blocks: Blocks, left: Left) -> tuple[Ints, Ints]:
    """Return rows nothing was given out of, in blocks that have such rows on both sides."""
    free_in, free_out = left.ins >= 1 - CRUMB, left.outs >= 1 - CRUMB
    count_in, count_out = (
        np.bincount(side.block[free], minlength=len(blocks.ins)) for side, free in ((ins, free_in), (outs, free_out))
    )
    both = (count_in > 0) & (count_out > 0)
    return np.flatnonzero(free_in & both[ins.block]), np.flatnonzero(free_out & both[outs.block])


@compiled
def _equal_units(ins: Units, outs: Units, passing: Floats, measure: int) -> tuple[Ints, Ints, Floats]:
    """Return pairs of units, one of them of several legs at least, that add up to the same; with their odds.

    Inward units are sorted by block and the measure: 0 for weight, 1 for pieces.
    """
    to, at, odds = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64)
    size, block, begin, end, possible = 0, -1, 0, 0, 1.0
    for out in range(len(outs.size)):
        amount = outs.pieces[out] if measure == 1 else outs.kg[out]
        if outs.block[out] != block:
            block = outs.block[out]
            begin, end = np.searchsorted(ins.block, block), np.searchsorted(ins.block, block + 1)
            possible = _looked_back_on(ins, begin, end)
        if not amount > 0 or begin == end:
            continue
        sums = ins.pieces[begin:end] if measure == 1 else ins.kg[begin:end]
        off = amount * NEAR if measure == 0 else EXACT * 2 * MOST
        first = begin + np.searchsorted(sums, amount - off, side="left")
        last = begin + np.searchsorted(sums, amount + off, side="right")
        for row in range(first, min(last, first + _LOOKED_AT)):
            pieces = ins.pieces[row] > 0 and outs.pieces[out] > 0  # they decide where both are known
            if (measure == 0 and pieces) or not _may_be_one(ins, row, outs, out):
                continue
            rounded = EXACT * (ins.size[row] + outs.size[out])  # each piece is rounded by itself
            said = _agreement(ins, row, outs, out)
            contradicts = measure == 1 and abs(math.log(outs.kg[out] / ins.kg[row])) > FAR
            if contradicts or said < _LEAST or (measure == 1 and abs(ins.pieces[row] - amount) > rounded):
                continue
            if size == len(to):
                to, at, odds = longer(to), longer(at), longer(odds)
            usual = passing[outs.rows[out, 0]]
            chance = _CHANCE[0] if measure == 0 else _CHANCE[1] * min(max(rounded / (SAME * amount), 0.1), 10.0)
            prior = usual / (1.0 - usual) * _SPLIT * _is_one(ins, row) * _is_one(outs, out) / chance / possible
            gap = mean_stay(
                float(ins.last[row]), float(ins.last_to[row]), float(outs.first[out]), float(outs.first_to[out])
            )
            price = log_odds_of_price(math.log(outs.value[out] / ins.value[row]), MARGIN, MARGIN_SPREAD)
            to[size], at[size], odds[size] = out, row, prior * math.exp(said + price) * gap_weight(gap, STAY, ANY_SHAPE)
            size += 1
    return to[:size], at[:size], odds[:size]


@compiled
def _is_one(units: Units, at: int) -> float:
    """Return how sure it is that a unit is of one lot, by what its legs cost and whether others lie between them."""
    if units.size[at] == 1:
        return 1.0
    slow = units.partner[at] != MIXED and units.last[at] - units.first[at] > DAYS_ONE
    odds = _ONE_LOT_APART if slow or units.gaps[at] > 0 else _ONE_LOT
    odds = odds / (1.0 - odds) * math.exp(units.price[at])
    return odds / (1.0 + odds)


@compiled
def _looked_back_on(ins: Units, begin: int, end: int) -> float:
    """Return how many units of neighbours of a block lie in the time looked back on, about."""
    if begin == end:
        return 1.0
    days = ins.last[begin:end].max() - ins.first[begin:end].min()
    together = (ins.gaps[begin:end] == 0).sum()
    return float(max(together * min(LONGEST / max(days, 1), 1.0), 1.0))


@compiled
def _may_be_one(ins: Units, row: int, outs: Units, out: int) -> bool:
    """Tell whether a unit can be what became of another, by time, parties and price."""
    if ins.size[row] + outs.size[out] < 3:
        return False
    if ins.size[row] > 1 and outs.size[out] > 1 and (ins.partner[row] == MIXED or outs.partner[out] == MIXED):
        return False  # any amounts add up to some others
    early = outs.high[out] < ins.low[row] or outs.first_to[out] - ins.last[row] < -LATE_BOOKING
    if early or outs.last[out] - ins.first_to[row] > LONGEST:
        return False
    if outs.partner[out] >= 0 and outs.partner[out] == ins.partner[row]:
        return False
    if held_back(ins.treatment[row], outs.treatment[out]):
        return False
    return priced_within(math.log(outs.value[out] / ins.value[row]))


@compiled
def _agreement(ins: Units, row: int, outs: Units, out: int) -> float:
    """Return what the marks of two units say, as a log-likelihood ratio."""
    said = 0.0
    if ins.part[row] >= 0 and outs.part[out] >= 0:
        said += 1.8 if ins.part[row] == outs.part[out] else -3.0
    elif ins.brand[row] >= 0 and outs.brand[out] >= 0:
        said += 0.8 if ins.brand[row] == outs.brand[out] else -2.5
    said += 0.3 if ins.hs[row] == outs.hs[out] else -1.5
    # One partner, a few days: an invoice in pieces. Several partners: sums agree by chance more often.
    return said - (0.7 if ins.partner[row] == MIXED else 0.0) - (0.7 if outs.partner[out] == MIXED else 0.0)
