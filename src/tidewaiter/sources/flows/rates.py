"""Exchange rates a user gives: ``period,currency,usd_per_unit``. Without them amounts stay in their own currency."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tidewaiter.model import UsageError

if TYPE_CHECKING:
    import duckdb


def load_rates(connection: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Make the table ``rates`` (period, currency, usd_per_unit) from a CSV file; empty without one.

    Raises:
        UsageError: when the file cannot be read, a rate is no positive number or is given twice; the message names the
            row.
    """
    rates: dict[tuple[str, str], float] = {}
    if path is not None:
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                for number, row in enumerate(csv.DictReader(stream), start=2):
                    _add(rates, row, f"{path.name}:{number}")
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
        if not rates:
            raise UsageError(f"{path.name} has no rates: give the columns period, currency and usd_per_unit.")
    table = pa.table(
        {
            "period": pa.array([period for period, _ in rates], pa.string()),
            "currency": pa.array([currency for _, currency in rates], pa.string()),
            "usd_per_unit": pa.array(list(rates.values()), pa.float64()),
        }
    )
    connection.register("given_rates", table)
    connection.execute("create temp table rates as select * from given_rates")
    connection.unregister("given_rates")


def _add(rates: dict[tuple[str, str], float], row: dict[str, str | None], where: str) -> None:
    try:
        key = ((row["period"] or "").strip(), (row["currency"] or "").strip().upper())
        rate = float(row["usd_per_unit"] or "")
    except (KeyError, ValueError):
        raise UsageError(f"{where}: write period, currency and usd_per_unit, such as 2022-03,EUR,1.1019.") from None
    if not rate > 0 or key in rates:
        raise UsageError(f"{where}: a rate is a positive number, given once for a period and currency.")
    rates[key] = rate
