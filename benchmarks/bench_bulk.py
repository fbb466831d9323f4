"""Bulk screening of one file by one process, by one worker a core, and by Spark: speed, memory, and equal answers.

Run ``python benchmarks/bench_bulk.py [ROWS]``. All runs are of the command as a user gives it, on one input, one after
the other. Besides the time by the clock, which other work on the machine falsifies, the table has the processor time
of all processes together and of the busiest one: with free cores no run can end before it. Memory is the highest sum
over all processes of a run, each shared page counted once (PSS); that of Spark is nearly all Java. The first line is of
a quarter of the rows.
"""

from __future__ import annotations

import csv
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from tidewaiter.engines import usable_cores
from tidewaiter.workspace import Workspace

ROWS = 40_000
#: One row in so many is a listed name with a letter lost.
LISTED = 20
_FAMILIES = ("Example", "Muster", "Örnek", "Пример", "Ejemplo", "Voorbeeld", "Przyklad", "Primjer")
_SORTS = ("Trading", "Electronics", "Logistics", "Makine", "Components", "Shipping", "Aviation", "Instruments")


@dataclass
class Run:
    """What one run took."""

    label: str
    rows: int
    seconds: float = 0.0
    memory: int = 0
    processor: dict[int, float] = field(default_factory=dict)
    answers: str = ""


def write_rows(file: Path, space: Workspace, rows: int) -> None:
    chance = random.Random(3)  # noqa: S311 - names to time with
    listed = [entry.name for entry in space.lists.read("us.bis.entity_list")[1]]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "name", "country"])
        for number in range(rows):
            if number % LISTED == 0:
                name = chance.choice(listed)
                at = chance.randrange(len(name))
                name = name[:at] + name[at + 1 :]
            else:
                name = f"{chance.choice(_FAMILIES)}{chance.randrange(rows)} {chance.choice(_SORTS)} Ltd"
            writer.writerow([number, name, chance.choice(["TR", "CN", "DE", ""])])


def measured(run: Run, folder: Path, *words: str) -> Run:
    """Run the command, and look at its processes ten times a second."""
    out = folder / "answers.jsonl"
    command = [sys.executable, "-m", "tidewaiter.cli", "screen", *words, "--out", str(out), "--quiet"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    start = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=env, text=True) as process:
        while process.poll() is None:
            look(run, process.pid)
            time.sleep(0.1)
        run.seconds = time.perf_counter() - start
        if process.returncode:
            said = process.stderr.read() if process.stderr else ""
            raise SystemExit(f"{run.label}: {said}")
    run.answers = hashlib.sha256(out.read_bytes()).hexdigest()
    return run


def look(run: Run, root: int) -> None:
    memory = 0
    try:
        tree = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in tree:
        try:
            memory += process.memory_full_info().pss
            times = process.cpu_times()
        except psutil.Error:
            continue
        run.processor[process.pid] = times.user + times.system
    run.memory = max(run.memory, memory)


def main(rows: int) -> None:
    """Print the table."""
    cores = usable_cores()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        space = Workspace(folder / "workspace")
        write_rows(folder / "rows.csv", space, rows)
        write_rows(folder / "quarter.csv", space, rows // 4)
        space.screener(space.today())  # the index is built before the clock runs
        file, small = str(folder / "rows.csv"), str(folder / "quarter.csv")
        home = ("--workspace", str(space.root))
        one = ("--workers", "1")
        spark = ("--engine", "spark", "--spark-master", f"local-cluster[{cores},1,1024]")
        runs = [
            measured(Run("1 worker, a quarter", rows // 4), folder, small, *home, *one),
            measured(Run("1 worker", rows), folder, file, *home, *one),
            measured(Run(f"{cores} workers", rows), folder, file, *home, "--workers", str(cores)),
            measured(Run(f"Spark, {cores} executors", rows), folder, file, *home, *spark),
        ]
    base = runs[1]
    heads = ("run", "rows", "s", "rows/s", "speed", "processor s", "busiest s", "peak memory", "answers")
    table = Table(*heads, title="Bulk screening")
    for run in runs:
        table.add_row(
            run.label,
            f"{run.rows:,}",
            f"{run.seconds:.1f}",
            f"{run.rows / run.seconds:,.0f}",
            f"{run.rows / run.seconds / (base.rows / base.seconds):.2f} x",
            f"{sum(run.processor.values()):.1f}",
            f"{max(run.processor.values()):.1f}",
            f"{run.memory / 1e6:,.0f} MB",
            "" if run.rows != rows else "equal" if run.answers == base.answers else "DIFFERENT",
        )
    Console(width=110).print(table)
    if any(run.answers != base.answers for run in runs[1:]):
        raise SystemExit("the answers differ")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
