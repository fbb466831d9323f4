"""A whole world: what is true, and what official statistics say of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv

from tidewaiter.world.economy import Economy, build_economy
from tidewaiter.world.firm_world import make_firms
from tidewaiter.world.legs import booked_exports, booked_imports
from tidewaiter.world.months import Months
from tidewaiter.world.places import Floats
from tidewaiter.world.reporting import declared_exports, declared_imports, draw_faults
from tidewaiter.world.settings import Scale, WorldSettings
from tidewaiter.world.statistics import coverage_table, flow_table, published
from tidewaiter.world.truth import Truth, true_diversion


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A simulated trading world.

    Attributes:
        economy: What is true, before anybody reports it.
        flows: What is reported, in the canonical columns.
        coverage: Who reported in which month: ``reporter, flow, period``.
        truth: True diversion.
    """

    economy: Economy
    flows: pa.Table
    coverage: pa.Table
    truth: Truth

    def write(self, folder: Path, *, records: bool = True) -> dict[str, Any]:
        """Write the world's files into a folder, and return what ``truth.json`` says.

        Always ``flows.csv``, ``coverage.csv`` and ``truth.json``.

        Args:
            records: Whether to draw the firms too, and write ``shipments.parquet``, ``companies.csv``,
                ``listings.csv`` and the tables of ``truth/``.
        """
        folder.mkdir(parents=True, exist_ok=True)
        csv.write_csv(_plain(self.flows), folder / "flows.csv")
        csv.write_csv(_plain(self.coverage), folder / "coverage.csv")
        told = self.truth.to_json()
        if records:
            told["firms"] = make_firms(self.economy).write(folder)
        text = json.dumps(told, ensure_ascii=False, indent=1)
        (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
        return told


def make_world(
    seed: int, scale: Scale = Scale.SMALL, *, settings: WorldSettings | None = None, months: Months | None = None
) -> World:
    """Make the world of a seed: the same seed gives the same world, to the last digit.

    Args:
        seed: Of all that is drawn.
        scale: How large it is.
        settings: Settings to use instead of those drawn from the seed.
        months: Months it covers, 2019-01 to 2024-12 unless told.
    """
    economy = build_economy(seed, scale, settings, months)
    places, goods, routes, streams = economy.places, economy.goods, economy.routes, economy.streams
    faults = draw_faults(places, goods, economy.months, routes, economy.settings, streams)
    weight = _kg_per_usd(economy)
    exports = declared_exports(
        economy.honest,
        weight,
        booked_exports(economy.chains, places, economy.months, routes),
        faults,
        places,
        economy.decoys,
        routes,
    )
    imports = declared_imports(
        economy.honest,
        weight,
        booked_imports(economy.chains, economy.months, routes),
        faults,
        places,
        economy.decoys,
        routes,
    )
    cells = published(exports, imports, places, routes, faults, economy.settings, streams)
    return World(
        economy=economy,
        flows=flow_table(cells, goods, places, economy.months, faults, economy.settings, streams),
        coverage=coverage_table(faults, places, economy.months),
        truth=true_diversion(economy, faults),
    )


def _kg_per_usd(economy: Economy) -> Floats:
    """Return the weight of a dollar's worth, [1, good, month]: prices move it, decoys do not."""
    weight: Floats = 1.0 / economy.price
    for at, good in enumerate(economy.goods):
        weight[at] /= good.usd_per_kg
    return weight[None]


def _plain(table: pa.Table) -> pa.Table:
    """Return a table whose dictionary columns are written out, which CSV cannot hold otherwise."""
    columns = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)
