"""Folders of tables that are there whole or not at all, so that work that was broken off is never taken for done."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def write_whole(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write tables as ``NAME.parquet`` into a folder that takes its name when all are written."""
    staging = folder.with_name(f".{folder.name}.staging")
    for stale in (staging, folder):
        shutil.rmtree(stale, ignore_errors=True)
    staging.mkdir(parents=True)
    for name, table in tables.items():
        pq.write_table(table, staging / f"{name}.parquet", compression="zstd")
    staging.rename(folder)
