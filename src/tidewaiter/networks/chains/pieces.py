"""Movements that one side, or both, declared in several pieces: the sums of both sides agree."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tidewaiter.networks.chains.candidates import longer
from tidewaiter.networks.chains.declarations import EARLIEST, HIGHEST, LATEST, LOWEST, Declared
from tidewaiter.networks.chains.likeness import EXACT, FAR
from tidewaiter.networks.chains.lots import Floats, Ints, Lots
from tidewaiter.networks.chains.packing import taken
from tidewaiter.networks.chains.units import MOST, Units, sorted_units, units_of
from tidewaiter.networks.compiled import compiled

#: Difference within which sums of weights are equal, as a log ratio: they differ by packing.
_OFF = 0.006
#: Pairs of units of equal sums that are looked at for one unit.
_LOOKED_AT = 64


def in_pieces(ex: Declared, im: Declared, free_ex: Ints, free_im: Ints) -> tuple[Ints, Ints, Ints]:
    """Return rows of declarations, without a partner of their own, that are pieces of one movement.

    Args:
        ex: Declarations of the exporting side; `im` of the importing one.
        free_ex: Rows of `ex` to look at, in order; `free_im` of `im`.

    Returns:
        Rows of `ex` and of `im`, every piece of one side with every piece of the other, and the number of the movement.
    """
    free_ex, free_im = free_ex[ex.other[free_ex] >= 0], free_im[im.other[free_im] >= 0]
    key = np.stack(
        [np.concatenate([getattr(ex, n)[free_ex], getattr(im, n)[free_im]]) for n in ("party", "other", "heading")]
    )
    order = np.lexsort(key[::-1])
    block = np.empty(key.shape[1], np.int64)
    block[order] = np.cumsum(np.append(1, np.any(np.diff(key[:, order]) != 0, axis=0)))[: key.shape[1]]
    sides = [_as_lots(ex, free_ex, block[: len(free_ex)]), _as_lots(im, free_im, block[len(free_ex) :])]
    both = np.intersect1d(sides[0].block, sides[1].block)
    one, two = (
        units_of(side, np.flatnonzero(np.isin(side.block, both)), several=False, crowded=False) for side in sides
    )
    found = []
    for measure in (0, 1):
        some = sorted_units(one, measure)
        to, at, points = _equal_sums(some, two, measure)
        key_of = (some.rows[at, 0], some.size[at], two.rows[to, 0], two.size[to])
        found.append((*key_of, points, some.rows[at], two.rows[to]))
    *keys, points, rows_ex, rows_im = (np.concatenate(parts) for parts in zip(*found, strict=True))
    best = np.lexsort((*keys, -np.round(points, 6)))
    to, at, number = taken(rows_ex[best], rows_im[best], len(free_ex), len(free_im))
    return free_ex[at], free_im[to], number


def _as_lots(side: Declared, rows: Ints, block: Ints) -> Lots:
    """Return declarations in the form units are made of; days are those the goods may have been declared on."""
    nothing = np.zeros(len(rows), np.int64)
    columns: dict[str, Any] = dict.fromkeys(Lots._fields, nothing) | {
        "leg": rows, "block": block, "day": side.day[rows], "last": side.day[rows] + side.slack[rows],
        "low": side.day[rows],
        "high": side.day[rows] + side.slack[rows], "kg": side.kg[rows], "pieces": side.pieces[rows],
        "value": side.value[rows], "hs": side.hs[rows], "part": side.part[rows], "brand": side.brand[rows],
        "partner": side.other[rows],
    }  # fmt: skip
    return Lots(**columns)


@compiled
def _equal_sums(ex: Units, im: Units, measure: int) -> tuple[Ints, Ints, Floats]:
    """Return pairs of units of both sides that add up to the same, with points; `ex` is sorted by block and measure."""
    to, at, points = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64)
    size, block, begin, end = 0, -1, 0, 0
    for row in range(len(im.size)):
        if im.block[row] != block:
            block = im.block[row]
            begin, end = np.searchsorted(ex.block, block), np.searchsorted(ex.block, block + 1)
        amount = im.pieces[row] if measure == 1 else im.kg[row]
        if not amount > 0 or begin == end:
            continue
        sums = ex.pieces[begin:end] if measure == 1 else ex.kg[begin:end]
        off = EXACT * 2 * MOST if measure == 1 else amount * _OFF
        first = begin + np.searchsorted(sums, amount - off, side="left")
        last = begin + np.searchsorted(sums, amount + off, side="right")
        for other in range(first, min(last, first + _LOOKED_AT)):
            value = math.log(im.value[row] / ex.value[other])
            days = im.first[row] - ex.first[other]
            alone = ex.size[other] + im.size[row] < 3
            counted = measure == 0 and ex.pieces[other] > 0 and im.pieces[row] > 0  # pieces decide then
            if alone or counted or value < LOWEST or value > HIGHEST or days > LATEST + 31:
                continue
            # Each piece is rounded by itself: two standard deviations of such a sum.
            rounded = 2.0 * math.sqrt((ex.size[other] + im.size[row]) / 12.0)
            weight = abs(math.log(im.kg[row] / ex.kg[other]))
            if measure == 1 and (abs(ex.pieces[other] - amount) > rounded or weight > FAR):
                continue
            if im.high[row] - ex.low[other] < EARLIEST or im.low[row] - ex.high[other] > LATEST:
                continue
            if ex.part[other] >= 0 and im.part[row] >= 0 and ex.part[other] != im.part[row]:
                continue
            if size == len(to):
                to, at, points = longer(to), longer(at), longer(points)
            # The fewer pieces, the less chance; neighbours are likelier; the nearer in time, the likelier.
            apart = float(ex.gaps[other] + im.gaps[row])
            points[size] = 100.0 / (ex.size[other] + im.size[row]) - 10.0 * min(apart, 3.0) - 0.1 * abs(days)
            points[size] += 10.0 * (ex.price[other] + im.price[row])
            to[size], at[size] = row, other
            size += 1
    return to[:size], at[:size], points[:size]
