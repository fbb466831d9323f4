"""The words of companies' names in Turkish, in the endings they have there, cut short, and in English.

Company names of Türkiye list their trades (``Bilişim Sanayi ve Dış Ticaret Limited Şirketi``), and documents cut them
short: ``BİL. SAN. VE DIŞ TİC. LTD. ŞTİ.`` A list has them in full, or in English. The words are in
``data/turkish_words.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tidewaiter.screening.scripts import romanize
from tidewaiter.screening.translated import KINDS, Translated
from tidewaiter.screening.words import read_table

_VOWELS, _BACK = "aeıioöuü", "aıou"
#: The close vowel that follows a vowel in an ending.
_CLOSE = {"a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}
#: Consonants at the end of a word that become softer before a vowel.
_SOFTER = {"k": "ğ", "t": "d", "ç": "c", "p": "b"}
#: Letters from which a word is known wherever it stands; shorter ones may be anything.
_LONG = 4
#: Words, and letters, that say that a name is Turkish.
_TURKISH = frozenset(("tic", "ticaret", "şti", "sti", "sanayi", "şirketi", "sirketi", "ithalat", "ihracat", "aş"))
_LETTERS = frozenset("ğış")


@cache
def turkish_words() -> dict[str, Translated]:
    """Return the words in Latin letters without marks, in their endings, with what they stand for."""
    found: dict[str, Translated] = {}
    for row in read_table("turkish_words.csv"):
        for form in _forms(row["word"]):
            if len(form) >= _LONG:
                found.setdefault(form, Translated(tuple(row["english"].split("|")), KINDS[row["kind"]]))
    return found


def in_full(words: list[str]) -> list[str]:
    """Return the words of a name, in lower case, with those in full that are cut short, where the name is Turkish."""
    if _TURKISH.isdisjoint(words) and not any(_LETTERS.intersection(word) for word in words if not word.isascii()):
        return words
    short = _short()
    return [short.get(romanize(word), word) for word in words]


@cache
def _short() -> dict[str, str]:
    """Return the words that are cut short, with the word in full."""
    rows = read_table("turkish_words.csv")
    return {short: romanize(row["word"]) for row in rows for short in row["short"].split()}


def _forms(word: str) -> set[str]:
    """Return a word as it is, in the plural, and as the second of two nouns: ``ürün, ürünler, ürünü, ürünleri``."""
    return {romanize(form) for form in (word, *_endings(word))}


def _endings(word: str) -> Iterator[str]:
    last = next(char for char in reversed(word) if char in _VOWELS)
    plural = word + ("lar" if last in _BACK else "ler")
    close = _CLOSE[last]
    yield from (plural, plural + _CLOSE["a" if last in _BACK else "e"])
    if word[-1] in _VOWELS:
        yield f"{word}s{close}"
        return
    yield word + close
    if word[-1] in _SOFTER:
        yield word[:-1] + _SOFTER[word[-1]] + close
