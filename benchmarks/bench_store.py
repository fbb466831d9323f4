"""Reading and writing the carried lists: our snapshots beside plain JSON of the same entries, in the same run.

Run ``python benchmarks/bench_store.py``.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from tidewaiter.law.tables import load_tables
from tidewaiter.model import Listing, from_json, to_json
from tidewaiter.store.listing_table import read_listings, write_listings
from tidewaiter.workspace import Workspace


def timed(work: Callable[[], object], repeats: int = 3) -> float:
    """Return the best time of several runs, in seconds."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print the table."""
    lists = Workspace().lists
    entries = [entry for snapshot in lists.snapshots() for entry in lists.read(snapshot.list)[1]]
    ours = write_listings(entries)
    plain = [to_json(entry) for entry in entries]
    rows = (
        ("write", timed(lambda: write_listings(entries)), timed(lambda: [to_json(entry) for entry in entries])),
        ("read", timed(lambda: read_listings(ours)), timed(lambda: [from_json(Listing, line) for line in plain])),
    )
    table = Table("work", "snapshot", "plain JSON", "ratio", title=f"{len(entries):,} entries of all carried lists")
    for name, mine, peer in rows:
        table.add_row(name, f"{mine:.2f} s", f"{peer:.2f} s", f"{peer / mine:.1f} x")
    size = sum(map(len, plain))
    table.add_row("size", f"{len(ours) / 1e6:.1f} MB", f"{size / 1e6:.1f} MB", f"{size / len(ours):.1f} x")

    def load_law() -> object:
        load_tables.cache_clear()
        return load_tables()

    table.add_row("law tables loaded", f"{timed(load_law):.2f} s", "", "")
    Console().print(table)


if __name__ == "__main__":
    main()
