"""The screening indexes of a workspace: each is built once and kept on disk, and the last few are kept open."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from tidewaiter.model import Snapshot
from tidewaiter.screening import Screener, ScreeningIndex
from tidewaiter.store import SnapshotStore
from tidewaiter.workspace.fingerprint import package_sha256
from tidewaiter.workspace.together import SharedScreener

#: Indexes kept open at once (one for each set of snapshots in use).
_OPEN = 3


class Indexes:
    """The indexes over the snapshots of a store.

    Args:
        root: Folder they are kept in.
        store: The snapshots.
    """

    def __init__(self, root: Path, store: SnapshotStore) -> None:
        self._root = root
        self._store = store
        self._screeners: OrderedDict[str, Screener] = OrderedDict()
        self._opening, self._building = threading.Lock(), threading.Lock()

    def folder(self, snapshots: Sequence[Snapshot]) -> Path:
        """Return where the index over some snapshots is kept, if it could be saved."""
        return self._root / _fingerprint(snapshots)

    def screener(self, snapshots: Sequence[Snapshot]) -> Screener:
        """Return the screener over some snapshots; its index is built where it was never needed before."""
        folder = self.folder(snapshots)
        found = self._opened(folder.name)
        if found is None:
            with self._building:  # threads of a service share one workspace; an index is built once
                found = self._opened(folder.name)
                if found is None:
                    found = SharedScreener(self._index(folder, snapshots))
                    self._keep_open(folder.name, found)
        return found

    def _opened(self, key: str) -> Screener | None:
        with self._opening:
            if key in self._screeners:
                self._screeners.move_to_end(key)
            return self._screeners.get(key)

    def _keep_open(self, key: str, screener: Screener) -> None:
        with self._opening:
            self._screeners[key] = screener
            while len(self._screeners) > _OPEN:
                self._screeners.popitem(last=False)

    def _index(self, folder: Path, snapshots: Sequence[Snapshot]) -> ScreeningIndex:
        if folder.is_dir():
            try:
                return ScreeningIndex.load(folder)
            except (OSError, ValueError, KeyError):  # damaged: it holds nothing that cannot be built again
                shutil.rmtree(folder, ignore_errors=True)
        listings = [entry for s in snapshots for entry in self._store.entries(s.list, s.date, s.supplement_date)]
        index = ScreeningIndex.build(listings)
        try:
            _put_whole(index, folder)
        except OSError:  # a workspace that cannot be written to still answers, from memory
            return index
        return ScreeningIndex.load(folder)


def _fingerprint(snapshots: Sequence[Snapshot]) -> str:
    """Name an index by its snapshots and by the code and tables that build it, so that no other is ever read for it."""
    lines = [package_sha256("tidewaiter.screening"), *(f"{s.list} {s.sha256} {s.supplement_sha256}" for s in snapshots)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _put_whole(index: ScreeningIndex, folder: Path) -> None:
    """Save an index under its name all at once; when another process was faster, its copy, which is the same, stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".staging-") as staging:
        staged = Path(staging) / folder.name
        index.save(staged)
        try:
            staged.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
