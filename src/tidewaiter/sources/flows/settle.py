"""Typed rows to one row a cell: nothing counted twice, parts added up, parents marked.

A cell is one reporter, partner, flow, period and code of one source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidewaiter.model.headings import marked_cells
from tidewaiter.sources.flows.layout import DIMENSIONS, Layout

if TYPE_CHECKING:
    import duckdb

#: What makes a cell; of one cell a file may hold several releases.
CELL = ("source", "reporter", "partner", "flow", "period", "hs", "hs_vintage", "currency", "released")
_STATEMENT = "source, reporter, flow, period"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the rows of a file.

    Attributes:
        read: Rows read; ``rows`` cells kept.
        left_out: Rows left out by reason: aggregates, other classifications and so on.
        repeated: Rows that say again, word for word, what another row said.
        added_up: Rows that are one of several parts of a cell (modes of transport, customs procedures) and were added.
        restated: Rows of cells stated in several rows that name no part; they were added up too.
        parents: Cells that sum more detailed ones.
    """

    read: int
    rows: int
    left_out: dict[str, int]
    repeated: int
    added_up: int
    restated: int
    parents: int


def settle(connection: duckdb.DuckDBPyConnection, layout: Layout) -> Counts:
    """Make the table ``cells`` from ``typed``."""
    (read,) = one_row(connection, "select count(*) from typed")
    left_out = dict(
        connection.execute("select left_out, count(*) from typed where left_out is not null group by 1").fetchall()
    )
    connection.execute("create temp view good as select * from typed where fault is null and left_out is null")
    view = _one_edition(connection, layout, left_out)
    for name, (_, totals) in layout.dimensions.items():
        if totals:
            view = _total_only(connection, view, name, totals, left_out)
    repeated, added_up, restated = _add_up(connection, view)
    parents = _mark_parents(connection)
    (rows,) = one_row(connection, "select count(*) from cells")
    return Counts(
        read=read,
        rows=rows,
        left_out=left_out,
        repeated=repeated,
        added_up=added_up,
        restated=restated,
        parents=parents,
    )


def _one_edition(connection: duckdb.DuckDBPyConnection, layout: Layout, left_out: dict[str, int]) -> str:
    """Of several HS editions of one reporter, flow and period keep the one the reporter used, else the newest."""
    if not layout.original:
        return "good"
    several = connection.execute(
        f"select 1 from good group by {_STATEMENT} having count(distinct hs_vintage) > 1 limit 1"  # noqa: S608 - constants
    ).fetchall()
    if not several:
        return "good"
    connection.execute(
        f"create temp view of_one_edition as select * from good qualify hs_vintage = "  # noqa: S608 - constants
        f"first_value(hs_vintage) over (partition by {_STATEMENT} order by original desc, hs_vintage desc)"
    )
    _count_dropped(connection, "good", "of_one_edition", "of another HS edition of the same trade", left_out)
    return "of_one_edition"


def _total_only(
    connection: duckdb.DuckDBPyConnection, view: str, name: str, totals: tuple[str, ...], left_out: dict[str, int]
) -> str:
    """Where a cell has a row for the total of a dimension, keep it and leave out the parts; else keep the parts."""
    codes = ", ".join(f"'{code}'" for code in totals)
    (parts,) = one_row(connection, f"select count(*) from {view} where {name} not in ({codes})")  # noqa: S608 - constants
    if not parts:
        return view
    others = ", ".join(other for other in DIMENSIONS if other != name)
    connection.execute(
        f"create temp view total_{name} as select * from {view} qualify coalesce({name} in ({codes}), true) or not "  # noqa: S608 - constants
        f"bool_or(coalesce({name} in ({codes}), true)) over (partition by {', '.join(CELL)}, {others})"
    )
    _count_dropped(connection, view, f"total_{name}", f"that are parts ({name}) of a total in the file", left_out)
    return f"total_{name}"


def _count_dropped(
    connection: duckdb.DuckDBPyConnection, before: str, after: str, reason: str, left_out: dict[str, int]
) -> None:
    (dropped,) = one_row(
        connection,
        f"select (select count(*) from {before}) - (select count(*) from {after})",  # noqa: S608 - constants
    )
    if dropped:
        left_out[reason] = dropped


def _add_up(connection: duckdb.DuckDBPyConnection, view: str) -> tuple[int, int, int]:
    """Make ``cells``; return rows that were repeated, parts that were added up, and cells stated in several rows."""
    key = ", ".join(CELL)
    values = "value, value_usd, net_kg, quantity, unit, valuation, suppressed"
    (several,) = one_row(
        connection,
        f"select count(*) from (select {key} from {view} group by {key} having count(*) > 1)",  # noqa: S608 - constants
    )
    source, repeated, added_up, restated = view, 0, 0, 0
    if several:
        parts = ", ".join(DIMENSIONS)
        connection.execute(
            f"create temp view distinct_rows as select {key}, {parts}, {values}, "  # noqa: S608 - constants
            f"min(row) as row, count(*) as times from {view} group by {key}, {parts}, {values}"
        )
        source = "distinct_rows"
        (repeated,) = one_row(connection, "select coalesce(sum(times - 1), 0) from distinct_rows")
        added_up, restated = one_row(
            connection,
            f"select coalesce(sum(n) filter (parts > 1), 0), coalesce(sum(n) filter (parts = 1), 0) from (select "  # noqa: S608 - constants
            f"count(*) as n, count(distinct row({parts})) as parts "
            f"from distinct_rows group by {key} having count(*) > 1)",
        )
    # a weight or quantity that one part lacks is unknown for the whole
    summed = f"""select {key}, sum(value) as value, sum(value_usd) as value_usd,
        case when count(net_kg) = count(*) then sum(net_kg) end as net_kg,
        case when count(distinct unit) <= 1 and count(quantity) = count(*) then sum(quantity) end as quantity,
        case when count(distinct unit) <= 1 then any_value(unit) end as unit, any_value(valuation) as valuation,
        bool_or(suppressed) as suppressed, min(row) as row
        from {source} group by {key}"""  # noqa: S608 - constants
    single = f"select {key}, value, value_usd, net_kg, quantity, unit, valuation, suppressed, row from {view}"  # noqa: S608 - constants
    connection.execute(f"create table cells as {summed if several else single}")
    return repeated, added_up, restated


def _mark_parents(connection: duckdb.DuckDBPyConnection) -> int:
    """Make ``marked``: the cells, and which of them sum more detailed ones; return how many do."""
    lengths = connection.execute("select distinct length(hs) from cells where regexp_full_match(hs, '\\d+')").fetchall()
    (totals,) = one_row(connection, "select count(*) from cells where hs = 'TOTAL'")
    marked = marked_cells("cells", [length for (length,) in lengths], totals=totals > 0)
    connection.execute(f"create temp view marked as {marked}")
    (count,) = one_row(connection, "select count(*) filter (parent) from marked")
    return int(count)


def one_row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """Return the only row of a query, read to its end so that the connection is free again."""
    ((*row,),) = connection.execute(query).fetchall()
    return tuple(row)
