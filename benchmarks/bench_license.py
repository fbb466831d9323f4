"""License determinations per processor second on a stream of orders, beside the same with nothing kept in between.

The peer is the same engine asked each order as if it were its first, with the law already read, so the ratio says what
is saved by working a question out once. The answers of both are compared. Run ``python benchmarks/bench_license.py``.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import sys
import time
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from tidewaiter.law import Law, load_law, trace
from tidewaiter.licensing import determine
from tidewaiter.model import Transaction, from_data, to_json

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


def forget() -> Law:
    """Empty what the licensing room keeps between orders, and return the law as if it had just been read."""
    for name, module in list(sys.modules.items()):
        if name.startswith("tidewaiter.licensing"):
            for value in vars(module).values():
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()
    law = Law(load_law().tables, load_law().rules)
    for day in DAYS:
        law.period(dt.date.fromisoformat(day))
    return law


def _seconds(batch: list[Transaction], law: Law) -> float:
    start = time.process_time()
    for tx in batch:
        if tx.date is not None:
            determine(tx, law, as_of=tx.date)
    return time.process_time() - start


def _proof(batch: list[Transaction], law: Law) -> float:
    start = time.process_time()
    for tx in batch:
        if tx.date is not None:
            trace(determine(tx, law, as_of=tx.date)).as_text()
    return time.process_time() - start


def _answers(batch: list[Transaction], laws: Iterator[Law]) -> list[str]:
    return [to_json(determine(tx, next(laws), as_of=tx.date)) for tx in batch if tx.date is not None]


def main() -> None:
    """Print the table."""
    count, few = 20_000, 200
    batch = orders(count)
    sample = random.Random(7).sample(batch, few)  # noqa: S311  not for secrets
    law = forget()
    first = _seconds(batch, law)
    again = _seconds(batch, law)
    proof = _proof(sample, law) / few
    shared = _answers(sample, itertools.repeat(law))
    if shared != _answers(sample, (forget() for _ in itertools.count())):
        sys.exit("one by one and in bulk the answers differ")
    peer = sum(_seconds([tx], forget()) for tx in sample) / few
    table = Table("measure", "value", title=f"{count:,} determinations, one core")
    table.add_row("first pass, nothing kept before", f"{count / first:,.0f} a processor second")
    table.add_row("second pass", f"{count / again:,.0f} a processor second")
    table.add_row("one with its proof as text", f"{proof * 1000:.2f} ms")
    table.add_row("peer: nothing shared between orders", f"{1 / peer:,.0f} a processor second")
    table.add_row("ratio of the first pass to the peer", f"{peer * count / first:,.0f} x")
    Console().print(table)


if __name__ == "__main__":
    main()
