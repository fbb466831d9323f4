"""Legs taken together: runs of neighbours that may be pieces of one lot."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from tidewaiter.networks.compiled import compiled
from tidewaiter.networks.lots import Floats, Ints, Lots

#: Most legs that are added up; days they may lie apart where they have one partner, and where they have several.
MOST = 6
_DAYS_ONE, _DAYS_SEVERAL = 7, 45
#: Legs of a unit differ in this.
MIXED = -2


class Units(NamedTuple):
    """One to six legs of one block and code, whose part numbers do not contradict each other.

    Attributes:
        rows: Their rows, [unit, six], -1 where there are no more; `size` how many.
        block: Block of all of them; `hs` likewise; `part`, `brand` and `partner` where known, -1 unknown, `MIXED` where
            they differ.
        first: First day, `last` last day; `low` the latest of the earliest days, `high` the earliest of the latest
            ones.
        kg: Sum of weights, `pieces` of quantities, `value` of values; NaN when one is unknown.
    """

    rows: Ints
    size: Ints
    block: Ints
    part: Ints
    brand: Ints
    hs: Ints
    partner: Ints
    first: Ints
    last: Ints
    low: Ints
    high: Ints
    kg: Floats
    pieces: Floats
    value: Floats


def units_of(side: Lots, rows: Ints) -> Units:
    """Return the units among some rows: each by itself, runs of one partner in few days, and of several in more."""
    block, hs, partner, day, leg = (column[rows] for column in (side.block, side.hs, side.partner, side.day, side.leg))
    by_partner, by_day = (
        rows[np.lexsort((leg, day, partner, hs, block))],
        rows[np.lexsort((leg, day, hs, block))],
    )
    one, several = _runs(side, by_partner, _DAYS_ONE, False), _runs(side, by_day, _DAYS_SEVERAL, True)
    columns: list[Any] = [np.concatenate(parts) for parts in zip(one, several, strict=True)]
    return Units(*columns)


def sorted_units(units: Units, measure: int) -> Units:
    """Return units sorted by block and a measure: 0 for weight, 1 for pieces."""
    order = np.lexsort((units.pieces if measure else units.kg, units.block))
    columns: list[Any] = [column[order] for column in units]
    return Units(*columns)


@compiled
def _contradict(one: int, other: int) -> bool:
    """Tell whether two marks are known and differ."""
    return one >= 0 and other >= 0 and one != other


@compiled
def _runs(side: Lots, order: Ints, days: int, several: bool) -> Units:
    """Return runs of an order of rows; of several partners if asked for, and else of one, and single rows."""
    room = len(order) * MOST
    rows = np.full((room, MOST), -1, np.int64)
    whole, amounts = np.empty((10, room), np.int64), np.empty((3, room))
    size = 0
    for start in range(len(order)):
        first = order[start]
        brand, part, partner = side.brand[first], side.part[first], side.partner[first]
        low, high = side.low[first], side.high[first]
        kg = pieces = value = 0.0
        for end in range(start, min(start + MOST, len(order))):
            row = order[end]
            apart = side.block[row] != side.block[first] or side.hs[row] != side.hs[first]
            if apart or side.day[row] - side.day[first] > days or _contradict(side.part[row], part):
                break
            part = max(part, side.part[row])
            partner = partner if side.partner[row] == partner else MIXED
            if not several and end > start and partner < 0:
                break
            brand = MIXED if brand == MIXED or _contradict(side.brand[row], brand) else max(brand, side.brand[row])
            kg, pieces, value = kg + side.kg[row], pieces + side.pieces[row], value + side.value[row]
            low, high = max(low, side.low[row]), min(high, side.high[row])
            if several and partner != MIXED:
                continue  # it is among the runs of one partner
            count = end - start + 1
            rows[size, :count] = order[start : end + 1]
            whole[:, size] = (
                count, side.block[first], part, brand, side.hs[first], partner, side.day[first],
                side.day[row], low, high,
            )  # fmt: skip
            amounts[:, size] = (kg, pieces, value)
            size += 1
    w, a = whole[:, :size].copy(), amounts[:, :size].copy()
    return Units(rows[:size].copy(), w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], a[0], a[1], a[2])
