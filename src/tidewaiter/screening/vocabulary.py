"""The distinct words of many names, as arrays: every distance is computed once a word pair, not once a name pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.bags import bags, slots_of
from tidewaiter.screening.frequencies import is_known
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.texts import Objects, Texts, in_memory
from tidewaiter.screening.words import Kind, concepts, same_given_names

#: Longest sound code compared; what a longer word has beyond is ignored.
CODE_LENGTH = 20
#: Sounds in the order of their codes; 0 is padding.
SYMBOLS = "abcdefghijklmnopqrstuvwxyzSCZXGTDNAE"
_OTHER = len(SYMBOLS) + 1
CODES = _OTHER + 1
#: What a word needs a closer look for: another script than Latin, an initial, a form of a name or a trade word.
FOREIGN, INITIAL, GROUPED = 1, 2, 4

_NUMBERS = {symbol: number for number, symbol in enumerate(SYMBOLS, 1)}
_LUT = np.full(256, _OTHER, dtype=np.uint8)
for _symbol, _number in _NUMBERS.items():
    _LUT[ord(_symbol)] = _number
_LUT[0] = 0

_CLASSES = ("bpfvw", "kgqcXGhCj", "tdTD", "szSZcCj", "l", "r", "m", "nN")
_COARSE_GROUPS = ("aeiouyAE", "h", "bpfvw", "kgqXG", "tdTD", "szSZcCj", "lr", "nN", "m", "x")
#: Sounds reduced to vowel or consonant class, and to consonant classes alone.
_COARSE = str.maketrans(
    {symbol: kind for symbols, kind in zip(_COARSE_GROUPS, "ahbktslnmx", strict=True) for symbol in symbols}
)
_VOWELS = str.maketrans("", "", "ah")
_LETTER_BIT = np.zeros(CODES, dtype=np.uint32)
for _number in _NUMBERS.values():
    _LETTER_BIT[_number] = 1 << (_number - 1) % 32
_CLASS_BIT = np.zeros(CODES, dtype=np.uint32)
for _bit, _letters in enumerate(_CLASSES):
    for _symbol in _letters:
        _CLASS_BIT[_NUMBERS[_symbol]] |= 1 << _bit

#: Letters and sounds that share a slot of a bag: the rarest, and those one often takes for the other.
_LETTER_SLOTS = slots_of(_NUMBERS, tuple("abcdefghijklmnopqrstuvwxyz"), CODES)
_SOUND_SLOTS = slots_of(_NUMBERS, (*"abcdefghijklmnopqrstuvwyz", "xS", "C", "ZX", "GT", "DN", "AE"), CODES)
_COARSE_SLOTS = slots_of(_NUMBERS, _COARSE_GROUPS, CODES)
#: Bits of a coarse bag that are consonants: all but its first two slots of four.
CONSONANTS = np.uint64(0xFFFF_FFFF_FFFF_FF00)


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
        bags: Bags (``bags.bags``) of spelling, sound and coarse sound, one row a word.
        flags: ``FOREIGN``, ``INITIAL`` and ``GROUPED``.
        lengths: Letters of the Latin spelling; ``first`` the first of them.
        groups: Bit set of the given names and trade words each is a form of; a shared bit is a hint, not a proof.
        known: Whether each is a word often met, or a given name.
        open_end: Whether each ends in ``a`` or ``e``: of two given names often met, the one that does is the woman's.
    """

    latin: Texts
    sound: Texts
    coarse: Texts
    skeleton: Texts
    script: npt.NDArray[np.uint8]
    kind: npt.NDArray[np.uint8]
    codes: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.uint32]
    classes: npt.NDArray[np.uint32]
    bags: npt.NDArray[np.uint64]
    flags: npt.NDArray[np.uint8]
    lengths: npt.NDArray[np.uint8]
    sound_lengths: npt.NDArray[np.uint8]
    first: npt.NDArray[np.uint8]
    groups: npt.NDArray[np.uint64]
    known: npt.NDArray[np.bool_]
    open_end: npt.NDArray[np.bool_]

    @classmethod
    def of(
        cls, latin: Objects, sound: Objects, script: npt.NDArray[np.uint8], kind: npt.NDArray[np.uint8]
    ) -> Vocabulary:
        """Return the vocabulary of these words, with all that follows from spelling and sound."""
        spelt, codes = encode(latin.tolist()), encode(sound.tolist())
        facts = [_facts(word, heard) for word, heard in zip(latin.tolist(), sound.tolist(), strict=True)]
        coarse, skeleton, groups, known, first, ends, length = zip(*facts, strict=True) if facts else ((),) * 7
        bits: npt.NDArray[np.uint64] = np.array(groups, dtype=np.uint64)
        flags = (script != Script.LATIN) * FOREIGN | (kind == Kind.INITIAL) * INITIAL | (bits != 0) * GROUPED
        return cls(
            latin=latin,
            sound=sound,
            coarse=in_memory(coarse),
            skeleton=in_memory(skeleton),
            script=script,
            kind=kind,
            codes=codes,
            letters=np.bitwise_or.reduce(_LETTER_BIT[codes], axis=1),
            classes=np.bitwise_or.reduce(_CLASS_BIT[codes], axis=1),
            bags=np.column_stack(
                (bags(spelt, _LETTER_SLOTS, 32), bags(codes, _SOUND_SLOTS, 32), bags(codes, _COARSE_SLOTS, 16))
            ),
            flags=flags.astype(np.uint8),
            lengths=np.array(length, dtype=np.uint8),
            sound_lengths=np.count_nonzero(codes, axis=1).astype(np.uint8),
            first=np.array(first, dtype=np.uint8),
            groups=bits,
            known=np.array(known, dtype=np.bool_),
            open_end=np.array(ends, dtype=np.bool_),
        )

    def __len__(self) -> int:
        return len(self.script)


#: The columns of a vocabulary that are numbers, and those that are text.
WORD_ARRAYS = (
    "script",
    "kind",
    "codes",
    "letters",
    "classes",
    "bags",
    "flags",
    "lengths",
    "sound_lengths",
    "first",
    "groups",
    "known",
    "open_end",
)
WORD_TEXTS = ("latin", "sound", "coarse", "skeleton")


@lru_cache(maxsize=65536)
def _facts(latin: str, sound: str) -> tuple[str, str, int, bool, int, bool, int]:
    coarse = sound.translate(_COARSE)
    bits = 0
    for group in groups_of(latin):
        bits |= 1 << crc32(group.encode()) % 64
    known = is_known(latin) or latin in same_given_names()
    ends = latin.rstrip("h").endswith(("a", "e"))
    return coarse, coarse.translate(_VOWELS), bits, known, ord(latin[0]) & 127, ends, min(len(latin), 255)


def groups_of(word: str) -> frozenset[str]:
    """Return the given names and trade words that a word is a form of."""
    none: frozenset[str] = frozenset()
    return same_given_names().get(word, none) | concepts().get(word, none)


def encode(sounds: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Return sound codes as a matrix of small integers, one row a word, cut at ``CODE_LENGTH`` and padded with 0."""
    if not sounds:
        return np.zeros((0, CODE_LENGTH), dtype=np.uint8)
    cut = [word.encode("ascii", "replace")[:CODE_LENGTH] for word in sounds]
    raw: npt.NDArray[Any] = np.array(cut, dtype=f"S{CODE_LENGTH}")
    return _LUT[raw.view(np.uint8).reshape(len(sounds), CODE_LENGTH)]
