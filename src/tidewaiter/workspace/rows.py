"""Streams of rows, however long: the good ones among them, in batches, over as many processes as pay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

from tidewaiter.engines import usable_cores
from tidewaiter.model import RowError

T = TypeVar("T")

#: Rows worked on together; memory stays bounded by it however long the file is.
BATCH = 512


def good_rows(rows: Iterable[T | RowError], rejected: Callable[[RowError], None]) -> Iterator[T]:
    """Pass the usable rows on and hand the others to ``rejected``, so that neither is lost."""
    for row in rows:
        if isinstance(row, RowError):
            rejected(row)
        else:
            yield row


def batches(rows: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Cut a stream into lists of ``size``; the last may be shorter."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def as_many_as_pay(rows: Iterable[T], few: int) -> tuple[Iterable[T], int]:
    """Return all the rows again, and how many workers to spread them over: one where they are ``few``."""
    iterator = iter(rows)
    head = list(islice(iterator, few))
    return chain(head, iterator), usable_cores() if len(head) == few else 1
