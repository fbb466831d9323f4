"""Lots that were split or put together: several legs on one side whose amounts add up to those on the other."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from tidewaiter.networks.compiled import compiled
from tidewaiter.networks.likeness import LATE_BOOKING, LONGEST, SAME, gap_weight, log_odds_of_price, priced_within
from tidewaiter.networks.lots import Floats, Ints, Lots

#: Most legs that are added up; days they may lie apart for one partner, and for several.
_MOST = 6
_DAYS_ONE, _DAYS_SEVERAL = 7, 45
#: Share of passed-on lots that are split or put together, of those with one partner and with several.
_SPLIT = 0.1
#: A sum that agrees with another by chance: share of sums within `SAME` of each other.
_CHANCE = 0.004
_WHOLE = 0.97


class Units(NamedTuple):
    """Legs that are taken together: runs of one to six neighbours in an order of the rows of one side.

    Attributes:
        start: Place of the first leg in `order`; `size` number of legs.
        block: Block of all of them; `part`, `brand`, `hs` and `partner` where all agree, -1 unknown, -2 mixed.
        kg: Sum of weights, `pieces` of quantities, `value` of values.
        first: First day, `last` last day; `low` the latest of the earliest days, `high` the earliest of the latest.
    """

    start: Ints
    size: Ints
    block: Ints
    part: Ints
    brand: Ints
    hs: Ints
    partner: Ints
    kg: Floats
    pieces: Floats
    value: Floats
    first: Ints
    last: Ints
    low: Ints
    high: Ints


def bundled_pairs(
    ins: Lots, outs: Lots, in_edges: Ints, out_edges: Ints, passing: Floats, left_in: Floats, left_out: Floats
) -> tuple[Ints, Ints, Floats, Floats]:
    """Return pairs of legs, among those that are wholly left, of bundles that add up to the same amount.

    Returns:
        Outward row, inward row, log ratio of their amounts and confidence of each pair, the surest bundles first.
    """
    open_in, open_out = _open_rows(ins, outs, in_edges, out_edges, left_in, left_out)
    found = [np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0)]
    if not len(open_in) or not len(open_out):
        return found[0], found[1], found[2], found[3]
    in_order, in_units = _units(ins, open_in)
    out_order, out_units = _units(outs, open_out)
    pairs = [
        _equal_units(_sorted(in_units, measure), out_units, passing[out_order][out_units.start], measure)
        for measure in (0, 1)
    ]
    to, at, weight = (np.concatenate([pair[part] for pair in pairs]) for part in range(3))
    by_measure = [np.lexsort((u, in_units.block)) for u in (in_units.kg, in_units.pieces)]
    at = np.concatenate([by_measure[measure][pairs[measure][1]] for measure in (0, 1)]).astype(np.int64)
    keys = (
        ins.leg[in_order[in_units.start[at]]],
        outs.leg[out_order[out_units.start[to]]],
        in_units.size[at],
        out_units.size[to],
    )
    order = np.lexsort((*keys, -np.round(weight, 9)))
    return _taken_apart(ins, outs, in_order, out_order, in_units, out_units, to[order], at[order], weight[order])


def _open_rows(
    ins: Lots, outs: Lots, in_edges: Ints, out_edges: Ints, left_in: Floats, left_out: Floats
) -> tuple[Ints, Ints]:
    """Return rows nothing was given out of, in blocks that have such rows on both sides."""
    free_in, free_out = left_in >= _WHOLE, left_out >= _WHOLE
    count_in, count_out = (
        np.bincount(side.block[free], minlength=len(in_edges)) for side, free in ((ins, free_in), (outs, free_out))
    )
    both = (count_in > 0) & (count_out > 0)
    return np.flatnonzero(free_in & both[ins.block]), np.flatnonzero(free_out & both[outs.block])


def _units(side: Lots, rows: Ints) -> tuple[Ints, Units]:
    """Return an order of rows and the units in it: each row by itself, runs of one partner, runs of one part or code."""
    take = Lots(*(column[rows] for column in side))
    one = np.lexsort((take.leg, take.day, take.part, take.partner, take.hs, take.block))
    several = np.lexsort((take.leg, take.day, take.part, take.hs, take.block))
    order = np.concatenate([one, several])
    made = _runs(Lots(*(column[order] for column in take)), len(rows), _MOST, _DAYS_ONE, _DAYS_SEVERAL)
    return rows[order], made


@compiled
def _runs(rows: Lots, several_from: int, most: int, days_one: int, days_several: int) -> Units:
    count = len(rows.leg)
    room = several_from * (2 * most - 1)
    whole, amounts = np.empty((11, room), np.int64), np.empty((3, room))
    size = 0
    for start in range(count):
        several = start >= several_from
        kg = pieces = value = 0.0
        part, brand, partner = rows.part[start], rows.brand[start], rows.partner[start]
        low, high = rows.low[start], rows.high[start]
        for end in range(start, min(start + most, count if several else several_from)):
            if rows.block[end] != rows.block[start] or rows.hs[end] != rows.hs[start]:
                break
            if rows.day[end] - rows.day[start] > (days_several if several else days_one) or rows.part[end] != part:
                break
            if not several and (rows.partner[end] != partner or partner < 0) and end > start:
                break
            kg, pieces, value = kg + rows.kg[end], pieces + rows.pieces[end], value + rows.value[end]
            low, high = max(low, rows.low[end]), min(high, rows.high[end])
            brand = brand if rows.brand[end] == brand else -2
            partner = partner if rows.partner[end] == partner else -2
            if (end == start and several) or (several and partner != -2):
                continue  # it is there already, as a run of one partner
            whole[:, size] = (
                start, end - start + 1, rows.block[start], part, brand, rows.hs[start], partner, rows.day[start],
                rows.day[end], low, high,
            )  # fmt: skip
            amounts[:, size] = (kg, pieces, value)
            size += 1
    w, a = whole[:, :size], amounts[:, :size]
    return Units(
        w[0].copy(), w[1].copy(), w[2].copy(), w[3].copy(), w[4].copy(), w[5].copy(), w[6].copy(), a[0].copy(),
        a[1].copy(), a[2].copy(), w[7].copy(), w[8].copy(), w[9].copy(), w[10].copy(),
    )  # fmt: skip


def _sorted(units: Units, measure: int) -> Units:
    order = np.lexsort((units.pieces if measure else units.kg, units.block))
    return Units(*(column[order] for column in units))


@compiled
def _equal_units(ins: Units, outs: Units, passing: Floats, measure: int) -> tuple[Ints, Ints, Floats]:
    """Return pairs of units, at least one of them of several legs, that add up to the same; with their weights as odds."""
    room = 1024
    to, at, weight = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
    size = 0
    for out in range(len(outs.start)):
        amount = outs.pieces[out] if measure == 1 else outs.kg[out]
        begin = np.searchsorted(ins.block, outs.block[out], side="left")
        end = np.searchsorted(ins.block, outs.block[out], side="right")
        if not amount > 0 or begin == end:
            continue
        sums = ins.pieces[begin:end] if measure == 1 else ins.kg[begin:end]
        first = begin + np.searchsorted(sums, amount * math.exp(-SAME), side="left")
        last = begin + np.searchsorted(sums, amount * math.exp(SAME), side="right")
        for row in range(first, min(last, first + 64)):
            if ins.size[row] + outs.size[out] < 3 or (
                ins.size[row] > 1 and outs.size[out] > 1 and outs.partner[out] == -2
            ):
                continue
            if measure == 1 and ins.kg[row] > 0 and outs.kg[out] > 0:
                continue  # weights decide where both are known
            gap = outs.first[out] - ins.last[row]
            if outs.high[out] < ins.low[row] or gap < -LATE_BOOKING or outs.last[out] - ins.first[row] > LONGEST:
                continue
            if outs.partner[out] >= 0 and outs.partner[out] == ins.partner[row]:
                continue
            price = math.log(outs.value[out] / ins.value[row])
            if not priced_within(price):
                continue
            said = _agreement(ins, row, outs, out)
            if said < -2.0:
                continue
            odds = passing[out] / (1.0 - passing[out]) * _SPLIT / _CHANCE / max(0.25 * (end - begin), 1.0)
            if size == len(to):
                grown = 2 * size
                to2, at2, weight2 = np.empty(grown, np.int64), np.empty(grown, np.int64), np.empty(grown)
                to2[:size], at2[:size], weight2[:size] = to, at, weight
                to, at, weight = to2, at2, weight2
            to[size], at[size] = out, row
            weight[size] = odds * math.exp(said + log_odds_of_price(price)) * gap_weight(float(gap))
            size += 1
    return to[:size], at[:size], weight[:size]


@compiled
def _agreement(ins: Units, row: int, outs: Units, out: int) -> float:
    said = 0.0
    if ins.part[row] >= 0 and outs.part[out] >= 0:
        said += 1.8 if ins.part[row] == outs.part[out] else -3.0
    elif ins.brand[row] >= 0 and outs.brand[out] >= 0:
        said += 0.8 if ins.brand[row] == outs.brand[out] else -2.5
    said += 0.3 if ins.hs[row] == outs.hs[out] else -1.5
    # One partner, a few days: an invoice in pieces. Several partners: lots that happen to add up are more often chance.
    return said - (0.7 if ins.partner[row] == -2 else 0.0) - (0.7 if outs.partner[out] == -2 else 0.0)


def _taken_apart(
    ins: Lots,
    outs: Lots,
    in_order: Ints,
    out_order: Ints,
    in_units: Units,
    out_units: Units,
    to: Ints,
    at: Ints,
    weight: Floats,
) -> tuple[Ints, Ints, Floats, Floats]:
    """Choose bundles that share no leg, the likeliest first, and return their pairs of legs."""
    pairs_out, pairs_in, odds = _chosen(
        in_order, out_order, in_units, out_units, to, at, weight, len(ins.leg), len(outs.leg)
    )
    weight_ratio = np.log(outs.kg[pairs_out] / ins.kg[pairs_in])
    count_ratio = np.log(outs.pieces[pairs_out] / ins.pieces[pairs_in])
    return pairs_out, pairs_in, np.where(np.isnan(weight_ratio), count_ratio, weight_ratio), odds


@compiled
def _chosen(
    in_order: Ints,
    out_order: Ints,
    ins: Units,
    outs: Units,
    to: Ints,
    at: Ints,
    weight: Floats,
    in_count: int,
    out_count: int,
) -> tuple[Ints, Ints, Floats]:
    touched_in, touched_out = np.zeros(in_count), np.zeros(out_count)
    room = 0
    for pair in range(len(to)):
        for place in range(ins.start[at[pair]], ins.start[at[pair]] + ins.size[at[pair]]):
            touched_in[in_order[place]] += weight[pair]
        for place in range(outs.start[to[pair]], outs.start[to[pair]] + outs.size[to[pair]]):
            touched_out[out_order[place]] += weight[pair]
        room += ins.size[at[pair]] * outs.size[to[pair]]
    used_in, used_out = np.zeros(in_count, np.bool_), np.zeros(out_count, np.bool_)
    rows_out, rows_in, sure = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
    size = 0
    for pair in range(len(to)):
        mine_in = in_order[ins.start[at[pair]] : ins.start[at[pair]] + ins.size[at[pair]]]
        mine_out = out_order[outs.start[to[pair]] : outs.start[to[pair]] + outs.size[to[pair]]]
        if used_in[mine_in].any() or used_out[mine_out].any():
            continue
        used_in[mine_in] = True
        used_out[mine_out] = True
        rivals = max(touched_in[mine_in].max(), touched_out[mine_out].max())
        for out in mine_out:
            for row in mine_in:
                rows_out[size], rows_in[size], sure[size] = out, row, weight[pair] / (1.0 + rivals)
                size += 1
    return rows_out[:size], rows_in[:size], sure[:size]
