"""The words of a search as they are written in the open screening API, and which entities they find.

Its users write in the syntax of its search server: words that must all occur, ``"a phrase"``, ``AND``, ``OR``, ``NOT``,
``+``, ``-``, ``|``, parentheses, ``name:word`` and ``word*``. A word is found as the beginning of one, with or without
the asterisk, and ``word~`` is the word: names that are only alike are found by screening. What is not closed is read as
if it were, so that no text is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.api.open_screening.entities import words

_TOKEN = re.compile(r'"([^"]*)"?|([()|])|([^\s()|"]+)')
_FIELD = re.compile(r"[A-Za-z_][A-Za-z_.]*:(?=.)")
_AND, _OR, _NOT = frozenset({"AND", "&&", "+"}), frozenset({"OR", "||", "|"}), frozenset({"NOT"})


@dataclass(slots=True)
class Spoken:
    """A search that was read.

    Attributes:
        plain: Whether it is words alone: then names that are alike are found, too.
    """

    tokens: list[tuple[str, str]]
    plain: bool = True
    _at: int = field(default=0, repr=False)

    @property
    def names(self) -> str:
        """The words that are wanted, as a name."""
        wanted = [
            text
            for number, (kind, text) in enumerate(self.tokens)
            if kind in {"word", "phrase"} and (number == 0 or self.tokens[number - 1][0] != "not")
        ]
        return " ".join(wanted)

    def among(self, table: pa.Table) -> pa.Array:
        """Return which rows of a table of entities are found."""
        self._at = 0
        found = self._either(table)
        while self._at < len(self.tokens):  # a parenthesis that closes nothing
            self._at += 1
            found = pc.and_(found, self._either(table))
        return found

    def _either(self, table: pa.Table) -> pa.Array:
        found = self._every(table)
        while self._is("or"):
            found = pc.or_(found, self._every(table))
        return found

    def _every(self, table: pa.Table) -> pa.Array:
        found = pa.array([True] * len(table))
        while self._at < len(self.tokens) and self.tokens[self._at][0] not in {"or", "close"}:
            found = pc.and_(found, self._one(table))
        return found

    def _one(self, table: pa.Table) -> pa.Array:
        if self._is("not"):
            return pc.invert(self._one(table)) if self._at < len(self.tokens) else pa.array([True] * len(table))
        if self._is("open"):
            found = self._either(table)
            self._is("close")
            return found
        if self.tokens[self._at][0] in {"or", "close"}:
            return pa.array([True] * len(table))
        kind, text = self.tokens[self._at]
        self._at += 1
        return holds(table, text, phrase=kind == "phrase")

    def _is(self, kind: str) -> bool:
        met = self._at < len(self.tokens) and self.tokens[self._at][0] == kind
        self._at += met
        return met


def read(text: str) -> Spoken:
    """Return what a text asks for; ``OR`` and ``NOT`` without the words they need are passed over."""
    tokens = _bound(list(_tokens(text)))
    return Spoken(tokens, plain=all(kind in {"word", "phrase"} for kind, _ in tokens))


def holds(table: pa.Table, text: str, *, phrase: bool) -> pa.Array:
    """Return which rows hold every word of a text as the beginning of one; those of a phrase one after the other."""
    spoken = words(text)
    found = pa.array([True] * len(table))
    for part in [" ".join(spoken)] if phrase else spoken:
        found = pc.and_(found, pc.match_substring(table["text"], f" {part}"))
    return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for phrase, sign, word in _TOKEN.findall(text):
        if sign:
            yield {"(": "open", ")": "close", "|": "or"}[sign], sign
        elif not word:
            if phrase.strip():
                yield "phrase", phrase
        elif word in _OR:
            yield "or", word
        elif word in _NOT:
            yield "not", word
        elif word not in _AND:
            yield from _signed(word)


def _bound(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out the operators that bind nothing, which would find everything."""
    kept: list[tuple[str, str]] = []
    for token in tokens:
        if token[0] in {"or", "close"}:
            while kept and kept[-1][0] in {"or", "not"}:
                kept.pop()
        if token[0] != "or" or (kept and kept[-1][0] != "open"):
            kept.append(token)
    while kept and kept[-1][0] in {"or", "not"}:
        kept.pop()
    return kept


def _signed(word: str) -> Iterator[tuple[str, str]]:
    bare = _FIELD.sub("", word.lstrip("+-!"))
    if not words(bare):
        return  # a sign by itself is punctuation: "Bank - Moscow" asks for both words
    if word[0] in "-!":
        yield "not", word[0]
    yield "word", bare
