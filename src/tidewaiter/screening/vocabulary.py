"""The distinct words of many names, as arrays: every distance is computed once a word pair, not once a name pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.frequencies import is_known
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.words import Kind, concepts, same_given_names

#: Longest sound code compared; what a longer word has beyond is ignored.
CODE_LENGTH = 20
#: Sounds in the order of their codes; 0 is padding.
SYMBOLS = "abcdefghijklmnopqrstuvwxyzSCZXGTDNAE"
_OTHER = len(SYMBOLS) + 1
CODES = _OTHER + 1

_LUT = np.full(256, _OTHER, dtype=np.uint8)
for _position, _symbol in enumerate(SYMBOLS, 1):
    _LUT[ord(_symbol)] = _position
_LUT[0] = 0

_CLASSES = ("bpfvw", "kgqcXGhCj", "tdTD", "szSZcCj", "l", "r", "m", "nN")
#: Sounds reduced to vowel or consonant class, and to consonant classes alone.
_COARSE = str.maketrans(
    {
        symbol: kind
        for symbols, kind in (
            ("aeiouyAE", "a"),
            ("bpfvw", "b"),
            ("kgqXG", "k"),
            ("tdTD", "t"),
            ("szSZcCj", "s"),
            ("lr", "l"),
            ("nN", "n"),
        )
        for symbol in symbols
    }
)
_VOWELS = str.maketrans("", "", "ah")
_LETTER_BIT = np.zeros(CODES, dtype=np.uint32)
for _position, _symbol in enumerate(SYMBOLS, 1):
    _LETTER_BIT[_position] = 1 << (_position - 1) % 32
_CLASS_BIT = np.zeros(CODES, dtype=np.uint32)
for _bit, _letters in enumerate(_CLASSES):
    for _symbol in _letters:
        _CLASS_BIT[SYMBOLS.index(_symbol) + 1] |= 1 << _bit


@dataclass(slots=True)
class Vocabulary:
    """Distinct words with what a comparison needs of each.

    Attributes:
        latin: Spelling in Latin letters.
        sound: Sound code.
        coarse: Sound code with all vowels alike and consonants by class; ``skeleton`` its consonants alone.
        script: Script each was written in.
        kind: What each does in a name.
        codes: Sound codes as small integers, one row a word, padded with 0.
        letters: Bit set of the sounds in each word; ``classes`` of the consonant classes.
        lengths: Letters of the Latin spelling; ``first`` the first of them.
        groups: Bit set of the given names and trade words each is a form of; a shared bit is a hint, not a proof.
        known: Whether each is a word often met, or a given name.
        open_end: Whether each ends in ``a`` or ``e``: of two given names often met, the one that does is the woman's.
    """

    latin: list[str]
    sound: list[str]
    script: npt.NDArray[np.uint8]
    kind: npt.NDArray[np.uint8]
    coarse: list[str] = field(init=False)
    skeleton: list[str] = field(init=False)
    codes: npt.NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, CODE_LENGTH), dtype=np.uint8))
    letters: npt.NDArray[np.uint32] = field(init=False)
    classes: npt.NDArray[np.uint32] = field(init=False)
    lengths: npt.NDArray[np.uint8] = field(init=False)
    sound_lengths: npt.NDArray[np.uint8] = field(init=False)
    first: npt.NDArray[np.uint8] = field(init=False)
    groups: npt.NDArray[np.uint64] = field(init=False)
    known: npt.NDArray[np.bool_] = field(init=False)
    open_end: npt.NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        """Derive the arrays from the words."""
        if len(self.codes) != len(self.latin):
            self.codes = encode(self.sound)
        self.letters = np.bitwise_or.reduce(_LETTER_BIT[self.codes], axis=1)
        self.classes = np.bitwise_or.reduce(_CLASS_BIT[self.codes], axis=1)
        self.lengths = np.minimum(np.fromiter(map(len, self.latin), np.int64, len(self.latin)), 255).astype(np.uint8)
        facts = [_facts(latin, sound) for latin, sound in zip(self.latin, self.sound, strict=True)]
        coarse, skeleton, groups, known, first = zip(*facts, strict=True) if facts else ((), (), (), (), ())
        self.coarse, self.skeleton = list(coarse), list(skeleton)
        self.groups = np.array(groups, dtype=np.uint64)
        self.known = np.array(known, dtype=np.bool_)
        self.open_end = np.fromiter(
            (latin.rstrip("h").endswith(("a", "e")) for latin in self.latin), np.bool_, len(self.latin)
        )
        self.first = np.array(first, dtype=np.uint8)
        self.sound_lengths = np.count_nonzero(self.codes, axis=1).astype(np.uint8)

    def __len__(self) -> int:
        return len(self.latin)


@lru_cache(maxsize=262144)
def _facts(latin: str, sound: str) -> tuple[str, str, int, bool, int]:
    coarse = sound.translate(_COARSE)
    bits = 0
    for group in groups_of(latin):
        bits |= 1 << crc32(group.encode()) % 64
    known = is_known(latin) or latin in same_given_names()
    return coarse, coarse.translate(_VOWELS), bits, known, ord(latin[0]) & 127


def groups_of(word: str) -> frozenset[str]:
    """Return the given names and trade words that a word is a form of."""
    none: frozenset[str] = frozenset()
    return same_given_names().get(word, none) | concepts().get(word, none)


def encode(sounds: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Return sound codes as a matrix of small integers, one row a word, cut at ``CODE_LENGTH`` and padded with 0."""
    if not sounds:
        return np.zeros((0, CODE_LENGTH), dtype=np.uint8)
    raw = np.array([word.encode("ascii", "replace")[:CODE_LENGTH] for word in sounds], dtype=f"S{CODE_LENGTH}")
    return _LUT[raw.view(np.uint8).reshape(len(sounds), CODE_LENGTH)]


class VocabularyBuilder:
    """Gives every distinct word of a batch of names its number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, Script, Kind], int] = {}
        self._sounds: list[str] = []

    def add(self, latin: str, sound: str, script: Script, kind: Kind) -> int:
        """Return the number of a word, a new one when it has not been met."""
        key = (latin, script, kind)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._sounds)
            self._sounds.append(sound)
        return number

    def build(self) -> Vocabulary:
        """Return the vocabulary met so far."""
        keys = list(self._numbers)
        return Vocabulary(
            latin=[latin for latin, _, _ in keys],
            sound=list(self._sounds),
            script=np.array([script for _, script, _ in keys], dtype=np.uint8),
            kind=np.array([kind for _, _, kind in keys], dtype=np.uint8),
        )
