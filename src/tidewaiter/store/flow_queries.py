"""SQL over stored flows: what an import covers, and the latest release of each cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tidewaiter.model.headings import ROUNDING, marked_cells

if TYPE_CHECKING:
    import duckdb

_STATEMENT = "source, reporter, flow, period"
#: A heading is taken as fully queried when in this share of its cells the parts add up to it within `ROUNDING`. What
#: then is missing elsewhere was kept secret, not left out of the query.
_RECONCILED_SHARE = 0.5


def summarise(connection: duckdb.DuckDBPyConnection, rows: Path, coverage: Path, goods: Path) -> dict[str, Any]:
    """Write what a file of rows covers and which codes it has; return facts for its manifest."""
    connection.read_parquet(str(rows)).create_view("flow_rows")
    connection.execute(_UNDETAILED)
    connection.sql(_COVERAGE).write_parquet(str(coverage), compression="zstd")
    connection.sql("select distinct hs, hs_vintage from flow_rows").write_parquet(str(goods), compression="zstd")
    ((first, last, reporters, partners, releases),) = connection.execute(
        "select min(period), max(period), count(distinct reporter), list_sort(list(distinct partner)), "
        "count(distinct released) from flow_rows"
    ).fetchall()
    return {
        "rows": connection.sql("select count(*) from flow_rows").fetchall()[0][0],
        "first": first,
        "last": last,
        "reporters": reporters,
        "partners": tuple(partners or ()),
        "releases": max(releases, 1),
    }


#: Value of headings beyond their parts, where the parts were all asked for. Longest parent codes only: of a chapter
#: and its headings the headings. Chapters and the total are left out, because a file rarely holds all their codes.
_UNDETAILED = f"""
    create temp table undetailed as
    with lengths as (select distinct length(hs) as size from flow_rows where parent and length(hs) between 4 and 6
                     and hs != 'TOTAL'),
    heading as (select source, reporter, partner, flow, period, hs, value from flow_rows
                where length(hs) = (select max(size) from lengths)),
    part as (select source, reporter, partner, flow, period, left(hs, (select max(size) from lengths)) as hs,
             sum(value) as value from flow_rows where not parent and length(hs) > (select max(size) from lengths)
             group by all),
    cell as (select h.source, h.reporter, h.flow, h.period, h.hs, h.value,
             greatest(h.value - coalesce(p.value, 0), 0) as short
             from heading as h left join part as p using (source, reporter, partner, flow, period, hs)),
    queried as (select hs from cell group by hs
                having avg(cast(short <= {ROUNDING} * value as integer)) >= {_RECONCILED_SHARE})
    select {_STATEMENT}, sum(short) as short from cell
    where hs in (select hs from queried) and short > {ROUNDING} * value group by all
"""  # noqa: S608 - constants
_COVERAGE = f"""
    with stated as (
        select {_STATEMENT}, count(*) as rows,
            sum(value) filter (not parent) as value,
            sum(value) filter (suppressed and not parent) as suppressed_value,
            count(*) filter (suppressed) as suppressed_rows, max(released) as released
        from flow_rows group by {_STATEMENT})
    select stated.*, coalesce(short, 0) as undetailed_value
    from stated left join undetailed using ({_STATEMENT}) order by {_STATEMENT}
"""  # noqa: S608 - constants


def coverage(connection: duckdb.DuckDBPyConnection, flows: duckdb.DuckDBPyRelation, paths: Sequence[str]) -> pa.Table:
    """Return what flows hold of each source, reporter, flow and period; see `FlowStore.coverage`.

    Args:
        connection: Where the query runs.
        flows: Each cell once.
        paths: Coverage files of the imports, which know what the subheadings of each file lack.
    """
    flows.create_view("covered_flows", replace=True)
    found: pa.Table = connection.sql(_COVERED, params=[list(paths)]).to_arrow_table()
    return found


_COVERED = f"""
    with stated as (
        select {_STATEMENT}, count(*) as rows, sum(value) filter (not parent) as value,
            count(*) filter (suppressed) as suppressed_rows,
            sum(value) filter (suppressed and not parent) as suppressed_value, max(released) as released
        from covered_flows group by {_STATEMENT}),
    short as (
        select {_STATEMENT}, max(undetailed_value) as undetailed_value from read_parquet($1) group by {_STATEMENT})
    select stated.*, coalesce(undetailed_value, 0) as undetailed_value
    from stated left join short using ({_STATEMENT}) order by {_STATEMENT}
"""  # noqa: S608 - constants


def latest(
    connection: duckdb.DuckDBPyConnection, imports: pa.Table, vintage: dt.date | None, columns: Sequence[str]
) -> duckdb.DuckDBPyRelation:
    """Return each cell of several imports once, in its latest release known on a day.

    Args:
        connection: Gets the temporary tables ``flow_imports``, ``contested`` and ``complete_since``.
        imports: ``path, coverage, goods, known, sequence, complete, revised``; statements of a revised one are put
            together anew even when no other import speaks of them.
        vintage: Day whose state of knowledge is asked for; the newest when None.
        columns: Columns of the answer.
    """
    connection.register("given_imports", imports)
    connection.execute("create or replace temp table flow_imports as select * from given_imports")
    connection.unregister("given_imports")
    paths, covers, goods = (imports[name].to_pylist() for name in ("path", "coverage", "goods"))
    connection.execute(_CONTESTED, [covers])
    connection.execute(_COMPLETE, [covers])
    chosen = ", ".join(columns)
    ((contested,),) = connection.execute("select count(*) from contested").fetchall()
    if not contested:
        return connection.read_parquet(paths).project(chosen)
    day = "" if vintage is None else f"and coalesce(r.released, i.known) <= date '{vintage.isoformat()}'"
    files = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    ((lengths, totals),) = connection.execute(_LENGTHS, [goods]).fetchall()
    settled = marked_cells("newest", lengths or (), totals=bool(totals))
    return connection.sql(_LATEST.format(files=files, day=day, settled=settled)).project(chosen)


_LENGTHS = """
    select list(distinct length(hs)) filter (regexp_full_match(hs, '\\d+')), bool_or(hs = 'TOTAL') from read_parquet($1)
"""
#: Reporters and periods that more than one import of a source speaks of, or one that holds several releases.
_CONTESTED = f"""
    create or replace temp table contested as
    select {_STATEMENT} from read_parquet($1, filename = true) as c join flow_imports as i on c.filename = i.coverage
    group by {_STATEMENT} having count(*) > 1 or bool_or(i.revised)
"""  # noqa: S608 - constants
_COMPLETE = f"""
    create or replace temp table complete_since as
    select {_STATEMENT}, max(row(i.known, i.sequence)) as since
    from read_parquet($1, filename = true) as c join flow_imports as i on c.filename = i.coverage
    where i.complete group by {_STATEMENT}
"""  # noqa: S608 - constants
#: What headings and parts are is settled after the releases: a part that was withdrawn leaves its heading whole.
_LATEST = """
    with every as (
        select r.*, i.sequence, coalesce(r.released, i.known) as known
        from read_parquet([{files}], filename = true, union_by_name = true) as r
        join flow_imports as i on r.filename = i.path where true {day}),
    quiet as (select * from every anti join contested using (source, reporter, flow, period)),
    loud as (
        select columns(lambda c: c not in ('parent', 'undetailed'))
        from every as e semi join contested using (source, reporter, flow, period)
        left join complete_since as s using (source, reporter, flow, period)
        where s.since is null or row(e.known, e.sequence) >= s.since),
    newest as materialized (
        select * from loud
        qualify row_number() over (partition by source, reporter, partner, flow, period, hs, currency
                                   order by known desc, sequence desc) = 1
            and hs_vintage = first_value(hs_vintage) over (partition by source, reporter, flow, period, left(hs, 2)
                                                           order by known desc, sequence desc, hs_vintage desc)),
    settled as ({settled})
    select * from quiet union all by name select * from settled
"""
