"""Entries of business registers on disk: one Parquet file an imported file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tidewaiter.model import RegisterEntry
from tidewaiter.store.locks import exclusive

#: Columns of the table.
SCHEMA = pa.schema(
    [
        ("name", pa.string()),
        ("country", pa.string()),
        ("address", pa.string()),
        ("registered_on", pa.date32()),
        ("register_id", pa.string()),
        ("phone", pa.string()),
        ("email", pa.string()),
        ("activity", pa.string()),
        ("owners", pa.list_(pa.string())),
    ]
)
_BATCH = 50_000


class RegisterStore:
    """The register entries of a workspace.

    Args:
        root: Folder of the workspace; made on the first import.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / "register"

    def publish(self, import_id: str, entries: Iterable[RegisterEntry]) -> int:
        """Keep the entries of a file, in place of an earlier import of the same file; return how many."""
        self.folder.mkdir(parents=True, exist_ok=True)
        staging = self.folder / ".staging.parquet"
        with exclusive(self.folder / ".lock"):
            count, batch = 0, list[dict[str, object]]()
            with pq.ParquetWriter(staging, SCHEMA, compression="zstd") as writer:
                for entry in entries:
                    batch.append(asdict(entry))
                    count += 1
                    if len(batch) == _BATCH:
                        writer.write_table(pa.Table.from_pylist(batch, schema=SCHEMA))
                        batch.clear()
                writer.write_table(pa.Table.from_pylist(batch, schema=SCHEMA))
            staging.replace(self.folder / f"{import_id}.parquet")
        return count

    def files(self) -> tuple[Path, ...]:
        """Return the files, in the order of their names."""
        return tuple(sorted(self.folder.glob("[0-9a-f]*.parquet")))

    def table(self, as_of: dt.date | None = None) -> pa.Table:
        """Return all entries, each once, or those made by a day."""
        return registered_by(self._read(SCHEMA.names), as_of)

    def count(self, as_of: dt.date | None = None) -> int:
        """Return how many entries there are, or were made by a day."""
        return int(registered_by(self._read(["registered_on"]), as_of).num_rows)

    def _read(self, columns: list[str]) -> pa.Table:
        tables = [pq.ParquetFile(file).read(columns) for file in self.files()]
        return pa.concat_tables(tables) if tables else SCHEMA.empty_table().select(columns)


def registered_by(entries: pa.Table, as_of: dt.date | None) -> pa.Table:
    """Return the entries of a register made by a day, those of an unknown day too; all of them when it is None."""
    if as_of is None:
        return entries
    return entries.filter(pc.fill_null(pc.less_equal(entries["registered_on"], pa.scalar(as_of)), True))
