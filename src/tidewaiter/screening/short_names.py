"""Short names that differ from a short name by few letters, whatever those are, compiled.

A typing error changes most of the grams of a short name, so that shared grams do not find it. Short names are few, and
their bags of letters (``bags.bag_of``) are compared one by one; how long a name is still short depends on how many
there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.bags import FINE, LETTER_SLOTS, bag_of, beyond, bits_set
from tidewaiter.screening.bearers import Bearers, any_held, bearers_of, distinct_texts
from tidewaiter.screening.best import keep_best
from tidewaiter.screening.compiled import Array, compiled, lent
from tidewaiter.screening.edits import edit_distance
from tidewaiter.screening.ragged import Rows, bytes_of

#: Letters up to which a name is short, in any list and where there are few names of so many letters; how many are few;
#: and by how many more or fewer letters another may differ.
SHORT, SHORT_AMONG_FEW = 10, 14
_FEW = 1 << 16
_LONGER = 3
#: Letters for each of which one may be wrong, beyond the first, and most that may be.
_LETTERS_AN_EDIT, _MOST_EDITS = 4, 3
#: Edits beyond those that may be wrong up to which a name whose letters are near is compared.
_APART = 1
#: Most distinct names whose bearers are returned for one.
MOST = 25

#: Bags looked over at once: as many as a number has bits.
_CHUNK = 64
_ONE = np.uint64(1)


class ShortNames(NamedTuple):
    """The distinct short names of an index, by length.

    Attributes:
        bag: Bag of the letters of each; filled up with empty bags to whole chunks.
        length: How many letters it has.
        letters: Its letters, one row a name, as long as the longest that may be found.
        first: Who bears each name, as in ``Bearers``; ``bearer`` their numbers in the index.
    """

    bag: npt.NDArray[np.uint64]
    length: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.uint8]
    first: npt.NDArray[np.int32]
    bearer: npt.NDArray[np.int32]


def short_names_of(texts: Sequence[str]) -> ShortNames:
    """Return the short ones of the names, which are given in Latin letters without spaces."""
    few = len({text for text in texts if 0 < len(text) <= SHORT_AMONG_FEW + _LONGER}) <= _FEW
    room = (SHORT_AMONG_FEW if few else SHORT) + _LONGER
    found = sorted((len(text), number) for number, text in enumerate(texts) if 0 < len(text) <= room)
    names, bearers = distinct_texts([texts[number] for _, number in found])
    written = "".join(text.ljust(room, "\0") for text in names).encode("ascii", "replace")
    letters = np.frombuffer(written, dtype=np.uint8).reshape(-1, room).copy()
    length = np.array([len(text) for text in names], dtype=np.uint8)
    bag = np.zeros(-(-len(length) // _CHUNK) * _CHUNK, dtype=np.uint64)
    _fill_bags(letters, length, bag)
    number = np.array([number for _, number in found], dtype=np.int32)
    return ShortNames(bag, length, letters, bearers.first, number[bearers.number])


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
    letters: Rows = bytes_of(texts, SHORT_AMONG_FEW + 1)
    first = np.searchsorted(index.length, np.arange(SHORT_AMONG_FEW + _LONGER + 2))
    count, listed = _search(index, first, letters[0], letters[1], owner, held, np.zeros(256, dtype=np.uint64))
    text, _, bearer = bearers_of(listed, count, Bearers(index.first, index.bearer), owner, held)
    return text, bearer


@compiled
def _fill_bags(letters: Array, length: Array, bag: Array) -> None:
    for name in range(len(length)):
        bag[name] = bag_of(letters[name, : length[name]], LETTER_SLOTS, FINE)


@compiled
def _lent_index(index: ShortNames) -> ShortNames:
    bag, length, letters = lent(index.bag), lent(index.length), lent(index.letters)
    return ShortNames(bag, length, letters, lent(index.first), lent(index.bearer))


@compiled
def _search(
    index: ShortNames, first: Array, letters: Array, at: Array, owner: Array, held: Array, scratch: Array
) -> tuple[Array, Array]:
    index, letters, owner, held, scratch = _lent_index(index), lent(letters), lent(owner), lent(held), lent(scratch)
    bearers = Bearers(index.first, index.bearer)
    bags, short = index.bag.reshape(-1, _CHUNK), index.letters.shape[1] - _LONGER
    count = np.zeros(len(at) - 1, dtype=np.int64)
    listed, worth = np.zeros((len(at) - 1, MOST), dtype=np.int32), np.zeros(MOST, dtype=np.int64)
    for text in range(len(at) - 1):
        asked = letters[at[text] : at[text + 1]]
        if len(asked) > short or len(asked) == 0:
            continue
        bag, limit = bag_of(asked, LETTER_SLOTS, FINE), min(1 + len(asked) // _LETTERS_AN_EDIT, _MOST_EDITS)
        # Names of the same length come first: the sooner many are near, the fewer others can be nearer.
        for step in range(2 * _LONGER + 1):
            length = len(asked) + (-(step + 1) // 2 if step % 2 else step // 2)
            if length < 1:
                continue
            start, end = first[length], first[length + 1]
            for chunk in range(start // _CHUNK, (end + _CHUNK - 1) // _CHUNK):
                if count[text] == MOST:
                    limit = min(limit, -worth[MOST - 1])
                near = _near(bag, bags[chunk], limit)
                while near:
                    row = chunk * _CHUNK + bits_set((near & (~near + _ONE)) - _ONE)
                    near &= near - _ONE
                    if not start <= row < end:
                        continue
                    distance = edit_distance(asked, index.letters[row, : index.length[row]], scratch)
                    if distance > limit + _APART:
                        continue
                    # Whether a name may be found is looked up last: it stands anywhere in memory.
                    if any_held(row, bearers, owner, held):
                        count[text] = keep_best(row, -distance, listed[text], worth, count[text])
    return count, listed


@compiled
def _near(bag: np.uint64, bags: Array, limit: int) -> np.uint64:
    """Return which bags of a chunk are within a limit of a bag, as bits: without a branch, many at once."""
    near = np.uint64(0)
    for place in range(_CHUNK):
        near |= np.uint64(beyond(bag, bags[place]) <= limit) << np.uint64(place)
    return near
