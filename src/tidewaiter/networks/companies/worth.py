"""How telling words are in a run, and what of names and addresses tells them from others."""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.companies.numbering import dense, distinct_per
from tidewaiter.networks.companies.reading import Floats, Ints, ReadAddresses, ReadNames
from tidewaiter.networks.companies.text_columns import NONE, taken
from tidewaiter.networks.companies.word_classes import word_classes

#: Names of the world at large that are counted besides those of the run, so that few names are no frequency.
PRIOR = 1000.0
#: Bits of a word that the lists of the world never show.
_RARE = 16.0


def name_worth(names: ReadNames) -> Floats:
    """Return the bits of each word: how rare it is among distinct names, of which those of the world are some."""
    keys = np.unique(names.key, return_index=True)[1]
    owner = np.repeat(np.arange(len(names.key)), np.diff(names.at))
    kept = np.zeros(len(names.key), dtype=np.bool_)
    kept[keys] = True
    met = distinct_per(np.where(kept[owner], names.word, NONE), owner, len(names.telling))
    share = np.exp2(-_RARE * names.telling)
    worth = np.log2((len(keys) + PRIOR) / (met + PRIOR * share))
    return np.where(names.telling > 0, np.maximum(worth, 0.0), 0.0)


def street_worth(addresses: ReadAddresses) -> Floats:
    """Return the bits of each word of addresses: how rare it is among them."""
    met = np.bincount(addresses.word, minlength=addresses.size)
    total = len(addresses.at) - 1
    return np.asarray(np.log2((total + PRIOR) / (met + 1.0)))


def name_roots(names: ReadNames, worth: Floats) -> Ints:
    """Return the class of the rarest word of each name."""
    return taken(word_classes(names)[0], _rarest(names.at, names.word, worth))


def buildings(addresses: ReadAddresses, worth: Floats) -> Ints:
    """Return a number for the rarest word and the least house number of each address."""
    word = _rarest(addresses.at, addresses.word, worth)
    numbered = np.diff(addresses.numbers_at) > 0
    number = np.full(len(word), NONE)
    number[numbered] = addresses.number[addresses.numbers_at[:-1][numbered]]
    return np.where(word == NONE, NONE, dense(word, number)) if len(word) else word


def _rarest(at: Ints, word: Ints, worth: Floats) -> Ints:
    """Return the word of each row that is worth most, the first of equals; `NONE` for a row without words."""
    row = np.repeat(np.arange(len(at) - 1), np.diff(at))
    order = np.lexsort((np.arange(len(word)), -worth[word], row))
    found = np.full(len(at) - 1, NONE)
    rows, first = np.unique(row[order], return_index=True)
    found[rows] = word[order][first]
    return found
