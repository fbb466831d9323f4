"""How often the right code is among the first candidates for a description, and how often a wrong code is noticed.

Labels were written by the authors of the trade terms from the headings of HS 2022 and of the CCL: a description may
have several right codes. ``shown`` was looked at while the search was improved. ``held`` is of the same kind of goods,
written by the same hand before the terms; its last five misses were looked at (spellings, a missing entry), so it
flatters. ``fresh`` was written after the terms, of goods chosen to be unusual, and its misses were never looked at: it
is the honest figure for goods nobody had in mind. Run ``python benchmarks/bench_goods.py``.
"""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tidewaiter.law.goods import Goods, agreement
from tidewaiter.law.tables import load_tables

LABELLED = Path(__file__).with_name("goods") / "labelled.csv"
PARTS = ("shown", "held", "fresh")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A description with its right codes, by kind."""

    description: str
    codes: dict[str, frozenset[str]]
    part: str


def labelled() -> list[Labelled]:
    """Return the labelled descriptions."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(
                row["description"],
                {"hs": frozenset(row["hs"].split()), "eccn": frozenset(row["eccn"].split())},
                row["part"],
            )
            for row in csv.DictReader(file)
        ]


def hits(rows: list[Labelled], kind: str, part: str) -> tuple[int, float, float]:
    """Return how many descriptions have a right code of the kind, and the shares with one first and in the first 5."""
    asked = [row for row in rows if row.part == part and row.codes[kind]]
    found = [[c.code for c in _GOODS.search(row.description, 5) if c.kind == kind] for row in asked]
    first = sum(bool(row.codes[kind] & set(got[:1])) for row, got in zip(asked, found, strict=True))
    five = sum(bool(row.codes[kind] & set(got)) for row, got in zip(asked, found, strict=True))
    return len(asked), first / len(asked), five / len(asked)


def doubts(rows: list[Labelled]) -> tuple[Counter[str], Counter[str]]:
    """Return the answers for right codes, and for codes of other goods drawn at random."""
    drawn = random.Random(4)  # noqa: S311  a draw of pairs, no secret
    coded = [row for row in rows if row.codes["hs"]]
    right, wrong = Counter[str](), Counter[str]()
    for row in coded:
        right[agreement(min(row.codes["hs"]), row.description).answer] += 1
        other = drawn.choice(coded)
        if {c[:4] for c in other.codes["hs"]}.isdisjoint(c[:4] for c in row.codes["hs"]):
            wrong[agreement(min(other.codes["hs"]), row.description).answer] += 1
    return right, wrong


def main() -> None:
    """Print both tables."""
    rows, console = labelled(), Console()
    table = Table("codes", "part", "descriptions", "right code first", "in the first five")
    for kind in ("hs", "eccn"):
        for part in PARTS:
            count, first, five = hits(rows, kind, part)
            table.add_row(kind, part, str(count), f"{first:.1%}", f"{five:.1%}")
    console.print(table)
    start = time.process_time()
    right, wrong = doubts(rows)
    spent = (time.process_time() - start) / (right.total() + wrong.total()) * 1e3
    table = Table("declared code", "agrees", "unknown", "doubtful")
    for name, answers in (("right", right), ("of other goods", wrong)):
        table.add_row(name, *(f"{answers[a] / answers.total():.1%}" for a in ("agrees", "unknown", "doubtful")))
    console.print(table, f"{spent:.1f} ms a pair, each description for the first time", sep="\n")


_GOODS = Goods(load_tables())

if __name__ == "__main__":
    main()
