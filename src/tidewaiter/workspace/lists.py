"""The lists of a workspace: which snapshot answers a date, one entry's history, what changed, counts, imports."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidewaiter.model import Listing, RowError, Snapshot, UnusableWorkspaceError, UsageError
from tidewaiter.monitor import ListStats, changed_fields, diff_listings, list_stats
from tidewaiter.reports.ftm import exported
from tidewaiter.sources.custom_list import read_custom_list
from tidewaiter.sources.lists import ListFile, check_list, read_list_file
from tidewaiter.store import SnapshotStore

Rejected = Callable[[RowError], None]

#: Days whose answering snapshots are remembered.
_REMEMBERED_DAYS = 1000


def _ignore(_: RowError) -> None:
    """Take a rejected row that the caller does not want to hear of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingState:
    """One entry as it stands in one snapshot; ``changed`` names the fields that differ from the snapshot before."""

    snapshot: dt.date
    changed: tuple[str, ...]
    listing: Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChange:
    """One line of a list difference: an entry ``added``, ``removed`` or ``changed``."""

    change: str
    id: str
    name: str
    country: tuple[str, ...] = ()
    listed_on: dt.date | None = None
    fields: tuple[str, ...] = ()
    possible_rename: str | None = None


class Lists:
    """Questions about the lists themselves. Get it as ``Workspace.lists``."""

    def __init__(self, store: SnapshotStore, today: Callable[[], dt.date]) -> None:
        self.store = store
        self._today = today
        self._ids: tuple[str, ...] = ()
        self._snapshots: dict[dt.date, tuple[Snapshot, ...]] = {}

    def ids(self) -> tuple[str, ...]:
        """Return the id of every list there is."""
        # Every request of a service asks, and the store looks into each of its folders.
        self._ids = self._ids or self.store.lists()
        return self._ids

    def snapshots(self, as_of: dt.date | None = None) -> tuple[Snapshot, ...]:
        """Return the snapshot of each list that answers ``as_of`` (today when None).

        Raises:
            UnusableWorkspaceError: when there is no list at all.
        """
        found = self._answering(as_of or self._today())
        if not found:
            raise UnusableWorkspaceError(
                "There is no restricted-party list: run `tidewaiter lists import FILE`, or reinstall the package."
            )
        return found

    def _answering(self, day: dt.date) -> tuple[Snapshot, ...]:
        found = self._snapshots.get(day)
        if found is None:
            found = tuple(self.store.snapshot_for(name, day) for name in self.ids())
            if len(self._snapshots) >= _REMEMBERED_DAYS:
                self._snapshots = {}
            self._snapshots[day] = found
        return found

    def reload(self) -> None:
        """Forget which snapshots answer which day, so that lists another process has published are seen."""
        self._ids, self._snapshots = (), {}

    def read(self, list_id: str, as_of: dt.date | None = None) -> tuple[Snapshot, tuple[Listing, ...]]:
        """Return the entries of one list in force on a date, and the snapshot they come from.

        Raises:
            UsageError: when there is no such list.
        """
        if list_id not in self.ids():
            raise UsageError(f"{list_id!r} is not a list of this workspace: choose from {', '.join(self.ids())}.")
        return self.store.read(list_id, as_of or self._today())

    def in_force(self, as_of: dt.date | None = None) -> Iterator[Listing]:
        """Return every entry of every list that was in force on a day."""
        for list_id in self.ids():
            yield from self.read(list_id, as_of)[1]

    def history(self, listing_id: str) -> Iterator[ListingState]:
        """Return one entry as it stands in each snapshot that changed it, oldest first.

        Raises:
            UsageError: when no snapshot has an entry of that id.
        """
        list_id = listing_id.rpartition(":")[0]
        before: Listing | None = None
        found = False
        for day in self.store.dates(list_id) if list_id in self.ids() else ():
            entry = next((e for e in self.store.entries(list_id, day) if e.id == listing_id), None)
            if entry is not None:
                found = True
                fields = () if before is None else changed_fields(before, entry)
                if before is None or fields:
                    yield ListingState(snapshot=day, changed=fields, listing=entry)
            before = entry
        if not found:
            raise UsageError(f"{listing_id!r} is in no snapshot; ids look like us.ofac.sdn:10116.")

    def changes(self, list_id: str, old: dt.date, new: dt.date) -> Iterator[ListChange]:
        """Return what was added, removed and changed on a list between two dates."""
        difference = diff_listings(self.read(list_id, old)[1], self.read(list_id, new)[1])
        for kind, entries in (("added", difference.added), ("removed", difference.removed)):
            yield from (_change(kind, entry) for entry in entries)
        for change in difference.changed:
            yield _change("changed", change.new, change.fields, change.possible_rename)

    def stats(
        self,
        list_id: str,
        *,
        country: str | None = None,
        from_date: dt.date | None = None,
        to_date: dt.date | None = None,
        as_of: dt.date | None = None,
    ) -> ListStats:
        """Count the entries of a list first cited in a window, and name them, as the snapshot of ``as_of`` has them."""
        return list_stats(self.read(list_id, as_of)[1], country, from_date, to_date)

    def entities(self, lists: Iterable[str] = (), as_of: dt.date | None = None) -> Iterator[dict[str, Any]]:
        """Return the entries in force on a date as FollowTheMoney entities: each party, then what belongs to it.

        Args:
            lists: Ids of the lists; all when there are none.
            as_of: The date; today when None.

        Raises:
            UsageError: when there is no such list.
        """
        chosen = tuple(lists) or self.ids()
        # Read at once, so that an unknown list is refused before the first entity of another is written.
        read = [self.read(list_id, as_of)[1] for list_id in chosen]
        return (entity for listings in read for listing in listings for entity in exported(listing))

    def import_custom(
        self, file: Path, name: str, *, date: dt.date | None = None, replace: bool = False, rejected: Rejected = _ignore
    ) -> Snapshot:
        """Publish a user's own list as ``custom.NAME``; rows that cannot be used are handed to ``rejected``."""
        return self._publish(read_custom_list(file, name), file, date=date, replace=replace, rejected=rejected)[0]

    def import_official(
        self, file: Path, *, date: dt.date | None = None, replace: bool = False, rejected: Rejected = _ignore
    ) -> list[Snapshot]:
        """Publish the lists of an official file, whose layout is told from its content.

        Raises:
            RefusedListError: when the file is truncated, malformed or sharply shrunken; the previous snapshots stay.
        """
        found = read_list_file(file, as_of=date)
        day = found.data_date or self._today()
        expected = {*found.lists, *found.counts}
        check_list(found, {s.list: s.entries for s in self._answering(day) if s.date <= day and s.list in expected})
        return self._publish(found, file, date=day, replace=replace, rejected=rejected)

    def _publish(
        self, found: ListFile, file: Path, *, date: dt.date | None, replace: bool, rejected: Rejected
    ) -> list[Snapshot]:
        for error in found.rejected:
            rejected(error)
        published = [
            self.store.publish(
                list_id,
                date or found.data_date or self._today(),
                [entry for entry in found.listings if entry.list == list_id],
                source=found.source,
                source_file=file.name,
                source_sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
                replace=replace,
            )
            for list_id in found.counts
        ]
        self.reload()
        return published


def _change(kind: str, entry: Listing, fields: tuple[str, ...] = (), possible_rename: str | None = None) -> ListChange:
    return ListChange(
        change=kind,
        id=entry.id,
        name=entry.name,
        country=entry.countries,
        listed_on=entry.listed_on,
        fields=fields,
        possible_rename=possible_rename,
    )
