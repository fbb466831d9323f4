"""How many true chains of simulated worlds are found, and how many found ones are true.

Run ``python -m benchmarks.networks.chain_recovery WORLD...`` on folders that ``tidewaiter world`` wrote. Companies are
those the records truly name, so that the work on legs, links and chains is judged by itself; a forwarder is nobody.

A true chain counts when records show all its legs from the supplier to the destination, two or more. It is found when
a chain has just these legs. A chain is right when its legs follow each other in one true chain. Beside records, ways
are judged: companies in their order.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from tidewaiter.engines import TableEngine, duck_tables
from tidewaiter.flows.goods import goods_asked
from tidewaiter.law import load_law
from tidewaiter.networks.chains.chains import chains
from tidewaiter.networks.chains.goods import goods_table
from tidewaiter.networks.chains.legs import legs_by_buyer, legs_by_seller, numbered_legs, settled
from tidewaiter.networks.chains.links import links
from tidewaiter.networks.chains.movements import movements
from tidewaiter.networks.chains.step import Step
from tidewaiter.networks.companies.spellings import numbered, spellings
from tidewaiter.networks.stages import COMPANIES, MOVEMENTS, RESOLVED

DAY = dt.date(2024, 8, 7)
DESTINATION = "RU"
_LAST = """
select * exclude(n)
from (select *, row_number() over (partition by shipment_id order by row desc) n from rows) where n = 1
"""
_TRUE = """
select m.* replace(
    case when s.role <> 'forwarder' then t.shipper_company end as seller,
    case when c.role <> 'forwarder' then t.consignee_company end as buyer,
    case when s.role = 'forwarder' then m.from_country else s.country end as from_country,
    case when c.role = 'forwarder' then m.to_country else c.country end as to_country)
from made m join truth t on m.record = t.shipment_id
    join companies s on s.company_id = t.shipper_company join companies c on c.company_id = t.consignee_company
where s.role <> 'forwarder' or c.role <> 'forwarder'
"""


@dataclass(frozen=True, slots=True)
class Found:
    """Legs by number, and the legs and companies of each chain."""

    legs: dict[int, list[str]]
    chains: list[tuple[list[int], list[int]]]


def origins() -> frozenset[str]:
    """Return the countries of the coalition, and the United States."""
    tables = load_law().tables
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return frozenset({"US", *(a + b for a in letters for b in letters if tables.gecc(a + b, DAY))})


def true_movements(engine: TableEngine, folder: Path) -> pa.Table:
    """Return the movements of a world's records with the companies they truly name."""
    rows, truth, companies = (
        pq.read_table(folder / name)
        for name in ("shipments.parquet", "truth/records.parquet", "truth/companies.parquet")
    )
    with duckdb.connect() as connection:
        for name, table in (("rows", rows), ("truth", truth), ("companies", companies)):
            connection.register(name, table)
        records = engine.frame(connection.sql(_LAST).to_arrow_table())
        written = numbered(engine.collect(spellings(records)))
        number = written["spelling"]
        resolved = pa.table({"spelling": number, "company": number}, schema=RESOLVED)
        nobody = pa.Table.from_pylist(
            [{"company": n, "forwarder": False} for n in number.to_pylist()], schema=COMPANIES
        )
        goods = goods_table(goods_asked("chpl", load_law(), DAY).families)
        frames = (engine.frame(table) for table in (written, resolved, nobody, goods))
        connection.register("made", engine.collect(movements(records, *frames)))
        return connection.sql(_TRUE).to_arrow_table().cast(MOVEMENTS)


def found_in(folder: Path) -> Found:
    """Take every step from a world's records to its chains."""
    with duck_tables(workers=1) as engine:

        def applied(step: Step) -> nw.LazyFrame[Any]:
            return engine.apply(step.frame, group=step.group, work=step.work, schema=step.schema)

        first = applied(legs_by_buyer(engine.frame(true_movements(engine, folder))))
        whole = nw.concat([settled(first), applied(legs_by_seller(first))], how="vertical")
        legs = engine.collect(numbered_legs(whole))
        joined = engine.frame(engine.collect(applied(links(engine.frame(legs)))))
        step = chains(joined, engine.frame(legs), destination=DESTINATION, origins=origins())
        made = engine.collect(applied(step))
    numbered_records = dict(zip(legs["leg"].to_pylist(), legs["records"].to_pylist(), strict=True))
    return Found(numbered_records, list(zip(made["legs"].to_pylist(), made["companies"].to_pylist(), strict=True)))


def judged(folder: Path) -> dict[str, float]:
    """Return how well the chains of a world are found."""
    found = found_in(folder)
    truth = pq.read_table(folder / "truth/records.parquet", columns=["shipment_id", "leg_id"]).to_pydict()
    leg_of = dict(zip(truth["shipment_id"], truth["leg_id"], strict=True))
    places = pq.read_table(folder / "truth/companies.parquet", columns=["company_id", "country"]).to_pydict()
    country = dict(zip(places["company_id"], places["country"], strict=True))
    true_legs = {row["leg_id"]: row for row in pq.read_table(folder / "truth/chains.parquet").to_pylist()}
    ways, parts = _true_ways(true_legs, country)
    right, seen, companies = 0, set(), {tuple(way) for _, way in found.chains}
    for legs, _ in found.chains:
        ids = tuple(leg_of[found.legs[leg][0]] for leg in legs)
        one = {true_legs[n]["chain_id"] for n in ids if n in true_legs}
        numbers = [true_legs[n]["leg"] for n in ids if n in true_legs]
        if len(one) == 1 and len(numbers) == len(ids) and numbers == list(range(numbers[0], numbers[0] + len(ids))):
            right += 1
            seen.add(ids)
    recorded = {_companies(true_legs, way) for way in ways}
    return {
        "true chains": len(ways),
        "found": len(found.chains),
        "precision": right / max(len(found.chains), 1),
        "recall": len(ways & seen) / max(len(ways), 1),
        "precision of ways": len(companies & parts) / max(len(companies), 1),
        "recall of ways": len(companies & recorded) / max(len(recorded), 1),
    }


def _true_ways(
    legs: dict[int, dict[str, Any]], country: dict[int, str]
) -> tuple[set[tuple[int, ...]], set[tuple[int, ...]]]:
    """Return the legs of each recorded chain as far as the destination, and companies of all parts of all chains."""
    by_chain: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(legs.values(), key=lambda row: (row["chain_id"], row["leg"])):
        by_chain[row["chain_id"]].append(row)
    ways, parts = set(), set()
    for rows in by_chain.values():
        inside = next((at for at, row in enumerate(rows) if country[row["to_company"]] == DESTINATION), len(rows) - 1)
        way = rows[: inside + 1]
        if len(way) > 1 and all(row["recorded"] for row in way):
            ways.add(tuple(row["leg_id"] for row in way))
        for begin in range(len(rows)):
            for end in range(begin + 2, len(rows) + 1):
                parts.add(_companies(legs, tuple(row["leg_id"] for row in rows[begin:end])))
    return ways, parts


def _companies(legs: dict[int, dict[str, Any]], way: tuple[int, ...]) -> tuple[int, ...]:
    return (legs[way[0]]["from_company"], *(legs[leg]["to_company"] for leg in way))


def main(folders: list[Path]) -> None:
    """Print the table."""
    table: Table | None = None
    for folder in folders:
        row = judged(folder)
        table = table or Table("world", *row, title="Chains found in simulated worlds")
        table.add_row(folder.name, *(f"{n:,}" if isinstance(n, int) else f"{n:.3f}" for n in row.values()))
    Console(width=140).print(table or "Name folders of worlds.")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
