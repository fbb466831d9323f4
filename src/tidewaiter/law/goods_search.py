"""Text search over tariff and CCL wording: candidates, the words that matched, the trade terms that named them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tidewaiter.law.goods_index import ccl_index, hs_index
from tidewaiter.law.goods_query import Query
from tidewaiter.law.tables import hs_titles, load_tables

#: How far a trade term moves the codes where its goods usually stand, and how much less each further one.
_NAMED, _NEXT = 0.75, 0.94
#: A description that asks for no parts seldom means a subheading of parts, and the other way round.
_PARTS_TITLE = re.compile(r"\bparts\b", re.IGNORECASE)
_UNASKED_PARTS, _UNASKED_WHOLE = 0.75, 0.85
#: Groups of the CCL that a description of goods means only when it says so, by the words that say it.
_GROUP_WORDS = {
    "B": frozenset({"production", "manufacturing", "manufacture", "test", "testing", "inspection", "tool", "machine"}),
    "C": frozenset(),
    "D": frozenset({"software", "firmware", "program", "code"}),
    "E": frozenset({"technology", "know", "drawing", "blueprint", "data", "technical", "documentation"}),
}
_UNASKED_GROUP = {"B": 0.95, "C": 1.0, "D": 0.6, "E": 0.6}
_MILITARY = re.compile(r"^(?:\d[A-E]6\d\d|9[A-E]515|\d[A-E]018)")
_MILITARY_WORDS = frozenset(
    {"military", "weapon", "missile", "warship", "tank", "defense", "army", "space", "satellite"}
)
_UNASKED_MILITARY = 0.85
_UNASKED_POINTER = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A code whose wording resembles a description. It is a candidate to look at, never a classification.

    Attributes:
        kind: ``hs`` or ``eccn``.
        code: Six-digit HS 2022 code, or the ECCN entry.
        score: In [0, 1]: how far wording and trade usage speak for the code; comparable within a kind.
        matched: Words of the description found in the wording.
        via: Trade terms of the description that were read as tariff wording.
        named_by: Trade terms whose goods usually stand under the code, as kept by hand.
        paragraphs: For an ECCN, the paragraphs whose headings matched best.
    """

    kind: str
    code: str
    title: str
    score: float
    matched: tuple[str, ...]
    via: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()


def hs_scores(query: Query) -> NDArray[np.float64]:
    """Return, for each row of `hs_index`, how far wording and trade usage speak for it."""
    index = hs_index()
    scores = index.scores(query.weights, query.optional)
    scores *= np.where(_parts_titles() == query.parts, 1.0, _UNASKED_WHOLE if query.parts else _UNASKED_PARTS)
    return _moved(scores, _rows_of_hs(), ((term.hs, share) for term, share in query.terms))


def search_hs(query: Query, limit: int) -> list[Candidate]:
    """Return the HS 2022 subheadings whose wording resembles the query best, or which its trade terms name."""
    index, titles = hs_index(), hs_titles(2022)
    scores = hs_scores(query)
    return [
        Candidate(
            kind="hs",
            code=index.codes[row],
            title=titles[index.codes[row]],
            score=round(float(scores[row]), 4),
            matched=index.matched(row, query.weights),
            via=query.via,
            named_by=tuple(term.name for term, _ in query.terms if index.codes[row] in term.hs),
        )
        for row in _best(scores, index.codes, limit)
    ]


def search_eccn(query: Query, limit: int) -> list[Candidate]:
    """Return the ECCN entries whose heading or paragraph headings resemble the query best, or which its terms name."""
    index, paragraphs = ccl_index()
    scores = index.scores(query.weights, query.optional) * _prior(query)
    scores = _moved(scores, _rows_of_entries(), ((term.eccn, share) for term, share in query.terms))
    entries = load_tables().entries
    grouped: dict[str, list[int]] = {}
    for row in _best(scores, index.codes, limit * 6):
        grouped.setdefault(index.codes[row], []).append(row)
    return [
        Candidate(
            kind="eccn",
            code=code,
            title=entries[code].title,
            score=round(float(scores[rows[0]]), 4),
            matched=index.matched(rows[0], query.weights),
            via=query.via,
            named_by=tuple(term.name for term, _ in query.terms if code in term.eccn),
            paragraphs=tuple(paragraphs[row] for row in rows[:3] if paragraphs[row]),
        )
        for code, rows in list(grouped.items())[:limit]
    ]


def _moved(
    scores: NDArray[np.float64], rows: dict[str, list[int]], named: Iterable[tuple[Sequence[str], float]]
) -> NDArray[np.float64]:
    """Return the scores with every row a trade term names moved up by the term's share of the description."""
    for codes, share in named:
        for place, code in enumerate(codes):
            reached = rows[code]
            scores[reached] = 1.0 - (1.0 - scores[reached]) * (1.0 - _NAMED * share * _NEXT**place)
    return scores


def _prior(query: Query) -> NDArray[np.float64]:
    """Return what each row of the CCL index is worth before its wording is looked at."""
    groups, military, pointer = _kinds()
    prior = np.ones(len(groups))
    for group, words in _GROUP_WORDS.items():
        if words.isdisjoint(query.tokens):
            prior[groups == group] *= _UNASKED_GROUP[group]
    if _MILITARY_WORDS.isdisjoint(query.tokens):
        prior[military] *= _UNASKED_MILITARY
    prior[pointer] *= _UNASKED_POINTER
    return prior


@cache
def _kinds() -> tuple[NDArray[np.str_], NDArray[np.bool_], NDArray[np.bool_]]:
    codes, entries = ccl_index()[0].codes, load_tables().entries
    return (
        np.array([code[1] for code in codes]),
        np.array([bool(_MILITARY.match(code)) for code in codes]),
        np.array([entries[code].pointer for code in codes]),
    )


@cache
def _parts_titles() -> NDArray[np.bool_]:
    titles = hs_titles(2022)
    return np.array([bool(_PARTS_TITLE.search(titles[code])) for code in hs_index().codes])


@cache
def _rows_of_hs() -> dict[str, list[int]]:
    return {code: [row] for row, code in enumerate(hs_index().codes)}


@cache
def _rows_of_entries() -> dict[str, list[int]]:
    """The row of each entry's own heading; its paragraphs stand on their wording alone."""
    return {code: [row] for row, code in enumerate(load_tables().entries)}


def _best(scores: NDArray[np.float64], codes: Sequence[str], limit: int) -> list[int]:
    """Return the rows of the greatest scores above zero; equal scores stand in order of their codes."""
    found = np.flatnonzero(scores > 0)
    return sorted(found.tolist(), key=lambda row: (-round(float(scores[row]), 9), codes[row], row))[:limit]
