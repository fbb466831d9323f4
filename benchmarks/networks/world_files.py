"""A simulated world on disk: whether it is whole, and its records as an import keeps them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import narwhals as nw

from tidewaiter.engines import TableEngine
from tidewaiter.model import UsageError

#: Files of a world that benchmarks read.
_FILES = ("shipments.parquet", "companies.csv", "truth.json", "truth/companies.parquet", "truth/records.parquet")


def check_world(folder: Path) -> None:
    """Check that a folder holds a world with its records.

    Raises:
        UsageError: when a file of it is missing.
    """
    for name in _FILES:
        if not (folder / name).is_file():
            raise UsageError(f"{folder / name} is missing: `tidewaiter world --seed N --out {folder}` writes it.")


@contextmanager
def plain_errors() -> Iterator[None]:
    """End a command whose request is wrong with the words of the error alone."""
    try:
        yield
    except UsageError as error:
        sys.exit(str(error))


def world_records(engine: TableEngine, folder: Path, as_of: dt.date | None = None) -> nw.LazyFrame[Any]:
    """Return the records of a world, of those with one number the last; those after a day left out, none when None."""
    written = engine.read([folder / "shipments.parquet"])
    known = written if as_of is None else written.filter(nw.col("date") <= nw.lit(as_of))
    return engine.keep(known.filter(nw.col("row") == nw.col("row").max().over("shipment_id")))
