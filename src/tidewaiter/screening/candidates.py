"""Which listed texts are worth comparing with a text: a bounded number, found by shared grams, compiled.

Equal texts count as one, so that they do not take each other's places; who bears the texts found is added at the end.

Texts are worked through a block at a time, so that their totals stay in the processor's cache. A text's grams are added
up from the rarest on. What the grams not yet added can still add is bounded; once that is less than a candidate must
have, by the candidates of the blocks before, the longer lists are only looked into for the few texts that can still
become one (after ``MaxScore``, Turtle and Flood, 1995). The answer is that of adding up all lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.bearers import Bearers, any_held, bearers_of
from tidewaiter.screening.best import keep_best
from tidewaiter.screening.compiled import Array, compiled, lent
from tidewaiter.screening.postings import BLOCK, MOST_LETTERS, Postings, borne, lent_postings, rows_of, weigh
from tidewaiter.screening.ragged import bytes_of

#: Most distinct texts whose bearers a query name is compared with.
MOST = 32
#: Least cosine of a candidate, and least share of the best candidate's cosine.
LEAST_COSINE = 0.15
LEAST_SHARE = 0.45
#: Part of what a candidate must have below which the grams not yet added are left: the more they could add, the more
#: texts are hopeful.
_PART = 0.25
#: Room for rounding in a bound.
_SLACK = np.float32(1e-5)


class Candidates(NamedTuple):
    """Pairs of a query text and a bearer of a listed text, ordered by query text, best first."""

    text: npt.NDArray[np.int64]
    listed: npt.NDArray[np.int64]
    cosine: npt.NDArray[np.float32]


class _Asked(NamedTuple):
    """A text asked about, by its grams, those with the shortest lists first.

    Attributes:
        row: Of each gram.
        weight: Of each gram in the text.
        bound: What each gram and all after it can add at most.
    """

    row: Array
    weight: Array
    bound: Array


class _Found(NamedTuple):
    """The best texts so far, best first, their cosines, and how many there are (one number)."""

    listed: Array
    cosine: Array
    number: Array


def find_candidates(
    postings: Postings,
    texts: Sequence[str],
    owner: npt.NDArray[np.int32],
    held: npt.NDArray[np.bool_],
    most: int = MOST,
) -> Candidates:
    """Return the bearers of the indexed texts that share the most telling grams with each text.

    Args:
        postings: Index to search.
        texts: What is looked for, in the form the index was built from.
        owner: Entry that each bearer of an indexed text belongs to.
        held: Which entries may be found (those in force on the day asked about).
        most: Most distinct texts that are found for one.
    """
    if not texts:
        none = np.zeros(0, dtype=np.int64)
        return Candidates(none, none, np.zeros(0, dtype=np.float32))
    letters, at = bytes_of(texts, MOST_LETTERS)
    totals = np.zeros(min(len(postings.first), BLOCK), dtype=np.float32)
    count, listed, cosine = _search(postings, letters, at, owner, held, most, totals)
    text, place, bearer = bearers_of(listed, count, Bearers(postings.first, postings.bearer), owner, held)
    return Candidates(text, bearer, cosine[text, place])


@compiled
def _search(
    postings: Postings, letters: Array, at: Array, owner: Array, held: Array, most: int, totals: Array
) -> tuple[Array, Array, Array]:
    postings, owner, held, totals = lent_postings(postings), lent(owner), lent(held), lent(totals)
    texts = len(at) - 1
    count = np.zeros(texts, dtype=np.int64)
    listed, cosine = np.zeros((texts, most), dtype=np.int32), np.zeros((texts, most), dtype=np.float32)
    room, weights = np.zeros(MOST_LETTERS, dtype=np.int32), np.zeros(MOST_LETTERS, dtype=np.float32)
    for text in range(texts):
        rows = room[: rows_of(letters[at[text] : at[text + 1]], postings.row, postings.size, room)]
        weigh(rows, postings.rarity, weights)
        asked = _rarest_first(postings, rows, weights)
        found = _Found(listed[text], cosine[text], count[text : text + 1])
        for block in range(postings.blocks):
            _search_block(postings, asked, block, owner, held, totals, found)
        least = _least(found)
        while count[text] and cosine[text, count[text] - 1] < least:
            count[text] -= 1
    return count, listed, cosine


@compiled
def _rarest_first(postings: Postings, rows: Array, weights: Array) -> _Asked:
    size = len(rows)
    row, listed = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    weight = np.zeros(size, dtype=np.float32)
    for number in range(size):
        first, end = postings.at[rows[number] * postings.blocks], postings.at[(rows[number] + 1) * postings.blocks]
        place = number
        while place and listed[place - 1] > end - first:
            row[place], listed[place], weight[place] = row[place - 1], listed[place - 1], weight[place - 1]
            place -= 1
        row[place], listed[place], weight[place] = rows[number], end - first, weights[number]
    # Rows have length 1: some grams add no more than the length of their part of the query, nor their greatest weights.
    bound = np.zeros(size + 1, dtype=np.float32)
    square, added = np.float32(0.0), np.float32(0.0)
    for number in range(size - 1, -1, -1):
        if listed[number]:
            square += weight[number] * weight[number]
            added += weight[number] * postings.most[row[number]]
        bound[number] = min(np.sqrt(square), added)
    return _Asked(row, weight, bound)


@compiled
def _least(found: _Found) -> float:
    """Return the least cosine of a candidate, given the best so far."""
    most = len(found.cosine)
    best = found.cosine[0] if found.number[0] else np.float32(0.0)
    last = found.cosine[most - 1] if found.number[0] == most else np.float32(0.0)
    return float(max(np.float32(LEAST_COSINE), best * np.float32(LEAST_SHARE), last))


@compiled
def _search_block(
    postings: Postings, asked: _Asked, block: int, owner: Array, held: Array, totals: Array, found: _Found
) -> None:
    """Put the texts of a block that are among the best where they belong."""
    size = len(asked.weight)
    least = _least(found)
    done = essential = 0
    while done < size and asked.bound[done] + _SLACK >= least * _PART:
        # A text in none of the lists so far, those of the rarest grams, can no longer become a candidate.
        essential += asked.bound[done] + _SLACK >= least
        weight = asked.weight[done]
        first, end = _listed(postings, asked, done, block)
        for at in range(first, end):
            totals[postings.text[at]] += weight * postings.weight[at]
        done += 1
    hopeful = np.float32(least - asked.bound[done] - _SLACK)
    for number in range(essential):
        first, end = _listed(postings, asked, number, block)
        for at in range(first, end):
            text = postings.text[at]
            total = totals[text]
            if total >= hopeful:
                totals[text] = 0.0
                if any_held(block * BLOCK + text, borne(postings), owner, held):
                    _put(found, block * BLOCK + text, total + _rest(postings, asked, done, block, text))
                    hopeful = max(hopeful, np.float32(_least(found) - asked.bound[done] - _SLACK))
    totals[:] = 0.0


@compiled
def _listed(postings: Postings, asked: _Asked, number: int, block: int) -> tuple[int, int]:
    """Return where the texts of a block that have a gram begin, and where they end."""
    place = asked.row[number] * postings.blocks + block
    return postings.at[place], postings.at[place + 1]


@compiled
def _rest(postings: Postings, asked: _Asked, done: int, block: int, text: int) -> np.float32:
    """Return what the grams not yet added add to the total of one text of a block."""
    rest = np.float32(0.0)
    for number in range(done, len(asked.weight)):
        first, end = _listed(postings, asked, number, block)
        low, high = first, end
        while low < high:
            middle = (low + high) // 2
            if postings.text[middle] < text:
                low = middle + 1
            else:
                high = middle
        if low < end and postings.text[low] == text:
            rest += asked.weight[number] * postings.weight[low]
    return rest


@compiled
def _put(found: _Found, text: int, cosine: np.float32) -> None:
    """Put a text where it belongs among the best."""
    if cosine >= LEAST_COSINE:
        found.number[0] = keep_best(text, float(cosine), found.listed, found.cosine, found.number[0])
