"""Imported shipment records on disk: one folder an imported file, published whole or not at all.

``<root>/shipments/<first 16 digits of the file's SHA-256>/{rows.parquet, rejected.parquet, manifest.json}``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from tidewaiter.model import RowError, UnusableWorkspaceError
from tidewaiter.store.locks import exclusive

if TYPE_CHECKING:
    import duckdb

ROWS, REJECTED, MANIFEST = "rows.parquet", "rejected.parquet", "manifest.json"
_REJECTED = pa.schema([("row", pa.int64()), ("column", pa.string()), ("reason", pa.string()), ("remedy", pa.string())])
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentImport:
    """One imported file.

    Attributes:
        id: Of the import: the beginning of the file's SHA-256.
        source: Name the rows carry in their column ``source``.
        file: Name of the file without its folder.
        layout: Layouts it was read by.
        rows: Usable records kept.
        rejected: Rows set aside, with reasons beside them.
        duplicates: Records that were there twice with the same content, kept once.
        corrected: Records replaced by a later row with the same id.
        first: First day of a record; ``last`` the last.
        sha256: Of the file.
        sequence: Number of the import; of two imports that hold one record the later counts.
    """

    id: str
    source: str
    file: str
    layout: str
    rows: int
    rejected: int
    duplicates: int
    corrected: int
    first: str | None
    last: str | None
    sha256: str
    sequence: int


class ShipmentStore:
    """The shipment records of a workspace.

    Args:
        root: Folder of the workspace; made on the first import.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / "shipments"

    def imports(self) -> tuple[ShipmentImport, ...]:
        """Return what was imported, in the order it was.

        Raises:
            UnusableWorkspaceError: when a manifest is damaged.
        """
        found = []
        for manifest in sorted(self.folder.glob(f"[0-9a-f]*/{MANIFEST}")):
            try:
                found.append(ShipmentImport(**json.loads(manifest.read_text(encoding="utf-8"))))
            except (ValueError, TypeError) as error:
                raise UnusableWorkspaceError(f"{manifest} is damaged: import the file again.") from error
        return tuple(sorted(found, key=lambda entry: entry.sequence))

    def publish(
        self,
        path: Path,
        source: str,
        batches: Iterable[tuple[str, pa.RecordBatch]],
        rejected: Sequence[RowError],
        schema: pa.Schema,
    ) -> ShipmentImport:
        """Import a file: stage its rows, settle records that occur twice, then put it in place by one rename.

        The same file imported again takes the place of its earlier import.

        Args:
            path: The file read.
            source: Name of the source its rows carry.
            batches: Layout and usable rows, consumed once.
            rejected: Rows set aside; read after the batches are consumed, so that it may fill meanwhile.
            schema: Columns of the batches.
        """
        digest = file_sha256(path)
        self.folder.mkdir(parents=True, exist_ok=True)
        with exclusive(self.folder / ".lock"):
            staging = self.folder / ".staging"
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir()
            try:
                layouts = _write_rows(staging / "read.parquet", batches, schema)
                counts = _settle(staging)
                _write_rejected(staging / REJECTED, rejected)
                done = ShipmentImport(
                    id=digest[:16],
                    source=source,
                    file=path.name,
                    layout=" ".join(layouts),
                    rejected=len(rejected),
                    sha256=digest,
                    sequence=max((entry.sequence for entry in self.imports()), default=0) + 1,
                    **counts,
                )
                (staging / MANIFEST).write_text(json.dumps(asdict(done)) + "\n", encoding="utf-8")
                self._put_in_place(staging, self.folder / done.id)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
        return done

    def remove(self, import_id: str) -> bool:
        """Remove an import; tells whether there was one."""
        folder = self.folder / import_id
        known = any(entry.id == import_id for entry in self.imports())
        if known:
            with exclusive(self.folder / ".lock"):
                shutil.rmtree(folder)
        return known

    def files(self) -> tuple[Path, ...]:
        """Return the files that hold the records, in the order of their import."""
        return tuple(self.folder / entry.id / ROWS for entry in self.imports())

    def relation(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        """Return all records as a relation; of a record in several imports the one imported last.

        Raises:
            UnusableWorkspaceError: when nothing was imported.
        """
        files = [str(path) for path in self.files()]
        if not files:
            raise UnusableWorkspaceError(
                "There are no shipment records: run `tidewaiter shipments import FILE`, or `tidewaiter world` for a "
                "simulated set."
            )
        records = connection.read_parquet(files[0])
        if len(files) == 1:
            return records
        records = records.project("*, 0 as import_number")
        for number, file in enumerate(files[1:], start=1):
            records = records.union(connection.read_parquet(file).project(f"*, {number} as import_number"))
        return connection.sql(_LATEST_IMPORT)

    def rejected(self, import_id: str) -> pa.Table:
        """Return the rows of an import that were set aside: ``row, column, reason, remedy``."""
        return pq.read_table(self.folder / import_id / REJECTED)

    def _put_in_place(self, staging: Path, target: Path) -> None:
        aside = self.folder / f".replaced-{target.name}"
        shutil.rmtree(aside, ignore_errors=True)
        if target.exists():
            target.rename(aside)
        staging.rename(target)
        shutil.rmtree(aside, ignore_errors=True)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _write_rows(path: Path, batches: Iterable[tuple[str, pa.RecordBatch]], schema: pa.Schema) -> list[str]:
    layouts: dict[str, None] = {}
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for layout, rows in batches:
            layouts[layout] = None
            writer.write_batch(rows)
    return list(layouts)


def _settle(staging: Path) -> dict[str, Any]:
    """Keep of each record id the last row; count what was there twice, and what was corrected."""
    import duckdb  # noqa: PLC0415  takes memory that only imports of shipments are worth

    read, kept = staging / "read.parquet", staging / ROWS
    with duckdb.connect() as connection:
        rows = connection.read_parquet(str(read))
        total, ids = _one(rows.aggregate("count(*), count(distinct shipment_id)"))
        different = ids
        if total != ids:
            (different,) = _one(connection.sql('select distinct * exclude ("row") from rows').aggregate("count(*)"))
            latest = connection.sql(_LATEST_ROW)
            latest.write_parquet(str(kept), compression="zstd")
        else:
            read.replace(kept)
        first, last = _one(connection.read_parquet(str(kept)).aggregate("min(date), max(date)"))
    read.unlink(missing_ok=True)
    return {
        "rows": ids,
        "duplicates": total - different,
        "corrected": different - ids,
        "first": None if first is None else first.isoformat(),
        "last": None if last is None else last.isoformat(),
    }


#: Relations are named in the statements as the variables that hold them.
_LATEST_ROW = """
    select * from rows qualify row_number() over (partition by shipment_id order by "row" desc) = 1 order by "row"
"""
_LATEST_IMPORT = """
    select * exclude (import_number) from records
    qualify row_number() over (partition by shipment_id order by import_number desc) = 1
"""


def _one(relation: duckdb.DuckDBPyRelation) -> tuple[Any, ...]:
    found: list[tuple[Any, ...]] = relation.limit(1).fetchall()
    return found[0]


def _write_rejected(path: Path, rejected: Sequence[RowError]) -> None:
    columns = {name: [getattr(error, name) for error in rejected] for name in _REJECTED.names}
    pq.write_table(pa.table(columns, schema=_REJECTED), path, compression="zstd")
