"""The words of organizations' names in Russian, in all their endings, and the English words that stand for them.

A document has the name as it is registered, a list more often its translation: ``Тульский патронный завод`` is the
Tula Cartridge Plant. ``data/russian_words.csv`` has the words by their stems.
"""

from __future__ import annotations

from functools import cache

from tidewaiter.screening.scripts import romanize
from tidewaiter.screening.translated import KINDS, Translated
from tidewaiter.screening.words import read_table

#: Endings of a word in its cases, by what it is; ``о`` ends the first half of a compound: ``научно-технический``.
_ENDINGS = {
    "adjective": "ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ей ых их о е",
    "noun": " а у е ы и о я ю ь й ом ем ой ей ов ев ам ям ах ях ие ия ии ию ией ий ием ью",
    "word": "",
}
#: Letters as passports spell them, beside the spelling of ``scripts.romanize``.
_AS_IN_PASSPORTS = str.maketrans({"я": "иа", "ю": "иу", "й": "и"})
#: Ends of an adjective in full, and in short spellings: Tulskiy, Tulsky, Tulski.
_FULL, _SHORT = ("iy", "yy"), ("y", "i")
#: Letters from which a word in Latin letters is taken for a Russian one: shorter ones may be anything.
LONG = 5


@cache
def russian_words() -> dict[str, Translated]:
    """Return the words in Latin letters, in the spellings in use, with what they stand for."""
    endings = {part: _in_latin(every.split(" ")) for part, every in _ENDINGS.items()}
    found: dict[str, Translated] = {}
    for row in read_table("russian_words.csv"):
        for stem in _in_latin([row["stem"]]):
            for form in [stem + ending for ending in endings[row["part"]]]:
                known = found.get(form, Translated((), KINDS[row["kind"]]))
                found[form] = known._replace(english=(*known.english, *row["english"].split("|")))
    return found


def _in_latin(texts: list[str]) -> set[str]:
    spellings = {romanize(each) for text in texts for each in (text, text.translate(_AS_IN_PASSPORTS))}
    return spellings | {text[:-2] + end for text in spellings if text.endswith(_FULL) for end in _SHORT}
