"""Requests that arrive together are screened together.

Most of the cost of a screening is the same for one query and for eight. While one batch is screened the next
requests gather, and the first of them screens for all. An answer does not depend on what it was screened beside.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from tidewaiter.model import Hit
from tidewaiter.screening import Query
from tidewaiter.workspace import Workspace

Hits = list[tuple[Hit, ...]]

#: Most queries screened for others besides one's own.
_MOST = 64


@dataclass(frozen=True, slots=True)
class _Terms:
    day: dt.date
    lists: tuple[str, ...]
    threshold: float
    limit: int


@dataclass(slots=True, eq=False)
class _Asked:
    terms: _Terms
    queries: Sequence[Query]
    hits: Hits | None = None
    failed: BaseException | None = field(default=None)


class Together:
    """Screens the queries of concurrent requests, from as many threads as there are."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._queue: list[_Asked] = []
        self._adding = threading.Lock()
        self._turn = threading.Lock()

    def screen(
        self, queries: Sequence[Query], *, day: dt.date, lists: tuple[str, ...], threshold: float, limit: int
    ) -> Hits:
        """Return the hits of each query, best first, as ``Screener.screen`` does."""
        if not queries:
            return []
        asked = _Asked(_Terms(day, lists, threshold, limit), queries)
        self._space.screener(day)  # opening an index for another day holds nobody else up
        with self._adding:
            self._queue.append(asked)
        with self._turn:
            if asked.hits is None and asked.failed is None:
                self._answer(self._taken(asked))
        if asked.failed is not None:
            raise asked.failed
        return asked.hits or []

    def _taken(self, asked: _Asked) -> list[_Asked]:
        """Take the own request and those of the same terms off the queue, up to a number of queries."""
        with self._adding:
            self._queue.remove(asked)
            taken, size = [asked], len(asked.queries)
            for other in list(self._queue):
                if other.terms == asked.terms and size + len(other.queries) <= _MOST:
                    self._queue.remove(other)
                    taken.append(other)
                    size += len(other.queries)
        return taken

    def _answer(self, batch: Sequence[_Asked]) -> None:
        terms = batch[0].terms
        try:
            screener, _ = self._space.screener(terms.day)
            found = iter(
                screener.screen(
                    [query for asked in batch for query in asked.queries],
                    as_of=terms.day,
                    threshold=terms.threshold,
                    limit=terms.limit,
                    lists=terms.lists,
                )
            )
            for asked in batch:
                asked.hits = [next(found) for _ in asked.queries]
        except BaseException as error:
            for asked in batch:
                asked.failed = error
            raise
