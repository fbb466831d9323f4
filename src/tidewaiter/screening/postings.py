"""A gram index: which texts have a gram, weighted so that the product of two rows is the cosine of their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.compiled import Array, compiled, lent
from tidewaiter.screening.grams import GRAMS, grams_of
from tidewaiter.screening.ragged import bytes_of

#: Letters of a text that are indexed.
MOST_LETTERS = 255
#: Texts up to which no gram is too common to be looked up.
_FEW = 50


class Postings(NamedTuple):
    """For each gram the texts that have it.

    Attributes:
        at: Texts of gram n are from ``at[n]`` to ``at[n + 1]``.
        text: Numbers of the texts, in order.
        weight: What the gram is worth in each text: its rarity over the length of the text's row.
        most: The greatest weight of each gram, which bounds what it can still add to a cosine.
        rarity: Of each gram, also of those that are too common to be looked up.
        size: Letters a gram.
    """

    at: npt.NDArray[np.int64]
    text: npt.NDArray[np.int32]
    weight: npt.NDArray[np.float32]
    most: npt.NDArray[np.float32]
    rarity: npt.NDArray[np.float32]
    size: int


def postings_of(texts: Sequence[str], size: int = 3, common: float = 1.0) -> Postings:
    """Index texts.

    Args:
        texts: The texts, in the order they are numbered, as ``grams.grams_of`` reads them.
        size: Letters a gram.
        common: Share of texts beyond which a gram finds too many to be looked up; it still counts in the length of a
            row.
    """
    letters, at = bytes_of(texts, MOST_LETTERS)
    frequency = _frequency(letters, at, size)
    rarity = np.log((len(texts) + 1) / (frequency + 1)).astype(np.float32) + np.float32(0.1)
    frequency[frequency > max(common * len(texts), _FEW)] = 0
    first = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(frequency)))
    text, weight, most = _filled(letters, at, size, rarity, first)
    return Postings(first, text, weight, most, rarity, size)


@compiled
def lent_postings(postings: Postings) -> Postings:
    """Return an index whose arrays are ``compiled.lent``."""
    text, weight = lent(postings.text), lent(postings.weight)
    return Postings(lent(postings.at), text, weight, lent(postings.most), lent(postings.rarity), postings.size)


@compiled
def weigh(grams: Array, rarity: Array, out: Array) -> None:
    """Write what each gram of a text is worth: its rarity, scaled so that the row has length 1."""
    square = np.float32(0.0)
    for at in range(len(grams)):
        out[at] = rarity[grams[at]]
        square += out[at] * out[at]
    length = max(np.sqrt(square), np.float32(1e-6))
    for at in range(len(grams)):
        out[at] /= length


@compiled
def _frequency(letters: Array, at: Array, size: int) -> Array:
    frequency = np.zeros(GRAMS, dtype=np.int64)
    room = np.zeros(MOST_LETTERS, dtype=np.int32)
    for text in range(len(at) - 1):
        for gram in room[: grams_of(letters[at[text] : at[text + 1]], size, room)]:
            frequency[gram] += 1
    return frequency


@compiled
def _filled(letters: Array, at: Array, size: int, rarity: Array, first: Array) -> tuple[Array, Array, Array]:
    text_of, weight_of = np.zeros(first[-1], dtype=np.int32), np.zeros(first[-1], dtype=np.float32)
    most, filled = np.zeros(GRAMS, dtype=np.float32), first[:-1].copy()
    room, weights = np.zeros(MOST_LETTERS, dtype=np.int32), np.zeros(MOST_LETTERS, dtype=np.float32)
    for text in range(len(at) - 1):
        grams = room[: grams_of(letters[at[text] : at[text + 1]], size, room)]
        weigh(grams, rarity, weights)
        for number in range(len(grams)):
            gram = grams[number]
            if filled[gram] < first[gram + 1]:
                text_of[filled[gram]], weight_of[filled[gram]] = text, weights[number]
                most[gram] = max(most[gram], weights[number])
                filled[gram] += 1
    return text_of, weight_of, most
