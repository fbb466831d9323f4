"""Which words stand for one thing: in another language, in the plural, or spelled otherwise."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from tidewaiter.screening.russian import LONG, russian_words
from tidewaiter.screening.turkish import turkish_words
from tidewaiter.screening.words import common_words, words_of

_TABLES = ("generic", "particle", "place", "spelling", "variant")


@cache
def concepts() -> dict[str, frozenset[str]]:
    """Return, for a trade word, particle, place or translated word, what it stands for.

    ``ticaret`` and ``trading`` stand for one thing, ``patronnyy`` and ``cartridge`` for another.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for kind in _TABLES:
        for word, concept in words_of(kind).items():
            found[word].add(f"{kind}:{concept}")
    for country in words_of("place").values():
        found[country].add(f"place:{country}")
    for word in common_words():
        for form in _one_and_many(word):
            found[form].add(f"number:{word.removesuffix('s')}")
    russian = {form: word for form, word in russian_words().items() if len(form) >= LONG}
    for form, translated in (*russian.items(), *turkish_words().items()):
        for english in translated.english:
            same = {f"translated:{english}"}
            for spelled in _one_and_many(english):
                found[spelled] |= same
            found[form] |= found[english]
    return {word: frozenset(names) for word, names in found.items()}


def _one_and_many(word: str) -> tuple[str, str]:
    """Return a word in the singular and in the plural: engine, engines."""
    return word.removesuffix("s"), word.removesuffix("s") + "s"
