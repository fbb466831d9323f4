"""One word of a name: its reading, its sound, what it does there and how telling it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tidewaiter.screening.frequencies import information
from tidewaiter.screening.scripts import Script, romanize, script_of
from tidewaiter.screening.sounds import sound
from tidewaiter.screening.words import Kind

#: Scripts in which a character is a syllable.
SYLLABIC = frozenset((Script.HAN, Script.HANGUL))
_SYLLABLE = re.compile(r"[^aeiou]*[aeiou]+[^aeiou]*")


class Token(NamedTuple):
    """One word of a name.

    Attributes:
        latin: Romanised, lower case; a number in digits.
        sound: Sound code (``sounds.sound``).
        script: Script it was written in.
        kind: What it does in the name.
        weight: How telling it is, in [0, 1].
        code: Whether its letters stand for words, as in ``A.B.C.`` or ``NKVD``: a letter more is another name, not a
            mistyping.
        cut: Whether a point after it says that it is cut short.
    """

    latin: str
    sound: str
    script: Script
    kind: Kind
    weight: float
    code: bool = False
    cut: bool = False


def read(written: str) -> tuple[str, Script]:
    """Return a word as written in Latin letters, of which there may be none, and the script it is in."""
    return (written, Script.LATIN) if written.isascii() else (romanize(written), script_of(written))


@lru_cache(maxsize=32768)
def token(
    latin: str, script: Script, kind: Kind, share: float = 1.0, *, code: bool = False, cut: bool = False
) -> Token:
    """Return a word of a name; the same word is the same object.

    Args:
        latin: Its reading in Latin letters.
        script: Script it was written in.
        kind: What it does in the name.
        share: Share of its weight that counts: less for a word that is often left out.
        code: Whether it is a run of initials.
        cut: Whether it is cut short.
    """
    syllable = script in SYLLABIC and is_syllable(latin)
    weight = share * information(latin, kind, syllable=syllable)
    return Token(latin, sound(latin, script), script, kind, weight, code, cut)


def is_syllable(latin: str) -> bool:
    """Tell whether a word is one syllable: its vowels stand together."""
    return _SYLLABLE.fullmatch(latin) is not None
