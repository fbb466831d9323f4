"""Deciding orders over several processes: the workspace is opened again in each, and its decisions come in order."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from tidewaiter.engines import in_processes
from tidewaiter.model import Decision, Transaction
from tidewaiter.workspace.rows import batches

#: Orders up to which one process is faster than several, each of which loads law and lists first.
FEW = 5_000


class Checks(Protocol):
    """What decides orders: a workspace."""

    def check(self, orders: Iterable[Transaction], *, as_of: dt.date | None = None) -> Iterator[Decision]:
        """Decide each order, in order."""
        ...


@dataclass(frozen=True, slots=True)
class CheckTask:
    """Decisions on batches of orders.

    Attributes:
        reopen: Opens the same workspace where the work is done, on the same day.
        as_of: The day asked about; None for each order's own.
    """

    reopen: Callable[[], Checks]
    as_of: dt.date | None

    def open(self) -> Callable[[Sequence[Transaction]], list[Decision]]:
        """Open the workspace, and return the function that decides a batch."""
        return partial(_decide, self.reopen(), self.as_of)


def _decide(space: Checks, as_of: dt.date | None, orders: Sequence[Transaction]) -> list[Decision]:
    return list(space.check(orders, as_of=as_of))


def checked_in_processes(
    task: CheckTask, orders: Iterable[Transaction], *, workers: int
) -> Iterator[tuple[Transaction, Decision]]:
    """Decide each order in worker processes, and return it with its decision, in order.

    Raises:
        EngineError: when a worker process fails.
    """
    under_way: deque[list[Transaction]] = deque()

    def kept() -> Iterator[list[Transaction]]:
        for batch in batches(orders):
            under_way.append(batch)
            yield batch

    for decisions in in_processes(task, kept(), workers=workers):
        yield from zip(under_way.popleft(), decisions, strict=True)
