"""Imported shipment records on disk: one folder an imported file, published whole or not at all.

``<root>/shipments/<first 16 digits of the file's SHA-256>/{rows.parquet, rejected.parquet, manifest.json}``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from tidewaiter.model import RowError, UnusableWorkspaceError
from tidewaiter.store.locks import exclusive
from tidewaiter.store.replacing import replaced
from tidewaiter.store.set_aside import RowsSetAside
from tidewaiter.store.settling import settle

if TYPE_CHECKING:
    import duckdb

Reject = Callable[[RowError], None]
Batches = Iterable[tuple[str, pa.RecordBatch]]
#: Reads a file: yields layout and usable rows of each batch, and hands each row set aside to what it is given.
Reading = Callable[[Reject], Batches]

ROWS, REJECTED, MANIFEST = "rows.parquet", "rejected.parquet", "manifest.json"
#: Memory that an import may take in DuckDB before it spills, where none is said.
MEMORY_LIMIT = "1GB"
#: Prefix of an import that another is about to replace.
_SET_ASIDE = ".replaced-"
_STAGING = ".staging"
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
        replaced: Records of earlier imports that this one holds too, and that give way to its own.
        unlike: Of these, records of another day, other goods and other parties: the sources may number
            different records alike.
        alike: Records without an id of their own that say the same as another of the file, and were kept beside it.
        notes: What a person should know of the file as a whole.
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
    replaced: int = 0
    unlike: int = 0
    alike: int = 0
    notes: tuple[str, ...] = ()


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
                facts = json.loads(manifest.read_text(encoding="utf-8"))
                found.append(ShipmentImport(**{**facts, "notes": tuple(facts.get("notes", ()))}))
            except (ValueError, TypeError, AttributeError) as error:
                raise UnusableWorkspaceError(f"{manifest} is damaged: import the file again.") from error
        return tuple(sorted(found, key=lambda entry: entry.sequence))

    def publish(
        self,
        path: Path,
        source: str,
        read: Reading,
        schema: pa.Schema,
        *,
        memory: str = MEMORY_LIMIT,
        once: bool = False,
        notes: Sequence[str] = (),
    ) -> ShipmentImport:
        """Import a file: stage its rows, settle records that occur twice, then put it in place by one rename.

        The same file imported again takes the place of its earlier import. Memory does not grow with the file.

        Args:
            path: The file read.
            source: Name of the source its rows carry.
            read: Reads the file: yields the layout and the usable rows of a batch, in the order of the file, and hands
                each row set aside to what it is given.
            schema: Columns of the batches.
            memory: What DuckDB may use before it spills to disk, as ``1GB``.
            once: Whether records without an id that say the same are one.
            notes: What a person should know of the file; it may be added to while the file is read.

        Raises:
            UsageError: when the memory is no size, or too little even with the disk.
        """
        digest = file_sha256(path)
        self.folder.mkdir(parents=True, exist_ok=True)
        with exclusive(self.folder / ".lock"), self._staging() as staging:
            work = staging / "work"
            work.mkdir()
            with RowsSetAside(staging / REJECTED) as aside:
                layouts = _write_rows(work / "read.parquet", read(aside.add), schema)
            settled = settle(work / "read.parquet", staging / ROWS, work, memory, once=once)
            earlier = [self.folder / entry.id / ROWS for entry in self.imports() if entry.id != digest[:16]]
            again = replaced(staging / ROWS, earlier, work, memory)
            shutil.rmtree(work)
            done = ShipmentImport(
                id=digest[:16],
                source=source,
                file=path.name,
                layout=" ".join(layouts),
                rejected=aside.count,
                sha256=digest,
                sequence=max((entry.sequence for entry in self.imports()), default=0) + 1,
                replaced=again.records,
                unlike=again.others,
                notes=tuple(notes),
                **asdict(settled),
            )
            (staging / MANIFEST).write_text(json.dumps(asdict(done)) + "\n", encoding="utf-8")
            self._put_in_place(staging, self.folder / done.id)
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

    @contextmanager
    def _staging(self) -> Iterator[Path]:
        """Give an empty folder to stage in, and leave no leftovers, neither of this import nor of one that died."""
        self._clear()
        staging = self.folder / _STAGING
        staging.mkdir()
        try:
            yield staging
        finally:
            self._clear()

    def _put_in_place(self, staging: Path, target: Path) -> None:
        if target.exists():
            target.rename(self.folder / f"{_SET_ASIDE}{target.name}")
        staging.rename(target)

    def _clear(self) -> None:
        """Bring the folder from wherever an import stopped to the state before or after it."""
        shutil.rmtree(self.folder / _STAGING, ignore_errors=True)
        for aside in self.folder.glob(f"{_SET_ASIDE}*"):
            target = self.folder / aside.name.removeprefix(_SET_ASIDE)
            if target.exists():
                shutil.rmtree(aside, ignore_errors=True)
            else:
                aside.rename(target)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _write_rows(path: Path, batches: Batches, schema: pa.Schema) -> list[str]:
    layouts: dict[str, None] = {}
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for layout, rows in batches:
            layouts[layout] = None
            writer.write_batch(rows)
    return list(layouts)


#: Relations are named in the statements as the variables that hold them.
_LATEST_IMPORT = """
    select * exclude (import_number) from records
    qualify row_number() over (partition by shipment_id order by import_number desc) = 1
"""
