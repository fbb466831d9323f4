"""Which of its spellings a company is called by: one that most records bear, and no slip of the pen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from tidewaiter.networks.leads.words import plain

#: Letters from which a word that differs in one of them may be the same word, miswritten.
_LONG = 5
#: How many times as many spellings of the company bear the other word; or else how many times as many companies.
_SPELLINGS, _COMPANIES = 2, 10


def headed(companies: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the spellings of each company with the one it is called by first.

    A spelling that one source always gives may be on most records and still be a slip: a word of it differs in one
    letter, or two that changed places, from a word of another spelling which at least twice as many spellings of the
    company bear, or ten times as many companies. It is passed over where another is free of slips.

    Args:
        companies: Distinct spellings of each, those that most records bear first; the others stay in this order.
    """
    words = [[frozenset(filter(_is_long, plain(name).split())) for name in names] for names in companies]
    everywhere = Counter(word for of_one in words for word in frozenset[str]().union(*of_one))
    return [_first(names, of_one, everywhere) for names, of_one in zip(companies, words, strict=True)]


def _first(names: Sequence[str], words: Sequence[frozenset[str]], everywhere: Counter[str]) -> list[str]:
    borne = Counter(word for each in words for word in each)
    for at, each in enumerate(words):
        if not any(_is_slip(word, borne, everywhere) for word in each):
            return [names[at], *names[:at], *names[at + 1 :]]
    return list(names)


def _is_slip(word: str, borne: Counter[str], everywhere: Counter[str]) -> bool:
    here, there = _SPELLINGS * borne[word], _COMPANIES * everywhere[word]
    return any(
        (times >= here or everywhere[other] >= there) and OSA.distance(word, other, score_cutoff=1) == 1
        for other, times in borne.items()
    )


def _is_long(word: str) -> bool:
    return len(word) >= _LONG
