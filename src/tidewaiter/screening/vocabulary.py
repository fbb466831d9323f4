"""The distinct words of many names as arrays that compiled code reads: spelling, sound, what bounds a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.bags import COARSE, FINE, LETTER_SLOTS, SOUND_SLOTS, bag_of, slots
from tidewaiter.screening.compiled import compiled
from tidewaiter.screening.concepts import concepts
from tidewaiter.screening.frequencies import is_known, known_words
from tidewaiter.screening.ragged import bytes_of, sizes
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.sound_costs import of_each_symbol
from tidewaiter.screening.words import Kind, same_given_names

Bytes = npt.NDArray[np.uint8]

#: Letters, and sounds, of a word that are compared.
MOST_LETTERS = 64
#: What a word is: in another script than Latin, an initial, often met or a given name, ending in ``a`` or ``e`` (of two
#: given names often met, the one that does is the woman's), spelt as it sounds, letters that stand for words,
#: ``bin`` in one of its spellings, or cut short.
FOREIGN, INITIAL, KNOWN, OPEN_END, AS_HEARD, CODE, RELATION, CUT = 1, 2, 4, 8, 16, 32, 64, 128
_BIN = "particle:bin"

_COARSE_GROUPS = ("aeiouyAE", "h", "bpfvw", "kgqXG", "tdTD", "szSZcCj", "lr", "nN", "m", "x")
#: Byte of the class of each sound: a vowel, or consonants one takes for each other; every other byte is its own class.
CLASS_OF = np.arange(256, dtype=np.uint8)
for _sounds, _class in zip(_COARSE_GROUPS, b"ahbktslnmx", strict=True):
    CLASS_OF[list(_sounds.encode())] = _class
VOWEL, BREATH = ord("a"), ord("h")
_OTHER_VOWEL = ord("e")
_CLASS_SLOTS = slots(tuple("ahbktslnmx"))
#: Bits of a bag of classes that are consonants: all but its first two slots.
CONSONANTS = np.uint64(0xFFFF_FFFF_FFFF_FF00)
#: Bits of the finer classes of a word's consonants.
_FINER = ("bpfvw", "kgqcXGhCj", "tdTD", "szSZcCj", "l", "r", "m", "nN")
_FINER_BITS = of_each_symbol(
    {sound: sum(1 << bit for bit, group in enumerate(_FINER) if sound in group) for sound in "".join(_FINER)}, 0
)


#: A word with what a comparison needs of it.
#:
#: ``letters_at`` and ``letters_in`` say where its spelling in Latin letters stands in the table's text, ``sounds_at``
#: and ``sounds_in`` its sound code, ``groups_at`` and ``groups_in`` the numbers of the given names and trade words it
#: is a form of. ``bag_letters``, ``bag_sounds`` and ``bag_classes`` are bags (``bags.bag_of``) of spelling, sounds and
#: classes of sound; ``heard`` is the set of its sounds, ``consonants`` of the classes of its consonants and
#: ``group_bits`` of its groups (a bit shared is a hint, not a proof). ``first`` is its first letter, and ``joined``
#: tells whether it is two words written together.
WORD = np.dtype(
    [
        ("letters_at", np.int64),
        ("sounds_at", np.int64),
        ("bag_letters", np.uint64),
        ("bag_sounds", np.uint64),
        ("bag_classes", np.uint64),
        ("heard", np.uint64),
        ("group_bits", np.uint64),
        ("groups_at", np.int32),
        ("groups_in", np.uint8),
        ("letters_in", np.uint8),
        ("sounds_in", np.uint8),
        ("script", np.uint8),
        ("kind", np.uint8),
        ("flags", np.uint8),
        ("consonants", np.uint8),
        ("first", np.uint8),
        ("joined", np.uint8),
        ("unused", np.uint8, 3),
    ]
)


class Vocabulary(NamedTuple):
    """Distinct words.

    Attributes:
        words: One ``WORD`` a word.
        text: Spellings and sound codes that ``letters_at`` and ``sounds_at`` point into.
        groups: Numbers of groups that ``groups_at`` points into.
    """

    words: npt.NDArray[np.void]
    text: Bytes
    groups: npt.NDArray[np.int32]


def vocabulary(latin: Sequence[str], sound: Sequence[str], script: Bytes, kind: Bytes, written: Bytes) -> Vocabulary:
    """Return these words with all that follows from spelling and sound.

    Args:
        latin: Their spelling in Latin letters; ``sound`` their sound codes.
        script: Script of each; ``kind`` what it does in its name.
        written: Whether it is written as letters that stand for words, or cut short: ``CODE`` and ``CUT`` of its flags.
    """
    size = len(latin)
    text, at = bytes_of([*latin, *sound], MOST_LETTERS)
    met = _words_met()
    row = np.fromiter(map(met.row.get, latin, repeat(0)), np.int64, size)
    words = np.zeros(size, dtype=WORD)
    words["letters_at"], words["sounds_at"] = at[:size], at[size : 2 * size]
    words["letters_in"], words["sounds_in"] = sizes(at).reshape(2, size)
    words["script"], words["kind"] = script, kind
    words["flags"] = (script != Script.LATIN) * np.uint8(FOREIGN) | (kind == Kind.INITIAL) * np.uint8(INITIAL)
    words["flags"] |= written | met.flags[row]
    words["group_bits"], words["groups_at"], words["groups_in"] = (
        met.bits[row],
        met.at[row],
        met.at[row + 1] - met.at[row],
    )
    _measure(words, text)
    return Vocabulary(words, text, met.groups)


def groups_of(word: str) -> frozenset[str]:
    """Return the given names and trade words that a word is a form of."""
    none: frozenset[str] = frozenset()
    return same_given_names().get(word, none) | concepts().get(word, none)


class _Met(NamedTuple):
    """Words that something is known of.

    Attributes:
        row: Number of each; 0 is every other word.
        flags: Whether it is often met, and whether it is ``bin``.
        bits: Its groups in bits.
        at: Where the numbers of its groups begin in ``groups``, and the end of the last.
    """

    row: dict[str, int]
    flags: Bytes
    bits: npt.NDArray[np.uint64]
    at: npt.NDArray[np.int32]
    groups: npt.NDArray[np.int32]


@cache
def _words_met() -> _Met:
    """Return all words that something is known of; most words of names are none of them."""
    words = sorted({*known_words(), *same_given_names(), *concepts()})
    numbers = _group_numbers()
    groups: list[list[int]] = [[], *(sorted(numbers[group] for group in groups_of(word)) for word in words)]
    flags = [0]
    for word in words:
        known = is_known(word) or word in same_given_names()
        flags.append(KNOWN * known | RELATION * (_BIN in groups_of(word)))
    return _Met(
        dict(zip(words, range(1, len(words) + 1), strict=True)),
        np.array(flags, dtype=np.uint8),
        np.array([sum(1 << bit for bit in {group % 64 for group in own}) for own in groups], dtype=np.uint64),
        np.cumsum([0, *map(len, groups)], dtype=np.int32),
        np.array([group for own in groups for group in own], dtype=np.int32),
    )


@cache
def _group_numbers() -> dict[str, int]:
    """Number the given names and trade words; the same in every process that has the same tables."""
    every = {group for table in (same_given_names(), concepts()) for groups in table.values() for group in groups}
    return {group: number for number, group in enumerate(sorted(every))}


@compiled
def _measure(words: npt.NDArray[np.void], text: Bytes) -> None:
    """Fill in the bags and sets of words."""
    for word in words:
        sound = text[word.sounds_at : word.sounds_at + word.sounds_in]
        letters = text[word.letters_at : word.letters_at + word.letters_in]
        if len(letters):
            word.first = letters[0]
            word.flags |= np.uint8(OPEN_END) * _ends_open(letters) | np.uint8(AS_HEARD) * same_bytes(letters, sound)
        word.bag_letters = bag_of(letters, LETTER_SLOTS, FINE)
        word.bag_sounds = bag_of(sound, SOUND_SLOTS, FINE)
        word.bag_classes = bag_of(CLASS_OF[sound], _CLASS_SLOTS, COARSE)
        for letter in sound:
            word.heard |= np.uint64(1) << np.uint64(letter & 63)
            word.consonants |= _FINER_BITS[letter]


@compiled
def _ends_open(letters: Bytes) -> bool:
    end = len(letters) - 1
    while end > 0 and letters[end] == BREATH:
        end -= 1
    return bool(letters[end] in (VOWEL, _OTHER_VOWEL))


@compiled
def same_bytes(one: Bytes, other: Bytes) -> bool:
    """Tell whether two texts in bytes are the same."""
    if len(one) != len(other):
        return False
    for at in range(len(one)):  # noqa: SIM110 - compiled: a plain loop
        if one[at] != other[at]:
            return False
    return True
