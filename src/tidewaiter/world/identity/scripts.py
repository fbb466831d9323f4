"""Between scripts as clerks write them: Cyrillic to Latin in two ways, Latin to Cyrillic by ear, accents dropped."""

from __future__ import annotations

import re
import unicodedata

_TO_LATIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)
#: Where the second way of romanising differs.
_OTHER = {"х": "h", "ц": "c", "й": "i", "ю": "iu", "я": "ia", "щ": "sch", "ж": "j"}
#: Latin letters by ear, longer ones first.
_HEARD = (
    "sch:ш sh:ш ch:ч zh:ж kh:х th:т ph:ф ts:ц ya:я yu:ю oo:у ee:и ck:к qu:кв x:кс a:а b:б c:к d:д e:е f:ф g:г h:х i:и "
    "j:дж k:к l:л m:м n:н o:о p:п q:к r:р s:с t:т u:у v:в w:в y:й z:з"
)
_TO_CYRILLIC = dict(pair.split(":") for pair in _HEARD.split())
_LATIN = re.compile("|".join(_TO_CYRILLIC), re.IGNORECASE)
_LETTERS = str.maketrans({"ı": "i", "İ": "I", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def _letter_by_letter(table: dict[str, str]) -> dict[int, str]:
    """Return a table for `str.translate`, of small and large letters; signs without a sound are left out."""
    sounds = {letter: latin.replace("_", "") for letter, latin in table.items()}
    return str.maketrans(sounds | {letter.upper(): latin.capitalize() for letter, latin in sounds.items()})


_ROMANISED = {False: _letter_by_letter(_TO_LATIN), True: _letter_by_letter(_TO_LATIN | _OTHER)}


def romanised(text: str, *, other: bool = False) -> str:
    """Return Cyrillic text in Latin letters."""
    return text.translate(_ROMANISED[other])


def in_cyrillic(text: str) -> str:
    """Return Latin text as a clerk would write it in Cyrillic, by ear."""
    return _LATIN.sub(_by_ear, folded(text))


def _by_ear(heard: re.Match[str]) -> str:
    cyrillic = _TO_CYRILLIC[heard[0].lower()]
    return cyrillic.capitalize() if heard[0][0].isupper() else cyrillic


def folded(text: str) -> str:
    """Return Latin text without accents and letters of one language only."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def is_cyrillic(text: str) -> bool:
    """Return whether a text is in Cyrillic."""
    return not text.isascii() and any("\u0400" <= letter <= "\u04ff" for letter in text)
