"""Time and memory of trade statistics at scale: a million rows imported, two hundred hubs and fifty goods ranked.

    python benchmarks/bench_flows.py [MILLION_ROWS]

Rows are generated: forty origins, two hundred other countries, fifty listed goods and fifty others, six years.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import tempfile
import time
from pathlib import Path
from string import ascii_uppercase

import duckdb

from tidewaiter.law import load_law
from tidewaiter.model import UnknownCountryError, resolve_country
from tidewaiter.workspace import Workspace
from tidewaiter.workspace.hubs import HubQuestion

_GOODS = 50


def _countries() -> list[str]:
    """Return every ISO 3166 code there is, in order."""
    found = []
    for first in ascii_uppercase:
        for second in ascii_uppercase:
            try:
                found.append(resolve_country(first + second).code)
            except UnknownCountryError:
                continue
    return sorted(set(found))


def generate(path: Path, rows: int) -> None:
    """Write generated flows: origins to everybody, everybody's imports, and what the others send on."""
    law = load_law().tables
    origins = ["US", *sorted(set(law.coalition) - {"US"})][:40]
    others = [c for c in _countries() if c not in origins and c != "RU"][:200]
    listed = sorted(law.high_priority)[:_GOODS]
    civil = [f"{chapter:02d}{heading:02d}10" for chapter in (39, 61, 62, 64, 94) for heading in range(1, 11)]
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false; select setseed(0.5)")
        connection.execute("create table o as select unnest(?) as o", [origins])
        connection.execute("create table h as select unnest(?) as h", [others])
        connection.execute("create table k as select unnest(?) as k", [[*listed, *civil]])
        connection.execute(
            "create table t as select strftime(m, '%Y-%m') as t from "
            "range(date '2019-01-01', date '2025-01-01', interval 1 month) as r(m)"
        )
        connection.execute(
            f"""copy (
                with legs as (
                    select o as reporter, h as partner, 'X' as flow from o, h
                    union all select h, o, 'M' from o, h
                    union all select h, 'RU', 'X' from h
                    union all select a.h, b.h, 'X' from h as a, h as b where a.h < b.h),
                every as (select * from legs, k, t using sample {rows} rows (reservoir, 7))
                select t as period, reporter, partner, flow, k as hs,
                    case when t < '2022' then 2017 else 2022 end as hs_vintage,
                    round(exp(8 + 2 * random()) * (1 + hash(reporter, partner, k) % 100)) as value_usd,
                    round(1 + 100 * random(), 1) as net_kg, null::double as quantity, null::varchar as unit,
                    'generated' as source
                from every) to '{path}' (format parquet)"""  # noqa: S608 - numbers and a path of our own
        )


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "generated.parquet"
        generate(file, rows)
        space = Workspace(Path(folder) / "space", today=lambda: dt.date(2025, 1, 1))
        started = time.perf_counter()
        done = space.flows.import_file(file, "canonical")
        read = time.perf_counter() - started
        started = time.perf_counter()
        found = space.hubs.rank(HubQuestion(window="2022-03:2024-12"))
        ranked = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{done.rows:,} rows imported in {read:.1f} s")
    print(f"{len(found)} hubs, {_GOODS} goods, 200 draws ranked in {ranked:.1f} s")
    print(f"peak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main(int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 1_000_000)
