"""A gram index: which texts have a gram, weighted so that the product of two rows is the cosine of their texts.

A text that many bear is indexed once: it takes one place among the candidates, on however many lists the party is.

The texts of a gram are kept a block at a time, so that a search that works through block after block finds where each
begins and ends without looking for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.bearers import Bearers, distinct_texts
from tidewaiter.screening.compiled import Array, compiled, lent
from tidewaiter.screening.grams import GRAMS, grams_of
from tidewaiter.screening.ragged import bytes_of, starts

#: Letters of a text that are indexed.
MOST_LETTERS = 255
#: Texts a block, as many as two bytes can number: their totals fit into the processor's cache.
BLOCK = 1 << 16
#: Texts up to which no gram is too common to be looked up.
_FEW = 50


class Postings(NamedTuple):
    """For each gram the texts that have it.

    Attributes:
        row: Number of each gram among those met; 0 for all that no text has.
        at: Texts of row n that are in block b are from ``at[n * blocks + b]`` to ``at[n * blocks + b + 1]``.
        text: Numbers of the texts within their block, in order.
        weight: What the gram is worth in each text: its rarity over the length of the text's row.
        most: The greatest weight of each row, which bounds what its gram can still add to a cosine.
        rarity: Of the gram of each row, also where it is too common to be looked up.
        first: Who bears each text, as in ``Bearers``; ``bearer`` their numbers.
        size: Letters a gram.
        blocks: Number of blocks.
    """

    row: npt.NDArray[np.int32]
    at: npt.NDArray[np.int64]
    text: npt.NDArray[np.uint16]
    weight: npt.NDArray[np.float32]
    most: npt.NDArray[np.float32]
    rarity: npt.NDArray[np.float32]
    first: npt.NDArray[np.int32]
    bearer: npt.NDArray[np.int32]
    size: int
    blocks: int


def postings_of(texts: Sequence[str], size: int = 3, common: float = 1.0) -> Postings:
    """Index texts.

    Args:
        texts: The text of each bearer, in the order bearers are numbered, as ``grams.grams_of`` reads them.
        size: Letters a gram.
        common: Share of distinct texts beyond which a gram finds too many to be looked up; it still counts in the
            length of a row.
    """
    texts, bearers = distinct_texts(texts)
    letters, at = bytes_of(texts, MOST_LETTERS)
    blocks = max(-(-len(texts) // BLOCK), 1)
    row = _rows(letters, at, size)
    frequency = _frequency(letters, at, size, row, np.zeros((row.max() + 1, blocks), dtype=np.int64))
    having = frequency.sum(axis=1)
    rarity = np.log((len(texts) + 1) / (having + 1)).astype(np.float32) + np.float32(0.1)
    frequency[having > max(common * len(texts), _FEW)] = 0
    begin = starts(frequency.ravel())
    text, weight, most = _filled(letters, at, size, row, rarity, begin[::blocks])
    return Postings(row, begin, text, weight, most, rarity, *bearers, size, blocks)


@compiled
def lent_postings(postings: Postings) -> Postings:
    """Return an index whose arrays are ``compiled.lent``."""
    row, at, text, weight = lent(postings.row), lent(postings.at), lent(postings.text), lent(postings.weight)
    most, rarity, first, bearer = postings.most, postings.rarity, postings.first, postings.bearer
    most, rarity, first, bearer = lent(most), lent(rarity), lent(first), lent(bearer)
    return Postings(row, at, text, weight, most, rarity, first, bearer, postings.size, postings.blocks)


@compiled
def borne(postings: Postings) -> Bearers:
    """Return who bears each text."""
    return Bearers(postings.first, postings.bearer)


@compiled
def rows_of(text: Array, row: Array, size: int, out: Array) -> int:
    """Write the rows of the distinct grams of a text; return how many there are.

    Args:
        text: The text in bytes (``grams.grams_of``).
        row: Number of each gram (``Postings.row``).
        size: Letters a gram.
        out: Room for as many grams as the text has letters.
    """
    count = grams_of(text, size, out)
    for number in range(count):
        out[number] = row[out[number]]
    return count


@compiled
def weigh(rows: Array, rarity: Array, out: Array) -> None:
    """Write what each gram of a text is worth: its rarity, scaled so that the row has length 1."""
    square = np.float32(0.0)
    for at in range(len(rows)):
        out[at] = rarity[rows[at]]
        square += out[at] * out[at]
    length = max(np.sqrt(square), np.float32(1e-6))
    for at in range(len(rows)):
        out[at] /= length


@compiled
def _rows(letters: Array, at: Array, size: int) -> Array:
    """Number the grams that texts have, from 1 on."""
    row = np.zeros(GRAMS, dtype=np.int32)
    room = np.zeros(MOST_LETTERS, dtype=np.int32)
    for text in range(len(at) - 1):
        for gram in room[: grams_of(letters[at[text] : at[text + 1]], size, room)]:
            row[gram] = 1
    met = 0
    for gram in range(GRAMS):
        met += row[gram]
        row[gram] *= met
    return row


@compiled
def _frequency(letters: Array, at: Array, size: int, row: Array, frequency: Array) -> Array:
    """Count the texts of each row in each block."""
    room = np.zeros(MOST_LETTERS, dtype=np.int32)
    for text in range(len(at) - 1):
        for number in room[: rows_of(letters[at[text] : at[text + 1]], row, size, room)]:
            frequency[number, text // BLOCK] += 1
    return frequency


@compiled
def _filled(
    letters: Array, at: Array, size: int, row: Array, rarity: Array, first: Array
) -> tuple[Array, Array, Array]:
    text_of, weight_of = np.zeros(first[-1], dtype=np.uint16), np.zeros(first[-1], dtype=np.float32)
    most, filled = np.zeros(len(rarity), dtype=np.float32), first[:-1].copy()
    room, weights = np.zeros(MOST_LETTERS, dtype=np.int32), np.zeros(MOST_LETTERS, dtype=np.float32)
    for text in range(len(at) - 1):
        rows = room[: rows_of(letters[at[text] : at[text + 1]], row, size, room)]
        weigh(rows, rarity, weights)
        for at_row in range(len(rows)):
            number = rows[at_row]
            if filled[number] < first[number + 1]:
                text_of[filled[number]], weight_of[filled[number]] = text % BLOCK, weights[at_row]
                most[number] = max(most[number], weights[at_row])
                filled[number] += 1
    return text_of, weight_of, most
