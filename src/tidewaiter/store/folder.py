"""Where snapshots lie on disk, and how one is read back whole.

``<root>/snapshots/<list id>/<YYYY-MM-DD>/{listings.parquet, manifest.json}``. Names that start with a dot are not
snapshots: they are the lock, what a writer is staging, and a snapshot set aside in the middle of its replacement.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from tidewaiter.model import UnusableWorkspaceError, UsageError
from tidewaiter.store.manifest import Manifest, decode, sha256_of

LISTINGS = "listings.parquet"
MANIFEST = "manifest.json"
#: Prefix of a snapshot that is being replaced: it answers until the new one has taken its place.
SET_ASIDE = ".replaced-"

_LIST_ID = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TRIES = 5


class SnapshotFolder:
    """One layer of snapshots, read only.

    Args:
        root: Folder that holds ``snapshots``. It need not exist: then it holds nothing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def list_folder(self, list_id: str) -> Path:
        """Return the folder of a list.

        Raises:
            UsageError: when the id could not be that of a list.
        """
        if not _LIST_ID.fullmatch(list_id):
            raise UsageError(
                f"{list_id!r} is not a list id: it is made of parts of lower-case letters, digits, '_' and '-', joined "
                "by dots, such as us.bis.entity_list or custom.suppliers."
            )
        return self.root / "snapshots" / list_id

    def lists(self) -> tuple[str, ...]:
        """Return the ids of the lists that have a snapshot here, in alphabetical order."""
        folder = self.root / "snapshots"
        names = (entry.name for entry in folder.iterdir()) if folder.is_dir() else ()
        return tuple(sorted(name for name in names if _LIST_ID.fullmatch(name) and self.dates(name)))

    def dates(self, list_id: str) -> tuple[dt.date, ...]:
        """Return the dates of the snapshots of a list here, oldest first."""
        folder = self.list_folder(list_id)
        names = (entry.name.removeprefix(SET_ASIDE) for entry in folder.iterdir()) if folder.is_dir() else ()
        return tuple(sorted({day for day in map(_date_of, names) if day is not None}))

    def path(self, list_id: str, date: dt.date) -> Path:
        """Return the folder of a snapshot: its own, or while it is being replaced the one it was set aside in."""
        own = self.list_folder(list_id) / date.isoformat()
        aside = own.with_name(SET_ASIDE + own.name)
        return aside if not own.is_dir() and aside.is_dir() else own

    def load(self, list_id: str, date: dt.date) -> tuple[Manifest, bytes]:
        """Return the manifest of a snapshot and the bytes of its listings file, which agree with each other.

        Raises:
            UnusableWorkspaceError: when a file is missing or damaged.
        """
        # A snapshot may be replaced between two reads; a damaged one stays damaged however often it is read.
        for _ in range(_TRIES - 1):
            try:
                return self._load_once(list_id, date)
            except UnusableWorkspaceError:
                continue
        return self._load_once(list_id, date)

    def _load_once(self, list_id: str, date: dt.date) -> tuple[Manifest, bytes]:
        folder = self.path(list_id, date)
        try:
            manifest = decode((folder / MANIFEST).read_bytes(), str(folder / MANIFEST))
            data = (folder / LISTINGS).read_bytes()
        except OSError as error:
            raise UnusableWorkspaceError(
                f"The snapshot of {list_id} of {date} cannot be read: {error}. Publish the list again, or "
                f"remove {folder}."
            ) from error
        if (manifest.list, manifest.date) != (list_id, date):
            raise UnusableWorkspaceError(
                f"{folder / MANIFEST} describes {manifest.list} of {manifest.date}. Move the folder to where it "
                "belongs."
            )
        if sha256_of(data) != manifest.sha256:
            raise UnusableWorkspaceError(
                f"{folder / LISTINGS} is damaged: its SHA-256 is not the one in {MANIFEST}. Publish the list again "
                "with replace, or remove the folder."
            )
        return manifest, data


def _date_of(name: str) -> dt.date | None:
    if not _DATE.fullmatch(name):
        return None
    try:
        return dt.date.fromisoformat(name)
    except ValueError:
        return None
