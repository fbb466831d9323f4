"""A newest year that may hold some of its months only: annual figures do not say how many they hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

#: What a year that lacks one month lacks of it.
_ONE_MONTH = 1 / 12
_SHOWN = 5


def short_years(connection: duckdb.DuckDBPyConnection, file: str) -> Iterator[str]:
    """Yield what should be said of reporters whose newest year is lower than the year before by a month or more.

    Years with a day of release are left out: whether they were over on that day is known.

    Args:
        connection: Has ``marked``, the cells of the file.
        file: Its name.
    """
    found = connection.execute(_SHORT, [_ONE_MONTH]).fetchall()
    if not found:
        return
    year = found[0][2]
    some = ", ".join(f"{reporter} {flow} {share:.0%}" for reporter, flow, _, share in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    yield (
        f"{file}: {year} is lower than the year before ({some}{more}). If it holds only some of its months, import it "
        "again with --released DAY: a year that was not over on that day counts as no data, not as a fall."
    )


_SHORT = """
    with annual as (
        select reporter, flow, period, sum(value) filter (not parent) as value, max(released) as released from marked
        where length(period) = 4 and flow in ('X', 'M') group by all),
    newest as (select max(period) as year from annual),
    before as (select * from annual, newest where cast(period as integer) = cast(year as integer) - 1)
    select reporter, flow, year, a.value / b.value - 1 as share
    from annual as a join newest on a.period = year join before as b using (reporter, flow, year)
    where a.released is null and b.value > 0 and a.value < (1 - $1) * b.value order by share
"""
