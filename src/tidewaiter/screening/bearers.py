"""Texts that several names have, once each, and who bears them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.compiled import Array, compiled
from tidewaiter.screening.ragged import starts

#: Most bearers found for one text asked about, those of the nearest text first: the work for one name stays bounded
#: however many entries have one like it.
MOST_BEARERS = 256


class Bearers(NamedTuple):
    """Who bears texts.

    Attributes:
        first: Bearers of text n are from ``first[n]`` to ``first[n + 1]``.
        number: Their numbers, those of a text in order.
    """

    first: npt.NDArray[np.int32]
    number: npt.NDArray[np.int32]


def distinct_texts(texts: Sequence[str]) -> tuple[list[str], Bearers]:
    """Return each text once, in the order in which they are first met, and the places at which it stands."""
    number: dict[str, int] = {}
    of = np.fromiter((number.setdefault(text, len(number)) for text in texts), np.int32, len(texts))
    first = starts(np.bincount(of, minlength=len(number)))
    return list(number), Bearers(first.astype(np.int32), np.argsort(of, kind="stable").astype(np.int32))


@compiled
def any_held(text: int, bearers: Bearers, owner: Array, held: Array) -> bool:
    """Tell whether an entry that may be found bears a text."""
    for at in range(bearers.first[text], bearers.first[text + 1]):  # noqa: SIM110 - compiled code has no generators
        if held[owner[bearers.number[at]]]:
            return True
    return False


@compiled
def bearers_of(text: Array, count: Array, bearers: Bearers, owner: Array, held: Array) -> tuple[Array, Array, Array]:
    """Return who bears the texts found.

    Args:
        text: Numbers of the texts found for each text asked about, one row each, best first.
        count: How many there are in each row.
        bearers: Who bears each text.
        owner: Entry that each bearer belongs to.
        held: Which entries may be found.

    Returns:
        Of each bearer found the row of its text, the place of that in the row, and its number.
    """
    room = 0
    for row in range(len(count)):
        borne = 0
        for found in text[row, : count[row]]:
            borne += bearers.first[found + 1] - bearers.first[found]
        room += min(borne, MOST_BEARERS)
    rows, places, numbers = np.zeros(room, np.int64), np.zeros(room, np.int64), np.zeros(room, np.int64)
    size = 0
    for row in range(len(count)):
        full = size + MOST_BEARERS
        for place in range(count[row]):
            found = text[row, place]
            for number in bearers.number[bearers.first[found] : bearers.first[found + 1]]:
                if size < full and held[owner[number]]:
                    rows[size], places[size], numbers[size] = row, place, number
                    size += 1
    return rows[:size], places[:size], numbers[:size]
