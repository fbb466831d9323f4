"""Words of names that may be one word: mistyped, spelled in another alphabet, put in classes for finding candidates."""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.companies.numbering import dense, distinct_per, mixed, ranges
from tidewaiter.networks.companies.reading import Ints, ReadNames

#: Sounds of a word that may be mistyped; consonants by which a word is known.
_LEAST, _MOST, _CONSONANTS = 5, 24, 4
_BASE = np.uint64(1_000_003)


def word_classes(names: ReadNames) -> tuple[Ints, Ints]:
    """Return the class of each distinct word, and of how many names each class is met in.

    A word that sounds like a more frequent one but for one letter is taken for that one; words of the same four
    consonants or more are one. This only says what is compared: the comparison decides.
    """
    if not len(names.latin):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    met = np.bincount(names.word, minlength=len(names.latin))
    sounds, consonants = dict[str, int](), dict[str, int]()
    heard = np.array([sounds.setdefault(text, len(sounds)) for text in names.sound], dtype=np.int64)
    root = _most_frequent_neighbours(list(sounds), np.bincount(heard, weights=met).astype(np.int64))[heard]
    texts = list(names.consonants)
    leader = np.unique(heard, return_index=True)[1][root]
    lead = [texts[at] for at in leader.tolist()]
    classes = [
        consonants.setdefault(text if len(text) >= _CONSONANTS else f"={one}", len(consonants))
        for text, one in zip(lead, root.tolist(), strict=True)
    ]
    found = np.array(classes, dtype=np.int64)
    owner = np.repeat(np.arange(len(names.at) - 1), np.diff(names.at))
    return found, distinct_per(found[names.word], owner, len(consonants))


def _most_frequent_neighbours(texts: list[str], met: Ints) -> Ints:
    """Return for each text the most frequent one that is the same but for one letter; itself where none is more so.

    Two texts are neighbours where taking a letter out of each, or of one, leaves the same (Garbe's symmetric deletion).
    """
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    kept = np.array([not text[0].isdigit() if text else False for text in texts], dtype=np.bool_)
    rows = np.flatnonzero(kept & (sizes >= _LEAST) & (sizes <= _MOST))
    owner, key = _deletions([texts[row] for row in rows.tolist()], sizes[rows])
    owner = rows[owner]
    # In each block of what is left over, the most frequent text leads, of equals the one numbered first.
    order = np.lexsort((owner, -met[owner], dense(key) if len(key) else key))
    owner, key = owner[order], key[order]
    leads = np.concatenate(([True], key[1:] != key[:-1])) if len(key) else np.zeros(0, dtype=np.bool_)
    leader = owner[leads][np.cumsum(leads) - 1] if len(key) else owner
    rank = np.empty(len(texts), dtype=np.int64)
    rank[np.lexsort((np.arange(len(texts)), -met))] = np.arange(len(texts))
    best = np.arange(len(texts))
    better = rank[leader] < rank[owner]
    lowest = rank.copy()
    np.minimum.at(lowest, owner[better], rank[leader[better]])
    best = np.argsort(rank, kind="stable")[lowest]
    return np.where(kept, best, np.arange(len(texts)))


def _deletions(texts: list[str], sizes: Ints) -> tuple[Ints, Ints]:
    """Return each text whole and with each letter left out, as the number of the text and a number of what is left."""
    width = _MOST
    letters = np.zeros((len(texts), width), dtype=np.uint64)
    flat = np.frombuffer("".join(texts).encode("ascii", "replace"), dtype=np.uint8)
    row = np.repeat(np.arange(len(texts)), sizes)
    letters[row, ranges(np.zeros_like(sizes), sizes)] = flat
    owners, keys = [np.arange(len(texts))], []
    with np.errstate(over="ignore"):
        whole = np.zeros(len(texts), dtype=np.uint64)
        for place in range(width):
            whole = np.where(place < sizes, whole * _BASE + letters[:, place], whole)
        keys.append(mixed(whole.view(np.int64), sizes))
        for out in range(width):
            has = np.flatnonzero(out < sizes)
            left = np.zeros(len(has), dtype=np.uint64)
            for place in range(width):
                taken = (place < sizes[has]) & (place != out)
                left = np.where(taken, left * _BASE + letters[has, place], left)
            owners.append(has)
            keys.append(mixed(left.view(np.int64), sizes[has] - 1))
    return np.concatenate(owners), np.concatenate(keys)
