"""Simulated worlds with what company resolution should find: for each spelling, and each time a party is named."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from benchmarks.networks.world_files import check_world, world_records

from tidewaiter.engines import duck_tables
from tidewaiter.networks.companies.forwarders import agencies
from tidewaiter.networks.companies.spellings import SIDES, numbered, party_key, spellings

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class KnownWorld:
    """Spellings of a world and who they are.

    Attributes:
        spellings: Table of ``SPELLINGS``.
        agencies: Who declared or carried for whom.
        company: Company that most appearances of each spelling are of.
        appearances: Spelling of each party of each record, and its company.
    """

    spellings: pa.Table
    agencies: pa.Table
    company: Ints
    appearances: tuple[Ints, Ints]


def known_world(folder: Path) -> KnownWorld:
    """Read a folder that ``tidewaiter world`` wrote.

    Raises:
        UsageError: when a file of it is missing.
    """
    check_world(folder)
    with duck_tables(workers=1) as engine:
        records = world_records(engine, folder)
        truth = engine.read([folder / "truth" / "records.parquet"])
        table = numbered(engine.collect(spellings(records)))
        known = engine.frame(table).select("spelling", party_key().alias("key"))
        found = []
        for side in SIDES:
            parties = records.select("shipment_id", party_key(side).alias("key")).join(known, on="key", how="inner")
            true = truth.select("shipment_id", nw.col(f"{side}_company").alias("company"))
            joined = parties.join(true, on="shipment_id", how="inner").filter(~nw.col("company").is_null())
            found.append(engine.collect(joined.select("spelling", nw.col("company").cast(nw.Int64))))
        acted = engine.collect(agencies(records, engine.frame(table)))
    both = pa.concat_tables(found)
    spelling, company = (np.asarray(pc.cast(both[name], pa.int64())) for name in ("spelling", "company"))
    return KnownWorld(table, acted, _commonest(spelling, company, table.num_rows), (spelling, company))


def pairwise(found: Ints, true: Ints) -> tuple[float, float, float]:
    """Return precision, recall and F1 over pairs of items.

    An item that was put to no company (a negative number) is by itself; one whose truth is not known is left out.
    """
    found = np.where(found < 0, int(found.max(initial=0)) + 1 + np.arange(len(found)), found)
    known = true >= 0
    one, other = (np.unique(column[known], return_inverse=True)[1] for column in (found, true))
    both = _pairs(np.unique(one.astype(np.int64) * (int(other.max(initial=0)) + 1) + other, return_counts=True)[1])
    precision = both / max(_pairs(np.bincount(one)), 1.0)
    recall = both / max(_pairs(np.bincount(other)), 1.0)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _pairs(counts: Ints) -> float:
    counts = counts.astype(np.float64)
    return float((counts * (counts - 1) / 2).sum())


def _commonest(spelling: Ints, company: Ints, size: int) -> Ints:
    span = int(company.max(initial=0)) + 1
    pair, count = np.unique(spelling * span + company, return_counts=True)
    order = np.lexsort((count, pair // span))
    found = np.full(size, -1, dtype=np.int64)
    found[pair[order] // span] = pair[order] % span
    return found
