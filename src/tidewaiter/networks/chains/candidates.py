"""The likeliest inward legs of every outward leg, found without comparing every leg with every other."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from tidewaiter.networks.chains.likeness import (
    ANY_SHAPE,
    EXACT,
    FAR,
    LATE_BOOKING,
    LONGEST,
    NEAR,
    SAME,
    STAY,
    amount_ratio,
    counted,
    gap_weight,
    likeness,
    may_follow,
    stay_of,
)
from tidewaiter.networks.chains.lots import MONTH, Bools, Floats, Ints, Lots
from tidewaiter.networks.compiled import compiled

#: Inward legs that are looked at for one outward leg: the latest ones; those of equal amount are found besides.
_LOOKED_AT = 400
#: Of these, the likeliest that are kept.
_KEPT = 16
#: Pairs less likely than this are not kept, as a log-likelihood ratio.
_LEAST = -6.0


class Blocks(NamedTuple):
    """Where the legs of each block are.

    Attributes:
        ins: First inward row of each block, and one after the last; `outs` likewise.
        by_kg: Inward rows of each block by weight, unknown ones last; `by_pieces` by quantity.
        kg: Weights in that order, `pieces` quantities.
    """

    ins: Ints
    outs: Ints
    by_kg: Ints
    by_pieces: Ints
    kg: Floats
    pieces: Floats


class Pairs(NamedTuple):
    """Pairs of legs.

    Attributes:
        to: Outward row; `at` inward row.
        ratio: Log ratio of amounts, outward over inward; NaN when unknown.
        word: How likely: a log-likelihood ratio, odds, or a confidence, as it is said where they come from.
    """

    to: Ints
    at: Ints
    ratio: Floats
    word: Floats


class Chance(NamedTuple):
    """How often goods look the same by chance: what left a company is compared with what came only later, too.

    A pair is telling if its amounts are equal, and it is likelier to be the same goods than any other of the time, by
    all facts but days.

    Attributes:
        telling: Whether each pair is.
        backward: Whether each outward leg has a telling pair with an inward leg that came too late; `after` how many
            came in the time that is looked forward on, `before` in the time looked back on.
    """

    telling: Bools
    backward: Bools
    after: Ints
    before: Ints


def blocks_of(ins: Lots, outs: Lots) -> Blocks:
    """Return where the legs of each block are."""
    count = int(max(ins.block.max(), outs.block.max())) + 1
    edges = [np.searchsorted(side.block, np.arange(count + 1)).astype(np.int64) for side in (ins, outs)]
    by_kg, by_pieces = (np.lexsort((amount, ins.block)).astype(np.int64) for amount in (ins.kg, ins.pieces))
    return Blocks(edges[0], edges[1], by_kg, by_pieces, ins.kg[by_kg], ins.pieces[by_pieces])


def likely_pairs(ins: Lots, outs: Lots, blocks: Blocks) -> tuple[Pairs, Chance]:
    """Return the likeliest inward legs of every outward leg, with log-likelihood ratios, and what is seen by chance.

    These include the stay at the company, and that any inward leg of the time looked back on could have been meant.
    """
    to, at, ratio, word, telling, backward, after, before = _likely_pairs(ins, outs, blocks)
    return Pairs(to, at, ratio, word), Chance(telling, backward, after, before)


@compiled
def longer(values: Any) -> Any:  # noqa: ANN401 - an array of any type
    """Return an array of twice the length that begins with the values."""
    made = np.empty(2 * len(values), values.dtype)
    made[: len(values)] = values
    return made


@compiled
def _likely_pairs(ins: Lots, outs: Lots, blocks: Blocks) -> tuple[Ints, Ints, Floats, Floats, Bools, Bools, Ints, Ints]:
    to, at = np.empty(_KEPT, np.int64), np.empty(_KEPT, np.int64)
    ratios, words, telling = np.empty(_KEPT), np.empty(_KEPT), np.empty(_KEPT, np.bool_)
    rows, best, best_word = np.empty(3 * _LOOKED_AT, np.int64), np.empty(_KEPT, np.int64), np.empty(_KEPT)
    backward = np.zeros(len(outs.leg), np.bool_)
    after, before = np.zeros(len(outs.leg), np.int64), np.zeros(len(outs.leg), np.int64)
    size = 0
    for block in range(len(blocks.ins) - 1):
        if blocks.ins[block] == blocks.ins[block + 1]:
            continue
        for out in range(blocks.outs[block], blocks.outs[block + 1]):
            count, window = _possible(ins, outs, out, blocks, block, rows)
            held = _best(ins, outs, out, rows[:count], window, blocks, block, best, best_word)
            before[out] = window
            backward[out], after[out] = _later(ins, outs, out, window, blocks, block)
            while size + held > len(to):
                to, at, ratios, words = longer(to), longer(at), longer(ratios), longer(words)
                telling = longer(telling)
            for place in range(held):
                row = best[place]
                to[size], at[size], words[size] = out, row, best_word[place]
                ratios[size] = amount_ratio(ins.kg[row], outs.kg[out], ins.pieces[row], outs.pieces[out])
                stay = math.log(gap_weight(stay_of(ins, row, outs, out), STAY, ANY_SHAPE))
                telling[size] = abs(ratios[size]) <= NEAR and words[size] >= stay
                size += 1
    return to[:size], at[:size], ratios[:size], words[:size], telling[:size], backward, after, before


@compiled
def _later(ins: Lots, outs: Lots, out: int, window: int, blocks: Blocks, block: int) -> tuple[bool, int]:
    """Tell whether an inward leg that came too late looks the same by chance, and how many came too late."""
    begin, end = blocks.ins[block], blocks.ins[block + 1]
    days = ins.day[begin:end]
    first = begin + np.searchsorted(days, outs.high[out] + LATE_BOOKING, side="right")
    last = begin + np.searchsorted(days, outs.high[out] + LATE_BOOKING + LONGEST, side="right")
    if first == last:
        return False, 0
    total = float(end - begin - 1)
    by_kg, by_pieces = _alike(outs, out, blocks, begin, end)
    for measure in range(2):
        amounts = blocks.pieces[begin:end] if measure else blocks.kg[begin:end]
        one, two = _within(amounts, outs.pieces[out] if measure else outs.kg[out], NEAR)
        for place in range(one, min(two, one + _LOOKED_AT)):
            row = blocks.by_pieces[begin + place] if measure else blocks.by_kg[begin + place]
            if not first <= row < last or (outs.partner[out] >= 0 and outs.partner[out] == ins.partner[row]):
                continue
            if not abs(amount_ratio(ins.kg[row], outs.kg[out], ins.pieces[row], outs.pieces[out])) <= NEAR:
                continue
            alike = by_pieces if counted(ins, row, outs, out) else by_kg
            if likeness(ins, row, outs, out, alike, total) >= math.log(window):
                return True, last - first
    return False, last - first


@compiled
def _alike(outs: Lots, out: int, blocks: Blocks, begin: int, end: int) -> tuple[Floats, Floats]:
    """Return how many other inward legs of a block have the same amount, nearly the same, and one that may be."""
    by_kg, by_pieces = np.empty(3), np.empty(3)
    for level, off in enumerate((SAME, NEAR, FAR)):
        one, two = _within(blocks.kg[begin:end], outs.kg[out], off)
        by_kg[level] = max(two - one - 1, 0)
        near = off if level else EXACT / outs.pieces[out]
        one, two = _within(blocks.pieces[begin:end], outs.pieces[out], near)
        by_pieces[level] = max(two - one - 1, 0)
    return by_kg, by_pieces


@compiled
def _possible(ins: Lots, outs: Lots, out: int, blocks: Blocks, block: int, rows: Ints) -> tuple[int, int]:
    """Fill in the inward rows to compare an outward leg with; return how many, and how many the time allows."""
    begin, end = blocks.ins[block], blocks.ins[block + 1]
    days = ins.day[begin:end]
    low = begin + np.searchsorted(days, outs.day[out] - LONGEST - MONTH, side="left")
    usual = begin + np.searchsorted(days, outs.day[out] - LONGEST, side="left")
    high = begin + np.searchsorted(days, outs.high[out] + LATE_BOOKING, side="right")
    start = max(low, high - _LOOKED_AT)
    count = 0
    for row in range(start, high):
        rows[count] = row
        count += 1
    if start > low:
        one, two = _within(blocks.kg[begin:end], outs.kg[out], NEAR)
        for place in range(one, min(two, one + _LOOKED_AT)):
            row = blocks.by_kg[begin + place]
            if low <= row < start:
                rows[count] = row
                count += 1
        one, two = _within(blocks.pieces[begin:end], outs.pieces[out], NEAR)
        for place in range(one, min(two, one + _LOOKED_AT)):
            row = blocks.by_pieces[begin + place]
            if low <= row < start and not abs(math.log(outs.kg[out] / ins.kg[row])) <= NEAR:
                rows[count] = row
                count += 1
    return count, max(high - usual, 1)


@compiled
def _within(values: Floats, amount: float, off: float) -> tuple[int, int]:
    """Return the range of sorted amounts that differ from one by no more than a log ratio."""
    if not amount > 0:
        return 0, 0
    low = int(np.searchsorted(values, amount * math.exp(-off), side="left"))
    return low, int(np.searchsorted(values, amount * math.exp(off), side="right"))


@compiled
def _best(
    ins: Lots,
    outs: Lots,
    out: int,
    rows: Ints,
    window: int,
    blocks: Blocks,
    block: int,
    best: Ints,
    best_word: Floats,
) -> int:
    """Keep the likeliest of some inward rows; return how many are kept."""
    begin, end = blocks.ins[block], blocks.ins[block + 1]
    total = float(end - begin - 1)
    by_kg, by_pieces = _alike(outs, out, blocks, begin, end)
    held = 0
    for row in rows:
        if not may_follow(ins, row, outs, out):
            continue
        alike = by_pieces if counted(ins, row, outs, out) else by_kg
        word = likeness(ins, row, outs, out, alike, total)
        word += math.log(gap_weight(stay_of(ins, row, outs, out), STAY, ANY_SHAPE) / window)
        if word < _LEAST:
            continue
        place = held if held < _KEPT else int(np.argmin(best_word))
        if held == _KEPT and best_word[place] >= word:
            continue
        held = min(held + 1, _KEPT)
        best[place], best_word[place] = row, word
    return held
