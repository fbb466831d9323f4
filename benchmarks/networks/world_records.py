"""Records of a simulated world as an import keeps them: of those with one number, the last."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import narwhals as nw

from tidewaiter.engines import TableEngine


def world_records(engine: TableEngine, folder: Path, as_of: dt.date | None = None) -> nw.LazyFrame[Any]:
    """Return the records of a folder that ``tidewaiter world`` wrote, those after a day left out, none when None."""
    written = engine.read([folder / "shipments.parquet"])
    known = written if as_of is None else written.filter(nw.col("date") <= nw.lit(as_of))
    return engine.keep(known.filter(nw.col("row") == nw.col("row").max().over("shipment_id")))
