"""Checks that every stored snapshot is what its manifest says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from tidewaiter.model import RefusedListError, UnusableWorkspaceError
from tidewaiter.store.folder import SnapshotFolder
from tidewaiter.store.listing_table import read_listings
from tidewaiter.store.publishing import check_listings


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a stored snapshot; the reason says what to do about it."""

    list: str
    date: dt.date
    path: str
    reason: str


def verify_folder(folder: SnapshotFolder) -> Iterator[Problem]:
    """Check the manifest, hash, count, list and ids of every snapshot in a folder, and yield what is wrong."""
    for list_id in folder.lists():
        for date in folder.dates(list_id):
            reason = _fault(folder, list_id, date)
            if reason is not None:
                yield Problem(list=list_id, date=date, path=str(folder.path(list_id, date)), reason=reason)


def _fault(folder: SnapshotFolder, list_id: str, date: dt.date) -> str | None:
    try:
        manifest, data = folder.load(list_id, date)
        listings = read_listings(data)
        check_listings(list_id, listings)
    except (UnusableWorkspaceError, RefusedListError) as error:
        return str(error)
    except (pa.ArrowException, KeyError, ValueError) as error:
        return f"The listings file cannot be decoded: {error}. Publish the list again, or remove the folder."
    if len(listings) != manifest.entries:
        return f"The manifest says {manifest.entries} entries, the file has {len(listings)}. Publish the list again."
    return None
