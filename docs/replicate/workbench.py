"""The data of the replication page, imported once, and sums over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb

from tidewaiter.workspace.flows import Flows

_COMEXT = "trade/eurostat_comext_eu27_to_russia_and_neighbours_monthly_2020_2022"
_CARS = "trade/comtrade_monthly_vehicles_8703_armenia_georgia"
#: File and source of each set.
SETS = {
    "comext_total": (f"{_COMEXT}/eu_total_trade_monthly_long.parquet", "comext"),
    "comext_chpl": (f"{_COMEXT}/chpl_subset_19_hs6_monthly.csv", "comext"),
    "chips": ("trade/comtrade_hs8542_all_reporters_to_world/ic_exports_world_HS8542_raw.csv", "comtrade"),
    "cars_ge": (f"{_CARS}/vehicle_trade_georgia.csv", "comtrade-legacy"),
    "cars_am": (f"{_CARS}/vehicle_trade_armenia.csv", "comtrade-legacy"),
    "taiwan": ("trade/taiwan_customs_hs8542_annual_2013_2025/taiwan_exports_by_country_2013_2025.csv", "taiwan"),
}


class Workbench:
    """Imports of a data folder, one workspace a set, and sums over them.

    Args:
        data: Folder of the data.
        folder: Where workspaces are made.
    """

    def __init__(self, data: Path, folder: Path) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("set enable_progress_bar = false")
        for name, (file, source) in SETS.items():
            flows = Flows(folder / name, lambda: dt.date(2026, 1, 1))
            flows.import_file(data / file, source, warn=lambda _: None)
            flows.store.relation(self._connection).create(name)

    def total(self, name: str, flow: str, partners: Sequence[str] | None, first: str, last: str) -> float:
        """Return the value of a set in a span of periods: of totals where the set has them, else of all goods once."""
        goods = "hs = 'TOTAL'" if name == "comext_total" else "not parent"
        chosen = "true" if partners is None else "list_contains($partners, partner)"
        (row,) = self._connection.execute(
            f"select coalesce(sum(value), 0) from {name} where flow = $flow and {goods} and {chosen} "  # noqa: S608 - names are ours
            "and period between $first and $last",
            {"flow": flow, "first": first, "last": last} | ({} if partners is None else {"partners": list(partners)}),
        ).fetchall()
        return float(row[0])

    def reporter(self, name: str, reporter: str, period: str) -> float:
        """Return what a reporter exports to the world in a period."""
        (row,) = self._connection.execute(
            f"select coalesce(sum(value), 0) from {name} where reporter = ? and period = ? and flow = 'X'",  # noqa: S608 - names are ours
            [reporter, period],
        ).fetchall()
        return float(row[0])
