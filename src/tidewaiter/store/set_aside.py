"""Rows of an import that were set aside, on disk with their reasons, written as they come."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from tidewaiter.model import RowError

_SCHEMA = pa.schema([("row", pa.int64()), ("column", pa.string()), ("reason", pa.string()), ("remedy", pa.string())])
#: Rows held before they are written.
_HELD = 50_000


class RowsSetAside:
    """Writes rows set aside into a Parquet file; memory does not grow with them.

    Attributes:
        count: How many there are so far.
    """

    def __init__(self, path: Path) -> None:
        self.count = 0
        self._held: list[RowError] = []
        self._writer = pq.ParquetWriter(path, _SCHEMA, compression="zstd")

    def add(self, error: RowError) -> None:
        """Add a row."""
        self.count += 1
        self._held.append(error)
        if len(self._held) >= _HELD:
            self._write()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what is held, and end the file."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        columns = {name: [getattr(error, name) for error in self._held] for name in _SCHEMA.names}
        self._writer.write_table(pa.table(columns, schema=_SCHEMA))
        self._held.clear()
