"""Names by the consonants of two of their words: how a name in another script finds its spelling in Latin letters.

Few grams of consonant classes are telling, and a list of many names shares them all. The consonants of two whole words
together are telling even among a million names. They are asked for in either order, with a consonant left out, added
or taken for another in one of them, without the Arabic article, and with neighbouring words joined.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import chain, combinations, pairwise, product

import numpy as np

from tidewaiter.screening.consonant_search import (
    DIGIT,
    MOST_CONSONANTS,
    WORD,
    Asked,
    PairKeys,
    indexed_pairs,
)
from tidewaiter.screening.keys import skeleton
from tidewaiter.screening.normalise import NameForm
from tidewaiter.screening.ragged import starts
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.tokens import Token
from tidewaiter.screening.words import Kind

#: Words of a listed name, and of a name asked about, of which any two are looked up; longer names are found by more.
_MOST_WORDS = 5
#: Consonants of two words together from which they are looked up.
_FEWEST = 3
#: Most listed names that are compared with one name for the consonants they share.
MOST = 16
_ARTICLE = "al"
_LETTERS_BESIDE_ARTICLE = 2


def pair_keys(forms: Sequence[NameForm]) -> PairKeys:
    """Index names by the consonants of two of their words."""
    found = [(key, number) for number, form in enumerate(forms) for key in _keys_of(form)]
    keys, names = zip(*found, strict=True) if found else ((), ())
    return indexed_pairs(np.array(keys, dtype=np.int64), np.array(names, dtype=np.int32))


def asked_pairs(forms: Sequence[NameForm]) -> Asked:
    """Return names asked about by the consonants of two of their words."""
    asked = [_asked_pairs(form) for form in forms]
    pairs = np.fromiter(chain.from_iterable(chain.from_iterable(asked)), np.int64).reshape(-1, 2)
    return Asked(starts(np.fromiter(map(len, asked), np.int64, len(asked))), pairs)


def _keys_of(form: NameForm) -> set[int]:
    words = [skeleton for word in form.tokens[:_MOST_WORDS] if (skeleton := _consonants(word))]
    return {_key(one, other) for one, other in combinations(words, 2) if len(one) + len(other) >= _FEWEST}


def _asked_pairs(form: NameForm) -> Collection[tuple[int, int]]:
    """Return the pairs of words that are looked up: single words, and two neighbours joined with another word."""
    words = [_asked(word) for word in form.tokens[:_MOST_WORDS]]
    parts = [(at, at + 1, word) for at, word in enumerate(words) if word]
    if len(form.tokens) > 2:
        parts += [(at, at + 2, _joins(*pair)) for at, pair in enumerate(pairwise(words)) if all(pair)]
    return {
        (_packed(one), _packed(other)): None
        for _, end, first in parts
        for start, _, second in parts
        if end <= start
        for one in first
        for other in second
        if len(one) + len(other) >= _FEWEST
    }


@lru_cache(maxsize=16384)
def _joins(words: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([_once(one + other) for one, other in product(words, others)])


def _asked(word: Token) -> tuple[str, ...]:
    """Return the consonants of a word that is a name, with and without the article that Arabic writes on to it."""
    if word.kind is not Kind.NAME:
        return ()
    return _with_and_without_article(word.sound) if word.script is Script.ARABIC else _heard(word.sound)


@lru_cache(maxsize=32768)
def _with_and_without_article(sound: str) -> tuple[str, ...]:
    bare = sound.removeprefix(_ARTICLE)
    has_article = bare != sound and len(bare) > _LETTERS_BESIDE_ARTICLE
    return tuple(dict.fromkeys(_heard(sound) + (_heard(bare) if has_article else ())))


@lru_cache(maxsize=32768)
def _heard(sound: str) -> tuple[str, ...]:
    """Return the consonants of a sound code, nothing where there are none."""
    consonants = _once(skeleton(sound))
    return (consonants,) if consonants else ()


def _consonants(word: Token) -> str:
    """Return the classes of the consonants of a word that is a name, doubled ones once."""
    return _once(skeleton(word.sound)) if word.kind is Kind.NAME else ""


@lru_cache(maxsize=32768)
def _once(classes: str) -> str:
    out = "".join(one for one, before in zip(classes, " " + classes, strict=False) if one != before)
    return "".join(one for one in out if one in "1234567")[:MOST_CONSONANTS]


@lru_cache(maxsize=32768)
def _packed(classes: str) -> int:
    packed = 0
    for one in classes:
        packed = packed << DIGIT | int(one)
    return packed


def _key(one: str, other: str) -> int:
    low, high = sorted((_packed(one), _packed(other)))
    return low << WORD | high
