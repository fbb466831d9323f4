"""Orders with what screening found of their parties, and of the owners of these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice

from tidewaiter.model import Hit, OwnerScreening, Snapshot, Transaction
from tidewaiter.screening import Query, Screener
from tidewaiter.workspace.owners import screen_owners
from tidewaiter.workspace.rows import batches

#: Opens the lists as of a day, and says which snapshots they are of.
OpenLists = Callable[[dt.date], tuple[Screener, tuple[Snapshot, ...]]]


@dataclass(frozen=True, slots=True)
class ScreenedOrder:
    """A transaction with the hits of its parties and of their owners, as of a day and the lists of that day.

    Attributes:
        tx: The transaction.
        hits: The hits of each of its parties, in their order.
        owners: The owners of each party with their hits; empty where none is stated.
        day: The day asked about.
        snapshots: The snapshots that answered.
    """

    tx: Transaction
    hits: list[tuple[Hit, ...]]
    owners: list[tuple[OwnerScreening, ...]]
    day: dt.date
    snapshots: tuple[Snapshot, ...]


def screen_orders(
    open_lists: OpenLists, orders: Iterable[Transaction], day_of: Callable[[Transaction], dt.date]
) -> Iterator[ScreenedOrder]:
    """Screen the parties of orders, each as of its own day, in order and in bounded memory."""
    for batch in batches(orders):
        for day, group in groupby(batch, key=day_of):
            yield from _of_one_day(open_lists, list(group), day)


def _of_one_day(open_lists: OpenLists, group: Sequence[Transaction], day: dt.date) -> Iterator[ScreenedOrder]:
    screener, snapshots = open_lists(day)
    search = partial(screener.screen, as_of=day)
    parties = [party for tx in group for party in tx.parties]
    hits = iter(search([Query.of_party(party) for party in parties]))
    owners = screen_owners(parties, search)
    for tx in group:
        count = len(tx.parties)
        yield ScreenedOrder(tx, list(islice(hits, count)), list(islice(owners, count)), day, snapshots)
