"""How many true chains of simulated worlds are found, and how many found ones are true.

Run ``python -m benchmarks.networks.chain_recovery WORLD... [--companies true|resolved|both]`` on folders that
``tidewaiter world`` wrote. By the companies the records truly name, the work on legs, links and chains is judged by
itself; a forwarder is nobody then. By the companies resolution finds, the whole way from records is.

A true chain counts when records show all its legs from the supplier to the destination, two or more. It is found when
a chain has just these legs. A chain is right when its legs follow each other in one true chain; those that ended before
the goods were controlled are no answer to the question, and not counted. Beside records, ways are judged: companies in
their order. Last comes how often chains of a stated confidence are right, over all worlds.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.networks.resolved_world import resolved_world
from benchmarks.networks.world_files import plain_errors, world_records
from benchmarks.networks.world_run import open_world
from rich.console import Console
from rich.table import Table

from tidewaiter.engines import TableEngine, duck_tables
from tidewaiter.flows.goods import goods_asked
from tidewaiter.law import load_law
from tidewaiter.networks.chains.chains import DEFAULT_CONFIDENCE, chains
from tidewaiter.networks.chains.goods import goods_table
from tidewaiter.networks.chains.legs import legs_by_buyer, legs_by_seller, numbered_legs, settled
from tidewaiter.networks.chains.links import LEAST_CONFIDENCE, links
from tidewaiter.networks.chains.movements import movements
from tidewaiter.networks.chains.step import Step
from tidewaiter.networks.companies.spellings import numbered, spellings
from tidewaiter.networks.stages import COMPANIES, MOVEMENTS, RESOLVED

DAY = dt.date(2024, 8, 7)
DESTINATION = "RU"
#: Bounds of the confidences counted together.
_STEPS = (0.1, 0.2, 0.3, 0.4, 0.55, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
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
_MOST = """
with named as (
    select seller as company, shipper_company as true_company from moved join truth on record = shipment_id
    union all
    select buyer, consignee_company from moved join truth on record = shipment_id
), counted as (
    select company, true_company, count(*) n from named
    where company is not null and true_company is not null group by all
)
select company, first(true_company order by n desc, true_company) from counted group by company
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a world.

    Attributes:
        records: Records of each leg, by its number.
        chains: Chains that ended since the goods are controlled, hardly sure ones too.
        answer: Of these, as found when only those sure enough are asked for.
        true: True company of each company by number.
    """

    records: dict[int, list[str]]
    chains: list[dict[str, Any]]
    answer: list[dict[str, Any]]
    true: dict[int, int]


def origins() -> frozenset[str]:
    """Return the countries of the coalition, and the United States."""
    tables = load_law().tables
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return frozenset({"US", *(a + b for a in letters for b in letters if tables.gecc(a + b, DAY))})


def true_movements(engine: TableEngine, folder: Path) -> pa.Table:
    """Return the movements of a world's records with the companies they truly name."""
    tables = {name: pq.read_table(folder / "truth" / f"{name}.parquet") for name in ("records", "companies")}
    with duckdb.connect() as connection:
        connection.register("truth", tables["records"])
        connection.register("companies", tables["companies"])
        records = world_records(engine, folder)
        written = numbered(engine.collect(spellings(records)))
        number = written["spelling"]
        resolved = pa.table({"spelling": number, "company": number}, schema=RESOLVED)
        nobody = pa.Table.from_pylist(
            [{"company": n, "forwarder": False} for n in number.to_pylist()], schema=COMPANIES
        )
        frames = (engine.frame(table) for table in (written, resolved, nobody, _goods()))
        connection.register("made", engine.collect(movements(records, *frames)))
        return connection.sql(_TRUE).to_arrow_table().cast(MOVEMENTS)


def resolved_movements(engine: TableEngine, folder: Path) -> pa.Table:
    """Return the movements of a world's records with the companies that resolution finds."""
    kept = resolved_world(folder)
    tables = [pq.read_table(kept / f"{name}.parquet") for name in ("spellings", "resolved", "companies")]
    frames = (engine.frame(table) for table in (*tables, _goods()))
    return engine.collect(movements(world_records(engine, folder), *frames))


def _goods() -> pa.Table:
    return goods_table(goods_asked("chpl", load_law(), DAY).families)


def found_in(folder: Path, companies: str) -> Found:
    """Take every step from a world's records to its chains, by ``true`` or ``resolved`` companies."""
    since = open_world(folder).since
    with duck_tables(workers=1) as engine:

        def applied(step: Step) -> nw.LazyFrame[Any]:
            return engine.apply(step.frame, group=step.group, work=step.work, schema=step.schema)

        moved = (true_movements if companies == "true" else resolved_movements)(engine, folder)
        first = applied(legs_by_buyer(engine.frame(moved)))
        whole = nw.concat([settled(first), applied(legs_by_seller(first))], how="vertical")
        legs = engine.collect(numbered_legs(whole))
        joined = engine.frame(engine.collect(applied(links(engine.frame(legs)))))
        made: list[list[dict[str, Any]]] = []
        for confidence in (LEAST_CONFIDENCE, DEFAULT_CONFIDENCE):
            step = chains(joined, engine.frame(legs), destination=DESTINATION, origins=origins(), confidence=confidence)
            made.append([row for row in engine.collect(applied(step)).to_pylist() if row["last"] >= since])
    records = dict(zip(legs["leg"].to_pylist(), legs["records"].to_pylist(), strict=True))
    return Found(records, made[0], made[1], _true_companies(moved, folder))


def _true_companies(moved: pa.Table, folder: Path) -> dict[int, int]:
    """Return the true company of most records of each company."""
    with duckdb.connect() as connection:
        connection.register("moved", moved)
        connection.register("truth", pq.read_table(folder / "truth/records.parquet"))
        return dict(connection.sql(_MOST).fetchall())


def judged(folder: Path, companies: str) -> tuple[dict[str, float], list[tuple[float, bool]]]:
    """Return how well the chains of a world are found, and of all its chains the confidence and whether it is right."""
    found = found_in(folder, companies)
    truth = pq.read_table(folder / "truth/records.parquet", columns=["shipment_id", "leg_id"]).to_pydict()
    leg_of = dict(zip(truth["shipment_id"], truth["leg_id"], strict=True))
    places = pq.read_table(folder / "truth/companies.parquet", columns=["company_id", "country"]).to_pydict()
    country = dict(zip(places["company_id"], places["country"], strict=True))
    true_legs = {row["leg_id"]: row for row in pq.read_table(folder / "truth/chains.parquet").to_pylist()}
    ways, parts = _true_ways(true_legs, country)

    def right(chain: dict[str, Any]) -> tuple[int, ...] | None:
        """Return the true legs of a chain that is right."""
        ids = tuple(leg_of[found.records[leg][0]] for leg in chain["legs"])
        one = {true_legs[n]["chain_id"] for n in ids if n in true_legs}
        numbers = [true_legs[n]["leg"] for n in ids if n in true_legs]
        follow = len(numbers) == len(ids) and numbers == list(range(numbers[0], numbers[0] + len(ids)))
        return ids if len(one) == 1 and follow else None

    seen = [right(chain) for chain in found.answer]
    ways_found = {tuple(found.true.get(n) for n in chain["companies"]) for chain in found.answer}
    recorded = {_companies(true_legs, way) for way in ways}
    said = {
        "true chains": len(ways),
        "found": len(found.answer),
        "precision": sum(ids is not None for ids in seen) / max(len(seen), 1),
        "recall": len(ways & set(seen)) / max(len(ways), 1),
        "precision of ways": len(ways_found & parts) / max(len(ways_found), 1),
        "recall of ways": len(ways_found & recorded) / max(len(recorded), 1),
    }
    return said, [(chain["confidence"], right(chain) is not None) for chain in found.chains]


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


def main(folders: list[Path], companies: Sequence[str]) -> None:
    """Print the tables."""
    console = Console(width=140)
    for which in companies:
        rows, stated = {}, []
        for folder in folders:
            rows[folder.name], chained = judged(folder, which)
            stated += chained
        names = list(next(iter(rows.values())))
        worst = {name: min(row[name] for row in rows.values()) for name in names[2:]}
        table = Table("world", *names, title=f"Chains found in simulated worlds, by {which} companies")
        for world, row in rows.items():
            table.add_row(world, *(f"{n:,}" if isinstance(n, int) else f"{n:.3f}" for n in row.values()))
        table.add_row("worst", "", "", *(f"{value:.3f}" for value in worst.values()), style="bold")
        console.print(table)
        console.print(_reliability(stated, which))


def _reliability(stated: list[tuple[float, bool]], which: str) -> Table:
    table = Table("stated", "chains", "mean stated", "right", title=f"Confidence of chains, by {which} companies")
    for low, high in pairwise(_STEPS):
        some = [(sure, right) for sure, right in stated if low <= sure < high]
        if some:
            said, right = (sum(column) / len(some) for column in zip(*some, strict=True))
            table.add_row(f"{low:.2f} to {min(high, 1.0):.2f}", f"{len(some):,}", f"{said:.3f}", f"{right:.3f}")
    return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("worlds", type=Path, nargs="+")
    parser.add_argument("--companies", choices=("true", "resolved", "both"), default="both")
    asked = parser.parse_args()
    with plain_errors():
        main(asked.worlds, ("true", "resolved") if asked.companies == "both" else (asked.companies,))
