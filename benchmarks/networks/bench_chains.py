"""From movements to chains on DuckDB: processor time and memory of each step, and how they grow with the records.

Run ``python -m benchmarks.networks.bench_chains [RECORDS ...]`` (1,000,000 and 10,000,000). Each size runs in a process
of its own; memory is the highest sum over it and its workers, each shared page counted once (PSS). Processor time is
that of all of them: the clock also counts what else the machine does.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import narwhals as nw
import psutil
import pyarrow.parquet as pq
from benchmarks.networks.generated import write_movements
from rich.console import Console
from rich.table import Table

from tidewaiter.engines import duck_tables
from tidewaiter.networks.chains.chains import chains
from tidewaiter.networks.chains.legs import legs_by_buyer, legs_by_seller, numbered_legs, settled
from tidewaiter.networks.chains.links import links
from tidewaiter.networks.chains.step import Step

SIZES = (1_000_000, 10_000_000)
STEPS = ("legs", "links", "chains")


def work(folder: Path) -> None:
    """Take every step, write what each makes, and print processor seconds by step and numbers of rows."""
    said: dict[str, float] = {}
    with duck_tables(memory="2GB") as engine:

        def applied(step: Step) -> nw.LazyFrame:  # type: ignore[type-arg]  # of any engine
            return engine.apply(step.frame, group=step.group, work=step.work, schema=step.schema)

        def timed(name: str, frame: nw.LazyFrame) -> nw.LazyFrame:  # type: ignore[type-arg]  # of any engine
            engine.write(frame, folder / name)
            said[name] = _processor_seconds() - sum(said.get(step, 0.0) for step in STEPS)
            return engine.read([folder / name])

        first = applied(legs_by_buyer(engine.read([folder / "movements.parquet"])))
        again = applied(legs_by_seller(first))
        legs = timed("legs", numbered_legs(nw.concat([settled(first), again], how="vertical")))
        joined = timed("links", applied(links(legs)))
        timed("chains", applied(chains(joined, legs, destination="RU", origins={"DE", "US"})))
    for name in STEPS:
        said[f"rows of {name}"] = sum(
            pq.ParquetFile(file).metadata.num_rows for file in (folder / name).glob("*.parquet")
        )
    print(json.dumps(said))


def _processor_seconds() -> float:
    mine = psutil.Process().cpu_times()
    return mine.user + mine.system + mine.children_user + mine.children_system


def measured(records: int) -> dict[str, float]:
    """Run one size in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        count = write_movements(folder / "movements.parquet", records)
        command = [sys.executable, "-m", "benchmarks.networks.bench_chains", "--work", place]
        start, memory = time.perf_counter(), 0
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            while process.poll() is None:
                memory = max(memory, _memory(process.pid))
                time.sleep(1.0)
            if process.returncode or process.stdout is None:
                raise SystemExit(f"{records} records failed")
            said: dict[str, float] = json.loads(process.stdout.read())
        return {**said, "records": count, "seconds": time.perf_counter() - start, "memory": memory}


def _memory(root: int) -> int:
    try:
        tree = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
        return sum(process.memory_full_info().pss for process in tree)
    except psutil.Error:
        return 0


def main(sizes: list[int]) -> None:
    """Print the table."""
    runs = [measured(size) for size in sizes]
    heads = (
        "records",
        *(f"{name}, processor s" for name in STEPS),
        "all",
        "s",
        "GB",
        "legs",
        "links",
        "chains",
        "growth",
    )
    table = Table(*heads, title="From movements to chains, DuckDB")
    before: dict[str, float] | None = None
    for run in runs:
        total = sum(run[name] for name in STEPS)
        growth = ""
        if before is not None:
            power = math.log(total / sum(before[name] for name in STEPS)) / math.log(run["records"] / before["records"])
            growth = f"{power:.2f}"
        table.add_row(
            f"{run['records']:,}", *(f"{run[name]:.0f}" for name in STEPS), f"{total:.0f}", f"{run['seconds']:.0f}",
            f"{run['memory'] / 2**30:.1f}", *(f"{run[f'rows of {name}']:,.0f}" for name in STEPS), growth,
        )  # fmt: skip
        before = run
    Console(width=160).print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work(Path(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
