"""How much likelier the facts of an inward and an outward leg are if the goods are the same than if they are not.

Every fact adds a log-likelihood ratio. What it is worth depends on the company: equal weights say much where lots differ,
little where all lots weigh the same, so that the denominator is counted among the company's own inward legs of the goods.
"""

from __future__ import annotations

import math

import numpy as np

from tidewaiter.networks.compiled import compiled
from tidewaiter.networks.lots import Floats, Ints, Lots

#: Most days goods stay with a company: diversion-methods 3.4.
LONGEST = 180
#: Bounds of the price onward over the price paid, for the same amount: diversion-methods 3.4.
CHEAPEST, DEAREST = 0.3, 3.0
#: Days an arrival may be booked after the goods have gone on.
LATE_BOOKING = 5
#: Inward legs that are looked at for one outward leg: the latest ones; those of equal amount are found besides.
_LOOKED_AT = 400
#: Of these, the likeliest that are kept.
_KEPT = 16
#: Greatest difference of two amounts, as a log ratio, that are the same, nearly the same, or might be.
SAME, NEAR, FAR = 0.0015, 0.012, 0.04
#: What is known before counting: share of other lots within those differences, and how many lots that is worth.
_CHANCE_SAME, _CHANCE_NEAR, _CHANCE_FAR, _WORTH = 0.002, 0.012, 0.04, 2.0
#: Share of goods that go on whole with the same amount declared, nearly the same, or somewhat different.
_ON_SAME, _ON_NEAR, _ON_FAR = 0.72, 0.08, 0.04
_LEAST = -6.0


@compiled
def _rows_between(values: Floats, low: float, high: float) -> tuple[int, int]:
    """Return the range of a sorted array that lies within bounds."""
    return np.searchsorted(values, low, side="left"), np.searchsorted(values, high, side="right")


@compiled
def amount_ratio(kg_in: float, kg_out: float, pieces_in: float, pieces_out: float) -> float:
    """Return the log ratio of the amounts, outward over inward, in the measure that agrees better; NaN without."""
    weight, count = math.log(kg_out / kg_in), math.log(pieces_out / pieces_in)
    if math.isnan(weight) or (not math.isnan(count) and abs(count) < abs(weight)):
        return count
    return weight


@compiled
def _counted(seen: float, total: float, chance: float) -> float:
    return (seen + chance * _WORTH) / (total + _WORTH)


@compiled
def _amounts(ratio: float, alike: Floats, total: float) -> float:
    """Return what a log ratio of amounts says; `alike` counts other inward lots that differ as little."""
    off = abs(ratio)
    if math.isnan(ratio):
        return 0.0
    if off <= SAME:
        return math.log(_ON_SAME / _counted(alike[0], total, _CHANCE_SAME))
    if off <= NEAR:
        return math.log(_ON_NEAR / _counted(alike[1], total, _CHANCE_NEAR))
    if off <= FAR:
        return math.log(_ON_FAR / _counted(alike[2], total, _CHANCE_FAR))
    # Part of a lot, or of several: as likely as any other amount, but for the share of goods that go on like that.
    return math.log(0.16) if ratio < 0 else math.log(0.05)


@compiled
def _mark(one: int, other: int, alike: float, total: float, kept: float, chance: float) -> float:
    """Return what equal or different marks say: `kept` is the share of goods that keep them."""
    if one < 0 or other < 0:
        return 0.0
    usual = (alike + 2.0 * chance) / (total + 2.0)
    if one == other:
        return math.log(kept / min(usual, 0.97))
    return math.log((1.0 - kept) / max(1.0 - usual, 0.1))


@compiled
def log_odds_of_price(ratio: float) -> float:
    """Return what the log price ratio says: resale adds a margin, chance pairs differ more."""
    if math.isnan(ratio):
        return 0.0
    usual = 0.75 * math.exp(-0.5 * ((ratio - 0.2) / 0.25) ** 2) / 0.25
    wide = 0.25 * math.exp(-0.5 * ((ratio - 0.3) / 0.6) ** 2) / 0.6
    chance = math.exp(-0.5 * ((ratio - 0.1) / 0.7) ** 2) / 0.7
    return math.log((usual + wide) / chance)


@compiled
def gap_weight(gap: float) -> float:
    """Return how likely a stay of some days is, relative to any of the days looked back on."""
    days = max(gap, 0.0)
    return (0.75 * math.exp(-days / 35.0) / 35.0 + 0.25 / LONGEST) * LONGEST


@compiled
def may_follow(ins: Lots, at: int, outs: Lots, to: int) -> bool:
    """Tell whether an outward leg can have taken the goods of an inward one on, by time, parties and goods."""
    gap = outs.day[to] - ins.day[at]
    if outs.high[to] < ins.low[at] or gap > LONGEST or gap < -LATE_BOOKING - outs.slack[to]:
        return False
    # Goods that go back to where they came from are a return.
    back = outs.partner[to] >= 0 and outs.partner[to] == ins.partner[at]
    return not back and outs.leg[to] != ins.leg[at]


@compiled
def price_ratio(ins: Lots, at: int, outs: Lots, to: int, ratio: float) -> float:
    """Return the log ratio of unit prices, outward over inward; NaN when a value or the amount is unknown."""
    return math.log(outs.value[to] / ins.value[at]) - ratio


@compiled
def priced_within(ratio: float) -> bool:
    """Tell whether a log price ratio is within bounds; unknown ones are."""
    return not (ratio < math.log(CHEAPEST) or ratio > math.log(DEAREST))


@compiled
def marks(ins: Lots, at: int, outs: Lots, to: int, total: float) -> float:
    """Return what part number, brand, code and origin say together; `total` counts the other inward legs."""
    said = 0.0
    part = ins.part[at] >= 0 and ins.part[at] == outs.part[to]
    said += _mark(ins.part[at], outs.part[to], ins.same_part[at] - 1.0, total, 0.96, 0.12)
    if not part:  # a part number names its brand
        said += _mark(ins.brand[at], outs.brand[to], ins.same_brand[at] - 1.0, total, 0.95, 0.3)
    if ins.hs[at] == outs.hs[to]:
        said += 0.0 if part else math.log(0.9 / min(_counted(ins.same_hs[at] - 1.0, total, 0.5), 0.95))
    elif ins.family[at] != outs.family[to]:
        said -= 2.5  # declared under a sibling code
    if ins.origin[at] >= 0 and outs.origin[to] >= 0:
        said += _mark(ins.origin[at], outs.origin[to], ins.same_origin[at] - 1.0, total, 0.92, 0.4)
    elif outs.origin[to] >= 0:  # the exporter says where it was made, the inward leg only whence it came
        said += 0.4 if outs.origin[to] == ins.abroad[at] else -0.9 if outs.origin[to] == outs.home[to] else -0.3
    return said


@compiled
def likely_pairs(
    ins: Lots, outs: Lots, in_edges: Ints, out_edges: Ints, by_kg: Ints, by_pieces: Ints
) -> tuple[Ints, Ints, Floats, Floats]:
    """Return the likeliest inward legs of every outward leg.

    Args:
        in_edges: First inward row of each block, and one after the last; `out_edges` likewise.
        by_kg: Inward rows of each block by weight, unknown ones last; `by_pieces` likewise.

    Returns:
        Outward row, inward row, log-likelihood ratio with the weight of the stay and of the number of alternatives, and
        log ratio of amounts, of each pair.
    """
    room = max(4 * len(outs.leg), 16)
    to, at, said, ratios = (
        np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.float64), np.empty(room, np.float64),
    )  # fmt: skip
    size = 0
    best, best_at, best_ratio = np.empty(_KEPT), np.empty(_KEPT, np.int64), np.empty(_KEPT)
    alike = np.empty(3)
    near_kg, near_pieces = np.empty(3), np.empty(3)
    for block in range(len(in_edges) - 1):
        begin, end = in_edges[block], in_edges[block + 1]
        if begin == end or out_edges[block] == out_edges[block + 1]:
            continue
        days = ins.day[begin:end]
        kg, pieces = ins.kg[by_kg[begin:end]], ins.pieces[by_pieces[begin:end]]
        known_kg, known_pieces = (end - begin) - np.isnan(kg).sum(), (end - begin) - np.isnan(pieces).sum()
        kg, pieces = kg[:known_kg], pieces[:known_pieces]
        total = float(end - begin - 1)
        for out in range(out_edges[block], out_edges[block + 1]):
            low = begin + np.searchsorted(days, outs.day[out] - LONGEST, side="left")
            high = begin + np.searchsorted(days, outs.high[out] + LATE_BOOKING, side="right")
            window = float(high - low)
            if low >= high:
                continue
            for level, off in enumerate((SAME, NEAR, FAR)):
                one, two = _rows_between(kg, outs.kg[out] * math.exp(-off), outs.kg[out] * math.exp(off))
                near_kg[level] = two - one if outs.kg[out] > 0 else 0
                one, two = _rows_between(pieces, outs.pieces[out] * math.exp(-off), outs.pieces[out] * math.exp(off))
                near_pieces[level] = two - one if outs.pieces[out] > 0 else 0
            held = 0
            start = max(low, high - _LOOKED_AT)
            kg_from, kg_to = _rows_between(kg, outs.kg[out] * math.exp(-NEAR), outs.kg[out] * math.exp(NEAR))
            n_from, n_to = _rows_between(pieces, outs.pieces[out] * math.exp(-NEAR), outs.pieces[out] * math.exp(NEAR))
            if start == low or not outs.kg[out] > 0:
                kg_to = kg_from
            if start == low or not outs.pieces[out] > 0:
                n_to = n_from
            kg_to, n_to = min(kg_to, kg_from + _LOOKED_AT), min(n_to, n_from + _LOOKED_AT)
            first, second = kg_to - kg_from, n_to - n_from
            for number in range(first + second + high - start):
                if number < first:
                    row = by_kg[begin + kg_from + number]
                elif number < first + second:
                    row = by_pieces[begin + n_from + number - first]
                    off = abs(math.log(outs.kg[out] / ins.kg[row]))
                    if off <= NEAR and first > 0:
                        continue  # found by its weight already
                else:
                    row = start + number - first - second
                if number < first + second and (row < low or row >= start):
                    continue
                if not may_follow(ins, row, outs, out):
                    continue
                ratio = amount_ratio(ins.kg[row], outs.kg[out], ins.pieces[row], outs.pieces[out])
                price = price_ratio(ins, row, outs, out, ratio)
                if not priced_within(price):
                    continue
                sibling = ins.family[row] != outs.family[out]
                if sibling and not abs(ratio) <= NEAR:
                    continue  # another code needs an equal amount to be the same goods
                weight = math.log(outs.kg[out] / ins.kg[row])
                for level in range(3):
                    by_weight = not math.isnan(ratio) and ratio == weight
                    alike[level] = max((near_kg[level] if by_weight else near_pieces[level]) - 1.0, 0.0)
                word = _amounts(ratio, alike, total)
                other = math.log(outs.pieces[out] / ins.pieces[row])
                if abs(ratio) <= NEAR and not math.isnan(weight) and not math.isnan(other):
                    apart = abs(weight - other)  # both are stated: do they agree?
                    word += 0.7 if apart <= FAR else -1.0 if apart > 0.15 else 0.0
                word += marks(ins, row, outs, out, total) + log_odds_of_price(price)
                word += math.log(gap_weight(float(outs.day[out] - ins.day[row])) / max(window, 1.0))
                if word < _LEAST:
                    continue
                if held < _KEPT:
                    place, held = held, held + 1
                else:
                    place = int(np.argmin(best))
                    if best[place] >= word:
                        continue
                best[place], best_at[place], best_ratio[place] = word, row, ratio
            if size + held > len(to):
                grown = 2 * len(to) + _KEPT
                to, at = _grown_whole(to, grown), _grown_whole(at, grown)
                said, ratios = _grown(said, grown), _grown(ratios, grown)
            for place in range(held):
                to[size], at[size], said[size], ratios[size] = out, best_at[place], best[place], best_ratio[place]
                size += 1
    return to[:size], at[:size], said[:size], ratios[:size]


@compiled
def _grown(values: Floats, size: int) -> Floats:
    made = np.empty(size, values.dtype)
    made[: len(values)] = values
    return made


@compiled
def _grown_whole(values: Ints, size: int) -> Ints:
    made = np.empty(size, values.dtype)
    made[: len(values)] = values
    return made
