"""Text search over tariff and CCL wording: BM25 over titles, with the words that matched."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tidewaiter.law.tables import hs_titles, load_tables
from tidewaiter.law.tables.read import read_rows

_WORD = re.compile(r"[a-z0-9]+")
#: Words of tariff and control-list prose that name no goods.
_STOP = frozenset(
    {
        "a", "an", "and", "any", "apparatus", "are", "as", "at", "be", "but", "by", "can", "chapter", "containing",
        "described", "equipment", "etc", "following", "for", "from", "having", "heading", "if", "in", "including",
        "instrument", "instruments", "into", "is", "it", "item", "items", "its", "kind", "machine", "machines",
        "nes", "not", "of", "on", "only", "or", "other", "others", "over", "part", "parts", "set", "sets",
        "specified", "such", "than", "that", "the", "their", "therefor", "thereof", "these", "this", "those", "to",
        "under", "unit", "units", "up", "use", "used", "whether", "which", "with", "without",
    }
)  # fmt: skip
_SPELLINGS = (
    ("ise", "ize"), ("isa", "iza"), ("yse", "yze"), ("aluminium", "aluminum"), ("fibre", "fiber"), ("centre", "center"),
)  # fmt: skip
#: Goods a title sets aside: "lathes, other than numerically controlled" is no place to look for a CNC lathe.
_SET_ASIDE = re.compile(
    r"\((?:other than|excluding|except)\b[^)]*\)"
    r"|\b(?:other than|excluding|except(?:ing)?|not controlled by)\b[^,;:()]*",
    re.IGNORECASE,
)
_K1, _B = 1.2, 0.5
#: A title's own words count in full; those of its heading and chapter only place it.
_OWN, _HEADING, _CHAPTER = 1.0, 0.35, 0.15
#: Weight of tariff wording brought in by a trade term, and of the words of the term itself.
_TERM_WEIGHT, _SPOKEN_WEIGHT = 0.8, 0.4


def stem(word: str) -> str:
    """Return a word without its English plural and spelling variants (``processors`` as ``processor``)."""
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    for ending, short in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + short
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def words_of(text: str) -> list[str]:
    """Return the stems of the words that can name goods, in order."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return [stem(word) for word in _WORD.findall(folded) if word not in _STOP and len(word) > 1 and not word.isdigit()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A code whose wording resembles a description. It is a candidate to look at, never a classification.

    Attributes:
        kind: ``hs`` or ``eccn``.
        code: Six-digit HS 2022 code, or the ECCN entry.
        score: Share in [0, 1] of the best score the description could reach on one title.
        matched: Words of the description found in the wording.
        via: Trade terms of the description that were read as tariff wording.
        paragraphs: For an ECCN, the paragraphs whose headings matched best.
    """

    kind: str
    code: str
    title: str
    score: float
    matched: tuple[str, ...]
    via: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What a description asks for.

    Attributes:
        weights: Words and how much each counts.
        optional: Words that a trade term already speaks for: they add when a title has them, and cost nothing else.
        via: Trade terms that were read as tariff wording.
    """

    weights: dict[str, float]
    optional: frozenset[str]
    via: tuple[str, ...]


class TitleIndex:
    """BM25 weights of a set of titles, one row a title; only words that stand in a title are held, row after row.

    Args:
        codes: Code of each row.
        fields: Per row, its texts with their weights.
    """

    def __init__(self, codes: Sequence[str], fields: Iterable[Sequence[tuple[str, float]]]) -> None:
        self.codes = list(codes)
        rows, columns, counts = [], [], []
        self._vocabulary: dict[str, int] = {}
        stems: dict[str, list[str]] = {}
        for row, texts in enumerate(fields):
            tally: Counter[str] = Counter()
            for text, weight in texts:
                if text not in stems:
                    stems[text] = list(dict.fromkeys(words_of(_SET_ASIDE.sub(" ", text))))
                for word in stems[text]:
                    tally[word] += weight  # type: ignore[assignment]  # weighted counts are not whole
            for word, count in tally.items():
                rows.append(row)
                columns.append(self._vocabulary.setdefault(word, len(self._vocabulary)))
                counts.append(float(count))
        self._row, self._column = np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32)
        self._weight = _bm25(self._row, self._column, np.array(counts), len(self.codes))
        self._ideal = np.zeros(len(self._vocabulary))
        np.maximum.at(self._ideal, self._column, self._weight)

    def scores(self, query: Query) -> NDArray[np.float64]:
        """Return each title's share of the best score this query could reach, in [0, 1]."""
        asked = np.zeros(len(self._vocabulary))
        unknown = 0.0
        for word, weight in query.weights.items():
            column = self._vocabulary.get(word)
            if column is not None:
                asked[column] = weight
            elif word not in query.optional:
                unknown += weight
        if not asked.any():
            return np.zeros(len(self.codes))
        # A word no title knows still weighs on the best score: the description is then only partly understood.
        optional = [self._vocabulary[w] for w in query.optional if w in self._vocabulary]
        needed = asked.copy()
        needed[optional] = 0.0
        best = float(needed @ self._ideal) + unknown * float(self._ideal.max())
        found = np.bincount(self._row, self._weight * asked[self._column], len(self.codes))
        return np.minimum(found / (best or float(asked @ self._ideal)), 1.0)

    def matched(self, row: int, words: Iterable[str]) -> tuple[str, ...]:
        """Return which of the words stand in a title."""
        line = set(self._column[slice(*np.searchsorted(self._row, (row, row + 1)))].tolist())
        return tuple(w for w in words if self._vocabulary.get(w) in line)


def _bm25(
    row: NDArray[np.int32], column: NDArray[np.int32], count: NDArray[np.float64], titles: int
) -> NDArray[np.float64]:
    """Return the BM25 weight of each word in each title that has it."""
    frequency = np.bincount(column)
    idf = np.log(1.0 + (titles - frequency + 0.5) / (frequency + 0.5))
    length = np.bincount(row, count, titles)
    norm = _K1 * (1.0 - _B + _B * length / length.mean())
    weight: NDArray[np.float64] = idf[column] * count * (_K1 + 1.0) / (count + norm[row])
    return weight


@cache
def hs_index() -> TitleIndex:
    """Return the index of HS 2022 subheadings, each with its heading's and chapter's words."""
    titles = hs_titles(2022)
    codes = [code for code in titles if len(code) == 6]
    return TitleIndex(codes, ([(titles[c], _OWN), (titles[c[:4]], _HEADING), (titles[c[:2]], _CHAPTER)] for c in codes))


@cache
def ccl_index() -> tuple[TitleIndex, list[str]]:
    """Return the index of CCL entries and paragraph headings, and the paragraph of each row (empty for an entry)."""
    entries = load_tables().entries
    codes, paragraphs, fields = list(entries), [""] * len(entries), [[(e.title, _OWN)] for e in entries.values()]
    for eccn, paragraph, heading in read_rows("eccn_paragraphs.csv", "eccn", "paragraph", "heading"):
        codes.append(eccn)
        paragraphs.append(paragraph)
        fields.append([(heading, _OWN), (entries[eccn].title, _CHAPTER)])
    return TitleIndex(codes, fields), paragraphs


@cache
def _terms() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {
        tuple(words_of(term)): tuple(words_of(wording))
        for term, wording in read_rows("goods_terms.csv", "term", "wording")
    }


def read_query(text: str) -> Query:
    """Return the words a description asks for: its own, and the tariff's wording of the trade terms in it."""
    own = dict.fromkeys(words_of(text))
    spoken = [term for term in _terms() if term and all(word in own for word in term)]
    longest = [term for term in spoken if not any(set(term) < set(other) for other in spoken)]
    weights = dict.fromkeys(own, 1.0)
    named = {word for term in longest for word in term}
    weights |= dict.fromkeys(named, _SPOKEN_WEIGHT)
    wording = [word for term in longest for word in _terms()[term]]
    for word in wording:
        weights[word] = max(weights.get(word, 0.0), _TERM_WEIGHT)
    return Query(weights, frozenset(named.difference(wording)), tuple(" ".join(term) for term in longest))


def search_hs(query: Query, limit: int) -> list[Candidate]:
    """Return the HS 2022 subheadings whose wording resembles the query best."""
    index, titles = hs_index(), hs_titles(2022)
    scores = index.scores(query)
    return [
        Candidate(
            kind="hs",
            code=index.codes[row],
            title=titles[index.codes[row]],
            score=round(float(scores[row]), 4),
            matched=index.matched(row, query.weights),
            via=query.via,
        )
        for row in _best(scores, index.codes, limit)
    ]


def search_eccn(query: Query, limit: int) -> list[Candidate]:
    """Return the ECCN entries whose heading or paragraph headings resemble the query best."""
    index, paragraphs = ccl_index()
    scores = index.scores(query)
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
            paragraphs=tuple(paragraphs[row] for row in rows[:3] if paragraphs[row]),
        )
        for code, rows in list(grouped.items())[:limit]
    ]


def _best(scores: NDArray[np.float64], codes: Sequence[str], limit: int) -> list[int]:
    """Return the rows of the greatest scores above zero; equal scores stand in order of their codes."""
    found = np.flatnonzero(scores > 0)
    return sorted(found.tolist(), key=lambda row: (-round(float(scores[row]), 9), codes[row], row))[:limit]
