"""Names by the consonants of two of their words: how a name in another script finds its spelling in Latin letters.

Few grams of consonant classes are telling, and a list of many names shares them all. The consonants of two whole words
together are telling even among a million names. They are asked for in either order, with a consonant left out, added
or taken for another in one of them, without the Arabic article, and with neighbouring words joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.compiled import compiled
from tidewaiter.screening.keys import SKELETON
from tidewaiter.screening.normalise import NameForm
from tidewaiter.screening.ragged import ranges
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.tokens import Token
from tidewaiter.screening.words import Kind

Keys = npt.NDArray[np.int64]

#: Classes of consonants, one digit each; bits of a digit; consonants of a word that are kept, and bits of a word.
_CLASSES, _DIGIT, _MOST_CONSONANTS = 7, 3, 10
_WORD = _DIGIT * _MOST_CONSONANTS
#: Words of a listed name, and of a name asked about, of which any two are looked up; longer names are found by more.
_MOST_WORDS = 5
#: Consonants of two words together from which they are looked up.
_FEWEST = 3
#: Consonants from which one of a word may be wrong; of two words only one may have a wrong one, so that the work for a
#: name stays bounded among a million.
_MAY_BE_WRONG = 2
#: Most listed names that are compared with one name for the consonants they share.
MOST = 32
_ZERO = np.uint8(ord("0"))
_ARTICLE = "al"
_LETTERS_BESIDE_ARTICLE = 2


def pair_keys(forms: Sequence[NameForm]) -> tuple[Keys, npt.NDArray[np.int32]]:
    """Return the keys under which names are found by two of their words, in order, and the name of each."""
    found = [(key, number) for number, form in enumerate(forms) for key in _keys_of(form)]
    keys, names = zip(*found, strict=True) if found else ((), ())
    key, name = np.array(keys, dtype=np.int64), np.array(names, dtype=np.int32)
    order = np.lexsort((name, key))
    return key[order], name[order]


def by_consonants(
    keys: Keys,
    names: npt.NDArray[np.int32],
    forms: Sequence[NameForm],
    words_in: npt.NDArray[np.uint8],
    *,
    owner: npt.NDArray[np.int32],
    held: npt.NDArray[np.bool_],
    most: int = MOST,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return pairs of a name asked about and an indexed name two words of which have nearly the consonants of its own.

    Args:
        keys: What ``pair_keys`` returned first; `names` second.
        forms: Names asked about.
        words_in: How many words each indexed name has: of equally near ones those of as many words come first.
        owner: Entry that each indexed name belongs to.
        held: Which entries may be found.
        most: Greatest number of indexed names for one name.
    """
    rows, listed = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for number, form in enumerate(forms):
        found, wrong = _near_names(keys, names, form)
        kept = held[owner[found]]
        found, wrong = found[kept], wrong[kept]
        order = np.lexsort((found, np.abs(words_in[found].astype(np.int64) - len(form.tokens)), wrong))
        _, once = np.unique(found[order], return_index=True)
        nearest = found[order][np.sort(once)][:most]
        rows.append(np.full(len(nearest), number, dtype=np.int64))
        listed.append(nearest)
    return np.concatenate(rows), np.concatenate(listed)


def _near_names(
    keys: Keys, names: npt.NDArray[np.int32], form: NameForm
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the names under the keys of a name or keys near them, and how many consonants are wrong in each."""
    asked = [_near_keys(one, other) for one, other in _asked_pairs(form)]
    if not asked:
        none = np.zeros(0, dtype=np.int64)
        return none, none
    wanted, wrong = np.concatenate([key for key, _ in asked]), np.concatenate([edits for _, edits in asked])
    first, after = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, side="right")
    met = np.flatnonzero(after > first)
    count = after[met] - first[met]
    return names[ranges(first[met], count)].astype(np.int64), np.repeat(wrong[met], count)


def _keys_of(form: NameForm) -> set[int]:
    words = [skeleton for word in form.tokens[:_MOST_WORDS] if (skeleton := _consonants(word))]
    return {_key(one, other) for one, other in combinations(words, 2) if len(one) + len(other) >= _FEWEST}


def _asked_pairs(form: NameForm) -> Iterator[tuple[str, str]]:
    """Yield the pairs of words that are looked up: single words, and two neighbours joined with another word."""
    words = [(at, at + 1, skeleton) for at, word in enumerate(form.tokens[:_MOST_WORDS]) for skeleton in _asked(word)]
    joined = [
        (start, other_end, _once(one + other))
        for start, end, one in words
        for other_start, other_end, other in words
        if end == other_start and other_end - start == 2
    ]
    every = dict.fromkeys([*words, *(joined if len(form.tokens) > 2 else [])])
    for (_, end, one), (start, _, other) in combinations(sorted(every), 2):
        if end <= start and len(one) + len(other) >= _FEWEST:
            yield one, other


def _asked(word: Token) -> list[str]:
    """Return the consonants of a word, with and without the article that Arabic writes together with it."""
    found = [_consonants(word)]
    bare = word.sound.removeprefix(_ARTICLE)
    if word.script is Script.ARABIC and word.sound != bare and len(bare) > _LETTERS_BESIDE_ARTICLE:
        found.append(_once(bare.translate(SKELETON)))
    return [skeleton for skeleton in dict.fromkeys(found) if skeleton]


def _consonants(word: Token) -> str:
    """Return the classes of the consonants of a word that is a name, doubled ones once."""
    return _once(word.sound.translate(SKELETON)) if word.kind is Kind.NAME else ""


@lru_cache(maxsize=32768)
def _once(classes: str) -> str:
    out = "".join(one for one, before in zip(classes, " " + classes, strict=False) if one != before)
    return "".join(one for one in out if one in "1234567")[:_MOST_CONSONANTS]


@lru_cache(maxsize=32768)
def _packed(classes: str) -> int:
    packed = 0
    for one in classes:
        packed = packed << _DIGIT | int(one)
    return packed


def _key(one: str, other: str) -> int:
    low, high = sorted((_packed(one), _packed(other)))
    return low << _WORD | high


def _near_keys(one: str, other: str) -> tuple[Keys, Keys]:
    """Return the keys of two words and of what they may be with one consonant wrong, and how many are wrong."""
    (left, left_wrong), (right, right_wrong) = _near(one), _near(other)
    wrong = left_wrong[:, None] + right_wrong
    a, b = np.nonzero(wrong <= 1)
    key = np.minimum(left[a], right[b]) << _WORD | np.maximum(left[a], right[b])
    return key, wrong[a, b]


@lru_cache(maxsize=32768)
def _near(classes: str) -> tuple[Keys, Keys]:
    """Return a word and the words one consonant from it, packed, and which of them differ from it."""
    own = _packed(classes)
    if len(classes) < _MAY_BE_WRONG:
        return np.array([own], dtype=np.int64), np.zeros(1, dtype=np.int64)
    digits = np.frombuffer(classes.encode(), dtype=np.uint8) - _ZERO
    found = np.unique(_one_wrong(digits))
    found = found[found > 0]
    return found, (found != own).astype(np.int64)


@compiled
def _one_wrong(word: npt.NDArray[np.uint8]) -> Keys:
    """Return a word with a consonant left out, added or taken for another, packed, each in every way there is."""
    size = len(word)
    found = np.zeros((size + 1) * (2 * _CLASSES + 1), dtype=np.int64)
    count = 0
    for at in range(size + 1):
        found[count] = _with_one(word, at, 0, 1)
        count += 1
        for digit in range(1, _CLASSES + 1):
            found[count], found[count + 1] = _with_one(word, at, digit, 0), _with_one(word, at, digit, 1)
            count += 2
    return found[:count]


@compiled
def _with_one(word: npt.NDArray[np.uint8], at: int, digit: int, left_out: int) -> int:
    """Pack a word with a digit (0 for none) put in at a place, in the stead of so many there; doubled ones once."""
    packed = last = kept = 0
    for place in range(len(word) + 1):
        for one in (
            digit if place == at else 0,
            0 if place == len(word) or at <= place < at + left_out else word[place],
        ):
            if one not in (0, last) and kept < _MOST_CONSONANTS:
                packed = packed << _DIGIT | int(one)
                kept += 1
                last = one
    return packed
