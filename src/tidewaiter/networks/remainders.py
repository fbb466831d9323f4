"""What is left after equal amounts were joined: parts of lots, given out first in, first out."""

from __future__ import annotations

import math

import numpy as np

from tidewaiter.networks.compiled import compiled
from tidewaiter.networks.likeness import amount_ratio, may_follow, price_ratio, priced_within
from tidewaiter.networks.lots import Floats, Ints, Lots

#: How sure it is that goods on both sides are the same if nothing but the part number, the brand and code, or the code
#: says so, and nothing speaks against it.
_BY_PART, _BY_BRAND, _BY_CODE = 0.85, 0.45, 0.2
_LEFT = 0.03
_LOOKED_AT = 200
_GIVEN = 8


def remainder_pairs(
    ins: Lots, outs: Lots, in_edges: Ints, out_edges: Ints, passing: Floats, left_in: Floats, left_out: Floats
) -> tuple[Ints, Ints, Floats, Floats]:
    """Return pairs of an outward leg and the inward legs that can have supplied it, the oldest first.

    Lots of one supplier, part and code are the same goods: which of them an outward leg took is then a matter of
    bookkeeping, and the confidence is that it took goods of that supplier.

    Returns:
        Outward row, inward row, log ratio of their amounts and confidence of each pair, in the order of the outward legs.
    """
    del passing  # amounts say more here: what came in either suffices or does not
    return _remainders(ins, outs, in_edges, out_edges, left_in, left_out)


@compiled
def _evidence(ins: Lots, row: int, outs: Lots, out: int) -> float:
    """Return how sure it is that the goods are the same; 0 when something speaks against it."""
    if ins.family[row] != outs.family[out]:
        return 0.0
    if ins.origin[row] >= 0 and outs.origin[out] >= 0 and ins.origin[row] != outs.origin[out]:
        return 0.0
    if ins.part[row] >= 0 and outs.part[out] >= 0:
        return _BY_PART if ins.part[row] == outs.part[out] else 0.0
    if ins.brand[row] >= 0 and outs.brand[out] >= 0:
        return _BY_BRAND if ins.brand[row] == outs.brand[out] and ins.hs[row] == outs.hs[out] else 0.0
    return _BY_CODE if ins.hs[row] == outs.hs[out] else 0.0


@compiled
def _remainders(
    ins: Lots, outs: Lots, in_edges: Ints, out_edges: Ints, left_in: Floats, left_out: Floats
) -> tuple[Ints, Ints, Floats, Floats]:
    room = 1024
    to, at, ratios, sure = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room), np.empty(room)
    size = 0
    held, held_ratio, held_word, held_left = (
        np.empty(_LOOKED_AT, np.int64), np.empty(_LOOKED_AT), np.empty(_LOOKED_AT), np.empty(_LOOKED_AT),
    )  # fmt: skip
    for block in range(len(in_edges) - 1):
        begin, end = in_edges[block], in_edges[block + 1]
        if begin == end:
            continue
        for out in range(out_edges[block], out_edges[block + 1]):
            if left_out[out] < _LEFT:
                continue
            count, supply = 0, 0.0
            last = begin + np.searchsorted(ins.day[begin:end], outs.high[out], side="right")
            for row in range(max(begin, last - _LOOKED_AT), last):
                if left_in[row] < _LEFT or not may_follow(ins, row, outs, out):
                    continue
                ratio = amount_ratio(ins.kg[row], outs.kg[out], ins.pieces[row], outs.pieces[out])
                word = 0.0 if math.isnan(ratio) else _evidence(ins, row, outs, out)
                if word <= 0.0 or not priced_within(price_ratio(ins, row, outs, out, ratio)):
                    continue
                left = left_in[row] * math.exp(-ratio)  # what is left of it, in outward legs
                held[count], held_ratio[count], held_word[count], held_left[count] = row, ratio, word, left
                supply, count = supply + left, count + 1
            taken = 0.0
            for place in range(min(count, _GIVEN)):
                if taken >= left_out[out]:
                    break
                taken += held_left[place]
                same = 0.0
                for other in range(count):
                    if ins.partner[held[other]] == ins.partner[held[place]]:
                        same += held_left[other]
                if size == len(to):
                    grown = 2 * size
                    to2, at2 = np.empty(grown, np.int64), np.empty(grown, np.int64)
                    ratios2, sure2 = np.empty(grown), np.empty(grown)
                    to2[:size], at2[:size], ratios2[:size], sure2[:size] = to, at, ratios, sure
                    to, at, ratios, sure = to2, at2, ratios2, sure2
                to[size], at[size], ratios[size] = out, held[place], held_ratio[place]
                enough = min(supply / left_out[out], 1.0)
                sure[size] = held_word[place] * enough * same / supply
                size += 1
    return to[:size], at[:size], ratios[:size], sure[:size]
