"""Legs taken together that may be pieces of one lot: neighbours, and of a partner also some of few."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from tidewaiter.networks.chains.likeness import mark, same_piece
from tidewaiter.networks.chains.lots import Floats, Ints, Lots
from tidewaiter.networks.compiled import compiled

#: Most legs that are added up; days they may lie apart where they have one partner, and where they have several.
MOST = 6
DAYS_ONE, _DAYS_SEVERAL = 7, 45
#: Legs of a partner that may follow one, alike in part and price, so that any of them are taken and others left out;
#: where more follow, pairs alone are looked at, among this many.
_FEW_ALIKE, _ALIKE = 6, 16
#: Standard deviation of log prices of the pieces of one invoice, and bounds of what prices that agree or not can say.
_ONE_PRICE, _LEAST, _MOST = 0.06, -4.0, 3.0
#: Pieces that can be told from their weight.
_FEW = 50
#: How often legs of several partners, or of more days, are of one lot, beside those of one invoice.
_APART = 0.1
#: How often a lot is in one more piece, beside those that are not.
_MORE = 0.3
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
        alike: What prices of one partner's legs, part numbers and brands say for legs being of one lot, as a
            log-likelihood ratio.
        piece: Log of the weight of a piece, where a leg states both; NaN where none does.
        one: How likely it is one lot, if its legs are pieces of lots, beside all other units they can be of; 1 for a
            single leg.
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
    alike: Floats
    piece: Floats
    one: Floats


class Prices(NamedTuple):
    """What goods cost.

    Attributes:
        log: Log of the price of a kilogram, of each row of a side; NaN when unknown.
        spread: Standard deviation of that in the row's block.
        legs: Legs of the row's block.
    """

    log: Floats
    spread: Floats
    legs: Floats


def _prices(side: Lots, rows: Ints) -> Prices:
    price = np.log(side.value / side.kg)
    known = rows[~np.isnan(price[rows])]
    count, total, squares = (
        np.bincount(side.block[known], weights=weight, minlength=int(side.block.max(initial=0)) + 1)
        for weight in (np.ones(len(known)), price[known], price[known] ** 2)
    )
    mean = total / np.maximum(count, 1)
    variance = np.maximum(squares / np.maximum(count, 1) - mean**2, _ONE_PRICE**2)
    legs = np.bincount(side.block).astype(np.float64)
    return Prices(price, np.sqrt(variance)[side.block], legs[side.block])


def units_of(side: Lots, rows: Ints, *, several: bool = True) -> Units:
    """Return the units among some rows: each by itself, runs of one partner in few days, and of several in more.

    Of one partner in few days also those between which others lie, which are pieces of another invoice.

    Args:
        several: Whether runs of several partners, or of one in more days, count.
    """
    block, hs, partner, day, leg = (column[rows] for column in (side.block, side.hs, side.partner, side.day, side.leg))
    by_partner = rows[np.lexsort((leg, day, partner, hs, block))]
    prices = _prices(side, rows)
    found = [
        _runs(side, by_partner, prices, DAYS_ONE, False),
        _interleaved(side, by_partner, prices, DAYS_ONE),
    ]
    if several:
        found.append(_runs(side, rows[np.lexsort((leg, day, hs, block))], prices, _DAYS_SEVERAL, True))
    columns: list[Any] = [np.concatenate(parts) for parts in zip(*found, strict=True)]
    units = Units(*columns)
    return units._replace(one=_beside_others(units, len(side.leg)))


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
            _set(made, size, side, order[start : end + 1], prices)
            size += 1
    return _first(made, size)


@compiled
def _interleaved(side: Lots, order: Ints, prices: Prices, days: int) -> Units:
    """Return legs of one partner between which others of it lie, that are alike in price and part.

    Where many are alike only pairs are looked at: in a crowd sums agree by chance.
    """
    near, chosen = np.empty(_ALIKE, np.int64), np.empty(MOST, np.int64)
    room = 0
    for start in range(len(order)):
        more = _following(side, order, start, prices, days, near)
        room += 2**more if more <= _FEW_ALIKE else more
    made, size = _room(room), 0
    for start in range(len(order)):
        more = _following(side, order, start, prices, days, near)
        for number in range(1, 2**more if more <= _FEW_ALIKE else more + 1):
            mask = number if more <= _FEW_ALIKE else 1 << (number - 1)
            chosen[0], count, part, last = order[start], 1, side.part[order[start]], start
            for place in range(more):
                if mask >> place & 1 and count <= MOST:
                    row = order[near[place]]
                    count = MOST + 1 if count == MOST or _contradict(side.part[row], part) else count + 1
                    if count <= MOST:
                        chosen[count - 1], part, last = row, max(part, side.part[row]), near[place]
            gaps = last - start + 1 - count
            if count <= MOST and gaps > 0:  # others are among the runs
                _set(made, size, side, chosen[:count], prices)
                size += 1
    return _first(made, size)


@compiled
def _following(side: Lots, order: Ints, start: int, prices: Prices, days: int, near: Ints) -> int:
    """Fill in the places of rows alike that follow one within some days; return how many."""
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
        if count == len(near):
            break
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
    return np.full((size, MOST), -1, np.int64), np.empty((13, size), np.int64), np.empty((6, size))


@compiled
def _first(made: tuple[Ints, Ints, Floats], size: int) -> Units:
    """Return the units that were set."""
    w, a = made[1][:, :size].copy(), made[2][:, :size].copy()
    return Units(
        made[0][:size].copy(), w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11], w[12],
        a[0], a[1], a[2], a[3], a[4], a[5],
    )  # fmt: skip


@compiled
def _set(made: tuple[Ints, Ints, Floats], at: int, side: Lots, chosen: Ints, prices: Prices) -> None:
    """Write down what some rows are together."""
    first = chosen[0]
    brand, part, partner = side.brand[first], side.part[first], side.partner[first]
    treatment, value, piece = side.treatment[first], 0.0, np.nan
    low, high, first_to, last_to = side.low[first], side.high[first], side.last[first], side.last[first]
    for row in chosen:
        part = max(part, side.part[row])
        partner = partner if side.partner[row] == partner else MIXED
        treatment = treatment if side.treatment[row] == treatment else MIXED
        brand = MIXED if brand == MIXED or _contradict(side.brand[row], brand) else max(brand, side.brand[row])
        low, high = max(low, side.low[row]), min(high, side.high[row])
        first_to, last_to = min(first_to, side.last[row]), max(last_to, side.last[row])
        value += side.value[row]
        piece = side.piece[row] if np.isnan(piece) else piece
    kg, pieces = _amounts(side, chosen)
    made[0][at, : len(chosen)] = chosen
    made[1][:, at] = (
        len(chosen), side.block[first], part, brand, side.hs[first], partner, treatment, side.day[first],
        side.day[chosen[-1]], first_to, last_to, low, high,
    )  # fmt: skip
    invoice = partner >= 0 and side.day[chosen[-1]] - side.day[first] <= DAYS_ONE
    said = _one_kind(side, chosen, prices) + (_one_price(prices, chosen) if invoice else 0.0)
    made[2][:, at] = (kg, pieces, value, said, piece, 1.0)


@compiled
def _beside_others(units: Units, rows: int) -> Floats:
    """Return how likely each unit is one lot beside the others of its legs: by prices, and by how many they are."""
    total, found = np.zeros(rows), np.ones(len(units.size))
    for at in range(len(units.size)):
        if units.size[at] > 1:
            found[at] = math.exp(units.alike[at]) * _MORE ** (units.size[at] - 2)
            found[at] *= 1.0 if is_invoice(units, at) else _APART
            for row in units.rows[at, : units.size[at]]:
                total[row] += found[at]
    for at in range(len(units.size)):
        if units.size[at] > 1:
            most = 0.0
            for row in units.rows[at, : units.size[at]]:
                most = max(most, total[row])
            found[at] /= max(most, 1.0)
    return found


@compiled
def is_invoice(units: Units, at: int) -> bool:
    """Tell whether the legs of a unit are of one partner and few days."""
    return bool(units.partner[at] >= 0 and units.last[at] - units.first[at] <= DAYS_ONE)


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
def _one_kind(side: Lots, chosen: Ints, prices: Prices) -> float:
    """Return what parts, brands and weights of a piece say for rows being of one lot, as a log-likelihood ratio."""
    said, total = 0.0, prices.legs[chosen[0]] - 1.0
    part = brand = -1
    piece = np.nan
    for row in chosen:
        same = side.part[row] >= 0 and side.part[row] == part
        weighed = same_piece(piece, side.piece[row], side.same_piece[row] - 1.0, side.weighed[row] - 1.0)
        said += min(weighed, 0.0) if same else weighed
        piece = piece if np.isnan(side.piece[row]) else side.piece[row]
        if side.part[row] >= 0 and part >= 0:
            said += mark(part, side.part[row], side.same_part[row] - 1.0, total, 0.96, 0.12)
        elif side.brand[row] >= 0 and brand >= 0:
            said += mark(brand, side.brand[row], side.same_brand[row] - 1.0, total, 0.95, 0.3)
        # Numbers of texts are for comparison only: the last known one is held against the next.
        part = side.part[row] if side.part[row] >= 0 else part
        brand = side.brand[row] if side.brand[row] >= 0 else brand
    return said


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
