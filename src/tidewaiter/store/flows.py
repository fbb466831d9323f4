"""Imported trade flows on disk: one folder an imported file, whole or not at all, read as of any data vintage.

``<root>/flows/<first 16 digits of the file's SHA-256>/{rows, rejected, coverage, goods}.parquet, manifest.json``.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from tidewaiter.model import ADDED_FLOW_COLUMNS, FLOW_COLUMNS, UsageError
from tidewaiter.store import flow_queries as queries
from tidewaiter.store.flow_import import FlowImport, Written, read_manifest, write_manifest
from tidewaiter.store.locks import exclusive
from tidewaiter.store.shipments import file_sha256
from tidewaiter.store.spilling import spilling_connection

if TYPE_CHECKING:
    import duckdb

ROWS, REJECTED, COVERAGE, GOODS = "rows.parquet", "rejected.parquet", "coverage.parquet", "goods.parquet"
MANIFEST = "manifest.json"
#: Memory a query over the flows may take before it spills.
MEMORY_LIMIT = "3GB"
_KEPT = (ROWS, REJECTED, COVERAGE, GOODS, MANIFEST)


class FlowStore:
    """The trade flows of a workspace.

    Args:
        root: Folder of the workspace; made on the first import.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / "flows"

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a connection for queries over the flows, which prints nothing by itself.

        What a query needs beyond `MEMORY_LIMIT` is kept in the workspace while it runs, so that memory does not grow
        with the flows.
        """
        return spilling_connection(MEMORY_LIMIT, self.folder / ".spill")

    def imports(self, vintage: dt.date | None = None) -> tuple[FlowImport, ...]:
        """Return what was imported, in the order it was.

        Args:
            vintage: Only data known on this day; all when None.

        Raises:
            UnusableWorkspaceError: when a manifest is damaged.
        """
        found = sorted(map(read_manifest, self.folder.glob(f"[0-9a-f]*/{MANIFEST}")), key=lambda entry: entry.sequence)
        return tuple(entry for entry in found if vintage is None or entry.day <= vintage or entry.releases > 1)

    def publish(self, path: Path, write: Callable[[Path], Written], *, imported: dt.date) -> FlowImport:
        """Import a file: stage its rows, then put them in place by one rename.

        The same file imported again takes the place of its earlier import. Another file with the same cells is a
        revision: both stay, and reads take the one released last.

        Args:
            path: The file.
            write: Writes ``rows.parquet`` and ``rejected.parquet`` into the folder it is given.
            imported: Day of the import.
        """
        digest = file_sha256(path)
        self.folder.mkdir(parents=True, exist_ok=True)
        with exclusive(self.folder / ".lock"):
            staging = self.folder / ".staging"
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir()
            try:
                written = write(staging)
                with self.connect() as connection:
                    facts = queries.summarise(connection, staging / ROWS, staging / COVERAGE, staging / GOODS)
                done = FlowImport(
                    id=digest[:16],
                    file=path.name,
                    imported=imported,
                    sha256=digest,
                    by_partner=True,
                    sequence=max((entry.sequence for entry in self.imports()), default=0) + 1,
                    **asdict(written),
                    **facts,
                )
                write_manifest(done, staging / MANIFEST)
                self._put_in_place(staging, self.folder / done.id)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
        return done

    def remove(self, import_id: str) -> bool:
        """Remove an import; tells whether there was one."""
        known = any(entry.id == import_id for entry in self.imports())
        if known:
            with exclusive(self.folder / ".lock"):
                shutil.rmtree(self.folder / import_id)
        return known

    def relation(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        vintage: dt.date | None = None,
        sources: Collection[str] | None = None,
    ) -> duckdb.DuckDBPyRelation:
        """Return all flows as a relation in the canonical columns, each cell once.

        Of a cell in several releases the latest known on the day counts; a complete file replaces all that earlier
        files of its source say of its reporters and periods.

        Args:
            connection: Where the query runs; files are scanned where they lie.
            vintage: Day whose state of knowledge is asked for; the newest when None.
            sources: Names of sources; all when None.

        Raises:
            UsageError: when there are no flows.
        """
        imports = [e for e in self.imports(vintage) if sources is None or e.source in sources]
        if not imports:
            raise UsageError(
                "There are no trade flows: run `tidewaiter flows import FILE --source NAME`, `tidewaiter pull`, or "
                "`tidewaiter world` for a simulated set."
            )
        table = pa.table(
            {
                "path": [str(self.folder / e.id / ROWS) for e in imports],
                "coverage": [str(self.folder / e.id / COVERAGE) for e in imports],
                "goods": [str(self.folder / e.id / GOODS) for e in imports],
                "known": pa.array([e.day for e in imports], pa.date32()),
                "sequence": [e.sequence for e in imports],
                "complete": [e.complete for e in imports],
                "revised": [e.releases > 1 or not e.by_partner for e in imports],
            }
        )
        return queries.latest(connection, table, vintage, (*FLOW_COLUMNS, *ADDED_FLOW_COLUMNS))

    def coverage(self, connection: duckdb.DuckDBPyConnection, vintage: dt.date | None = None) -> pa.Table:
        """Return what the flows as `relation` gives them hold of each source, reporter, flow and period.

        Columns ``source, reporter, flow, period, rows, value, suppressed_rows, suppressed_value, undetailed_value,
        released``; ``undetailed_value`` is what the parts of headings fall short of the headings.
        """
        flows = self.relation(connection, vintage=vintage)
        paths = [str(self.folder / entry.id / COVERAGE) for entry in self.imports(vintage)]
        return queries.coverage(connection, flows, paths)

    def statements(self, vintage: dt.date | None = None) -> pa.Table:
        """Return which import speaks of which reporter, flow and period, and the day its data were known.

        Columns ``import, source, reporter, flow, period, known``.
        """
        table = self._of_imports(COVERAGE, vintage, ["source", "reporter", "flow", "period", "released"])
        days = {entry.id: entry.day for entry in self.imports(vintage)}
        known = [
            min(released or days[name], vintage or dt.date.max)
            for released, name in zip(table["released"].to_pylist(), table["import"].to_pylist(), strict=True)
        ]
        return table.drop_columns("released").append_column("known", pa.array(known, pa.date32()))

    def goods(self, vintage: dt.date | None = None) -> pa.Table:
        """Return the codes each import has: ``import, hs, hs_vintage``. Of others it says nothing."""
        return self._of_imports(GOODS, vintage, ["hs", "hs_vintage"])

    def _of_imports(self, file: str, vintage: dt.date | None, columns: list[str]) -> pa.Table:
        tables = []
        for entry in self.imports(vintage):
            table = pq.read_table(self.folder / entry.id / file, columns=columns)
            tables.append(table.append_column("import", pa.array([entry.id] * len(table), pa.string())))
        return pa.concat_tables(tables) if tables else pa.table({name: [] for name in [*columns, "import"]})

    def rejected(self, import_id: str) -> pa.Table:
        """Return the rows of an import that were set aside: ``row, column, reason, remedy``."""
        return pq.read_table(self.folder / import_id / REJECTED)

    def _put_in_place(self, staging: Path, target: Path) -> None:
        for entry in staging.iterdir():
            if entry.name not in _KEPT:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        aside = self.folder / f".replaced-{target.name}"
        shutil.rmtree(aside, ignore_errors=True)
        if target.exists():
            target.rename(aside)
        staging.rename(target)
        shutil.rmtree(aside, ignore_errors=True)
