"""What a list said on a date: which snapshot answers, and which of its entries were in force.

When in doubt an entry is in force: one without any date counts as listed always, and on the day of its removal it
still counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model import Listing, Snapshot

#: A snapshot older than this many days on the asked date is said to be stale on every answer.
STALE_AFTER_DAYS = 7

#: Columns that :func:`in_force_rows` needs.
DATE_COLUMNS = ("listed_on", "listed_after", "delisted_on")


def in_force(listing: Listing, as_of: dt.date) -> bool:
    """Return whether an entry was in force on a date, as far as its own dates tell.

    It was, unless it was listed later, is known not to have been listed yet on that date, or had been removed before.
    """
    return (
        (listing.listed_on is None or listing.listed_on <= as_of)
        and (listing.listed_after is None or listing.listed_after < as_of)
        and (listing.delisted_on is None or listing.delisted_on >= as_of)
    )


def in_force_rows(table: pa.Table, as_of: dt.date) -> pa.ChunkedArray:
    """Return, for each row of a table with :data:`DATE_COLUMNS`, what :func:`in_force` says of it."""
    day = pa.scalar(as_of, pa.date32())
    listed = pc.fill_null(pc.less_equal(table["listed_on"], day), True)
    after = pc.fill_null(pc.less(table["listed_after"], day), True)
    kept = pc.fill_null(pc.greater_equal(table["delisted_on"], day), True)
    return pc.and_(pc.and_(listed, after), kept)


@dataclass(frozen=True, slots=True)
class Choice:
    """The snapshots that answer for a date.

    Attributes:
        base: Date of the snapshot whose entries are the answer.
        reconstructed: True when `base` is later than the asked date.
        later: Date of the next snapshot after the asked date, whose dated entries tell what was listed since `base`.
    """

    base: dt.date
    reconstructed: bool
    later: dt.date | None


def choose(dates: Iterable[dt.date], as_of: dt.date) -> Choice:
    """Choose the latest snapshot on or before a date; when all are later, the earliest of them, to be rebuilt from.

    Raises:
        ValueError: when there is no date to choose from.
    """
    known = sorted(dates)
    past = [day for day in known if day <= as_of]
    future = [day for day in known if day > as_of]
    if not past:
        if not future:
            raise ValueError("no snapshot to choose from")
        return Choice(future[0], reconstructed=True, later=None)
    return Choice(past[-1], reconstructed=False, later=future[0] if future and past[-1] < as_of else None)


def listed_since(later: pa.Table, known: pa.Table, day: dt.date) -> pa.Table:
    """Return the rows of a later snapshot that say themselves they were first listed after a date.

    Args:
        later: Table of the later snapshot.
        known: Table of the snapshot of `day`; entries whose id it has are left out.
        day: Date of the earlier snapshot.
    """
    since = pc.fill_null(pc.greater(later["listed_on"], pa.scalar(day, pa.date32())), False)
    new = pc.invert(pc.is_in(later["id"], value_set=known["id"].combine_chunks()))
    return later.filter(pc.and_(since, new))


def undated(table: pa.Table) -> int:
    """Return the number of rows that carry no date of listing at all."""
    return int(pc.sum(pc.and_(pc.is_null(table["listed_on"]), pc.is_null(table["listed_after"]))).as_py() or 0)


def rebuilt(snapshot: Snapshot, as_of: dt.date, undated_entries: int) -> Snapshot:
    """Return a later snapshot as the answer for an earlier date, with what is uncertain about it said in its note."""
    note = (
        f"There is no snapshot of {snapshot.list} of {as_of} or before: rebuilt from the entry dates of the snapshot "
        f"of {snapshot.date}. Entries removed before {snapshot.date} are missing, and names and addresses are those of "
        "that day."
    )
    if undated_entries:
        note += f" {_entries(undated_entries)} without a listing date included, to be safe."
    return replace(snapshot, reconstructed=True, age_days=0, note=_join(snapshot.note, note))


def aged(snapshot: Snapshot, as_of: dt.date) -> Snapshot:
    """Return a snapshot with its age on the asked date, and a note when it is stale."""
    age = (as_of - snapshot.date).days
    note = None
    if age > STALE_AFTER_DAYS:
        note = (
            f"The snapshot of {snapshot.list} is of {snapshot.date}, {age} days before {as_of}: later changes may be "
            "missing."
        )
    return replace(snapshot, age_days=age, note=_join(snapshot.note, note))


def supplemented(snapshot: Snapshot, later: Snapshot, added_entries: int) -> Snapshot:
    """Return a snapshot as completed by the dated entries of a later one, which is named for replay."""
    note = f"{_entries(added_entries)} first listed since then added from the snapshot of {later.date}."
    return replace(
        snapshot,
        supplement_date=later.date,
        supplement_sha256=later.sha256,
        note=_join(snapshot.note, note if added_entries else None),
    )


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _join(*sentences: str | None) -> str | None:
    return " ".join(s for s in sentences if s) or None
