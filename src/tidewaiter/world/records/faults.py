"""What is wrong with the records of a set: rows there twice, rows corrected later, wrong dates, months for days."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.trade import Bools

_EPOCH = np.datetime64("1970-01-01", "D")


def stated_dates(
    days: np.ndarray, monthly: Bools, settings: FirmSettings, random: np.random.Generator
) -> dict[str, pa.Array]:
    """Return the dates records state, and how precise they are.

    Args:
        days: True days, ``datetime64[D]``.
        monthly: Whether the set is dated by month only.
    """
    wrong = random.random(len(days)) < settings.wrong_dates
    swapped = random.random(len(days)) < 0.5
    month = days.astype("datetime64[M]")
    in_month = (days - month.astype("datetime64[D]")).astype(int)
    in_year = month.astype(int) % 12
    turned = ((month - in_year) + np.minimum(in_month, 11)).astype("datetime64[D]") + in_year
    year_off = (month - 12).astype("datetime64[D]") + np.minimum(in_month, 27)
    stated = np.where(wrong & (in_month < 12) & swapped, turned, np.where(wrong, year_off, days))
    stated = np.where(monthly, stated.astype("datetime64[M]").astype("datetime64[D]"), stated)
    return {
        "date": pa.array((stated - _EPOCH).astype(np.int32)).cast(pa.date32()),
        "date_precision": pc.if_else(pa.array(monthly), "month", "day"),
    }


def with_repeats(rows: pa.Table, settings: FirmSettings, random: np.random.Generator) -> tuple[pa.Table, np.ndarray]:
    """Return rows with some of them twice, and some preceded by a version that was corrected later.

    Returns:
        The rows as a file has them, and the position in `rows` each came from.
    """
    size = rows.num_rows
    draw = random.random(size)
    twice = np.flatnonzero(draw < settings.duplicates)
    corrected = np.flatnonzero((draw >= settings.duplicates) & (draw < settings.duplicates + settings.corrections))
    first = _with_error(rows, corrected, random)
    # The later row is the one that counts: repeats come after all others of the batch.
    last = rows.take(pa.array(np.concatenate([corrected, twice])))
    whole = pa.concat_tables([first, last])
    return whole, np.concatenate([np.arange(size), corrected, twice])


def _with_error(rows: pa.Table, which: np.ndarray, random: np.random.Generator) -> pa.Table:
    """Return rows in which some state a wrong amount, weight or number of pieces."""
    factor = np.ones(rows.num_rows)
    factor[which] = random.choice([10.0, 0.1, 1.2, 0.5, 1000.0], size=len(which))
    column = np.zeros(rows.num_rows, dtype=np.intp)
    column[which] = random.integers(0, 3, len(which))
    for at, names in enumerate((("value_usd", "value"), ("net_kg",), ("quantity",))):
        for name in names:
            times = pa.array(np.where(column == at, factor, 1.0))
            position = rows.column_names.index(name)
            rows = rows.set_column(position, name, pc.round(pc.multiply(rows.column(name), times), 3))
    return rows
