"""Whether a declared HS code fits its description: a reason to ask, never a finding."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from tidewaiter.law.goods_answers import Agreement
from tidewaiter.law.goods_index import hs_index
from tidewaiter.law.goods_query import read_query
from tidewaiter.law.goods_search import hs_scores, search_hs
from tidewaiter.law.tables import CARRIED_VINTAGES, hs_family, hs_titles

#: A description is taken to contradict a declared code when the best title resembles it this many times better.
_CONTRADICTS = 2.5
#: Below this the description is not understood well enough to hold anything against it.
_UNDERSTOOD = 0.6


@lru_cache(maxsize=65536)
def agreement(hs: str, description: str, vintage: int | None = None) -> Agreement:
    """Tell whether a declared code fits a description.

    The declared code counts as well as the best title of its heading, because descriptions rarely reach six digits. A
    code of an older edition is held against the headings of HS 2022 that share its goods.

    Args:
        hs: Six or more digits, of any edition carried.
        description: Words as a trader writes them.
        vintage: Edition of the code; None takes every edition that has it.
    """
    headings = _headings(hs[:6], vintage)
    query = read_query(description)
    scores = hs_scores(query)
    own = [row for heading in headings for row in _rows_by_heading().get(heading, ())]
    best = float(scores.max(initial=0.0))
    score = max((float(scores[row]) for row in own), default=0.0)
    if not own or best < _UNDERSTOOD:
        return Agreement(hs=hs, answer="unknown", score=round(score, 4))
    if score * _CONTRADICTS >= best:
        return Agreement(hs=hs, answer="agrees", score=round(score, 4))
    return Agreement(hs=hs, answer="doubtful", score=round(score, 4), better=tuple(search_hs(query, 3)))


def _headings(hs6: str, vintage: int | None) -> frozenset[str]:
    """The headings of HS 2022 under which the goods of a code stand; none for a code no edition has."""
    editions = CARRIED_VINTAGES if vintage is None else (vintage,)
    if not any(hs6 in hs_titles(edition) for edition in editions if edition in CARRIED_VINTAGES):
        return frozenset()
    return frozenset((hs6[:4], *_relatives(hs6, editions)))


def _relatives(hs6: str, editions: tuple[int, ...]) -> Iterator[str]:
    for edition in editions:
        family = hs_family(hs6, edition)
        if family is not None:
            yield from (code[:4] for code in family.members[CARRIED_VINTAGES[-1]])


@cache
def _rows_by_heading() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, code in enumerate(hs_index().codes):
        found.setdefault(code[:4], []).append(row)
    return found
