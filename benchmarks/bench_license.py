"""License determinations per second on a stream of orders, beside the same with nothing remembered in between.

The peer is the same engine with nothing remembered between orders, so the ratio says what sharing the law brings.
Run ``python benchmarks/bench_license.py``.
"""

from __future__ import annotations

import itertools
import time

from rich.console import Console
from rich.table import Table

from tidewaiter.law import Law, load_law
from tidewaiter.law.loader import load_rules
from tidewaiter.law.tables import load_tables
from tidewaiter.licensing import determine
from tidewaiter.model import Transaction, from_data

ECCNS = ("EAR99", "3A991.a", "3A001.a.2", "5A992.c", "4A994", "9A610.x", "2B350.a", "6A003.b.4.a")
CODES = ("854231", "848210", "940360", "851762", "880730")
PLACES = ("TR", "AE", "DE", "RU", "CN", "HK", "KZ", "IN", "IR", "MX")
DAYS = ("2021-06-01", "2022-06-01", "2023-06-01", "2024-08-07", "2026-08-01")


def orders(count: int) -> list[Transaction]:
    """Return orders that go through every combination of code, place and day, each with its own value and consignee."""
    mixed = itertools.cycle(itertools.product(DAYS, PLACES, ECCNS, CODES))
    return [
        from_data(
            Transaction,
            {
                "id": str(n),
                "date": day,
                "from": "US",
                "destination": place,
                "item": {"eccn": eccn, "hs": code, "origin": "US", "quantity": 10, "value_usd": 1000 + n},
                "parties": [{"role": "ultimate_consignee", "name": f"Invented Buyer {n}", "country": place}],
                "end_use": "civil",
            },
        )
        for n, (day, place, eccn, code) in zip(range(count), mixed, strict=False)
    ]


def _seconds(batch: list[Transaction], law: Law) -> float:
    start = time.perf_counter()
    for tx in batch:
        if tx.date is not None:
            determine(tx, law, as_of=tx.date)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    count = 20_000
    batch = orders(count)
    law = load_law()
    first = _seconds(batch, law)
    again = _seconds(batch, law)
    alone = _seconds(batch[:1], law)
    peer = sum(_seconds([tx], Law(load_tables(), load_rules())) for tx in batch[:20]) / 20
    table = Table("measure", "value", title=f"{count:,} determinations, one core")
    table.add_row("first pass", f"{count / first:,.0f} a second")
    table.add_row("second pass", f"{count / again:,.0f} a second")
    table.add_row("one alone, warm", f"{alone * 1000:.2f} ms")
    table.add_row("peer: nothing shared between orders", f"{1 / peer:,.0f} a second")
    table.add_row("ratio of the first pass to the peer", f"{peer * count / first:,.0f} x")
    Console().print(table)


if __name__ == "__main__":
    main()
