"""DuckDB within a bound of memory: what a query needs beyond it lies on disk while the query runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tidewaiter.model import UsageError

if TYPE_CHECKING:
    import duckdb


def spilling_connection(memory: str, spill: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection to an empty database in memory, which prints nothing by itself.

    Args:
        memory: What it may take before it spills to disk, as ``4GB``.
        spill: Folder for what does not fit; made when it is needed.

    Raises:
        UsageError: when the memory is no size.
    """
    import duckdb  # noqa: PLC0415  takes memory that only work on tables is worth

    connection = duckdb.connect(config={"temp_directory": str(spill)})
    try:
        connection.execute("set memory_limit = ?", [memory])
    except duckdb.Error as error:
        connection.close()
        raise UsageError(f"memory {memory!r} is no size: write it as 4GB or 800MB.") from error
    connection.execute("set enable_progress_bar = false")
    return connection
