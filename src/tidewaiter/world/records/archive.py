"""The records of a world as files, written month by month so that memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.population import Population
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.places import Ints
from tidewaiter.world.records.columns import SHIPMENT_SCHEMA, TRUTH_SCHEMA
from tidewaiter.world.records.customs_sets import CustomsSets
from tidewaiter.world.records.faults import with_repeats
from tidewaiter.world.records.shipping import HonestTrade
from tidewaiter.world.records.sides import Sides, joined_sides, recorded_sides
from tidewaiter.world.records.table import Writer
from tidewaiter.world.trade import Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: rows of the file, distinct records, and which legs of chains some record shows."""

    rows: int
    records: int
    diverted_records: int
    recorded: Bools


def write_records(
    economy: Economy,
    population: Population,
    sets: CustomsSets,
    settings: FirmSettings,
    writer: Writer,
    shipments: Path,
    truth: Path,
) -> Written:
    """Write ``shipments.parquet`` and the truth of each record.

    Args:
        shipments: File of the records.
        truth: File of what is true of each, one row a record.
    """
    archive = _Archive(economy, population, sets, settings, writer)
    rows = records = diverted = 0
    with (
        pq.ParquetWriter(shipments, SHIPMENT_SCHEMA, compression="zstd") as file,
        pq.ParquetWriter(truth, TRUTH_SCHEMA, compression="zstd") as answers,
    ):
        for table, told in archive.months(rows):
            file.write_table(table)
            answers.write_table(told)
            rows += table.num_rows
            records += told.num_rows
            diverted += int(pc.sum(told.column("diverted")).as_py() or 0)
    return Written(rows=rows, records=records, diverted_records=diverted, recorded=archive.recorded)


class _Archive:
    """Makes the records of one month after the other."""

    def __init__(
        self, economy: Economy, population: Population, sets: CustomsSets, settings: FirmSettings, writer: Writer
    ) -> None:
        self._economy, self._sets, self._settings, self._writer = economy, sets, settings, writer
        self._honest = HonestTrade(economy, population.lanes, _licensed(population))
        self._lot = len(economy.chains)
        self._first = len(population.legs)
        self.recorded = np.zeros(len(population.legs), dtype=bool)
        ids = np.arange(len(population.legs))
        diverted = recorded_sides(economy, population.legs, ids, sets, settings, economy.streams.of("records.diverted"))
        self.recorded[diverted.leg_id] = True
        self._waiting: dict[int, list[Sides]] = {}
        self._keep(diverted)

    def months(self, row: int) -> Iterator[tuple[pa.Table, pa.Table]]:
        """Yield rows and truth of each month."""
        for month in range(len(self._economy.months)):
            random = self._economy.streams.of(f"records.{self._economy.months.names[month]}")
            legs = self._honest.month(month, self._lot, random)
            ids = self._first + self._lot - len(self._economy.chains) + np.arange(len(legs))
            self._lot += len(legs)
            self._keep(recorded_sides(self._economy, legs, ids, self._sets, self._settings, random))
            parts = self._waiting.pop(month, [])
            if not parts or not sum(map(len, parts)):
                continue
            table, told = self._month(month, joined_sides(parts), row, random)
            row += table.num_rows
            yield table, told

    def _keep(self, sides: Sides) -> None:
        """Keep records until their month comes."""
        last = int(self._economy.months.first_days[-1]) - 1
        np.minimum(sides.day, last, out=sides.day)
        month = self._economy.months.of_days(sides.day)
        for at in np.unique(month).tolist():
            self._waiting.setdefault(at, []).append(sides.take(month == at))

    def _month(self, month: int, sides: Sides, row: int, random: np.random.Generator) -> tuple[pa.Table, pa.Table]:
        columns, told = self._writer.rows(sides, random)
        source = columns["source"].to_numpy(zero_copy_only=False)
        edges = np.flatnonzero(np.append(True, source[1:] != source[:-1]))
        serial = np.arange(len(source)) - np.repeat(edges, np.diff(np.append(edges, len(source)))) + 1
        name = self._economy.months.names[month].replace("-", "")[2:]
        codes = pc.utf8_slice_codeunits(columns["direction"], 0, 1)
        prefix = pc.binary_join_element_wise(columns["reporter"], pc.utf8_upper(codes), name, "")
        columns["shipment_id"] = pc.binary_join_element_wise(prefix, _padded(serial, 7), "-")
        columns["declaration"] = _declarations(columns["reporter"], name, random)
        return self._finished(columns, told, row, random)

    def _finished(
        self, columns: dict[str, pa.Array], told: pa.Table, row: int, random: np.random.Generator
    ) -> tuple[pa.Table, pa.Table]:
        size = len(columns["shipment_id"])
        columns["row"] = pa.nulls(size, pa.int64())
        table = pa.table({name: columns[name] for name in SHIPMENT_SCHEMA.names}, schema=SHIPMENT_SCHEMA)
        whole, _ = with_repeats(table, self._settings, random)
        numbers = pa.array(np.arange(row + 1, row + 1 + whole.num_rows), pa.int64())
        whole = whole.set_column(whole.column_names.index("row"), SHIPMENT_SCHEMA.field("row"), numbers)
        told = told.add_column(0, TRUTH_SCHEMA.field(0), table.column("shipment_id"))
        return whole.cast(SHIPMENT_SCHEMA), told.cast(TRUTH_SCHEMA)


def _licensed(population: Population) -> Bools:
    return np.array([company.licensed for company in population.companies.all], dtype=bool)


def _padded(numbers: Ints, width: int) -> pa.Array:
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")


def _declarations(reporter: pa.Array, month: str, random: np.random.Generator) -> pa.Array:
    office = pa.array(10_000 + (random.random(len(reporter)) ** 2 * 400).astype(np.intp)).cast(pa.string())
    number = _padded((random.random(len(reporter)) * 1e7).astype(np.intp), 7)
    return pc.binary_join_element_wise(office, month, number, "/")
