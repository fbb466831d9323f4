"""Legs taken together: runs of neighbours that may be pieces of one lot."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from tidewaiter.networks.chains.candidates import longer
from tidewaiter.networks.chains.lots import Floats, Ints, Lots
from tidewaiter.networks.compiled import compiled

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
        treatment: Procedure, as in `Lots`; likewise.
        first: Earliest day of the first leg, `first_to` its latest; `last` and `last_to` of the last leg.
        low: The latest of the earliest days goods can have been there, `high` the earliest of the latest ones.
        kg: Sum of weights, `pieces` of quantities, `value` of values; NaN when one is unknown.
    """

    rows: Ints
    size: Ints
    block: Ints
    part: Ints
    brand: Ints
    hs: Ints
    partner: Ints
    treatment: Ints
    first: Ints
    last: Ints
    first_to: Ints
    last_to: Ints
    low: Ints
    high: Ints
    kg: Floats
    pieces: Floats
    value: Floats


def units_of(side: Lots, rows: Ints, *, several: bool = True) -> Units:
    """Return the units among some rows: each by itself, runs of one partner in few days, and of several in more.

    Args:
        several: Whether runs of several partners count.
    """
    block, hs, partner, day, leg = (column[rows] for column in (side.block, side.hs, side.partner, side.day, side.leg))
    one = _runs(side, rows[np.lexsort((leg, day, partner, hs, block))], _DAYS_ONE, False)
    if not several:
        return one
    more = _runs(side, rows[np.lexsort((leg, day, hs, block))], _DAYS_SEVERAL, True)
    columns: list[Any] = [np.concatenate(parts) for parts in zip(one, more, strict=True)]
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
    whole, amounts = np.empty((13, room), np.int64), np.empty((3, room))
    size = 0
    for start in range(len(order)):
        first = order[start]
        brand, part, partner = side.brand[first], side.part[first], side.partner[first]
        treatment = side.treatment[first]
        low, high, first_to, last_to = side.low[first], side.high[first], side.last[first], side.last[first]
        kg = pieces = value = 0.0
        for end in range(start, min(start + MOST, len(order))):
            row = order[end]
            apart = side.block[row] != side.block[first] or side.hs[row] != side.hs[first]
            if apart or side.day[row] - side.day[first] > days or _contradict(side.part[row], part):
                break
            part = max(part, side.part[row])
            partner = partner if side.partner[row] == partner else MIXED
            treatment = treatment if side.treatment[row] == treatment else MIXED
            if not several and end > start and partner < 0:
                break
            brand = MIXED if brand == MIXED or _contradict(side.brand[row], brand) else max(brand, side.brand[row])
            kg, pieces, value = kg + side.kg[row], pieces + side.pieces[row], value + side.value[row]
            low, high = max(low, side.low[row]), min(high, side.high[row])
            first_to, last_to = min(first_to, side.last[row]), max(last_to, side.last[row])
            if several and partner != MIXED:
                continue  # it is among the runs of one partner
            count = end - start + 1
            rows[size, :count] = order[start : end + 1]
            whole[:, size] = (
                count, side.block[first], part, brand, side.hs[first], partner, treatment, side.day[first],
                side.day[row], first_to, last_to, low, high,
            )  # fmt: skip
            amounts[:, size] = (kg, pieces, value)
            size += 1
    w, a = whole[:, :size].copy(), amounts[:, :size].copy()
    return Units(
        rows[:size].copy(), w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11], w[12], a[0],
        a[1], a[2],
    )  # fmt: skip


@compiled
def chosen_units(ins: Ints, outs: Ints, odds: Floats, in_count: int, out_count: int) -> tuple[Ints, Ints, Floats, Ints]:
    """Choose pairs of units that share no row with another pair, in their order.

    Args:
        ins: Rows of one unit of each pair, -1 where there are no more; `outs` of the other one.
        odds: Odds of each pair; those that claim a row of it compete.
        in_count: Number of rows on one side; `out_count` on the other.

    Returns:
        Rows `outs` and `ins` of each chosen pair, every one with every one; its probability, and its number.
    """
    claimed_in, claimed_out = np.zeros(in_count + 1), np.zeros(out_count + 1)  # the last one is no leg: -1
    for pair in range(len(odds)):
        for place in range(ins.shape[1]):
            claimed_in[ins[pair, place]] += odds[pair]
            claimed_out[outs[pair, place]] += odds[pair]
    claimed_in[-1] = claimed_out[-1] = 0.0
    used_in, used_out = np.zeros(in_count, np.bool_), np.zeros(out_count, np.bool_)
    to, at, sure, number = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64), np.empty(64, np.int64)
    size = 0
    for pair in range(len(odds)):
        mine_in, mine_out = ins[pair][ins[pair] >= 0], outs[pair][outs[pair] >= 0]
        if used_in[mine_in].any() or used_out[mine_out].any():
            continue
        used_in[mine_in] = True
        used_out[mine_out] = True
        rivals = max(claimed_in[mine_in].max(), claimed_out[mine_out].max())
        for out in mine_out:
            for row in mine_in:
                if size == len(to):
                    to, at, sure, number = longer(to), longer(at), longer(sure), longer(number)
                to[size], at[size], sure[size], number[size] = out, row, odds[pair] / (1.0 + rivals), pair
                size += 1
    return to[:size], at[:size], sure[:size], number[:size]
