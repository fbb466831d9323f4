"""Pairs of identities worth comparing: those that share something telling, in about linear number.

Identities that share a key make a block. Small blocks are compared whole. In a large one, as of a business centre or a
common name, each is compared with its neighbours only, in an order that brings alike ones together (the sorted
neighbourhood of Hernandez and Stolfo, 1995), so that no block costs more than in proportion to its size.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tidewaiter.networks.companies.identities import Identities
from tidewaiter.networks.companies.numbering import dense, distinct, mixed, ranges
from tidewaiter.networks.companies.reading import Floats, Ints, ReadNames
from tidewaiter.networks.companies.text_columns import NONE, taken
from tidewaiter.networks.companies.word_classes import word_classes

#: Identities up to which a block is compared whole; neighbours compared in a larger one.
_WHOLE, _NEIGHBOURS = 24, 8
#: Names in which a word occurs, up to which the word by itself is a key.
_RARE = 40
#: Words of a name, the rarest first, whose pairs are keys.
_WORDS = 4
#: Bits that two words may lack of telling a company from all others, and their pair still be a key.
_SHORT_OF = 5.0


def candidates(parties: Identities) -> tuple[Ints, Ints]:
    """Return pairs of identities to compare, the lower number first, in order, each once."""
    found = np.zeros(0, dtype=np.int64)
    order = _order(parties)
    for owner, key in _keys(parties):
        i, j = _in_blocks(owner, key, order)
        low, high = np.minimum(i, j), np.maximum(i, j)
        found = distinct(np.concatenate((found, (low * parties.size + high)[low != high])))
    return found // max(parties.size, 1), found % max(parties.size, 1)


def _order(parties: Identities) -> Ints:
    """Return the place of each identity in an order that brings alike ones together."""
    columns = (np.arange(parties.size), parties.alias, parties.phone, parties.name, parties.building, parties.tax)
    order = np.lexsort((*columns, taken(parties.root, parties.name), parties.country))
    place = np.empty(parties.size, dtype=np.int64)
    place[order] = np.arange(parties.size)
    return place


def _keys(parties: Identities) -> Iterator[tuple[Ints, Ints]]:
    """Yield keys of one kind after another: the identity, and the key."""
    for column in (parties.tax, parties.phone, parties.mail, parties.building):
        owner = np.flatnonzero(column != NONE)
        yield owner, column[owner]
    name, key = _name_keys(parties.names, parties.worth, parties.bits)
    order = np.argsort(name, kind="stable")
    name, key = name[order], key[order]
    for column in (parties.name, parties.alias):
        owner = np.flatnonzero(column != NONE)
        first = np.searchsorted(name, column[owner])
        count = np.searchsorted(name, column[owner], side="right") - first
        # A name that is both here an alias and there a name has one key.
        yield np.repeat(owner, count), key[ranges(first, count)]


def _name_keys(names: ReadNames, worth: Floats, bits: float) -> tuple[Ints, Ints]:
    """Return the keys of names: all words in any order, all written together, rare words, pairs of telling words."""
    classes, met = word_classes(names)
    count = np.diff(names.at)
    name = np.repeat(np.arange(len(count)), count)
    group = classes[names.word]
    # Words in the order of their classes: names of the same words have one key.
    order = np.lexsort((group, name))
    every = _folded(group[order], names.at)
    # A class is worth as much as the words of it that are met most.
    value = np.full(len(met), np.inf)
    np.minimum.at(value, classes, worth)
    telling = value[group]
    # A word met twice in one name counts once.
    lone = np.flatnonzero((met[group] <= _RARE) & (telling > 0))
    owner, key = [np.arange(len(count)), name[lone]], [every, mixed(group[lone], np.full(len(lone), 1))]
    order = np.lexsort((group, -telling, name))
    rank = np.arange(len(name)) - np.repeat(names.at[:-1], count)
    for one in range(_WORDS - 1):
        for other in range(one + 1, _WORDS):
            at = np.flatnonzero((rank == one) & (rank + other - one < np.repeat(count, count)))
            first, second = order[at], order[at + other - one]
            enough = telling[first] + telling[second] >= bits - _SHORT_OF
            enough &= (telling[first] > 0) & (telling[second] > 0) & (group[first] != group[second])
            first, second = first[enough], second[enough]
            low, high = np.minimum(group[first], group[second]), np.maximum(group[first], group[second])
            owner.append(name[first])
            key.append(mixed(low, high, np.full(len(low), 2)))
    joined = _joined_consonants(names)
    known = np.flatnonzero(joined != NONE)
    return np.concatenate((*owner, known)), np.concatenate((*key, mixed(joined[known], np.full(len(known), 3))))


def _folded(values: Ints, at: Ints) -> Ints:
    """Return a number for the values of each row together."""
    found = np.zeros(len(at) - 1, dtype=np.int64)
    for place in range(int(np.diff(at).max(initial=0))):
        rows = np.flatnonzero(at[:-1] + place < at[1:])
        found[rows] = mixed(found[rows], values[at[rows] + place])
    return found


def _joined_consonants(names: ReadNames) -> Ints:
    """Return a number for the consonants of each name written together; `NONE` where they are few."""
    number: dict[str, int] = {}
    found = np.full(len(names.at) - 1, NONE)
    words, at = names.word.tolist(), names.at.tolist()
    for row in range(len(found)):
        text = "".join([names.consonants[word] for word in words[at[row] : at[row + 1]]])
        if len(text) > 4:
            found[row] = number.setdefault(text, len(number))
    return found


def _in_blocks(owner: Ints, key: Ints, order: Ints) -> tuple[Ints, Ints]:
    """Return the pairs of members of each block."""
    if not len(owner):
        return owner, owner
    sorted_ = np.lexsort((order[owner], dense(key)))
    owner, key = owner[sorted_], key[sorted_]
    kept = np.ones(len(owner), dtype=np.bool_)
    kept[1:] = (owner[1:] != owner[:-1]) | (key[1:] != key[:-1])
    owner, key = owner[kept], key[kept]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    size = np.diff(np.concatenate((first, [len(key)])))
    end = np.repeat(first + size, size)
    reach = np.repeat(np.where(size <= _WHOLE, size, _NEIGHBOURS), size)
    at = np.arange(len(key))
    count = np.minimum(end - at - 1, reach)
    return np.repeat(owner, count), owner[ranges(at + 1, count)]
