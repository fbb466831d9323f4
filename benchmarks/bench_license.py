"""License determinations per second on one core, from a cold start, beside the same engine that keeps nothing.

Orders are invented with a fixed seed and look like an exporter's month: a few hundred products (an ECCN or EAR99 and an
HS code), some forty destinations, every order with parties, a value and a date of its own. Products and destinations
repeat as they do in such a book, following a long-tailed law; parties and values do not. The peer evaluates every order
anew, which is what a straightforward implementation does; both must give the same bytes.

Run ``python benchmarks/bench_license.py [ORDERS]``.
"""

from __future__ import annotations

import datetime as dt
import gc
import random
import resource
import sys
import time
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tidewaiter.law import Law, load_law, trace
from tidewaiter.licensing import determine
from tidewaiter.model import Item, Party, Role, Transaction, to_json

FIRST = dt.date(2026, 7, 1)
DAYS = 30
COUNTRIES = tuple(
    code
    for line in (
        "DE FR GB NL IT ES PL SE CH AT JP KR TW SG MY TH VN IN ID PH AU",
        "NZ CA MX BR CL AR ZA EG MA SA AE IL TR KZ GE AM UZ CN HK RS UA",
    )
    for code in line.split()
)
EMBARGOED = ("RU", "BY", "IR", "SY", "CU")
CHAPTERS = (
    "8471",
    "8473",
    "8517",
    "8541",
    "8542",
    "8504",
    "8536",
    "9027",
    "9030",
    "8413",
    "8481",
    "7318",
    "4016",
    "3926",
)
PEER_ORDERS = 1_000
REPEATS = 3


def products(rng: random.Random, count: int = 400) -> list[Item]:
    """Return invented products: two in three EAR99, the others in entries of the carried list."""
    entries = [code for code, entry in load_law().tables.entries.items() if not entry.pointer and code[1] in "ABC"]
    found = []
    for number in range(count):
        eccn = "EAR99" if rng.random() < 2 / 3 else rng.choice(entries) + rng.choice(("", ".a", ".b.1"))
        hs = rng.choice(CHAPTERS) + f"{rng.randrange(10, 99)}"
        found.append(Item(description=f"Invented product {number}", eccn=eccn, hs=hs, origin="US"))
    return found


def orders(count: int, seed: int = 11) -> list[Transaction]:
    """Return invented orders; one in two hundred goes to an embargoed destination, one in a hundred names a listing."""
    rng = random.Random(seed)  # noqa: S311  not for secrets
    goods = products(rng)
    weights = [1 / (rank + 3) for rank in range(len(goods))]
    lanes = [1 / (rank + 2) for rank in range(len(COUNTRIES))]
    found = []
    for number in range(count):
        item = rng.choices(goods, weights)[0]
        country = rng.choice(EMBARGOED) if rng.random() < 0.005 else rng.choices(COUNTRIES, lanes)[0]
        quantity = rng.randrange(1, 500)
        priced = Item(
            description=item.description,
            eccn=item.eccn,
            hs=item.hs,
            origin=item.origin,
            quantity=quantity,
            value_usd=round(quantity * rng.lognormvariate(3, 1.5), 2),
        )
        stated = ("us.bis.entity_list",) if rng.random() < 0.01 else ()
        consignee = Party(name=f"Consignee {number}", role=Role.ULTIMATE_CONSIGNEE, country=country, listings=stated)
        buyer = Party(name=f"Buyer {rng.randrange(2000)}", role=Role.PURCHASER, country=country)
        day = FIRST + dt.timedelta(days=rng.randrange(DAYS))
        found.append(
            Transaction(
                id=f"L-{number}",
                date=day,
                from_country="US",
                destination=country,
                item=priced,
                parties=(buyer, consignee),
                end_use="civil",
            )
        )
    return found


def forget() -> Law:
    """Empty what the licensing room keeps between orders, and return the law as if just loaded."""
    for name, module in list(sys.modules.items()):
        if name.startswith("tidewaiter.licensing"):
            for value in vars(module).values():
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()
    loaded = load_law()
    law = Law(loaded.tables, loaded.rules)
    law.period(FIRST)
    return law


def timed(batch: Sequence[Transaction]) -> float:
    """Return the processor seconds to determine a batch from cold caches, each answer dropped as a stream drops it."""
    law = forget()
    gc.collect()
    start = time.process_time()
    for tx in batch:
        determine(tx, law, as_of=tx.date or FIRST)
    return time.process_time() - start


def anew(batch: Sequence[Transaction]) -> tuple[float, list[str]]:
    """Determine each order as if it were the first; compiled patterns and tables stay, which any program would keep."""
    spent, answers = 0.0, []
    for tx in batch:
        law = forget()
        start = time.process_time()
        answers.append(determine(tx, law, as_of=tx.date or FIRST))
        spent += time.process_time() - start
    return spent, [to_json(answer) for answer in answers]


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    load_law()
    batch = orders(count)
    keys = {(tx.item.eccn, tx.item.hs, tx.destination, tx.date) for tx in batch}
    seconds = min(timed(batch) for _ in range(REPEATS))
    law = load_law()
    answers = [to_json(determine(tx, law, as_of=tx.date or FIRST)) for tx in batch[:PEER_ORDERS]]
    singly, again = anew(batch[:PEER_ORDERS])
    start = time.process_time()
    for tx in batch[:PEER_ORDERS]:
        trace(determine(tx, law, as_of=tx.date or FIRST)).as_text()
    proof = (time.process_time() - start) / PEER_ORDERS
    if again != answers:
        sys.exit("one by one and in bulk the answers differ")
    table = Table("measure", "value", title=f"license on {count:,} invented orders, one process, no screening")
    for row in (
        ("different (ECCN, HS code, destination, day)", f"{len(keys):,}"),
        ("determinations per processor second, cold start, best of three", f"{count / seconds:,.0f}"),
        ("peer: every order evaluated anew, per processor second", f"{PEER_ORDERS / singly:,.0f}"),
        ("ratio to the peer", f"{count / seconds * singly / PEER_ORDERS:,.1f} x"),
        ("one determination with its proof as text", f"{proof * 1e3:.2f} ms"),
        ("same answers one by one and in bulk", f"{PEER_ORDERS:,} compared"),
        ("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"),
    ):
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
