"""Which listed texts are worth comparing with a text: a bounded number, found by shared grams, compiled.

A text's grams are looked up from the rarest on. Once what the others can add is less than a candidate must have, no
further text is taken up, and only those that can still be among the best are looked for in the longer lists (the
``MaxScore`` strategy of Turtle and Flood, 1995). The answer is that of adding up all lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.compiled import Array, compiled, lent
from tidewaiter.screening.grams import grams_of
from tidewaiter.screening.postings import MOST_LETTERS, Postings, lent_postings, weigh
from tidewaiter.screening.ragged import bytes_of

#: Most candidates a query name is compared with.
MOST = 32
#: Least cosine of a candidate, and least share of the best candidate's cosine.
LEAST_COSINE = 0.15
LEAST_SHARE = 0.45
#: Room for rounding in a bound.
_SLACK = np.float32(1e-5)
#: Total of a text that can no longer be among the best.
_DROPPED = np.float32(-1.0)
#: Entries of lists still ahead from which it is worth looking what they can add.
_WORTH_A_LOOK = 8192
#: Steps that looking for one text in a list takes, about.
_STEPS = 16


class Candidates(NamedTuple):
    """Pairs of a query text and a listed text, ordered by query text, best first."""

    text: npt.NDArray[np.int64]
    listed: npt.NDArray[np.int64]
    cosine: npt.NDArray[np.float32]


def find_candidates(
    postings: Postings,
    texts: Sequence[str],
    owner: npt.NDArray[np.int32],
    held: npt.NDArray[np.bool_],
    most: int = MOST,
) -> Candidates:
    """Return the indexed texts that share the most telling grams with each text.

    Args:
        postings: Index to search.
        texts: What is looked for, in the form the index was built from.
        owner: Entry that each indexed text belongs to.
        held: Which entries may be found (those in force on the day asked about).
        most: Most candidates a text.
    """
    letters, at = bytes_of(texts, MOST_LETTERS)
    total, touched = np.zeros(len(owner), dtype=np.float32), np.empty(len(owner), dtype=np.int32)
    count, listed, cosine = _search(postings, letters, at, owner, held, most, total, touched)
    kept = np.arange(most) < count[:, None]
    return Candidates(np.repeat(np.arange(len(texts)), count), listed[kept].astype(np.int64), cosine[kept])


@compiled
def _search(
    postings: Postings, letters: Array, at: Array, owner: Array, held: Array, most: int, total: Array, touched: Array
) -> tuple[Array, Array, Array]:
    postings, letters, owner, held = lent_postings(postings), lent(letters), lent(owner), lent(held)
    total, touched = lent(total), lent(touched)
    texts = len(at) - 1
    count = np.zeros(texts, dtype=np.int64)
    listed, cosine = np.zeros((texts, most), dtype=np.int32), np.zeros((texts, most), dtype=np.float32)
    room, weights = np.zeros(MOST_LETTERS, dtype=np.int32), np.zeros(MOST_LETTERS, dtype=np.float32)
    for text in range(texts):
        grams = room[: grams_of(letters[at[text] : at[text + 1]], postings.size, room)]
        weigh(grams, postings.rarity, weights)
        found = _add_up(postings, grams, weights, owner, held, most, total, touched)
        least = _least(total, touched[:found], owner, held)
        count[text] = _best_of(total, touched[:found], owner, held, least, listed[text], cosine[text])
        for number in range(found):
            total[touched[number]] = 0.0
    return count, listed, cosine


@compiled
def _add_up(
    postings: Postings, grams: Array, weights: Array, owner: Array, held: Array, most: int, total: Array, touched: Array
) -> int:
    """Add up what each listed text shares with one text; return how many were touched.

    A total is exact where it is as great as a candidate's must be.
    """
    order, bound, ahead = _rarest_first(postings, grams, weights)
    found = 0
    for number in range(len(order)):
        if ahead[number] > _WORTH_A_LOOK + 2 * found:
            least = _least(total, touched[:found], owner, held)
            if bound[number] + _SLACK < least:
                least -= bound[number] + _SLACK
                hopeful = _hopeful(total, touched[:found], owner, held, least, most, bound[number])
                _finish(postings, grams, weights, order[number:], hopeful, total, touched[:found])
                break
        gram, weight = grams[order[number]], weights[order[number]]
        for place in range(postings.at[gram], postings.at[gram + 1]):
            text = postings.text[place]
            so_far = total[text]
            if so_far == 0.0:
                touched[found] = text
                found += 1
            total[text] = so_far + weight * postings.weight[place]
    return found


@compiled
def _rarest_first(postings: Postings, grams: Array, weights: Array) -> tuple[Array, Array, Array]:
    """Return the grams by the length of their lists; what each and all after it can add at most; how long they are."""
    length, order = np.zeros(len(grams), dtype=np.int64), np.zeros(len(grams), dtype=np.int64)
    for number in range(len(grams)):
        length[number] = postings.at[grams[number] + 1] - postings.at[grams[number]]
        place = number
        while place and length[order[place - 1]] > length[number]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = number
    bound, ahead = np.zeros(len(grams) + 1, dtype=np.float32), np.zeros(len(grams) + 1, dtype=np.int64)
    for number in range(len(grams) - 1, -1, -1):
        at = order[number]
        bound[number] = bound[number + 1] + weights[at] * postings.most[grams[at]]
        ahead[number] = ahead[number + 1] + length[at]
    return order, bound, ahead


@compiled
def _least(total: Array, touched: Array, owner: Array, held: Array) -> float:
    """Return the least cosine of a candidate, given the best total of a text that is held."""
    best = np.float32(0.0)
    for text in touched:
        if total[text] > best and held[owner[text]]:
            best = total[text]
    return float(max(np.float32(LEAST_COSINE), best * np.float32(LEAST_SHARE)))


@compiled
def _hopeful(total: Array, touched: Array, owner: Array, held: Array, least: float, most: int, more: float) -> Array:
    """Return the texts that can still be among the best when no total grows by more than a bound."""
    best, sums = np.zeros(most, dtype=np.int32), np.zeros(most, dtype=np.float32)
    found = _best_of(total, touched, owner, held, least, best, sums)
    if found == most:
        least = max(least, sums[most - 1] - more - _SLACK)
    hopeful = np.empty(len(touched), dtype=np.int32)
    count = 0
    for text in touched:
        if total[text] >= least and held[owner[text]]:
            hopeful[count] = text
            count += 1
    return hopeful[:count]


@compiled
def _best_of(total: Array, touched: Array, owner: Array, held: Array, least: float, listed: Array, sums: Array) -> int:
    """Write the texts with the greatest totals from a least one on, best first; return how many there are.

    Of equal totals the first text comes first.
    """
    most, found = len(listed), 0
    for text in touched:
        here = total[text]
        if here < least or not held[owner[text]]:
            continue
        place = found
        while place and (sums[place - 1] < here or (sums[place - 1] == here and listed[place - 1] > text)):
            place -= 1
        if place == most:
            continue
        found = min(found + 1, most)
        for later in range(found - 1, place, -1):
            listed[later], sums[later] = listed[later - 1], sums[later - 1]
        listed[place], sums[place] = text, here
        if found == most:
            least = max(least, sums[most - 1])
    return found


@compiled
def _finish(
    postings: Postings, grams: Array, weights: Array, order: Array, hopeful: Array, total: Array, touched: Array
) -> None:
    """Add the lists that remain to the totals of the hopeful texts; drop the others."""
    for text in hopeful:
        total[text] = -total[text]
    for text in touched:
        total[text] = -total[text] if total[text] < 0 else _DROPPED
    for at in order:
        gram, weight = grams[at], weights[at]
        first, end = postings.at[gram], postings.at[gram + 1]
        if len(hopeful) * _STEPS > end - first:
            for place in range(first, end):
                if total[postings.text[place]] > 0.0:
                    total[postings.text[place]] += weight * postings.weight[place]
            continue
        for text in hopeful:
            place = _place_of(postings.text, first, end, text)
            if place < end and postings.text[place] == text:
                total[text] += weight * postings.weight[place]


@compiled
def _place_of(texts: Array, first: int, end: int, text: int) -> int:
    """Return where a text is, or would be, in a list (np.searchsorted, which takes long to compile)."""
    while first < end:
        middle = (first + end) // 2
        if texts[middle] < text:
            first = middle + 1
        else:
            end = middle
    return first
