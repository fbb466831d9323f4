"""The parts of a name that is not a person's: legal forms, numbers, trade words, places, names."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from tidewaiter.screening.russian import LONG, russian_words
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.tokens import Token, read, token
from tidewaiter.screening.turkish import turkish_words
from tidewaiter.screening.words import (
    Kind,
    LegalForm,
    is_place,
    legal_forms,
    long_legal_words,
    numerals,
    words_beside_names,
    words_of,
)
from tidewaiter.screening.written import is_code

_NUMERAL = re.compile(r"(\d+)(?:st|nd|rd|th)?")
#: The Roman numeral one, which is a number only as the last word of a name: elsewhere it is an initial or "and".
_LAST_ONE = ("i", Script.LATIN)
_SAYS_NOTHING = frozenset({Kind.STOP, Kind.PARTICLE, Kind.LEGAL})
#: Letters from which a word may be a legal form misspelt.
_LONG = 6
#: Letters up to which the only name of a company is compared letter by letter.
_LETTERS = 3


class _Known(NamedTuple):
    """What a word is in a name, and the number it stands for: later in the name, and as its first word."""

    token: Token
    number: int | None
    first_number: int | None


def entity_tokens(
    words: Sequence[str], codes: Collection[str], pointed: Sequence[str] = ()
) -> tuple[tuple[Token, ...], frozenset[LegalForm], str]:
    """Return the words of a name with what each does in it, its legal forms, which are taken out, and all as one word.

    Args:
        words: The words in lower case.
        codes: Those whose letters stand for words.
        pointed: Those that a point cuts short.
    """
    known = [word for word in map(_known, words) if word is not None]
    latin = [word.token.latin for word in known]
    kept, legal = _take_legal_forms(known, latin)
    tokens = _tokens(kept, codes)
    return _cut_short(tokens, {read(word)[0] for word in pointed}) if pointed else tokens, legal, "".join(latin)


def _cut_short(tokens: tuple[Token, ...], pointed: Collection[str]) -> tuple[Token, ...]:
    """Take words that are cut short for trade words, as they mostly are, unless nothing else is the name."""
    named = any(word.kind is Kind.NAME and word.latin not in pointed for word in tokens)
    return tuple([_cut(word, named=named) if word.latin in pointed else word for word in tokens])


def _cut(word: Token, *, named: bool) -> Token:
    kind = Kind.GENERIC if named and word.kind is Kind.NAME else word.kind
    return token(word.latin, word.script, kind, cut=True)


def _tokens(words: Sequence[_Known], codes: Collection[str]) -> tuple[Token, ...]:
    values = [word.number for word in words]
    if words:
        values[0] = words[0].first_number
    tokens = [word.token for word in words]
    if len(tokens) > 1 and (tokens[-1].latin, tokens[-1].script) == _LAST_ONE:
        values[-1] = 1
    if codes:
        tokens = [_code(word) if word.latin in codes else word for word in tokens]
    if values.count(None) < len(values):
        return tuple(_numbered(tokens, values))
    kinds = [word.kind for word in tokens]
    if kinds.count(Kind.NAME) == 1:
        return _lone_letters(tuple(tokens), kinds.index(Kind.NAME))
    if not _SAYS_NOTHING.issuperset(kinds):
        return tuple(tokens)
    # Articles, and what looks like a legal form mistyped, that are all there is to a name are its name.
    return tuple([token(word.latin, word.script, Kind.NAME) for word in tokens])


def _lone_letters(tokens: tuple[Token, ...], at: int) -> tuple[Token, ...]:
    """Take the only name among the words, if it has three letters or fewer, for letters: ABB is not AAB."""
    latin, script = tokens[at].latin, tokens[at].script
    if len(latin) > _LETTERS or script is not Script.LATIN:
        return tokens
    return (*tokens[:at], token(latin, script, Kind.NAME, code=True), *tokens[at + 1 :])


@lru_cache(maxsize=32768)
def _known(written: str) -> _Known | None:
    """Return what a word as written is; None where it has no letter or digit that can be read."""
    latin, script = read(written)
    if not latin:
        return None
    kind, first_number = _kind(latin, script), _first_number(latin)
    # Only Latin letters are Roman numerals: the Russian word for "in" is read as a V.
    number = numerals("roman").get(latin) if first_number is None and script is Script.LATIN else first_number
    return _Known(token(latin, script, kind, code=kind is Kind.NAME and is_code(latin)), number, first_number)


def _code(word: Token) -> Token:
    """Return a word whose letters stand for words, unless it is known to do something else."""
    return token(word.latin, word.script, word.kind, code=word.kind is Kind.NAME)


def _take_legal_forms(words: Sequence[_Known], latin: Sequence[str]) -> tuple[Sequence[_Known], frozenset[LegalForm]]:
    table = legal_forms()
    if table.keys().isdisjoint(latin):
        return words, frozenset()
    kept: list[_Known] = []
    found: set[LegalForm] = set()
    at = 0
    while at < len(words):
        for phrase, form in table.get(latin[at], ()):
            end = at + len(phrase)
            if tuple(latin[at:end]) != phrase:
                continue
            at_edge = at == 0 or all(word in table for word in latin[end:])
            if at_edge or len("".join(phrase)) > 2:
                found.add(form)
                at = end
                break
        else:
            kept.append(words[at])
            at += 1
    return (kept, frozenset(found)) if kept else (words, frozenset())


def _numbered(words: Sequence[Token], values: Sequence[int | None]) -> list[Token]:
    """Number words, ordinals and Roman numerals become digits: Brigade Forty-Four is Brigade 44."""
    out: list[Token] = []
    tens = 0
    for word, value in zip(words, values, strict=True):
        if value is None:
            tens = 0
            out.append(word)
        elif tens and value < 10:
            out[-1] = token(str(tens + value), word.script, Kind.NUMBER)
            tens = 0
        else:
            tens = value if 20 <= value < 100 and value % 10 == 0 and word.latin in numerals("cardinal") else 0
            out.append(token(str(value), word.script, Kind.NUMBER))
    return out


def _first_number(latin: str) -> int | None:
    """Return the number the first word of a name stands for, which is no Roman numeral."""
    if latin[0].isdigit() and (found := _NUMERAL.fullmatch(latin)):
        return int(found[1])
    return numerals("cardinal").get(latin, numerals("ordinal").get(latin))


def _kind(latin: str, script: Script) -> Kind:
    beside_names = latin in words_beside_names()
    if beside_names:
        if latin in words_of("stop") or latin in words_of("noise"):
            return Kind.STOP
        if latin in words_of("particle"):
            return Kind.PARTICLE
        if latin in words_of("generic"):
            return Kind.GENERIC
    if not latin.isalpha():
        return Kind.NUMBER
    if len(latin) == 1:
        return Kind.INITIAL
    translated = russian_words().get(latin) if script is Script.CYRILLIC or len(latin) >= LONG else None
    translated = translated or turkish_words().get(latin)
    if translated is not None:
        return translated.kind
    if len(latin) >= _LONG and _is_legal(latin):
        return Kind.LEGAL
    return Kind.PLACE if beside_names and is_place(latin) else Kind.NAME


def _is_legal(latin: str) -> bool:
    """Tell whether a word is one of a legal form but for one typing error.

    One error leaves three letters at the beginning or at the end as they were, unless it exchanges the middle letters
    of a word of six.
    """
    near = _legal_words()
    words = [*near.get(latin[:3], ()), *near.get("-" + latin[-3:], ())]
    if len(latin) == _LONG:
        words += near.get("=" + "".join(sorted(latin)), ())
    return any(OSA.distance(latin, word, score_cutoff=1) <= 1 for word in words)


@cache
def _legal_words() -> dict[str, list[str]]:
    """Return the long words of legal forms by their beginnings, by their ends and, if of six, by their letters."""
    found: dict[str, list[str]] = {}
    for word in long_legal_words():
        for part in (word[:3], "-" + word[-3:], *(["=" + "".join(sorted(word))] if len(word) == _LONG else [])):
            found.setdefault(part, []).append(word)
    return found
