"""BM25 over the titles of the tariff and of the Commerce Control List."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tidewaiter.law.goods_words import words_of
from tidewaiter.law.tables import hs_family, hs_titles, load_tables
from tidewaiter.law.tables.read import read_rows

#: Goods a title sets aside: "lathes, other than numerically controlled" is no place to look for a CNC lathe.
_SET_ASIDE = re.compile(
    r"\((?:other than|excluding|except)\b[^)]*\)"
    r"|\b(?:other than|excluding|except(?:ing)?|not controlled by)\b[^,;:()]*",
    re.IGNORECASE,
)
_K1, _B = 1.2, 0.5
#: A title's own words count in full; those of its heading and chapter only place it.
_OWN, _HEADING, _CHAPTER = 1.0, 0.35, 0.15
#: The official wording of 2012 says at length what the later titles shorten.
_FORMER = 0.5


class TitleIndex:
    """BM25 weights of a set of titles, one row a title; only words that stand in a title are held, word after word.

    Args:
        codes: Code of each row.
        fields: Per row, its texts with their weights.
    """

    def __init__(self, codes: Sequence[str], fields: Iterable[Sequence[tuple[str, float]]]) -> None:
        self.codes = list(codes)
        rows: list[int] = []
        columns: list[int] = []
        counts: list[float] = []
        self._vocabulary: dict[str, int] = {}
        stems: dict[str, list[str]] = {}
        for number, texts in enumerate(fields):
            tally: defaultdict[str, float] = defaultdict(float)
            for text, weight in texts:
                if text not in stems:
                    stems[text] = list(dict.fromkeys(words_of(_SET_ASIDE.sub(" ", text))))
                for word in stems[text]:
                    tally[word] += weight
            for word, count in tally.items():
                rows.append(number)
                columns.append(self._vocabulary.setdefault(word, len(self._vocabulary)))
                counts.append(count)
        row, column = np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32)
        bm25 = _bm25(row, column, np.array(counts), len(self.codes))
        order = np.argsort(column, kind="stable")
        self._row, self._weight = row[order], bm25[order]
        self._starts = np.searchsorted(column[order], np.arange(len(self._vocabulary) + 1))
        self._ideal = np.zeros(len(self._vocabulary))
        np.maximum.at(self._ideal, column, bm25)

    @property
    def vocabulary(self) -> Iterable[str]:
        """Stems that stand in some title."""
        return self._vocabulary

    def scores(self, weights: Mapping[str, float], optional: frozenset[str]) -> NDArray[np.float64]:
        """Return each title's share of the best score the weighted words could reach, in [0, 1].

        Args:
            weights: Stems and how much each counts.
            optional: Stems that add where a title has them, and cost nothing elsewhere.
        """
        known = {word: weight for word, weight in weights.items() if word in self._vocabulary}
        found = np.zeros(len(self.codes))
        for word, weight in known.items():
            place = self._place(word)
            found[self._row[place]] += weight * self._weight[place]
        ideal = {word: weight * float(self._ideal[self._vocabulary[word]]) for word, weight in known.items()}
        # A word no title knows still weighs on the best score: the description is then only partly understood.
        unknown = sum(weight for word, weight in weights.items() if word not in known and word not in optional)
        best = sum(share for word, share in ideal.items() if word not in optional)
        best += unknown * float(self._ideal.max(initial=0.0)) if known else 0.0
        best = best or sum(ideal.values())
        return np.minimum(found / best, 1.0) if best else found

    def matched(self, row: int, words: Iterable[str]) -> tuple[str, ...]:
        """Return which of the words stand in a title."""
        return tuple(word for word in words if word in self._vocabulary and row in self._row[self._place(word)])

    def _place(self, word: str) -> slice:
        column = self._vocabulary[word]
        return slice(self._starts[column], self._starts[column + 1])


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
    titles, former = hs_titles(2022), hs_titles(2012)
    codes = [code for code in titles if len(code) == 6]
    fields = (
        [
            (titles[c], _OWN),
            (former[c] if _kept(c) else "", _FORMER),
            (titles[c[:4]], _HEADING),
            (titles[c[:2]], _CHAPTER),
        ]
        for c in codes
    )
    return TitleIndex(codes, fields)


def _kept(code: str) -> bool:
    """Tell whether a subheading of 2022 had the same number and, at least in part, the same goods in 2012."""
    family = hs_family(code, 2022)
    return family is not None and code in family.members[2012]


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
