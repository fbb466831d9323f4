"""What is left after equal amounts were joined: parts of lots, given out first in, first out."""

from __future__ import annotations

import math

import numpy as np

from tidewaiter.networks.chains.candidates import Blocks, Pairs, longer
from tidewaiter.networks.chains.likeness import (
    amount_ratio,
    gap_weight,
    log_odds_of_price,
    may_follow,
    price_ratio,
    priced_within,
    stay_of,
)
from tidewaiter.networks.chains.lots import Floats, Ints, Lots
from tidewaiter.networks.chains.marginals import Habits
from tidewaiter.networks.chains.shares import CRUMB, Left
from tidewaiter.networks.compiled import compiled

#: How sure it is that goods on both sides are the same if nothing but the part number, the brand and code, or the code
#: says so, and nothing speaks against it: how often such pairs are right in simulated worlds.
_BY_PART, _BY_BRAND, _BY_CODE = 0.73, 0.35, 0.12
#: What the same stated origin on both sides adds, as log-odds.
_ORIGIN = 0.5
#: Inward legs that are looked at for one outward leg, and of these the most that it is made up of.
_LOOKED_AT, _MADE_UP_OF = 200, 8


def remainder_pairs(ins: Lots, outs: Lots, blocks: Blocks, habits: Habits, left: Left) -> Pairs:
    """Return pairs of an outward leg and the inward legs that can have supplied it, the oldest first, with confidence.

    Lots of one supplier, part and code are the same goods: which of them an outward leg took is then a matter of
    bookkeeping, and the confidence is that it took goods of that supplier. It is less where several suppliers can have
    been, and where what came in does not suffice.

    Args:
        habits: What is usual at the company of each outward leg: price and days are judged by it.
    """
    return Pairs(*_remainders(ins, outs, blocks, habits, left))


@compiled
def _evidence(ins: Lots, row: int, outs: Lots, out: int) -> float:
    """Return how sure it is that the goods are the same; 0 when something speaks against it."""
    origins = ins.origin[row] >= 0 and outs.origin[out] >= 0 and ins.origin[row] != outs.origin[out]
    if ins.family[row] != outs.family[out] or origins:
        return 0.0
    if ins.part[row] >= 0 and outs.part[out] >= 0:
        return _BY_PART if ins.part[row] == outs.part[out] else 0.0
    if ins.brand[row] >= 0 and outs.brand[out] >= 0:
        return _BY_BRAND if ins.brand[row] == outs.brand[out] and ins.hs[row] == outs.hs[out] else 0.0
    return _BY_CODE if ins.hs[row] == outs.hs[out] else 0.0


@compiled
def _weighed(ins: Lots, row: int, outs: Lots, out: int, price: float, habits: Habits) -> float:
    """Return how sure it is that the goods are the same, by days, price and origin too."""
    sure = _evidence(ins, row, outs, out)
    if sure <= 0.0:
        return 0.0
    said = math.log(gap_weight(stay_of(ins, row, outs, out), habits.stay[out], habits.shape[out]))
    said += log_odds_of_price(price, habits.margin[out], habits.spread[out])
    said += _ORIGIN if ins.origin[row] >= 0 and ins.origin[row] == outs.origin[out] else 0.0
    return 1.0 / (1.0 + (1.0 - sure) / sure * math.exp(-said))


@compiled
def _remainders(ins: Lots, outs: Lots, blocks: Blocks, habits: Habits, left: Left) -> tuple[Ints, Ints, Floats, Floats]:
    to, at, ratios, sure = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64), np.empty(64)
    rows, ratio, word, amount = (
        np.empty(_LOOKED_AT, np.int64), np.empty(_LOOKED_AT), np.empty(_LOOKED_AT), np.empty(_LOOKED_AT),
    )  # fmt: skip
    size = 0
    for block in range(len(blocks.ins) - 1):
        if blocks.ins[block] == blocks.ins[block + 1]:
            continue
        for out in range(blocks.outs[block], blocks.outs[block + 1]):
            if left.outs[out] < CRUMB:
                continue
            count = _suppliers(
                ins, outs, out, blocks.ins[block], blocks.ins[block + 1], habits, left, rows, ratio, word, amount
            )
            supply = amount[:count].sum()
            taken = 0.0
            for place in range(min(count, _MADE_UP_OF)):
                if taken >= left.outs[out]:
                    break
                taken += amount[place]
                if size == len(to):
                    to, at, ratios, sure = longer(to), longer(at), longer(ratios), longer(sure)
                to[size], at[size], ratios[size] = out, rows[place], ratio[place]
                alike = amount[:count][ins.partner[rows[:count]] == ins.partner[rows[place]]].sum()
                sure[size] = word[place] * min(supply / left.outs[out], 1.0) * alike / supply
                size += 1
    return to[:size], at[:size], ratios[:size], sure[:size]


@compiled
def _suppliers(
    ins: Lots,
    outs: Lots,
    out: int,
    begin: int,
    end: int,
    habits: Habits,
    left: Left,
    rows: Ints,
    ratios: Floats,
    words: Floats,
    amounts: Floats,
) -> int:
    """Fill in the inward legs that can have supplied an outward one, and what is left of them in outward legs."""
    count = 0
    last = begin + np.searchsorted(ins.day[begin:end], outs.high[out], side="right")
    for row in range(max(begin, last - _LOOKED_AT), last):
        if left.ins[row] < CRUMB or not may_follow(ins, row, outs, out):
            continue
        ratio = amount_ratio(ins.kg[row], outs.kg[out], ins.pieces[row], outs.pieces[out])
        price = price_ratio(ins, row, outs, out, ratio)
        word = 0.0 if math.isnan(ratio) else _weighed(ins, row, outs, out, price, habits)
        if word > 0.0 and priced_within(price):
            rows[count], ratios[count], words[count] = row, ratio, word
            amounts[count] = left.ins[row] * math.exp(-ratio)
            count += 1
    return count
