"""Orders per second and peak memory of ``check``, beside a plain rapidfuzz scan of the same lists in the same run.

Orders are drawn from the carried listed names (one in ten), the example orders and invented names, with a fixed seed.
Run ``python benchmarks/bench_check.py [ORDERS]``.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

from tidewaiter.model import RowError, Transaction, from_data, to_json
from tidewaiter.sources.orders import read_orders
from tidewaiter.workspace import Workspace

DAY = dt.date(2026, 8, 1)
WORDS = (
    "Anadolu",
    "Delta",
    "Nordic",
    "Orient",
    "Pacific",
    "Baltic",
    "Summit",
    "Harbour",
    "Meridian",
    "Falcon",
    "Atlas",
)
TRADES = ("Elektronik", "Machinery", "Logistics", "Components", "Instruments", "Textile", "Foods", "Automation")
FORMS = ("Ltd", "GmbH", "A.S.", "LLC", "S.p.A.", "Co., Ltd.", "FZE")
CODES = (("3A991", "854231"), ("EAR99", "940360"), ("3A001.a.2", "854232"), ("5A992.c", "851762"), ("EAR99", "848210"))
COUNTRIES = ("TR", "AE", "DE", "IN", "HK", "KZ", "MX", "TH", "RU", "CN")


def invented_orders(count: int, listed: list[str], seed: int = 7) -> Iterator[Transaction]:
    """Yield orders with three parties each; one in ten consignees carries a listed name."""
    rng = random.Random(seed)  # noqa: S311  not for secrets
    for number in range(count):
        eccn, hs = rng.choice(CODES)
        country = rng.choice(COUNTRIES)
        names = [f"{rng.choice(WORDS)} {rng.choice(WORDS)} {rng.choice(TRADES)} {rng.choice(FORMS)}" for _ in range(3)]
        if number % 10 == 0:
            names[1] = rng.choice(listed)
        roles = ("purchaser", "ultimate_consignee", "end_user")
        yield from_data(
            Transaction,
            {
                "id": f"B-{number}",
                "date": DAY.isoformat(),
                "from": "US",
                "destination": country,
                "item": {"eccn": eccn, "hs": hs, "origin": "US", "quantity": 100, "value_usd": 5000},
                "parties": [
                    {"role": r, "name": n, "country": country, "address": f"{rng.randint(1, 200)} Invented Street"}
                    for r, n in zip(roles, names, strict=True)
                ],
                "end_use": "civil",
            },
        )


def _refuse(error: RowError) -> None:
    raise error


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        space = Workspace(Path(folder), today=lambda: DAY)
        start = time.perf_counter()
        space.screener(DAY)
        built = time.perf_counter() - start
        names = [n.text for s in space.lists.snapshots(DAY) for e in space.lists.read(s.list, DAY)[1] for n in e.names]
        file = Path(folder) / "orders.jsonl"
        with file.open("w", encoding="utf-8") as stream:
            stream.writelines(to_json(tx) + "\n" for tx in invented_orders(count, names))
        start = time.perf_counter()
        written = sum(
            len(to_json(d)) for d in space.check(tx for tx in read_orders(file) if isinstance(tx, Transaction))
        )
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parties = [p.name or "" for tx in invented_orders(20, names) for p in tx.parties]
    start = time.perf_counter()
    for name in parties:
        process.extract(name, names, scorer=fuzz.token_sort_ratio, limit=10, score_cutoff=80)
    scan = (time.perf_counter() - start) / 20
    table = Table("measure", "value", title=f"check on {count:,} orders, {len(names):,} listed names, one process")
    for row in (
        ("index built once", f"{built:.1f} s"),
        ("orders per second", f"{count / seconds:,.0f}"),
        ("output", f"{written / 1e6:.0f} MB"),
        ("peak memory", f"{peak:,.0f} MB"),
        ("peer: rapidfuzz scan of all names, names only, orders per second", f"{1 / scan:,.1f}"),
        ("ratio to the peer", f"{scan * count / seconds:,.0f} x"),
    ):
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
