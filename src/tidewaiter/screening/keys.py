"""The texts a name is found by, and the key of an identifier."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from tidewaiter.model import UnknownCountryError, resolve_country
from tidewaiter.screening.normalise import NameForm
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.words import Kind

#: Consonant classes as digits; vowels and what is easily lost are dropped.
_CLASSES = str.maketrans(
    {
        symbol: digit
        for symbols, digit in (
            ("bpfv", "1"),
            ("kgqXG", "2"),
            ("tdTD", "3"),
            ("szSZcCj", "4"),
            ("lr", "5"),
            ("m", "6"),
            ("nN", "7"),
            ("aeiouyhwAE", ""),
        )
        for symbol in symbols
    }
)
#: What is written where no number is known.
_PLACEHOLDERS = frozenset(
    [
        "NA",
        "NIL",
        "NONE",
        "NULL",
        "NO",
        "NOTHING",
        "UNKNOWN",
        "NOTKNOWN",
        "NOTAVAILABLE",
        "NOTAPPLICABLE",
        "NOTPROVIDED",
        "UNDEFINED",
        "PENDING",
        "TBA",
        "TBC",
        "TBD",
        "UNREGISTERED",
        "TEST",
    ]
)
#: Digits counted up, and how many of them are no number.
#: A SWIFT code with its branch, and how many places of it name the bank.
_SWIFT, _BANK = re.compile(r"[A-Z]{6}[A-Z0-9]{5}"), 8
_DIGITS, _COUNTED = "1234567890", 5


def sound_text(form: NameForm) -> str:
    """Return a name's text for the sound index."""
    return "^" + "^".join(form.sounds) if form.sounds else ""


def own_text(form: NameForm) -> str:
    """Return the text of the words that are no words of trade, for the sound index; nothing where there are no others.

    Only of a name that is not a person's.
    """
    if form.person:
        return ""
    own = [sound for sound, kind in zip(form.sounds, form.kinds, strict=True) if kind is Kind.NAME]
    return "^" + "^".join(own) if 0 < len(own) < len(form.sounds) else ""


def skeleton_text(form: NameForm) -> str:
    """Return a name's consonant classes for the skeleton index, which finds names across scripts."""
    return "".join(["^" + skeleton(sound) for sound in form.sounds])


@lru_cache(maxsize=16384)
def skeleton(sound: str) -> str:
    """Return the classes of the consonants of a sound code as digits."""
    return sound.translate(_CLASSES)


def letter_text(form: NameForm) -> str:
    """Return a name's letters without spaces, by which short names are found in spite of typing errors."""
    return "".join(form.latin)


def identifier_key(value: str) -> int:
    """Return the number an identifier is indexed under.

    Letters and digits only, upper case, whatever its type is called; an IMO number with or without these letters, and
    of a SWIFT code (ISO 9362) the eight places that name the bank, not the three of a branch.
    """
    bare = _bare(value)
    return text_key(bare[:_BANK] if _SWIFT.fullmatch(bare) and _is_country(bare[4:6]) else bare)


@cache
def _is_country(code: str) -> bool:
    try:
        return resolve_country(code).code == code
    except UnknownCountryError:
        return False


def is_placeholder(value: str) -> bool:
    """Tell whether an identifier says nothing: ``N/A``, ``-``, ``unknown``, one character repeated, digits counted up.

    Such a value neither agrees nor conflicts.
    """
    bare = _bare(value)
    return len(set(bare)) <= 1 or bare in _PLACEHOLDERS or (len(bare) >= _COUNTED and _DIGITS.startswith(bare))


def _bare(value: str) -> str:
    bare = "".join(char for char in value.upper() if char.isalnum())
    number = bare.removeprefix("IMO")
    return number if number.isdigit() else bare


def text_key(text: str) -> int:
    """Return a text as a number of 64 bits that is the same in every process."""
    return int.from_bytes(_digest(text), "big", signed=True)


def text_keys(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return ``text_key`` of many texts."""
    digests = [_digest(text) for text in texts]
    return np.frombuffer(b"".join(digests), dtype=">i8").astype(np.int64)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def is_foreign(form: NameForm) -> bool:
    """Tell whether a name is in another script than Latin, so that its skeleton is searched."""
    return not form.text.isascii() and any(token.script is not Script.LATIN for token in form.tokens)
