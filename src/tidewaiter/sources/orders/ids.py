"""Which ids a file has used: exact, and on disk once it outgrows a small cache."""

from __future__ import annotations

import sqlite3


class SeenIds:
    """Ids and the row each was first used in, in a private temporary database."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA cache_size=-8000")
        self._db.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, first INTEGER NOT NULL) WITHOUT ROWID")
        self._db.execute("BEGIN")

    def first_row(self, id_: str, row: int) -> int | None:
        """Record an id; return the row that used it first, or None when this row is the first."""
        added = self._db.execute("INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING", (id_, row)).rowcount
        if added:
            return None
        first: int = self._db.execute("SELECT first FROM seen WHERE id = ?", (id_,)).fetchone()[0]
        return first

    def close(self) -> None:
        """Drop the database."""
        self._db.close()
