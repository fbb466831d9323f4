"""Time and memory of trade statistics at scale: a million rows imported, two hundred hubs and fifty goods ranked.

    python benchmarks/bench_flows.py [MILLION_ROWS] [FOLDER]

Rows are generated: forty origins, two hundred other countries, fifty listed goods and fifty others, six years. With 100
it is a hundred million rows, of which 950 goods are not listed; that takes some 10 GB in FOLDER (the temporary folder
without), and an hour.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import tempfile
import time
from pathlib import Path
from string import ascii_uppercase
from typing import Self

import duckdb

from tidewaiter.law import load_law
from tidewaiter.model import UnknownCountryError, resolve_country
from tidewaiter.workspace import Workspace
from tidewaiter.workspace.hubs import HubQuestion

_GOODS = 50
_ROWS_IN_FILE = 5_000_000


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


def generate(folder: Path, rows: int) -> list[Path]:
    """Write generated flows: origins to everybody, everybody's imports, and what the others send on.

    More rows than one file holds are spread over files of a few months each, and over a thousand goods instead of a
    hundred, of which fifty are listed all the same.
    """
    law = load_law().tables
    origins = ["US", *sorted(set(law.coalition) - {"US"})][:40]
    others = [c for c in _countries() if c not in origins and c != "RU"][:200]
    listed = sorted(law.high_priority)[:_GOODS]
    large = rows > _ROWS_IN_FILE
    chapters, headings = (range(39, 58), range(1, 51)) if large else ((39, 61, 62, 64, 94), range(1, 11))
    civil = [f"{chapter:02d}{heading:02d}10" for chapter in chapters for heading in headings]
    months = [f"{year}-{month:02d}" for year in range(2019, 2025) for month in range(1, 13)]
    files = -(-rows // _ROWS_IN_FILE)
    parts = [months[at::files] for at in range(files)]
    written = []
    with duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / "spill")}) as connection:
        connection.execute("set enable_progress_bar = false; select setseed(0.5)")
        connection.execute("create table o as select unnest(?) as o", [origins])
        connection.execute("create table h as select unnest(?) as h", [others])
        connection.execute("create table k as select unnest(?) as k", [[*listed, *civil]])
        connection.execute(
            """create table legs as
                select o as reporter, h as partner, 'X' as flow from o, h
                union all select h, o, 'M' from o, h
                union all select h, 'RU', 'X' from h
                union all select a.h, b.h, 'X' from h as a, h as b where a.h < b.h"""
        )
        ((possible,),) = connection.execute("select (select count(*) from legs) * (select count(*) from k)").fetchall()
        for number, part in enumerate(parts):
            share = 100.0 * rows / (possible * len(months))
            how = f"{share} percent (bernoulli, {number})" if large else f"{rows} rows (reservoir, 7)"
            written.append(folder / f"generated-{number}.parquet")
            connection.execute(
                f"""copy (
                    with every as (select * from legs, k, (select unnest(?) as t) using sample {how})
                    select t as period, reporter, partner, flow, k as hs,
                        case when t < '2022' then 2017 else 2022 end as hs_vintage,
                        round(exp(8 + 2 * random()) * (1 + hash(reporter, partner, k) % 100)) as value_usd,
                        round(1 + 100 * random(), 1) as net_kg, null::double as quantity, null::varchar as unit,
                        'generated' as source
                    from every) to '{written[-1]}' (format parquet)""",  # noqa: S608 - numbers and a path of our own
                [part],
            )
    return written


class Step:
    """Time, processor time and peak memory of a step."""

    def __enter__(self) -> Self:
        self.started, self.used = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds, self.processor = time.perf_counter() - self.started, time.process_time() - self.used

    def __str__(self) -> str:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return f"{self.seconds:.1f} s, {self.processor:.1f} s of processor, peak so far {peak:,.0f} MB"


def main(rows: int, folder: str | None) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as work:
        files = generate(Path(work), rows)
        space = Workspace(Path(work) / "space", today=lambda: dt.date(2025, 1, 1))
        imported = 0
        with Step() as step:
            for file in files:
                imported += space.flows.import_file(file, "canonical").rows
                file.unlink()
        print(f"{imported:,} rows imported in {step}: {imported / step.seconds:,.0f} rows a second")
        with Step() as step:
            found = space.hubs.rank(HubQuestion(window="2022-03:2024-12"))
        print(f"{len(found)} hubs, {_GOODS} goods, 200 draws ranked in {step}")


if __name__ == "__main__":
    main(int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 1_000_000, sys.argv[2] if len(sys.argv) > 2 else None)
