"""Snapshots of lists, one per list and date, and what they say as of any date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from tidewaiter.model import Listing, Snapshot, UnusableWorkspaceError, UsageError
from tidewaiter.store import asof
from tidewaiter.store.folder import SnapshotFolder
from tidewaiter.store.listing_table import read_table, table_to_listings, write_listings
from tidewaiter.store.manifest import Manifest, sha256_of, this_program
from tidewaiter.store.publishing import check_listings, put_in_place, same_listings, stage, writing
from tidewaiter.store.verification import Problem, verify_folder


class SnapshotStore:
    """The dated snapshots of a workspace, over a read-only layer that travels with the program.

    Args:
        root: Folder of the workspace. It is made on the first publication.
        carried: Folder of the same layout that is only read. Where both have a list and date, the workspace wins.
    """

    def __init__(self, root: Path, carried: Path | None = None) -> None:
        self._own = SnapshotFolder(root)
        self._layers = (self._own,) if carried is None else (self._own, SnapshotFolder(carried))

    def lists(self) -> tuple[str, ...]:
        """Return the ids of the lists that have a snapshot, in alphabetical order."""
        return tuple(sorted({list_id for layer in self._layers for list_id in layer.lists()}))

    def dates(self, list_id: str) -> tuple[dt.date, ...]:
        """Return the dates of a list's snapshots, oldest first; none when the list is unknown."""
        return tuple(sorted({day for layer in self._layers for day in layer.dates(list_id)}))

    def snapshot(self, list_id: str, date: dt.date) -> Snapshot:
        """Return the snapshot of a list of exactly this date.

        Raises:
            UnusableWorkspaceError: when there is none, or it is damaged.
        """
        return self._load(list_id, date)[0].snapshot()

    def read(
        self, list_id: str, as_of: dt.date, *, among: Collection[dt.date] | None = None
    ) -> tuple[Snapshot, tuple[Listing, ...]]:
        """Return what a list said on a date: the snapshot that answers, and the entries then in force, ordered by id.

        The latest snapshot on or before the date answers. Entries of the next later snapshot that were, by their own
        date, first listed in between are added. When every snapshot is later, the earliest is rebuilt from its entry
        dates. The snapshot's note says which of these happened and what is uncertain.

        Args:
            list_id: Id of the list, such as ``us.bis.entity_list``.
            as_of: Asked date.
            among: Dates of the snapshots to consider, to replay an earlier answer; all when None.

        Raises:
            UnusableWorkspaceError: when the list has no snapshot, or the one that answers is damaged.
        """
        snapshot, table = self.table(list_id, as_of, among=among)
        return snapshot, table_to_listings(table)

    def table(
        self,
        list_id: str,
        as_of: dt.date,
        *,
        columns: Sequence[str] | None = None,
        among: Collection[dt.date] | None = None,
    ) -> tuple[Snapshot, pa.Table]:
        """Return the same as :meth:`read` as an Arrow table, of which only the columns asked for are decoded.

        Args:
            list_id: Id of the list, such as ``us.bis.entity_list``.
            as_of: Asked date.
            columns: Names of fields of :class:`~tidewaiter.model.Listing`; all when None.
            among: Dates of the snapshots to consider, to replay an earlier answer; all when None.

        Raises:
            UnusableWorkspaceError: when the list has no snapshot, or the one that answers is damaged.
        """
        choice = asof.choose(self._dates_among(list_id, among), as_of)
        needed = None if columns is None else list(dict.fromkeys([*columns, "id", *asof.DATE_COLUMNS]))
        snapshot, base = self._whole(list_id, choice.base, needed)
        answer = base.filter(asof.in_force_rows(base, as_of))
        if choice.reconstructed:
            snapshot = asof.rebuilt(snapshot, as_of, asof.undated(answer))
        else:
            snapshot = asof.aged(snapshot, as_of)
        if choice.later is not None:
            later, added = self._since(base, list_id, choice.base, choice.later, needed)
            added = added.filter(asof.in_force_rows(added, as_of))
            snapshot = asof.supplemented(snapshot, later, added.num_rows)
            answer = _together(answer, added)
        return snapshot, answer if columns is None else answer.select(list(columns))

    def snapshot_for(self, list_id: str, as_of: dt.date, *, among: Collection[dt.date] | None = None) -> Snapshot:
        """Return the snapshot that :meth:`read` answers from, without building its entries.

        Args:
            list_id: Id of the list, such as ``us.bis.entity_list``.
            as_of: Asked date.
            among: Dates of the snapshots to consider, to replay an earlier answer; all when None.

        Raises:
            UnusableWorkspaceError: when the list has no snapshot, or the one that answers is damaged.
        """
        choice = asof.choose(self._dates_among(list_id, among), as_of)
        if not choice.reconstructed and choice.later is None:  # then no entry has a say in it
            return asof.aged(self.snapshot(list_id, choice.base), as_of)
        return self.table(list_id, as_of, columns=["id"], among=among)[0]

    def entries(self, list_id: str, date: dt.date, supplement_date: dt.date | None = None) -> tuple[Listing, ...]:
        """Return every entry an answer of :meth:`read` is drawn from, in force or not, ordered by id.

        Those of them that were :func:`~tidewaiter.store.asof.in_force` on the asked date are what :meth:`read` returns:
        an index over them serves all dates for which the same snapshots answer.

        Args:
            list_id: Id of the list.
            date: Date of the snapshot (``Snapshot.date``).
            supplement_date: Date of the later snapshot that completes it (``Snapshot.supplement_date``).

        Raises:
            UnusableWorkspaceError: when there is no such snapshot, or it is damaged.
        """
        _, base = self._whole(list_id, date, None)
        if supplement_date is not None:
            base = _together(base, self._since(base, list_id, date, supplement_date, None)[1])
        return table_to_listings(base)

    def publish(
        self,
        list_id: str,
        date: dt.date,
        listings: Iterable[Listing],
        *,
        source: str,
        source_file: str | None = None,
        source_sha256: str | None = None,
        notes: Sequence[str] = (),
        replace: bool = False,
    ) -> Snapshot:
        """Make entries the snapshot of a list of a date: whole, checked and at once, or not at all.

        Publishing the same entries again changes nothing.

        Args:
            list_id: Id of the list, such as ``us.bis.entity_list``; of a user's own, ``custom.NAME``.
            date: Date the data are of.
            listings: The entries, in any order.
            source: Publisher's name of the source, and how it reached us.
            source_file: Name of the file they were read from, without its folder.
            source_sha256: Of that file.
            notes: Sentences every reader of the snapshot must see.
            replace: Put the entries in place of others published for the same date.

        Raises:
            RefusedListError: when the entries cannot be a list; the earlier state stays.
            UsageError: when the date has other entries and `replace` is not set.
        """
        entries = tuple(listings)
        check_listings(list_id, entries)
        data = write_listings(entries)
        manifest = Manifest(
            list=list_id,
            date=date,
            entries=len(entries),
            sha256=sha256_of(data),
            source=source,
            source_file=source_file,
            source_sha256=source_sha256,
            notes=tuple(notes),
            created_by=this_program(),
        )
        with writing(self._own.list_folder(list_id)) as staging:
            published = self._published(manifest, entries, replace=replace)
            if published is None:
                stage(staging, manifest, data, entries)
                put_in_place(staging, self._own.path(list_id, date))
        return (published or manifest).snapshot()

    def verify(self) -> list[Problem]:
        """Check every snapshot of every layer: manifest, hash, count, ids. An empty answer means all is well."""
        return [problem for layer in self._layers for problem in verify_folder(layer)]

    def _published(self, manifest: Manifest, entries: Sequence[Listing], *, replace: bool) -> Manifest | None:
        """Return the manifest already published for the list and date when it stays, None when it is to be written."""
        if manifest.date not in self.dates(manifest.list):
            return None
        try:
            existing, data = self._load(manifest.list, manifest.date)
        except UnusableWorkspaceError:
            if replace:
                return None
            raise
        if replace:
            return existing if existing == manifest else None
        # Another version of the Parquet library writes the same entries in other bytes: compare what they say.
        if existing.sha256 == manifest.sha256 or same_listings(data, entries):
            return existing
        raise UsageError(
            f"{manifest.list} of {manifest.date} is already published with other entries ({existing.entries}, now "
            f"{manifest.entries}). Publish under the date of the new data, or replace it on purpose."
        )

    def _dates_among(self, list_id: str, among: Collection[dt.date] | None) -> list[dt.date]:
        dates = [day for day in self.dates(list_id) if among is None or day in among]
        if not dates:
            raise UnusableWorkspaceError(
                f"There is no snapshot of {list_id}. Run `tidewaiter pull` for official lists, or "
                "`tidewaiter lists import FILE --list NAME` for your own; `tidewaiter lists` shows those there are."
            )
        return dates

    def _whole(self, list_id: str, date: dt.date, columns: Sequence[str] | None) -> tuple[Snapshot, pa.Table]:
        manifest, data = self._load(list_id, date)
        return manifest.snapshot(), read_table(data, columns)

    def _since(
        self, base: pa.Table, list_id: str, date: dt.date, later: dt.date, columns: Sequence[str] | None
    ) -> tuple[Snapshot, pa.Table]:
        snapshot, rows = self._whole(list_id, later, columns)
        return snapshot, asof.listed_since(rows, base, date)

    def _load(self, list_id: str, date: dt.date) -> tuple[Manifest, bytes]:
        layer = next((layer for layer in self._layers if date in layer.dates(list_id)), self._own)
        return layer.load(list_id, date)


def _together(first: pa.Table, second: pa.Table) -> pa.Table:
    # Files of different versions may differ in columns: what one lacks is null, and read as the field's default.
    return pa.concat_tables([first, second], promote_options="default").sort_by("id")
