"""From imported records to leads: seconds, processor seconds and memory of every stage of a run.

Run ``python -m benchmarks.networks.bench_leads WORLD [--engine duckdb|spark] [--spark-master URL]``; WORLD is a folder
`tidewaiter world` wrote. Memory is the highest sum over the process and all its children, each shared page counted once
(PSS). The peer of a run on Spark is the same run on DuckDB: ask for both on the same machine.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from tidewaiter import Workspace
from tidewaiter.networks.leads.question import LeadQuestion
from tidewaiter.workspace.networks import Work

DAY = dt.date(2024, 12, 31)


@dataclass
class Clock:
    """What has been used since the last look: wall seconds, and processor seconds of the process and its children."""

    rows: list[tuple[str, float, float]] = field(default_factory=list)
    name: str = "import"
    wall: float = field(default_factory=time.perf_counter)
    used: float = 0.0

    def look(self, name: str) -> None:
        """End one stage and begin another."""
        wall, used = time.perf_counter(), _processor()
        self.rows.append((self.name, wall - self.wall, used - self.used))
        self.name, self.wall, self.used = name, wall, used


def _processor() -> float:
    """Return processor seconds of this process, of children that ended, and of those that run."""
    me = psutil.Process()
    mine = me.cpu_times()
    total = mine.user + mine.system + mine.children_user + mine.children_system
    for child in me.children(recursive=True):
        try:
            said = child.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += said.user + said.system
    return float(total)


@contextmanager
def watched() -> Iterator[list[float]]:
    """Give a list whose one entry is the highest memory so far, in GB."""
    peak, ended = [0.0], threading.Event()

    def watch() -> None:
        me = psutil.Process()
        while not ended.wait(0.5):
            total = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    total += process.memory_full_info().pss
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue
            peak[0] = max(peak[0], total / 1e9)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def main() -> None:
    """Run and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("world", type=Path)
    parser.add_argument("--engine", default="duckdb", choices=["duckdb", "spark"])
    parser.add_argument("--spark-master")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, watched() as peak:
        space = Workspace(place, today=lambda: DAY)
        clock = Clock()
        records = space.shipments.import_file(asked.world / "shipments.parquet", layout="canonical").rows
        clock.look("register and list")
        space.networks.import_register(asked.world / "companies.csv")
        space.lists.import_custom(asked.world / "listings.csv", "world")
        work = Work(engine=asked.engine, workers=None, master=asked.spark_master, began=clock.look)
        leads = list(space.networks.leads(LeadQuestion(as_of=DAY, limit=500), work=work))
        clock.look("")
    table = Table(title=f"{asked.engine}, {records:,} records, {len(leads)} leads, peak {peak[0]:.1f} GB")
    for name in ("stage", "seconds", "processor seconds"):
        table.add_column(name, justify="left" if name == "stage" else "right")
    for name, wall, used in clock.rows:
        if wall >= 0.05:
            table.add_row(name, f"{wall:.1f}", f"{used:.1f}")
    wall, used = sum(row[1] for row in clock.rows), sum(row[2] for row in clock.rows)
    table.add_row("all", f"{wall:.1f}", f"{used:.1f}", style="bold")
    Console().print(table)


if __name__ == "__main__":
    main()
