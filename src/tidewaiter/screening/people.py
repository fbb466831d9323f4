"""The parts of a person's name: titles, particles, names, and those that are often left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tidewaiter.screening.scripts import Script
from tidewaiter.screening.tokens import SYLLABIC, Token, is_syllable, read, token
from tidewaiter.screening.words import Kind, is_place, words_beside_names, words_of

#: Share of its weight that a name between the first and the last counts with: second given names and the names of
#: forefathers are often left out.
_MIDDLE, _FOREFATHER = 0.6, 0.2
#: Where a word stands: first, later but ahead of all names, or after a name.
_FIRST, _AHEAD, _NAMED = range(3)


class _Known(NamedTuple):
    """A word as read, and what it is wherever it stands; None where that depends on the words beside it."""

    latin: str
    script: Script
    token: Token | None


def person_tokens(words: Sequence[str]) -> tuple[Token, ...]:
    """Return the words of a person's name, given in lower case, with what each does in it."""
    known = [word for word in map(_known, words) if word.latin]
    tokens = [word.token for word in known if word.token]
    if len(tokens) < len(known):
        tokens = _beside_each_other(known)
    if len(tokens) > 2:
        names = [at for at, word in enumerate(tokens) if word.kind is Kind.NAME]
        if len(names) > 2 and SYLLABIC.isdisjoint([word.script for word in tokens]):
            for at in names[1:-1]:
                tokens[at] = _middle(tokens[at].latin, tokens[at].script, _is_forefather(tokens, at))
    return tuple(tokens)


def _beside_each_other(words: Sequence[_Known]) -> list[Token]:
    """Return words of which some are what they are by where they stand."""
    tokens: list[Token] = []
    count, place = min(len(words), 3), _FIRST
    for known in words:
        word = known.token or _token(known.latin, known.script, count, place)
        if word.kind is Kind.NAME:
            place = _NAMED
        elif place == _FIRST:
            place = _AHEAD
        tokens.append(word)
    if count > 2 and tokens[-1].latin in words_of("suffix"):
        tokens[-1] = token(tokens[-1].latin, tokens[-1].script, Kind.TITLE)
    return tokens


@lru_cache(maxsize=32768)
def _known(written: str) -> _Known:
    latin, script = read(written)
    if len(latin) < 2 or latin in words_beside_names():
        return _Known(latin, script, None)
    return _Known(latin, script, token(latin, script, Kind.NUMBER if latin.isdigit() else Kind.NAME))


@lru_cache(maxsize=4096)
def _token(latin: str, script: Script, words: int, place: int) -> Token:
    return token(latin, script, _kind(latin, script, words, place))


def _kind(latin: str, script: Script, words: int, place: int) -> Kind:
    if len(latin) == 1 and script not in SYLLABIC and (place == _FIRST or latin not in ("y", "e")):
        return Kind.INITIAL
    if latin not in words_beside_names():
        return Kind.NUMBER if latin.isdigit() else Kind.NAME
    if words > 2:
        # Sultan, Prince and Major are names too, but not ahead of one.
        if latin in words_of("title") or (latin in words_of("rank") and place != _NAMED):
            return Kind.TITLE
        if latin in words_of("noise") or latin in words_of("person_noise"):
            return Kind.STOP
        if is_place(latin):
            return Kind.PLACE
    if words > 1 and latin in words_of("particle"):
        return Kind.PARTICLE
    return Kind.NAME


@lru_cache(maxsize=16384)
def _middle(latin: str, script: Script, forefather: bool) -> Token:
    """Return a name between the first and the last.

    One syllable is half of a given name of East Asia rather than a second name.
    """
    share = _FOREFATHER if forefather else 1.0 if is_syllable(latin) else _MIDDLE
    return token(latin, script, Kind.NAME, share)


def _is_forefather(words: Sequence[Token], at: int) -> bool:
    """Tell whether a name follows ``bin`` or its like, articles between them aside."""
    particles, before = words_of("particle"), at
    while before and particles.get(words[before - 1].latin) == "al":
        before -= 1
    return before > 0 and particles.get(words[before - 1].latin) == "bin"
