"""Rescreening after a change of the lists: only the parties it can matter to are screened again in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tidewaiter.licensing import walk
from tidewaiter.model import Hit, Snapshot
from tidewaiter.monitor import HitChanges, changed_entries, hit_changes
from tidewaiter.screening import Query, Screener
from tidewaiter.sources.orders import ScreenRow
from tidewaiter.workspace.owners import owner_queries
from tidewaiter.workspace.rows import batches

#: Most hits of a row that are compared between the two days; far more than are ever shown.
_MOST = 500
Opened = tuple[Screener, tuple[Snapshot, ...]]


class Open(Protocol):
    """Opens the lists as of a day."""

    def __call__(self, as_of: dt.date, /) -> Opened:
        """Return the screener of a day, and the snapshots it is of."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RescreenAnswer:
    """Hits of one row now, and how they differ from those of an earlier day.

    Attributes:
        hits: Hits as of ``as_of``, best first: the best, and any beyond them that is new or changed.
        name: Name of the party, or of the owner, as far as it has one.
        owner: Where the answer is about an owner of the row's party: positions in ``owners`` that lead to it.
        new: Ids of entries that were no hits at ``since``.
        changed: Ids of entries that were hits at ``since`` and say or score otherwise now.
        gone: Hits of ``since`` that are none now, as they were.
        since_snapshots: Snapshots that answer for ``since``; of one that is ``reconstructed`` nobody can tell what the
            list did not date.
    """

    id: str
    name: str | None
    hits: tuple[Hit, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[Hit, ...]
    owner: tuple[int, ...] = ()
    as_of: dt.date
    since: dt.date
    snapshots: tuple[Snapshot, ...]
    since_snapshots: tuple[Snapshot, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A party of a row, or an owner of it."""

    id: str
    query: Query
    owner: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """The lists on one of the two days.

    Attributes:
        differing: Which entries of the index are not the same on the other day.
    """

    screener: Screener
    day: dt.date
    differing: npt.NDArray[np.bool_]


def rescreen(
    open_lists: Open,
    rows: Iterable[ScreenRow],
    *,
    since: dt.date,
    as_of: dt.date,
    lists: Collection[str] | None = None,
    threshold: float | None = None,
    limit: int = 10,
    everything: bool = False,
) -> Iterator[RescreenAnswer]:
    """Screen rows, and the owners of their parties, as of two days and answer where they differ.

    Every row is compared with the entries that came, went or changed in between. Only where one of them is anything
    like the row, whatever its score, is the row screened in full on both days; elsewhere no hit can have changed,
    because the score of a hit rests on the row and the entry alone.

    Args:
        open_lists: Opens the lists as of a day.
        rows: Parties, any number.
        since: Day of the earlier screening.
        as_of: Day of the later one.
        lists: Ids of the lists to screen against; all when None.
        threshold: Least score reported; the recommended one when None.
        limit: Most hits a row that are as they were. It has no say in what differs: a hit that comes is one however
            many are better, and none comes or goes because another did.
        everything: Answer for rows without a difference too, with their hits.
    """
    (before, earlier), (after, snapshots) = open_lists(since), open_lists(as_of)
    old, new = _sides(before, since, after, as_of, lists)
    used, used_then = (_among(found, lists) for found in (snapshots, earlier))
    for batch in batches(one for row in rows for one in _asked(row)):
        queries = [one.query for one in batch]
        touched = _touched(old, queries, lists) | _touched(new, queries, lists)
        asked = [row for row in range(len(batch)) if everything or touched[row]]
        again = [queries[row] for row in asked]
        now = new.screener.screen(again, as_of=as_of, threshold=threshold, limit=_MOST, lists=lists)
        differing = [queries[row] for row in asked if touched[row]]
        then = iter(old.screener.screen(differing, as_of=since, threshold=threshold, limit=_MOST, lists=lists))
        for row, hits in zip(asked, now, strict=True):
            changes = hit_changes(next(then) if touched[row] else hits, hits)
            if changes.any or everything:
                yield RescreenAnswer(
                    id=batch[row].id,
                    name=batch[row].query.name,
                    hits=_shown(hits, changes, limit),
                    new=changes.new,
                    changed=changes.changed,
                    gone=changes.gone,
                    owner=batch[row].owner,
                    as_of=as_of,
                    since=since,
                    snapshots=used,
                    since_snapshots=used_then,
                )


def _among(snapshots: tuple[Snapshot, ...], lists: Collection[str] | None) -> tuple[Snapshot, ...]:
    return snapshots if lists is None else tuple(s for s in snapshots if s.list in lists)


def _shown(hits: tuple[Hit, ...], changes: HitChanges, limit: int) -> tuple[Hit, ...]:
    differing = {*changes.new, *changes.changed}
    return tuple(hit for rank, hit in enumerate(hits) if rank < limit or hit.listing_id in differing)


def _sides(
    before: Screener, since: dt.date, after: Screener, as_of: dt.date, lists: Collection[str] | None
) -> tuple[_Side, _Side]:
    old, new = _entries(before, since, lists), _entries(after, as_of, lists)
    went, came = changed_entries(
        {key: listing for key, (_, listing) in old.items()}, {key: listing for key, (_, listing) in new.items()}
    )
    return (
        _Side(before, since, _mask(before, [old[key][0] for key in went])),
        _Side(after, as_of, _mask(after, [new[key][0] for key in came])),
    )


def _entries(screener: Screener, day: dt.date, lists: Collection[str] | None) -> dict[str, tuple[int, object]]:
    """Return the entries in force on a day by id, with their number in the index."""
    numbers = np.flatnonzero(screener.index.in_force(day, lists)).tolist()
    listings = [screener.index.listing(number) for number in numbers]
    return {listing.id: (number, listing) for number, listing in zip(numbers, listings, strict=True)}


def _mask(screener: Screener, numbers: list[int]) -> npt.NDArray[np.bool_]:
    mask = np.zeros(len(screener.index), dtype=np.bool_)
    mask[numbers] = True
    return mask


def _touched(side: _Side, queries: list[Query], lists: Collection[str] | None) -> npt.NDArray[np.bool_]:
    """Tell which rows any differing entry resembles at all."""
    if not side.differing.any():
        return np.zeros(len(queries), dtype=np.bool_)
    found = side.screener.screen(queries, as_of=side.day, threshold=0.0, limit=1, lists=lists, among=side.differing)
    return np.array([bool(hits) for hits in found], dtype=np.bool_)


def _asked(row: ScreenRow) -> Iterator[_Asked]:
    yield _Asked(row.id, Query.of_party(row.party, id=row.id))
    for (path, _), query in zip(walk(row.party.owners or ()), owner_queries(row.party), strict=True):
        yield _Asked(row.id, query, path)
