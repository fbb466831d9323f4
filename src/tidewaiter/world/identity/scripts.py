"""Between scripts as clerks write them: Cyrillic to Latin in two ways, Latin to Cyrillic by ear, accents dropped."""

from __future__ import annotations

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
_TO_CYRILLIC = tuple(tuple(pair.split(":")) for pair in _HEARD.split())
_LETTERS = str.maketrans({"ı": "i", "İ": "I", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def romanised(text: str, *, other: bool = False) -> str:
    """Return Cyrillic text in Latin letters."""
    return "".join(_latin_letter(letter, other) for letter in text)


def _latin_letter(letter: str, other: bool) -> str:
    low = letter.lower()
    found = (_OTHER.get(low) if other else None) or _TO_LATIN.get(low, letter)
    found = found.replace("_", "")
    return found.capitalize() if letter != low else found


def in_cyrillic(text: str) -> str:
    """Return Latin text as a clerk would write it in Cyrillic, by ear."""
    rest, found = folded(text), []
    while rest:
        low = rest.lower()
        for latin, cyrillic in _TO_CYRILLIC:
            if low.startswith(latin):
                found.append(cyrillic.capitalize() if rest[0].isupper() else cyrillic)
                rest = rest[len(latin) :]
                break
        else:
            found.append(rest[0])
            rest = rest[1:]
    return "".join(found)


def folded(text: str) -> str:
    """Return Latin text without accents and letters of one language only."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def is_cyrillic(text: str) -> bool:
    """Return whether a text is in Cyrillic."""
    return any("\u0400" <= letter <= "\u04ff" for letter in text)
