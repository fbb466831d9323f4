"""Companies of a simulated world as resolution finds them in its records and its register, worked out once."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pyarrow as pa
from benchmarks.networks.kept_whole import write_whole
from benchmarks.networks.world_files import world_records

from tidewaiter.engines import duck_tables
from tidewaiter.model import RegisterEntry
from tidewaiter.networks.companies.forwarders import agencies
from tidewaiter.networks.companies.register import as_written, matched
from tidewaiter.networks.companies.resolution import resolve
from tidewaiter.networks.companies.spellings import numbered, spellings
from tidewaiter.screening.reader import Reader
from tidewaiter.sources.register import read_register
from tidewaiter.store.register import RegisterStore

#: What is kept of a resolution; the last one are entries of the register with the company of each.
TABLES = ("spellings", "resolved", "companies", "registered")


def resolved_world(folder: Path, as_of: dt.date | None = None) -> Path:
    """Return a folder in ``res`` of a world, with each of `TABLES` as a Parquet file; it is made where it is missing.

    Records and entries of the register later than ``as_of`` are left out, none when None.
    """
    out = folder / "res" / ("all" if as_of is None else as_of.isoformat())
    if all((out / f"{name}.parquet").exists() for name in TABLES):
        return out
    entries = _entries(folder / "companies.csv", as_of)
    with duck_tables(workers=1) as engine:
        records = world_records(engine, folder, as_of)
        written = numbered(engine.collect(spellings(records, engine.frame(as_written(entries)))))
        found = resolve(written, Reader(), agencies=engine.collect(agencies(records, engine.frame(written))))
    tables = (written, found.resolved, found.companies, matched(entries, written, found.resolved))
    write_whole(out, dict(zip(TABLES, tables, strict=True)))
    return out


def _entries(file: Path, as_of: dt.date | None) -> pa.Table:
    with tempfile.TemporaryDirectory() as place:
        store = RegisterStore(Path(place))
        rows = read_register(file)
        store.publish("0", (row for row in rows if isinstance(row, RegisterEntry)))
        return store.table(as_of)
