"""From imported records to leads: seconds, processor seconds and memory of every stage of a run.

Run ``python -m benchmarks.networks.bench_leads WORLD [--workers 2] [--memory 4GB]``; WORLD is a folder `tidewaiter
world` wrote. With ``--engine spark --spark-master 'local-cluster[2,1,1024]'`` the same is done on Spark; with
``--beside`` on DuckDB first and then on Spark, and the ratio of the two is printed: what Spark costs more for one work.

Memory is the highest sum over the process and all its children, each shared page counted once (PSS). A stage is printed
as it ends. ``--workspace`` keeps the workspace in a folder, so that records imported there once are not imported again.
The import is no part of the sum.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from benchmarks.networks.world_files import check_world, plain_errors
from rich.console import Console
from rich.table import Table

from tidewaiter import Workspace
from tidewaiter.networks.leads.question import LeadQuestion
from tidewaiter.workspace.networks import Work

DAY = dt.date(2024, 12, 31)
#: Stages before those that are measured.
BEFORE = ("import", "register and list")
#: From the question to the first stage: the engine starts.
START = "start"


@dataclass
class Usage:
    """What the process and its children use.

    Attributes:
        peak: The highest memory so far in GB.
        seconds: Processor seconds of each process, by its id and beginning, as last seen: what executors used
            is not handed on to this process when they end.
    """

    peak: float = 0.0
    seconds: dict[tuple[int, float], float] = field(default_factory=dict)

    def look(self) -> None:
        """Look at all processes."""
        me, memory = psutil.Process(), 0
        for process in (me, *me.children(recursive=True)):
            try:
                used = process.cpu_times()
                self.seconds[process.pid, process.create_time()] = used.user + used.system
                memory += process.memory_full_info().pss
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        self.peak = max(self.peak, memory / 1e9)


@dataclass
class Clock:
    """What has been used since the last look: wall seconds, and processor seconds of the process and its children.

    Attributes:
        usage: What is used, as `watched` sees it.
        rows: Stage, wall seconds, processor seconds and highest memory during it.
    """

    usage: Usage
    rows: list[tuple[str, float, float, float]] = field(default_factory=list)
    name: str = BEFORE[0]
    wall: float = field(default_factory=time.perf_counter)
    used: float = 0.0

    def look(self, name: str) -> None:
        """End one stage and begin another."""
        self.usage.look()
        wall, used = time.perf_counter(), sum(tuple(self.usage.seconds.values()))
        row = (self.name, wall - self.wall, used - self.used, self.usage.peak)
        self.rows.append(row)
        print(f"{row[0]:20} {row[1]:8.1f} s {row[2]:8.1f} processor s {row[3]:5.1f} GB", file=sys.stderr, flush=True)
        self.name, self.wall, self.used, self.usage.peak = name, wall, used, 0.0


@contextmanager
def watched() -> Iterator[Usage]:
    """Give what this process and its children use, looked at twice a second."""
    usage, ended = Usage(), threading.Event()

    def watch() -> None:
        while not ended.wait(0.5):
            usage.look()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield usage
    finally:
        ended.set()
        thread.join()


def run(asked: argparse.Namespace, place: str) -> None:
    """Take a world from records to leads and print what each stage took."""
    with watched() as usage:
        space = Workspace(place, today=lambda: DAY)
        clock = Clock(usage)
        if not space.shipments.imports():
            space.shipments.import_file(asked.world / "shipments.parquet", layout="canonical", memory=asked.memory)
        records = sum(entry.rows for entry in space.shipments.imports())
        clock.look(BEFORE[1])
        space.networks.import_register(asked.world / "companies.csv")
        space.lists.import_custom(asked.world / "listings.csv", "world")
        work = Work(
            engine=asked.engine,
            workers=asked.workers,
            memory=asked.memory,
            master=asked.spark_master,
            began=clock.look,
        )
        clock.look(START)
        leads = list(space.networks.leads(LeadQuestion(as_of=DAY, limit=500), work=work))
        clock.look("")
    rows = [row for row in clock.rows if row[0] not in BEFORE]
    table = Table(title=f"{asked.engine}, {records:,} records, {len(leads)} leads, {asked.workers} workers")
    for name in ("stage", "seconds", "processor seconds", "highest GB"):
        table.add_column(name, justify="left" if name == "stage" else "right")
    for name, wall, used, high in rows:
        if wall >= 0.05:
            table.add_row(name, f"{wall:.1f}", f"{used:.1f}", f"{high:.1f}")
    wall, used = sum(row[1] for row in rows), sum(row[2] for row in rows)
    table.add_row("all", f"{wall:.1f}", f"{used:.1f}", f"{max(row[3] for row in rows):.1f}", style="bold")
    Console().print(table)
    if asked.sums:
        asked.sums.write_text(f"{wall} {used}\n")


def beside(world: Path, master: str, workers: int) -> None:
    """Run on DuckDB and on Spark, each in a process of its own, and print what Spark costs more.

    DuckDB comes first and once more at the end: what is compiled at first use is compiled in the first run.
    """
    found = []
    with tempfile.TemporaryDirectory() as place:
        for engine in ("duckdb", "spark", "duckdb"):
            sums = Path(place) / engine
            command = [sys.executable, "-m", "benchmarks.networks.bench_leads", str(world), "--engine", engine]
            command += ["--workers", str(workers), "--sums", str(sums), "--spark-master", master]
            subprocess.run(command, check=True)
            found.append([float(text) for text in sums.read_text().split()])
    _, (other_wall, other_used), (wall, used) = found
    print(
        f"Spark over DuckDB: {other_wall / wall:.1f} times the seconds, {other_used / used:.1f} times the processor's"
    )


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("world", type=Path)
    parser.add_argument("--engine", default="duckdb", choices=["duckdb", "spark"])
    parser.add_argument("--spark-master", default="local-cluster[2,1,1024]")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--memory")
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--beside", action="store_true")
    parser.add_argument("--sums", type=Path, help="file that the sums of seconds are written to")
    asked = parser.parse_args()
    check_world(asked.world)
    if asked.beside:
        beside(asked.world, asked.spark_master, asked.workers)
    elif asked.workspace:
        run(asked, str(asked.workspace))
    else:
        with tempfile.TemporaryDirectory() as place:
            run(asked, place)


if __name__ == "__main__":
    with plain_errors():
        main()
