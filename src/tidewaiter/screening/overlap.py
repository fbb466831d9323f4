"""What two names share word by word, and what each has besides, where the worth of a word is the caller's.

The screening model knows how telling words are on the lists of the world. A set of trading companies has its own common
words, shortens them (``Elek. San. Tic.``) and cuts names at the width of a field; this asks of every word whether the
other name has it, in one of those ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.compiled import Array, compiled, lent
from tidewaiter.screening.edits import edit_distance
from tidewaiter.screening.ragged import bytes_of
from tidewaiter.screening.vocabulary import groups_of, same_bytes

Ints = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

_MOST_LETTERS = 40
_MOST_WORDS = 16
#: How far a word answers another: in the same letters, by sound or meaning, mistyped, shortened.
_SAME, _HEARD, _MISTYPED, _SHORTENED = 1.0, 0.95, 0.85, 0.8
#: Letters from which one, and two, typing errors leave a word the same.
_ONE_ERROR, _TWO_ERRORS = 5, 10
#: Letters of a word that is shortened to its beginning; letters up to which it may be shortened by leaving some out.
_BEGINNING, _LEFT_OUT = 3, 5


#: Bits below those of the rarest word from which a word is met often; bits by which a mistyping is rarer than the word.
_MET, _RARER = 1.6, 3.0


class Words(NamedTuple):
    """Distinct words in arrays.

    Attributes:
        letters: Letters as bytes, and where each word begins; likewise `sounds`.
        meaning: Up to two meanings of each, 0 for none.
        foreign: Whether it is read from another script than Latin.
    """

    letters: npt.NDArray[np.uint8]
    letters_at: npt.NDArray[np.int64]
    sounds: npt.NDArray[np.uint8]
    sounds_at: npt.NDArray[np.int64]
    meaning: npt.NDArray[np.int64]
    foreign: npt.NDArray[np.bool_]


def words_in_arrays(latin: Sequence[str], sound: Sequence[str], foreign: npt.NDArray[np.bool_]) -> Words:
    """Return distinct words as compiled code reads them."""
    number: dict[str, int] = {}
    meaning = np.zeros((len(latin), 2), dtype=np.int64)
    for at, word in enumerate(latin):
        for place, group in enumerate(sorted(groups_of(word))[:2]):
            meaning[at, place] = number.setdefault(group, len(number) + 1)
    return Words(*bytes_of(latin, _MOST_LETTERS), *bytes_of(sound, _MOST_LETTERS), meaning, foreign)


def overlap(words: Words, at: Ints, word: Ints, worth: Floats, i: Ints, j: Ints) -> Floats:
    """Compare name ``i[n]`` with name ``j[n]`` word by word.

    Args:
        words: The distinct words.
        at: Where the words of each name begin in `word`, and the end of the last.
        word: Numbers of the words of all names.
        worth: Of each distinct word, in bits.

    Returns:
        Three columns: bits shared, and the lesser and the greater of the bits that only one of the names has.
    """
    rows = np.zeros((len(i), 3))
    _overlap(words, (at, word), worth, (i.astype(np.int64), j.astype(np.int64)), rows)
    return rows


@compiled
def _lent_words(words: Words) -> Words:
    return Words(
        lent(words.letters),
        lent(words.letters_at),
        lent(words.sounds),
        lent(words.sounds_at),
        lent(words.meaning),
        lent(words.foreign),
    )


@compiled
def _overlap(words: Words, names: tuple[Array, Array], worth: Array, pairs: tuple[Array, Array], rows: Array) -> None:
    words, at, word = _lent_words(words), lent(names[0]), lent(names[1])
    most = worth.max() if len(worth) else 0.0
    scratch = np.zeros(256, dtype=np.uint64)
    taken = np.zeros(_MOST_WORDS, dtype=np.bool_)
    for pair in range(len(rows)):
        a, b = pairs[0][pair], pairs[1][pair]
        other_first, other_count = at[b], min(at[b + 1] - at[b], _MOST_WORDS)
        taken[:] = False
        shared = rest = other_rest = 0.0
        for place in range(other_first, other_first + other_count):
            other_rest += worth[word[place]]
        for place in range(at[a], min(at[a + 1], at[a] + _MOST_WORDS)):
            one = word[place]
            best, found = 0.0, -1
            for other_place in range(other_count):
                if not taken[other_place]:
                    alike = _answer(words, one, word[other_first + other_place], worth, most, scratch)
                    if alike > best:
                        best, found = alike, other_place
            if found >= 0:
                two = word[other_first + found]
                taken[found] = True
                shared += best * min(worth[one], worth[two])
                other_rest -= worth[two]
            else:
                rest += worth[one]
        rows[pair, 0] = shared
        rows[pair, 1] = max(min(rest, other_rest), 0.0)
        rows[pair, 2] = max(rest, other_rest)


@compiled
def _answer(words: Words, one: int, two: int, worth: Array, most: float, scratch: Array) -> float:
    """Return how far one word answers another, 0 where it does not."""
    if one == two:
        return _SAME
    for place in range(2):
        meaning = words.meaning[one, place]
        if meaning != 0 and (meaning == words.meaning[two, 0] or meaning == words.meaning[two, 1]):
            return _HEARD
    alike = _alike(
        words.letters[words.letters_at[one] : words.letters_at[one + 1]],
        words.letters[words.letters_at[two] : words.letters_at[two + 1]],
        words.sounds[words.sounds_at[one] : words.sounds_at[one + 1]],
        words.sounds[words.sounds_at[two] : words.sounds_at[two + 1]],
        scratch,
    )
    # One who mistypes a word does so once or twice: two words that are both met are two words.
    rarer, commoner = max(worth[one], worth[two]), min(worth[one], worth[two])
    met = rarer < most - _MET and rarer - commoner < _RARER
    return 0.0 if alike == _MISTYPED and met and words.foreign[one] == words.foreign[two] else alike


@compiled
def _alike(one: Array, two: Array, sound: Array, other_sound: Array, scratch: Array) -> float:
    """Return how far two different words answer each other, 0 where they do not."""
    if len(one) == 0 or len(two) == 0:
        return 0.0
    if _is_number(one) or _is_number(two):
        return 0.0
    if len(sound) > 2 and same_bytes(sound, other_sound):
        return _HEARD
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if len(short) >= _ONE_ERROR and len(long) - len(short) <= 2:
        edits = edit_distance(one, two, scratch)
        if edits <= 1 or (edits == 2 and len(short) >= _TWO_ERRORS):
            return _MISTYPED
        if (
            len(sound) >= _ONE_ERROR
            and len(other_sound) >= _ONE_ERROR
            and edit_distance(sound, other_sound, scratch) <= 1
        ):
            return _MISTYPED
    if len(short) < len(long) and short[0] == long[0] and len(short) > 1:
        if len(short) >= _BEGINNING and same_bytes(short, long[: len(short)]):
            return _SHORTENED
        if len(short) <= _LEFT_OUT and len(long) >= len(short) + 3 and _left_out(short, long):
            return _SHORTENED - 0.2
    return 0.0


@compiled
def _left_out(short: Array, long: Array) -> bool:
    """Tell whether a word is another with letters left out, its first two sounds kept, as in ``intl`` and ``mktg``."""
    at = 0
    for letter in long:
        if at < len(short) and letter == short[at]:
            at += 1
    vowels = 0
    for letter in short:
        vowels += letter in (97, 101, 105, 111, 117)
    return bool(at == len(short) and vowels <= 1)


@compiled
def _is_number(word: Array) -> bool:
    return bool(48 <= word[0] <= 57)
