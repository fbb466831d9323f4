"""What a description asks for: its words by weight, the trade terms in it, and spellings read as words of the lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tidewaiter.law.goods_index import ccl_index, hs_index
from tidewaiter.law.goods_words import names_goods, tokens_of, words_of
from tidewaiter.law.tables.read import read_rows

#: Weight of tariff wording brought in by a trade term, and of the words of the term itself.
_TERM_WEIGHT, _SPOKEN_WEIGHT = 0.8, 0.4
#: What follows only says what the goods are for or come with: "quadcopter with camera", "gearbox for cars".
_BESIDES = re.compile(r"(?<!\S)(?:with|for|in|used|including|incl|without|excluding)(?!\S)|[(;]", re.IGNORECASE)
_BESIDES_WEIGHT = 0.4
#: English puts the thing last: a "bearing grease" is a grease.
_THING_WEIGHT = 1.3
_PARTS = frozenset({"part", "component", "accessory", "spare"})


@dataclass(frozen=True, slots=True)
class Term:
    """A trade term.

    Attributes:
        words: Its stems, all of which a description must have.
        wording: Stems by which the tariff says the same.
        hs: Subheadings where goods of the name usually stand, most usual first.
        eccn: Entries of the CCL that speak of such goods.
    """

    name: str
    words: tuple[str, ...]
    wording: tuple[str, ...]
    hs: tuple[str, ...]
    eccn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What a description asks for.

    Attributes:
        weights: Stems and how much each counts.
        optional: Stems that a trade term already speaks for: they add when a title has them, and cost nothing else.
        terms: Trade terms in the description, each with its share of what the description says.
        read_as: Words in no list, and the words they were read as.
        parts: Whether it asks for parts of goods.
        tokens: All stems, filler included.
    """

    weights: dict[str, float]
    optional: frozenset[str]
    terms: tuple[tuple[Term, float], ...]
    read_as: dict[str, str] = field(default_factory=dict)
    parts: bool = False
    tokens: frozenset[str] = frozenset()

    @property
    def via(self) -> tuple[str, ...]:
        """Names of the trade terms."""
        return tuple(term.name for term, _ in self.terms)


@cache
def trade_terms() -> tuple[Term, ...]:
    """Return the trade terms the package carries."""
    return tuple(
        Term(term, tuple(tokens_of(term)), tuple(words_of(wording)), tuple(hs.split()), tuple(eccn.split()))
        for term, wording, hs, eccn in read_rows("goods_terms.csv", "term", "wording", "hs", "eccn")
    )


@cache
def _terms_by_word() -> dict[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {}
    for term in trade_terms():
        found.setdefault(term.words[0], []).append(term)
    return {word: tuple(terms) for word, terms in found.items()}


@cache
def _spoken_words() -> frozenset[str]:
    return frozenset(word for term in trade_terms() for word in term.words)


@cache
def _vocabulary() -> frozenset[str]:
    return _spoken_words().union(hs_index().vocabulary, ccl_index()[0].vocabulary)


@cache
def _alphabetic() -> tuple[str, ...]:
    return tuple(sorted(word for word in _vocabulary() if word.isalpha() and len(word) > 4))


def read_query(text: str) -> Query:
    """Return the words a description asks for: its own, and the tariff's wording of the trade terms in it."""
    named, besides = _parted(text)
    read_as: dict[str, str] = {}
    named, besides = _spelled(named, read_as), _spelled(besides, read_as)
    weights = dict.fromkeys((word for word in besides if names_goods(word)), _BESIDES_WEIGHT)
    weights |= dict.fromkeys((word for word in named if names_goods(word)), 1.0)
    thing = next((word for word in reversed(named) if names_goods(word)), None)
    if thing is not None:
        weights[thing] = _THING_WEIGHT
    tokens = frozenset((*named, *besides))
    terms = _shares(_spoken(tokens), weights)
    return Query(*_widened(weights, terms), terms, read_as, bool(_PARTS & tokens), tokens)


def _parted(text: str) -> tuple[list[str], list[str]]:
    head, *rest = _BESIDES.split(text, maxsplit=1)
    if not words_of(head):
        return tokens_of(text), []
    # A catalog puts the thing first: "capacitor, tantalum, 10 uF".
    first, *after = head.split(",", maxsplit=1)
    ordered = [*tokens_of(" ".join(after)), *tokens_of(first)] if words_of(first) else tokens_of(head)
    return ordered, tokens_of(" ".join(rest))


def _spoken(tokens: frozenset[str]) -> list[Term]:
    found = [t for word in tokens for t in _terms_by_word().get(word, ()) if tokens.issuperset(t.words)]
    longest = [t for t in found if not any(set(t.words) < set(other.words) for other in found)]
    return sorted(longest, key=lambda term: (-len(term.words), term.name))


def _shares(terms: Sequence[Term], weights: dict[str, float]) -> tuple[tuple[Term, float], ...]:
    total = sum(weights.values())
    return tuple(
        (term, min(sum(weights.get(word, 0.0) for word in term.words) / total, 1.0) if total else 1.0) for term in terms
    )


def _widened(weights: dict[str, float], terms: Sequence[tuple[Term, float]]) -> tuple[dict[str, float], frozenset[str]]:
    spoken = {word for term, _ in terms if term.wording for word in term.words if word in weights}
    wider = weights | {word: _SPOKEN_WEIGHT * weights[word] for word in spoken}
    wording = {word for term, _ in terms for word in term.wording}
    for term, _ in terms:
        heard = max((weights[word] for word in term.words if word in weights), default=1.0)
        for word in term.wording:
            wider[word] = max(wider.get(word, 0.0), _TERM_WEIGHT * min(heard, 1.0))
    return wider, frozenset(spoken - wording)


def _spelled(tokens: list[str], read_as: dict[str, str]) -> list[str]:
    """Return the tokens with each that no list knows read as the word it most likely is, where one word is nearest."""
    known, spelled, skip = _vocabulary(), [], False
    for place, token in enumerate(tokens):
        if skip:
            skip = False
            continue
        after = tokens[place + 1] if place + 1 < len(tokens) else ""
        joined = token + after
        if after and joined in known and (joined in _spoken_words() or not {token, after} <= known):
            spelled.append(joined)
            read_as[f"{token} {after}"] = joined
            skip = True
        elif token in known or not token.isalpha() or len(token) < 5:
            spelled.append(token)
        else:
            spelled += _nearest(token, read_as)
    return spelled


def _nearest(token: str, read_as: dict[str, str]) -> list[str]:
    words = _reading(token)
    if words != (token,):
        read_as[token] = " ".join(words)
    return list(words)


@lru_cache(maxsize=32768)
def _reading(token: str) -> tuple[str, ...]:
    """Return the words of the lists an unknown word most likely stands for, or the word itself."""
    parts = _split(token)
    if parts:
        return parts
    reach = 1 if len(token) < 8 else 2
    near = [word for word in _alphabetic() if abs(len(word) - len(token)) <= reach]
    found = process.extract(token, near, scorer=OSA.distance, score_cutoff=reach, limit=10)
    alike = sorted((distance, *_doubts(word, token), word) for word, distance, _ in found)
    if not alike or (len(alike) > 1 and alike[0][:-1] == alike[1][:-1]):
        return (token,)
    return (alike[0][-1],)


def _doubts(word: str, token: str) -> tuple[bool, bool, bool]:
    """Tell what speaks against a reading: another first letter, no word of trade, a letter too many in the text."""
    return word[0] != token[0], word not in _spoken_words(), len(word) <= len(token)


def _split(token: str) -> tuple[str, ...]:
    for place in range(4, len(token) - 3):
        if token[:place] in _vocabulary() and token[place:] in _vocabulary():
            return token[:place], token[place:]
    return ()
