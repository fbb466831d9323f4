"""How a snapshot gets onto the disk: staged beside its place, read back and checked, then put there by one rename.

A crash at any point leaves the state before or the state after, never a mixture. Replacing takes two renames; in
between, readers find the old snapshot where it was set aside (:meth:`tidewaiter.store.folder.SnapshotFolder.path`).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from tidewaiter.model import Listing, RefusedListError
from tidewaiter.store.folder import LISTINGS, MANIFEST, SET_ASIDE
from tidewaiter.store.listing_table import read_listings
from tidewaiter.store.locks import exclusive
from tidewaiter.store.manifest import Manifest, decode, encode, sha256_of

_LOCK = ".lock"
_STAGING = ".staging"


def check_listings(list_id: str, listings: Sequence[Listing]) -> None:
    """Refuse a set of entries that cannot be a list.

    Raises:
        RefusedListError: when it is empty, an id occurs twice, or an entry belongs to another list.
    """
    if not listings:
        raise RefusedListError(f"{list_id}: there are no entries. The earlier snapshot stays; check the source file.")
    strangers = sorted({entry.list for entry in listings} - {list_id})
    if strangers:
        raise RefusedListError(f"{list_id}: entries of {', '.join(strangers)} are among those to be published.")
    twice = [key for key, count in Counter(entry.id for entry in listings).items() if count > 1]
    if twice:
        raise RefusedListError(f"{list_id}: {len(twice)} ids occur more than once, first {min(twice)!r}.")


@contextmanager
def writing(list_folder: Path) -> Iterator[Path]:
    """Hold a list's folder for one writer, and leave no leftovers in it, neither its own nor those of one that died.

    Args:
        list_folder: The list's folder, made when missing.

    Yields:
        The folder to stage in, empty.
    """
    list_folder.mkdir(parents=True, exist_ok=True)
    with exclusive(list_folder / _LOCK):
        _settle(list_folder)
        staging = list_folder / _STAGING
        staging.mkdir()
        try:
            yield staging
        finally:
            _settle(list_folder)


def stage(staging: Path, manifest: Manifest, data: bytes, listings: Sequence[Listing]) -> None:
    """Write a snapshot into the staging folder, force it to the disk, and check what came to lie there.

    Raises:
        RefusedListError: when what is read back is not what was to be published.
    """
    _write(staging / LISTINGS, data)
    _write(staging / MANIFEST, encode(manifest))
    _sync_folder(staging)
    if decode((staging / MANIFEST).read_bytes(), str(staging / MANIFEST)) != manifest:
        raise RefusedListError(f"{manifest.list}: the manifest read back from the disk differs from the one written.")
    written = (staging / LISTINGS).read_bytes()
    if sha256_of(written) != manifest.sha256 or not same_listings(written, listings):
        raise RefusedListError(f"{manifest.list}: the listings read back from the disk differ from those written.")


def put_in_place(staging: Path, target: Path) -> None:
    """Make a staged snapshot the snapshot of its date. The one it replaces is kept until it is there."""
    if target.exists():
        target.rename(target.with_name(SET_ASIDE + target.name))
    staging.rename(target)
    _sync_folder(target.parent)


def same_listings(data: bytes, listings: Sequence[Listing]) -> bool:
    """Return whether a listings file holds exactly these entries, in whatever order they are given."""
    try:
        return read_listings(data) == tuple(sorted(listings, key=lambda entry: entry.id))
    except (pa.ArrowException, KeyError, ValueError):
        return False


def _settle(list_folder: Path) -> None:
    """Bring a list's folder from wherever a writer stopped to the state before or after it."""
    shutil.rmtree(list_folder / _STAGING, ignore_errors=True)
    for aside in list_folder.glob(f"{SET_ASIDE}*"):
        target = aside.with_name(aside.name.removeprefix(SET_ASIDE))
        if target.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(target)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # folders cannot be opened there; the rename is journaled by the file system
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
