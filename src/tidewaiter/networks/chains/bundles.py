"""Lots that were split or put together: several legs on one side whose amounts add up to those on the other."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from tidewaiter.networks.chains.candidates import Blocks, longer
from tidewaiter.networks.chains.likeness import (
    COPIED,
    EXACT,
    FAR,
    LATE_BOOKING,
    LONGEST,
    NEAR,
    WEIGHED,
    held_back,
    mark,
    mean_stay,
    priced_within,
    same_piece,
    usual_code,
    weight_density,
)
from tidewaiter.networks.chains.lots import Bools, Floats, Ints, Lots
from tidewaiter.networks.chains.units import MIXED, MOST, Units, sorted_units, units_of
from tidewaiter.networks.compiled import compiled

#: Share of lots whose pieces add up to the pieces, or the weight, of the other side.
_KEPT = 0.85
#: Log ratio within which sums of the company are counted to see how usual one is; what is known before counting, as
#: sums for each unit of log ratio; and how many sums that is worth.
_WIDE, _DENSITY, _WORTH = 0.05, 0.33, 2.0
#: What it is worth, as log odds, that the units looked at hold legs of each other, so that most are no chances of their
#: own: such that confidences are right in simulated worlds.
_OVERLAP = 1.5
#: Units of nearly the same sum that are looked at, of greater ones and of smaller ones.
_LOOKED_AT = 500
#: Sums less likely than this are not kept, as a log-likelihood ratio.
_LEAST = -6.0


class Bundles(NamedTuple):
    """Pairs of units, one of them of several legs at least, whose amounts are the same.

    Attributes:
        ins: Inward rows of each, [bundle, six], -1 where there are no more; `outs` outward ones.
        word: A log-likelihood ratio of all facts but days, price, and how usual it is to split lots.
        gap: Days goods stayed, the middle of what it can have been; `price` log ratio of values.
        weight: Log ratio of weights, where it is by them that sums agree, as it would be of single legs: the more
            pieces, the less they differ.
    """

    ins: Ints
    outs: Ints
    word: Floats
    gap: Floats
    price: Floats
    weight: Floats


def likely_bundles(
    ins: Lots, outs: Lots, blocks: Blocks, open_in: Bools, open_out: Bools, *, several: bool = True
) -> Bundles:
    """Return bundles of legs.

    Args:
        open_in: Whether each inward leg is looked at; `open_out` each outward one.
        several: Whether legs of several partners may be of one bundle, or of one in more days.
    """
    count_in, count_out = (
        np.bincount(side.block[free], minlength=len(blocks.ins)) for side, free in ((ins, open_in), (outs, open_out))
    )
    both = (count_in > 0) & (count_out > 0)
    in_units, out_units = (
        units_of(side, np.flatnonzero(free & both[side.block]), several=several)
        for side, free in ((ins, open_in), (outs, open_out))
    )
    found = []
    for measure in (0, 1):
        some = sorted_units(in_units, measure)
        to, at, word, gap = _equal_units(ins, some, out_units, measure)
        price = np.log(out_units.value[to] / some.value[at])
        weight = np.log(out_units.kg[to] / some.kg[at]) / _finer(some.size[at], out_units.size[to])
        weight = weight if measure == 0 else np.full(len(at), np.nan)
        found.append((some.rows[at], out_units.rows[to], word + _OVERLAP, gap, price, weight))
    return Bundles(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


@compiled
def _equal_units(ins: Lots, in_units: Units, out_units: Units, measure: int) -> tuple[Ints, Ints, Floats, Floats]:
    """Return pairs of units, one of them of several legs at least, that add up to the same; their word, and the stay.

    Inward units are sorted by block and the measure: 0 for weight, 1 for pieces.
    """
    to, at, words, gaps = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64), np.empty(64)
    size, block, begin, end, possible, total = 0, -1, 0, 0, 1.0, 0.0
    for out in range(len(out_units.size)):
        amount = out_units.pieces[out] if measure == 1 else out_units.kg[out]
        if out_units.block[out] != block:
            block = out_units.block[out]
            begin, end = np.searchsorted(in_units.block, block), np.searchsorted(in_units.block, block + 1)
            possible = _looked_back_on(in_units, begin, end)
            total = float(np.searchsorted(ins.block, block + 1) - np.searchsorted(ins.block, block) - 1)
        if not amount > 0 or begin == end:
            continue
        sums = in_units.pieces[begin:end] if measure == 1 else in_units.kg[begin:end]
        usual = _usual_sum(sums, amount)
        off = amount * NEAR if measure == 0 else EXACT * 2 * MOST
        middle = begin + np.searchsorted(sums, amount, side="left")
        first = max(begin + np.searchsorted(sums, amount - off, side="left"), middle - _LOOKED_AT)
        last = min(begin + np.searchsorted(sums, amount + off, side="right"), middle + _LOOKED_AT)
        for row in range(first, last):
            pieces = in_units.pieces[row] > 0 and out_units.pieces[out] > 0  # they decide where both are known
            if (measure == 0 and pieces) or not _may_be_one(in_units, row, out_units, out):
                continue
            word = _amounts(in_units, row, out_units, out, measure) - math.log(usual)
            word += _marks(ins, in_units, row, out_units, out, total)
            word += math.log(in_units.one[row] * out_units.one[out] / possible)
            weighed = 0.0
            if measure == 0:
                ratio = math.log(out_units.kg[out] / in_units.kg[row])
                weighed = ratio / _finer(float(in_units.size[row]), float(out_units.size[out]))
                weighed = math.log(weight_density(weighed, COPIED, WEIGHED))
            if not word + weighed > _LEAST:
                continue
            if size == len(to):
                to, at, words, gaps = longer(to), longer(at), longer(words), longer(gaps)
            to[size], at[size], words[size] = out, row, word
            gaps[size] = mean_stay(
                float(in_units.last[row]),
                float(in_units.last_to[row]),
                float(out_units.first[out]),
                float(out_units.first_to[out]),
            )
            size += 1
    return to[:size], at[:size], words[:size], gaps[:size]


@compiled
def _usual_sum(sums: Floats, amount: float) -> float:
    """Return how usual such a sum is among the units of a block: the share for each unit of log ratio."""
    known = int(np.searchsorted(sums, np.inf, side="right"))  # unknown ones come last
    low = int(np.searchsorted(sums, amount * math.exp(-_WIDE), side="left"))
    high = int(np.searchsorted(sums, amount * math.exp(_WIDE), side="right"))
    return (max(high - low - 1, 0) / (2.0 * _WIDE) + _WORTH * _DENSITY) / (max(known - 1, 0) + _WORTH)


@compiled
def _amounts(ins: Units, row: int, outs: Units, out: int, measure: int) -> float:
    """Return the log density of the log ratio of two sums that are the same, but for what their weights say."""
    together = ins.size[row] + outs.size[out]
    weight = abs(math.log(outs.kg[out] / ins.kg[row]))
    if measure == 0:
        return math.log(_KEPT / _finer(float(ins.size[row]), float(outs.size[out])))
    if weight > FAR:
        return -math.inf
    # Each piece is rounded by itself; a sum of whole pieces differs by whole pieces.
    apart = abs(ins.pieces[row] - outs.pieces[out])
    apart = 0.0 if apart < EXACT else apart
    if apart > EXACT * together:
        return -math.inf
    spread = math.sqrt((together - 2.0) / 12.0)
    often = max(1.0, spread * math.sqrt(2.0 * math.pi))
    return math.log(_KEPT / often * outs.pieces[out]) - 0.5 * (apart / spread) ** 2


@compiled
def _finer(size_in: Any, size_out: Any) -> Any:  # noqa: ANN401 - numbers or arrays
    """Return by how much less two sums differ than two single weights do, as a factor."""
    return np.sqrt((1.0 / size_in + 1.0 / size_out) / 2.0)


@compiled
def _looked_back_on(ins: Units, begin: int, end: int) -> float:
    """Return how many legs of a block lie in the time looked back on, about."""
    if begin == end:
        return 1.0
    days = ins.last[begin:end].max() - ins.first[begin:end].min()
    alone = (ins.size[begin:end] == 1).sum()
    return float(max(alone * min(LONGEST / max(days, 1), 1.0), 1.0))


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
def _marks(ins: Lots, in_units: Units, row: int, out_units: Units, out: int, total: float) -> float:
    """Return what part, brand, code and weight of a piece of two units say, as a log-likelihood ratio."""
    said = 0.0
    size = float(in_units.size[row])
    part, brand, hs = in_units.part[row], in_units.brand[row], in_units.hs[row]
    alike_part = alike_brand = alike_hs = alike_piece = weighed = 0.0
    piece = np.nan
    for leg in in_units.rows[row, : in_units.size[row]]:
        alike_hs = ins.same_hs[leg] - size
        if not np.isnan(ins.piece[leg]):
            piece, alike_piece, weighed = ins.piece[leg], ins.same_piece[leg] - 1.0, ins.weighed[leg] - 1.0
        if ins.part[leg] >= 0:
            alike_part = ins.same_part[leg] - 1.0
        if ins.brand[leg] >= 0:
            alike_brand = ins.same_brand[leg] - 1.0
    same = part >= 0 and part == out_units.part[out]
    said += mark(part, out_units.part[out], alike_part, total, 0.96, 0.12)
    if not same:
        said += mark(brand, out_units.brand[out], alike_brand, total, 0.95, 0.3)
    pieces = same_piece(piece, out_units.piece[out], alike_piece, weighed)
    said += min(pieces, 0.0) if same else pieces
    if hs == out_units.hs[out]:
        said += 0.0 if same else usual_code(max(alike_hs, 0.0), total)
    else:
        said -= 1.5
    return said
