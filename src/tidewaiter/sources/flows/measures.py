"""Files with a row a measure: value, weight and quantity of a cell stand in rows of their own and are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidewaiter.sources.flows.layout import Layout, heading_key
from tidewaiter.sources.flows.scan import quoted

if TYPE_CHECKING:
    import duckdb


def join_measures(connection: duckdb.DuckDBPyConnection, layout: Layout, headings: dict[str, str]) -> dict[str, str]:
    """Replace ``raw`` by a table with a row a cell and a column a measure, where a layout has a row a measure.

    A measure stated twice for a cell makes two rows, which are added up and said as any others are.

    Returns:
        Headings by key, with those of the measures.
    """
    if layout.measures is None:
        return headings
    measure, observed, flag = (
        next((key for key in layout.headings[name] if key in headings), "") for name in layout.measures
    )
    found = [
        name
        for (name,) in connection.execute(
            f'select distinct flow_cell("{measure}") as name from raw order by all'  # noqa: S608 - a heading's key
        ).fetchall()
        if name is not None
    ]
    columns = {heading_key(name): name for name in found}
    kept = [key for key in headings if key not in {measure, observed, flag}]
    same = ", ".join(f'"{key}"' for key in kept)
    wide = ", ".join(
        f'any_value("{observed}") filter (flow_cell("{measure}") = {quoted(name)}) as "{key}"'
        for key, name in columns.items()
    )
    if flag:
        wide += f', max("{flag}") as "{flag}"'
    connection.execute(
        "alter view raw rename to long_raw" if _is_view(connection) else "alter table raw rename to long_raw"
    )
    connection.execute(
        f"create table raw as select {same}, {wide or 'null as nothing'}, any_value(beyond) as beyond, "  # noqa: S608 - keys of letters and digits, quoted names
        f'min(row) as row from (select *, row_number() over (partition by {same}, "{measure}" order by row) as time '
        f"from long_raw) group by {same}, time"
    )
    return {key: headings[key] for key in (*kept, flag) if key} | dict.fromkeys(columns, headings[observed])


def _is_view(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.execute("select 1 from duckdb_views() where view_name = 'raw'").fetchall())
