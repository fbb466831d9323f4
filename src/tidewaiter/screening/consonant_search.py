"""Which indexed names have two words with nearly the consonants of two words of a name, best first, compiled.

The keys of two words (``consonant_pairs``) stand in a table by a hash of theirs, so that a key that no name has costs
one look into memory, however many names are indexed. Names under the keys that fewest have are looked at first, and no
more than a bounded number of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.bags import beyond
from tidewaiter.screening.best import keep_best
from tidewaiter.screening.compiled import Array, compiled, fetch, lent

#: Classes of consonants, one digit each; bits of a digit; consonants of a word that are kept, and bits of a word.
CLASSES, DIGIT, MOST_CONSONANTS = 7, 3, 10
WORD = DIGIT * MOST_CONSONANTS
#: Consonants from which one of a word may be wrong; of two words only one may have a wrong one.
_MAY_BE_WRONG = 2
#: Words one consonant from a word: so many are left out, taken for another, or added.
_VARIANTS = MOST_CONSONANTS + (2 * MOST_CONSONANTS + 1) * CLASSES
#: What a key with a wrong consonant is worth beside the right one.
_WRONG = 0.6
#: What counts against a name: each word that it has more or fewer than the name asked about, and each sound of either
#: that the other has not (``bags.beyond``), which tells names of the same consonants apart by their vowels.
_WORDS_APART, _SOUNDS_APART = 1.5, 1.0
#: Names looked at for one name: those under its telling keys first.
_MOST_LOOKED_AT = 4096
#: Places in memory between asking for one and looking at it.
_AHEAD = 8
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_MASK = (1 << DIGIT) - 1
#: Names asked about, and names of an index.
Named = tuple[npt.NDArray[np.void], npt.NDArray[np.void]]


class PairKeys(NamedTuple):
    """The names of an index by the keys of two of their words.

    Attributes:
        at: Keys of hash n are from ``at[n]`` to ``at[n + 1]``; as many hashes as a power of two.
        key: Each key once, by hash.
        first: Names of key n are from ``first[n]`` to ``first[n + 1]``.
        name: Numbers of the names.
    """

    at: npt.NDArray[np.int32]
    key: npt.NDArray[np.int64]
    first: npt.NDArray[np.int32]
    name: npt.NDArray[np.int32]


class Asked(NamedTuple):
    """Names asked about.

    Attributes:
        at: Where the pairs of words of each begin, and the end of the last.
        pair: The words of each pair, packed, one row a pair.
    """

    at: npt.NDArray[np.int64]
    pair: npt.NDArray[np.int64]


class _Met(NamedTuple):
    """Keys of a name asked about that are in the index: how many names they have, their number, pair and worth."""

    size: Array
    key: Array
    pair: Array
    worth: Array


#: What was heard of an indexed name: how much it answers, and the number after that of the last pair that it answered.
#: Side by side, since a name stands anywhere in memory.
_HEARD = np.dtype([("worth", np.float32), ("pair", np.int32)])


class _Heard(NamedTuple):
    """What was heard of each indexed name (``_HEARD``), and which names were met."""

    of: Array
    names: Array


def indexed_pairs(key: npt.NDArray[np.int64], name: npt.NDArray[np.int32]) -> PairKeys:
    """Index keys, each given with the name that has it."""
    bits = max(len(key).bit_length() - 1, 1)
    order = np.lexsort((name, key, _hashes(key, bits)))
    key, name = key[order], name[order]
    new = np.ones(len(key), dtype=np.bool_)
    new[1:] = key[1:] != key[:-1]
    begin = np.flatnonzero(new)
    at = np.searchsorted(_hashes(key[begin], bits), np.arange((1 << bits) + 1, dtype=np.uint64))
    first = np.append(begin, len(key))
    return PairKeys(at.astype(np.int32), key[begin], first.astype(np.int32), name)


def search_pairs(
    index: PairKeys,
    asked: Asked,
    names: Named,
    owner: npt.NDArray[np.int32],
    held: npt.NDArray[np.bool_],
    most: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return pairs of a name asked about and an indexed name, best first for each name asked about.

    Args:
        index: Names to search.
        asked: What is looked for.
        names: All names asked about, and all names of the index, as ``names.NAME``.
        owner: Entry that each indexed name belongs to.
        held: Which entries may be found.
        most: Greatest number of names for one name.
    """
    count, listed = _search(index, asked, *names, owner, held, most)
    return np.repeat(np.arange(len(count)), count), listed[np.arange(most) < count[:, None]].astype(np.int64)


@compiled
def joined_key(one: int, other: int) -> int:
    """Return the key of two words, whatever their order."""
    return min(one, other) << WORD | max(one, other)


@compiled
def _hash(key: int, bits: int) -> int:
    return int((np.uint64(key) * _SPREAD) >> np.uint64(64 - bits))


def _hashes(key: npt.NDArray[np.int64], bits: int) -> npt.NDArray[np.uint64]:
    return (key.astype(np.uint64) * _SPREAD) >> np.uint64(64 - bits)


@compiled
def _search(
    index: PairKeys, asked: Asked, wanted: Array, listed_names: Array, owner: Array, held: Array, most: int
) -> tuple[Array, Array]:
    index = PairKeys(lent(index.at), lent(index.key), lent(index.first), lent(index.name))
    listed_names, owner, held = lent(listed_names), lent(owner), lent(held)
    bits = 0
    while (1 << bits) + 1 < len(index.at):
        bits += 1
    at, texts = asked.at, len(asked.at) - 1
    count, listed = np.zeros(texts, dtype=np.int64), np.zeros((texts, most), dtype=np.int32)
    worth, near = np.zeros(most, dtype=np.float64), np.zeros(_VARIANTS, dtype=np.int64)
    met = _room(max(np.max(at[1:] - at[:-1]) if texts else 0, 1))
    heard = _Heard(np.zeros(len(owner), dtype=_HEARD), np.zeros(_MOST_LOOKED_AT, dtype=np.int32))
    for text in range(texts):
        found = 0
        for pair in range(at[text], at[text + 1]):
            found = _look_up_pair(index, bits, asked.pair[pair, 0], asked.pair[pair, 1], pair, near, met, found)
        names = heard.names[: _hear(index, met, found, heard)]
        for number in range(len(names)):
            if number + _AHEAD < len(names):
                fetch(listed_names, names[number + _AHEAD])
            name = names[number]
            # What differs only takes away: most names are not worth enough before it, and are not looked at any closer.
            if count[text] < most or heard.of[name].worth >= worth[most - 1]:
                one, other = wanted[text], listed_names[name]
                words = abs(np.int64(one.words_in) - np.int64(other.words_in))
                against = _WORDS_APART * words + _SOUNDS_APART * beyond(one.bag, other.bag)
                value = float(heard.of[name].worth - against)
                # Whether a name may be found is looked up last: it stands anywhere in memory.
                if (count[text] < most or value >= worth[most - 1]) and held[owner[name]]:
                    count[text] = keep_best(name, value, listed[text], worth, count[text])
            heard.of[name].worth, heard.of[name].pair = 0.0, 0
    return count, listed


@compiled
def _room(pairs: int) -> _Met:
    """Return room for the keys of so many pairs of words."""
    keys = 2 * _VARIANTS * pairs
    number, key, pair = np.zeros(keys, dtype=np.int32), np.zeros(keys, dtype=np.int32), np.zeros(keys, dtype=np.int32)
    return _Met(number, key, pair, np.zeros(keys, dtype=np.float32))


@compiled
def _look_up_pair(
    index: PairKeys, bits: int, one: int, other: int, pair: int, near: Array, met: _Met, found: int
) -> int:
    """Write which keys of two words, and of these with one consonant wrong, are in the index; return how many now."""
    found = _look_up(index, bits, joined_key(one, other), pair, 1.0, met, found)
    for turn in range(2):
        word, kept = (one, other) if turn == 0 else (other, one)
        count = _one_wrong(word, near)
        for number in range(count):
            near[number] = joined_key(near[number], kept)
            fetch(index.at, _hash(near[number], bits))
        for number in range(count + _AHEAD):
            if number < count:
                fetch(index.key, index.at[_hash(near[number], bits)])
            if number >= _AHEAD:
                found = _look_up(index, bits, near[number - _AHEAD], pair, _WRONG, met, found)
    return found


@compiled
def _look_up(index: PairKeys, bits: int, key: int, pair: int, worth: float, met: _Met, found: int) -> int:
    place = _hash(key, bits)
    for number in range(index.at[place], index.at[place + 1]):
        if index.key[number] == key:
            met.size[found] = index.first[number + 1] - index.first[number]
            met.key[found], met.pair[found], met.worth[found] = number, pair, worth
            return found + 1
    return found


@compiled
def _hear(index: PairKeys, met: _Met, found: int, heard: _Heard) -> int:
    """Add up what each name answers, from the rarest key on; return how many names were met."""
    names = looked = 0
    total = np.float32(len(heard.of) + 1)
    for at in np.argsort(met.size[:found].astype(np.float32) - met.worth[:found], kind="mergesort"):
        count = met.size[at]
        worth = met.worth[at] * np.log(total / np.float32(count))
        first = index.first[met.key[at]]
        under = index.name[first : first + min(count, _MOST_LOOKED_AT - looked)]
        for number in range(len(under)):
            if number + _AHEAD < len(under):
                fetch(heard.of, under[number + _AHEAD])
            name = under[number]
            known = heard.of[name]
            if known.pair == met.pair[at] + 1:
                continue
            if known.worth == 0.0:
                heard.names[names] = name
                names += 1
            known.worth += worth
            known.pair = met.pair[at] + 1
        looked += count
        if looked >= _MOST_LOOKED_AT:
            break
    return names


@compiled
def _one_wrong(word: int, near: Array) -> int:
    """Write the words with a consonant left out, added or taken for another, packed; return how many.

    Doubled consonants are one, so that a consonant beside its like is none.
    """
    size = 0
    while word >> DIGIT * size:
        size += 1
    if size < _MAY_BE_WRONG:
        return 0
    count = 0
    for at in range(size + 1):
        after = word & ((1 << DIGIT * at) - 1)
        before = word >> DIGIT * at
        last = after >> DIGIT * (at - 1) if at else 0
        for digit in range(1, CLASSES + 1):
            if digit not in (last, before & _MASK):
                longer = (before << DIGIT | digit) << DIGIT * at | after
                near[count] = longer >> DIGIT if size == MOST_CONSONANTS else longer
                count += 1
        if at == size:
            break
        rest, own = before >> DIGIT, before & _MASK
        for digit in range(1, CLASSES + 1):
            if digit not in (last, rest & _MASK, own):
                near[count] = (rest << DIGIT | digit) << DIGIT * at | after
                count += 1
        # What stood on both sides of a consonant left out may be the same.
        if at and rest & _MASK == last:
            rest >>= DIGIT
        near[count] = rest << DIGIT * at | after
        count += 1
    return count
