"""Queries that are asked at the same time, from several threads, are screened together.

Most of the cost of a screening is the same for one query and for eight. While one batch is screened the next
questions gather; then the first of them screens for all. An answer does not depend on what it was screened beside.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tidewaiter.model import Hit
from tidewaiter.screening import Query, Screener, ScreeningIndex

Hits = list[tuple[Hit, ...]]

#: Most queries screened together. A question of more is a batch by itself: it would only hold the others up.
_MOST = 64
#: Seconds, and how many times, that a batch waits for further questions while they keep coming.
_PAUSE, _PAUSES = 0.001, 6


@dataclass(frozen=True, slots=True)
class _Terms:
    as_of: dt.date
    threshold: float | None
    limit: int
    lists: frozenset[str] | None


@dataclass(slots=True, eq=False)
class _Asked:
    terms: _Terms
    queries: Sequence[Query]
    #: Set when the question is answered, or when it is its turn to screen.
    woken: threading.Event = field(default_factory=threading.Event)
    hits: Hits | None = None
    failed: BaseException | None = None


class SharedScreener(Screener):
    """A screener that answers the questions of concurrent threads together; one thread alone notices nothing."""

    def __init__(self, index: ScreeningIndex) -> None:
        super().__init__(index)
        self._queue: list[_Asked] = []
        self._screening = False
        self._crowded = False
        self._lock = threading.Lock()

    def screen(
        self,
        queries: Sequence[Query],
        *,
        as_of: dt.date,
        threshold: float | None = None,
        limit: int = 10,
        lists: Collection[str] | None = None,
        among: npt.NDArray[np.bool_] | None = None,
    ) -> Hits:
        """Return the hits of each query, best first, as `Screener.screen` does."""
        if among is not None or not 0 < len(queries) <= _MOST:
            return super().screen(queries, as_of=as_of, threshold=threshold, limit=limit, lists=lists, among=among)
        asked = _Asked(_Terms(as_of, threshold, limit, None if lists is None else frozenset(lists)), queries)
        with self._lock:
            self._queue.append(asked)
            waits, self._screening = self._screening, True
        if waits:
            asked.woken.wait()
        if asked.hits is None and asked.failed is None:
            self._screen_for_all(asked)
        if asked.failed is not None:
            raise asked.failed
        return asked.hits or []

    def _gather(self) -> None:
        """Let questions that are being read join, if the last batch was of several: the wait costs them nothing."""
        size, pauses = 0, _PAUSES if self._crowded else 0
        while pauses and len(self._queue) > size:
            size, pauses = len(self._queue), pauses - 1
            time.sleep(_PAUSE)

    def _screen_for_all(self, asked: _Asked) -> None:
        self._gather()
        batch = self._taken(asked)
        self._crowded = len(batch) > 1
        try:
            self._answer(batch)
        finally:
            with self._lock:
                following = self._queue[0] if self._queue else None
                self._screening = following is not None
            for other in (*([following] if following else ()), *batch):
                other.woken.set()

    def _taken(self, asked: _Asked) -> list[_Asked]:
        """Take the own question and those on the same terms off the queue, up to a number of queries."""
        with self._lock:
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
            found = iter(
                super().screen(
                    [query for asked in batch for query in asked.queries],
                    as_of=terms.as_of,
                    threshold=terms.threshold,
                    limit=terms.limit,
                    lists=terms.lists,
                )
            )
            for asked in batch:
                asked.hits = [next(found) for _ in asked.queries]
        except BaseException as error:  # noqa: BLE001  each question raises it in its own thread
            for asked in batch:
                asked.failed = error
