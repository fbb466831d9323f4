"""Legs taken together that may be pieces of one lot: neighbours, and of a partner also some of few."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from tidewaiter.networks.chains.candidates import longer
from tidewaiter.networks.chains.lots import Floats, Ints, Lots
from tidewaiter.networks.compiled import compiled

#: Most legs that are added up; days they may lie apart where they have one partner, and where they have several.
MOST = 6
DAYS_ONE, _DAYS_SEVERAL = 7, 45
#: Legs of a partner that may follow one, alike in part and price, so that some of them are taken and others left out.
_FEW_ALIKE = 6
#: Standard deviation of log prices of the pieces of one invoice, and bounds of what prices that agree or not can say.
_ONE_PRICE, _LEAST, _MOST = 0.06, -4.0, 3.0
#: Pieces that can be told from their weight.
_FEW = 50
#: Legs of a unit differ in this.
MIXED = -2


class Units(NamedTuple):
    """One to six legs of one block and code, whose part numbers do not contradict each other.

    Attributes:
        rows: Their rows, [unit, six], -1 where there are no more; `size` how many.
        gaps: Legs of the same partner that lie between them and are not of the unit.
        block: Block of all of them; `hs` likewise; `part`, `brand` and `partner` where known, -1 unknown, `MIXED` where
            they differ.
        treatment: Procedure, as in `Lots`; likewise.
        first: Earliest day of the first leg, `first_to` its latest; `last` and `last_to` of the last leg.
        low: The latest of the earliest days goods can have been there, `high` the earliest of the latest ones.
        kg: Sum of weights, `pieces` of quantities, `value` of values; NaN when one is unknown.
        price: What prices say for legs of one partner being of one invoice, as a log-likelihood ratio.
    """

    rows: Ints
    size: Ints
    gaps: Ints
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
    price: Floats


class Prices(NamedTuple):
    """What goods cost.

    Attributes:
        log: Log of the price of a kilogram, of each row of a side; NaN when unknown.
        spread: Standard deviation of that in the row's block.
    """

    log: Floats
    spread: Floats


def _prices(side: Lots, rows: Ints) -> Prices:
    price = np.log(side.value / side.kg)
    known = rows[~np.isnan(price[rows])]
    count, total, squares = (
        np.bincount(side.block[known], weights=weight, minlength=int(side.block.max(initial=0)) + 1)
        for weight in (np.ones(len(known)), price[known], price[known] ** 2)
    )
    mean = total / np.maximum(count, 1)
    variance = np.maximum(squares / np.maximum(count, 1) - mean**2, _ONE_PRICE**2)
    return Prices(price, np.sqrt(variance)[side.block])


def units_of(side: Lots, rows: Ints, *, several: bool = True) -> Units:
    """Return the units among some rows: each by itself, runs of one partner in few days, and of several in more.

    Of one partner in few days also those between which others lie, which are pieces of another invoice.

    Args:
        several: Whether runs of several partners, or of one in more days, count.
    """
    block, hs, partner, day, leg = (column[rows] for column in (side.block, side.hs, side.partner, side.day, side.leg))
    by_partner = rows[np.lexsort((leg, day, partner, hs, block))]
    prices = _prices(side, rows)
    found = [_runs(side, by_partner, prices, DAYS_ONE, False), _interleaved(side, by_partner, prices, DAYS_ONE)]
    if several:
        found.append(_runs(side, rows[np.lexsort((leg, day, hs, block))], prices, _DAYS_SEVERAL, True))
    columns: list[Any] = [np.concatenate(parts) for parts in zip(*found, strict=True)]
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
def _runs(side: Lots, order: Ints, prices: Prices, days: int, several: bool) -> Units:
    """Return runs of an order of rows: of one partner, and single rows; or of several, and of one in more days."""
    made = _room(len(order) * MOST)
    size = 0
    for start in range(len(order)):
        first = order[start]
        part, alike = side.part[first], True
        for end in range(start, min(start + MOST, len(order))):
            row = order[end]
            alike &= side.partner[row] == side.partner[first]
            if not _neighbours(side, first, row, days) or _contradict(side.part[row], part):
                break
            part = max(part, side.part[row])
            if not several and end > start and (not alike or side.partner[first] < 0):
                break
            if several and alike and (side.partner[first] < 0 or side.day[row] - side.day[first] <= DAYS_ONE):
                continue  # it is among the runs of one partner
            _set(made, size, side, order[start : end + 1], prices, 0)
            size += 1
    return _first(made, size)


@compiled
def _interleaved(side: Lots, order: Ints, prices: Prices, days: int) -> Units:
    """Return legs of one partner between which others of it lie, that are alike in price and part.

    Where many are alike there are none: in a crowd sums agree by chance.
    """
    near, chosen = np.empty(_FEW_ALIKE, np.int64), np.empty(MOST, np.int64)
    room = 0
    for start in range(len(order)):
        room += 2 ** _following(side, order, start, prices, days, near)
    made, size = _room(room), 0
    for start in range(len(order)):
        more = _following(side, order, start, prices, days, near)
        for mask in range(1, 2**more):
            chosen[0], count, part, last = order[start], 1, side.part[order[start]], start
            for place in range(more):
                if mask >> place & 1 and count <= MOST:
                    row = order[near[place]]
                    count = MOST + 1 if count == MOST or _contradict(side.part[row], part) else count + 1
                    if count <= MOST:
                        chosen[count - 1], part, last = row, max(part, side.part[row]), near[place]
            gaps = last - start + 1 - count
            if count <= MOST and gaps > 0:  # others are among the runs
                _set(made, size, side, chosen[:count], prices, gaps)
                size += 1
    return _first(made, size)


@compiled
def _following(side: Lots, order: Ints, start: int, prices: Prices, days: int, near: Ints) -> int:
    """Fill in the places of rows alike that follow one within some days; return how many, none when too many."""
    first, count = order[start], 0
    if side.partner[first] < 0:
        return 0
    for place in range(start + 1, len(order)):
        row = order[place]
        if side.partner[row] != side.partner[first] or not _neighbours(side, first, row, days):
            break
        apart = abs(prices.log[row] - prices.log[first]) > 3.0 * _ONE_PRICE
        if apart or _contradict(side.part[row], side.part[first]):
            continue
        if count == _FEW_ALIKE:
            return 0
        near[count] = place
        count += 1
    return count


@compiled
def _neighbours(side: Lots, first: int, row: int, days: int) -> bool:
    """Tell whether rows are of one block and code, and no more than some days apart."""
    alike = side.block[row] == side.block[first] and side.hs[row] == side.hs[first]
    return bool(alike and side.day[row] - side.day[first] <= days)


@compiled
def _room(size: int) -> tuple[Ints, Ints, Floats]:
    return np.full((size, MOST), -1, np.int64), np.empty((14, size), np.int64), np.empty((4, size))


@compiled
def _first(made: tuple[Ints, Ints, Floats], size: int) -> Units:
    """Return the units that were set."""
    w, a = made[1][:, :size].copy(), made[2][:, :size].copy()
    return Units(
        made[0][:size].copy(), w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11], w[12], w[13],
        a[0], a[1], a[2], a[3],
    )  # fmt: skip


@compiled
def _set(made: tuple[Ints, Ints, Floats], at: int, side: Lots, chosen: Ints, prices: Prices, gaps: int) -> None:
    """Write down what some rows are together."""
    first = chosen[0]
    brand, part, partner = side.brand[first], side.part[first], side.partner[first]
    treatment, value = side.treatment[first], 0.0
    low, high, first_to, last_to = side.low[first], side.high[first], side.last[first], side.last[first]
    for row in chosen:
        part = max(part, side.part[row])
        partner = partner if side.partner[row] == partner else MIXED
        treatment = treatment if side.treatment[row] == treatment else MIXED
        brand = MIXED if brand == MIXED or _contradict(side.brand[row], brand) else max(brand, side.brand[row])
        low, high = max(low, side.low[row]), min(high, side.high[row])
        first_to, last_to = min(first_to, side.last[row]), max(last_to, side.last[row])
        value += side.value[row]
    kg, pieces = _amounts(side, chosen)
    made[0][at, : len(chosen)] = chosen
    made[1][:, at] = (
        len(chosen), gaps, side.block[first], part, brand, side.hs[first], partner, treatment, side.day[first],
        side.day[chosen[-1]], first_to, last_to, low, high,
    )  # fmt: skip
    invoice = partner >= 0 and side.day[chosen[-1]] - side.day[first] <= DAYS_ONE
    made[2][:, at] = (kg, pieces, value, _one_price(prices, chosen) if invoice else 0.0)


@compiled
def _one_price(prices: Prices, chosen: Ints) -> float:
    """Return what prices say for some rows being pieces of one invoice, as a log-likelihood ratio."""
    count, total, squares = 0, 0.0, 0.0
    for row in chosen:
        if not np.isnan(prices.log[row]):
            count, total, squares = count + 1, total + prices.log[row], squares + prices.log[row] ** 2
    if count < 2:
        return 0.0
    off = max(squares - total * total / count, 0.0)
    wide = prices.spread[chosen[0]]
    said = (count - 1) * np.log(wide / _ONE_PRICE) - 0.5 * off * (1.0 / _ONE_PRICE**2 - 1.0 / wide**2)
    return float(min(max(said, _LEAST), _MOST))


@compiled
def _amounts(side: Lots, chosen: Ints) -> tuple[float, float]:
    """Return the sums of weights and of pieces; NaN when one is unknown.

    Pieces of one lot weigh the same: what one leg does not state is worked out by those that state both, but for many
    pieces, which a weight does not tell exactly.
    """
    both_kg = both_pieces = 0.0
    for row in chosen:
        if side.kg[row] > 0 and side.pieces[row] > 0:
            both_kg, both_pieces = both_kg + side.kg[row], both_pieces + side.pieces[row]
    unit = both_kg / both_pieces if both_pieces > 0 else np.nan
    kg = pieces = 0.0
    for row in chosen:
        few = np.round(side.kg[row] / unit)
        kg += side.kg[row] if side.kg[row] > 0 else side.pieces[row] * unit
        pieces += side.pieces[row] if side.pieces[row] > 0 else few if few <= _FEW else np.nan
    return kg, pieces


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
