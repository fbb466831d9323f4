"""Short names that differ from a short name by few letters, whatever those are, compiled.

A typing error changes most of the grams of a short name, so that shared grams do not find it. Short names are few, and
their bags of letters (``bags.bag_of``) are compared one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.bags import FINE, LETTER_SLOTS, bag_of, beyond
from tidewaiter.screening.compiled import Array, compiled, lent
from tidewaiter.screening.edits import edit_distance
from tidewaiter.screening.ragged import Rows, bytes_of

#: Letters up to which a name is short, and by how many more or fewer letters another may differ.
SHORT = 10
_LONGER = 3
#: Letters for each of which one may be wrong, beyond the first.
_LETTERS_AN_EDIT = 4
#: Most names that are returned for one.
MOST = 25
_ROOM = SHORT + _LONGER

#: A short name: its bag of letters, its number in the index, and its letters.
_SHORT_NAME = np.dtype([("bag", np.uint64), ("name", np.int32), ("length", np.uint8), ("letters", np.uint8, (19,))])


class ShortNames(NamedTuple):
    """The short names of an index, one row a name, by length."""

    names: npt.NDArray[np.void]


def short_names_of(texts: Sequence[str]) -> ShortNames:
    """Return the short ones of the names, which are given in Latin letters without spaces."""
    found = [(len(text), number) for number, text in enumerate(texts) if 0 < len(text) <= _ROOM]
    names = np.zeros(len(found), dtype=_SHORT_NAME)
    for row, (length, number) in zip(names, sorted(found), strict=True):
        row["name"], row["length"] = number, length
        row["letters"][:length] = np.frombuffer(texts[number].encode("ascii", "replace"), dtype=np.uint8)
    _fill_bags(names)
    return ShortNames(names)


def near_short_names(
    index: ShortNames, texts: Sequence[str], owner: npt.NDArray[np.int32], held: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return pairs of a short text and an indexed name from which few letters differ.

    Args:
        index: Names to search.
        texts: What is looked for; those that are not short find nothing.
        owner: Entry that each name of the whole index belongs to.
        held: Which entries may be found.
    """
    letters: Rows = bytes_of(texts, SHORT + 1)
    count, listed = _search(index.names, letters[0], letters[1], owner, held, np.zeros(256, dtype=np.uint64))
    return np.repeat(np.arange(len(texts)), count), listed[np.arange(MOST) < count[:, None]].astype(np.int64)


@compiled
def _fill_bags(names: Array) -> None:
    for name in names:
        name.bag = bag_of(name.letters[: name.length], LETTER_SLOTS, FINE)


@compiled
def _search(names: Array, letters: Array, at: Array, owner: Array, held: Array, scratch: Array) -> tuple[Array, Array]:
    names, letters, scratch = lent(names), lent(letters), lent(scratch)
    count = np.zeros(len(at) - 1, dtype=np.int64)
    listed, edits = np.zeros((len(at) - 1, MOST), dtype=np.int32), np.zeros(MOST, dtype=np.int64)
    for text in range(len(at) - 1):
        asked = letters[at[text] : at[text + 1]]
        if len(asked) > SHORT or len(asked) == 0:
            continue
        bag, limit = bag_of(asked, LETTER_SLOTS, FINE), 1 + len(asked) // _LETTERS_AN_EDIT
        for name in names:
            if name.length + _LONGER < len(asked):
                continue
            if name.length > len(asked) + _LONGER:
                break
            if beyond(bag, name.bag) <= limit and held[owner[name.name]]:
                distance = edit_distance(asked, name.letters[: name.length], scratch)
                count[text] = _keep(name.name, distance, listed[text], edits, count[text])
    return count, listed


@compiled
def _keep(name: int, distance: int, listed: Array, edits: Array, count: int) -> int:
    """Put a name where it belongs among the nearest so far; return how many there are."""
    at = count
    while at and (edits[at - 1] > distance or (edits[at - 1] == distance and listed[at - 1] > name)):
        at -= 1
    if at == MOST:
        return count
    count = min(count + 1, MOST)
    for later in range(count - 1, at, -1):
        listed[later], edits[later] = listed[later - 1], edits[later - 1]
    listed[at], edits[at] = name, distance
    return count
