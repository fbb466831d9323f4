"""Time and memory of company resolution as spellings grow.

``python -m benchmarks.networks.bench_companies WORLD... --sizes 100000 1000000`` takes the spellings of all worlds
together, cut to each size; each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.networks.world_files import plain_errors
from benchmarks.networks.worlds import known_world

from tidewaiter.networks.companies.resolution import resolve
from tidewaiter.networks.companies.spellings import numbered
from tidewaiter.screening.reader import Reader


def one(file: Path, size: int) -> None:
    """Resolve the first spellings of a shuffled file and print what it took."""
    table = numbered(pq.read_table(file).slice(0, size).drop_columns(["spelling"]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    found = resolve(table, Reader())
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{table.num_rows} spellings, {found.companies.num_rows} companies: {spent:.0f} CPU s, "
        f"peak {peak / 2**20:.2f} GB ({before / 2**20:.2f} GB before)",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("worlds", type=Path, nargs="+")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--one", action="store_true", help="the world is a file of spellings, of which one size is run")
    asked = parser.parse_args()
    if asked.one:
        one(asked.worlds[0], asked.sizes[0])
        return
    table = pa.concat_tables([known_world(folder).spellings for folder in asked.worlds])
    order = np.random.default_rng(1).permutation(table.num_rows)
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "spellings.parquet"
        pq.write_table(table.take(pa.array(order)), file)
        for size in asked.sizes:
            command = [sys.executable, "-m", "benchmarks.networks.bench_companies", str(file), "--one"]
            command += ["--sizes", str(size)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    with plain_errors():
        main()
