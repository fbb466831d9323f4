"""The stages of a simulated world, as of a day: what leads are fitted and judged on.

By its TRUE companies, since resolution has its own benchmark and its errors are kept apart from those of the ranking;
or by companies that were resolved before, which shows what its errors cost.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from benchmarks.networks.kept_whole import write_whole
from benchmarks.networks.world_files import check_world, world_records
from pyarrow import csv

from tidewaiter.engines import TableEngine
from tidewaiter.networks.chains.chains import chains
from tidewaiter.networks.chains.goods import goods_table
from tidewaiter.networks.chains.legs import legs_by_buyer, legs_by_seller, numbered_legs, settled
from tidewaiter.networks.chains.links import links
from tidewaiter.networks.chains.movements import movements
from tidewaiter.networks.chains.step import Step
from tidewaiter.networks.companies.spellings import numbered, party_key, spellings
from tidewaiter.networks.facts import LISTED, REGISTER
from tidewaiter.networks.stages import COMPANIES, RESOLVED
from tidewaiter.store.register import registered_by

STAGES = ("companies", "legs", "links", "chains", "register", "listed", "coverage", "true")
#: One row a company of a run: the true company most of its records are of.
TRUE = pa.schema([("company", pa.int64()), ("true", pa.int64())])


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueWorld:
    """A world on disk, with its truth.

    Attributes:
        folder: Its folder.
        truth: ``truth.json``.
        companies: ``truth/companies.parquet``, as rows by the company's number.
    """

    folder: Path
    truth: dict[str, Any]
    companies: dict[int, dict[str, Any]]

    @property
    def since(self) -> dt.date:
        """Day the goods are controlled from."""
        return dt.date.fromisoformat(f"{self.truth['sanctions']}-01")

    @property
    def end(self) -> dt.date:
        """Last day of the world."""
        first = dt.date.fromisoformat(f"{self.truth['months'][1]}-01")
        return (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)

    @property
    def families(self) -> list[str]:
        """Families of the goods under suspicion."""
        return [good["family"] for good in self.truth["goods"] if good["kind"] == "listed"]


def open_world(folder: Path) -> TrueWorld:
    """Open a world written by ``tidewaiter world``.

    Raises:
        UsageError: when a file of it is missing.
    """
    check_world(folder)
    rows = pq.read_table(folder / "truth" / "companies.parquet").to_pylist()
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return TrueWorld(folder=folder, truth=truth, companies={row["company_id"]: row for row in rows})


def run_world(
    world: TrueWorld, engine: TableEngine, as_of: dt.date, out: Path, *, resolution: Path | None = None
) -> None:
    """Run the stages on what was known by a day and write each as one Parquet file into a folder.

    Args:
        world: The world.
        engine: Where the work runs.
        as_of: The day.
        out: The folder.
        resolution: Folder with ``spellings``, ``resolved``, ``companies`` and ``registered`` (entries of the register
            with the company of each) of a resolution; the true companies are taken when None.
    """
    records = world_records(engine, world.folder, as_of)
    if resolution is None:
        spelled = numbered(engine.collect(spellings(records)))
        resolved = _resolved(world, engine, records, spelled)
        companies = _companies(world, spelled, resolved)
        register = _register(world, companies)
        true = pa.table({"company": companies["company"], "true": companies["company"]}, schema=TRUE)
    else:
        spelled, resolved, companies, entries = (
            pq.read_table(resolution / f"{name}.parquet")
            for name in ("spellings", "resolved", "companies", "registered")
        )
        register = _numbered_entries(entries)
        true = _true_of(resolved, _resolved(world, engine, records, spelled), spelled)
    goods = engine.frame(goods_table(world.families))
    found = {
        "companies": companies,
        "register": registered_by(register, as_of),
        "listed": _listed(world, true),
        "coverage": engine.collect(_coverage(records)),
        "true": true,
    }
    frames = {name: engine.frame(table) for name, table in found.items()}
    moved = engine.keep(movements(records, engine.frame(spelled), engine.frame(resolved), frames["companies"], goods))
    drafts = engine.keep(_apply(engine, legs_by_buyer(moved)))
    both = nw.concat([settled(drafts), _apply(engine, legs_by_seller(drafts))], how="vertical")
    legs = engine.frame(engine.collect(numbered_legs(both)))
    linked = engine.frame(engine.collect(_apply(engine, links(legs))))
    step = chains(linked, legs, destination=world.truth["destination"], origins=world.truth["origins"])
    found |= {
        "legs": engine.collect(legs),
        "links": engine.collect(linked),
        "chains": engine.collect(_apply(engine, step)),
    }
    write_whole(out, {name: found[name] for name in STAGES})


def _apply(engine: TableEngine, step: Step) -> nw.LazyFrame[Any]:
    return engine.apply(step.frame, group=step.group, work=step.work, schema=step.schema)


def _resolved(world: TrueWorld, engine: TableEngine, records: nw.LazyFrame[Any], spelled: pa.Table) -> pa.Table:
    """Return the true company of each spelling: of most of the records it stands in."""
    truth = engine.read([world.folder / "truth" / "records.parquet"])
    sides = [
        records.select("shipment_id", key=party_key(side))
        .join(truth.select("shipment_id", company=nw.col(f"{side}_company")), on="shipment_id", how="inner")
        .select("key", "company")
        for side in ("shipper", "consignee")
    ]
    counted = nw.concat(sides, how="vertical").group_by("key", "company").agg(nw.len().alias("records"))
    keyed = engine.frame(spelled).select("spelling", key=party_key())
    rows = engine.collect(keyed.join(counted, on="key", how="inner")).to_pylist()
    best: dict[int, tuple[int, int]] = {}
    for row in rows:
        if row["company"] is not None:
            said = (row["records"], -row["company"])
            best[row["spelling"]] = max(best.get(row["spelling"], said), said)
    found = sorted((spelling, -company) for spelling, (_, company) in best.items())
    return pa.table({"spelling": [s for s, _ in found], "company": [c for _, c in found]}, schema=RESOLVED)


def _companies(world: TrueWorld, spelled: pa.Table, resolved: pa.Table) -> pa.Table:
    joined = spelled.join(resolved, "spelling", join_type="inner").sort_by(
        [("company", "ascending"), ("records", "descending")]
    )
    grouped: dict[int, list[dict[str, Any]]] = {}
    for row in joined.to_pylist():
        grouped.setdefault(row["company"], []).append(row)
    rows = []
    for company, said in sorted(grouped.items()):
        true = world.companies[company]
        rows.append(
            {
                "company": company,
                "company_id": f"w{company}",
                "names": _texts(row["name"] for row in said),
                "country": true["country"],
                "addresses": _texts(row["address"] for row in said),
                "identifiers": _texts(row["tax_id"] for row in said),
                "phones": _texts(row["phone"] for row in said),
                "domains": _texts(row["email"] for row in said),
                "records": sum(row["records"] for row in said),
                "first": min(row["first"] for row in said),
                "last": max(row["last"] for row in said),
                "value_usd": sum(row["value_usd"] or 0.0 for row in said),
                "forwarder": true["role"] == "forwarder",
            }
        )
    return pa.Table.from_pylist(rows, schema=COMPANIES)


def _texts(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _register(world: TrueWorld, companies: pa.Table) -> pa.Table:
    """Return the register's entries with the company each is of: by number, else by a name only one company has."""
    entries = csv.read_csv(
        world.folder / "companies.csv",
        convert_options=csv.ConvertOptions(
            column_types={
                name: pa.string() for name in ("register_id", "phone", "owners", "activity", "address", "email")
            }
            | {"registered_on": pa.date32()},
            strings_can_be_null=True,
        ),
    )
    by_name: dict[tuple[str, str], set[int]] = {}
    for number, row in world.companies.items():
        for name in row["names"]:
            by_name.setdefault((name.casefold(), row["country"]), set()).add(number)
    by_number = {tax: row["company"] for row in companies.to_pylist() for tax in row["identifiers"]}
    rows = []
    for number, entry in enumerate(entries.to_pylist()):
        named = by_name.get((entry["name"].casefold(), entry["country"]), set())
        company = by_number.get(entry["register_id"], next(iter(named)) if len(named) == 1 else None)
        owners = [owner.strip() for owner in (entry["owners"] or "").split(";") if owner.strip()]
        rows.append({**entry, "company": company, "entry": f"e{number}", "owners": owners})
    return pa.Table.from_pylist([row for row in rows if row["company"] is not None], schema=REGISTER)


def _numbered_entries(entries: pa.Table) -> pa.Table:
    numbers = pa.array([f"e{number}" for number in range(entries.num_rows)])
    rows = entries.append_column("entry", numbers).select(REGISTER.names).cast(REGISTER)
    return rows.filter(pc.is_valid(rows["company"]))


def _true_of(resolved: pa.Table, known: pa.Table, spelled: pa.Table) -> pa.Table:
    """Return the true company of each resolved one: that of most of its records."""
    joined = resolved.join(known.rename_columns(["spelling", "true"]), "spelling", join_type="inner").join(
        spelled.select(["spelling", "records"]), "spelling"
    )
    counted = joined.group_by(["company", "true"]).aggregate([("records", "sum")])
    order = counted.sort_by([("company", "ascending"), ("records_sum", "descending"), ("true", "ascending")])
    best: dict[int, int] = {}
    for row in order.to_pylist():
        if row["company"] is not None:
            best.setdefault(row["company"], row["true"])
    return pa.table({"company": list(best), "true": list(best.values())}, schema=TRUE)


def _listed(world: TrueWorld, true: pa.Table) -> pa.Table:
    """Return the listings as screening would link them without error: to every company that is truly the listed one."""
    rows = [
        {
            "company": company,
            "listing_id": f"l{n}",
            "list": "custom.world",
            "name": r["names"][0],
            "score": 1.0,
            "listed_on": r["listed_on"],
        }
        for company, n in zip(true["company"].to_pylist(), true["true"].to_pylist(), strict=True)
        for r in (world.companies[n],)
        if r["listed_on"] is not None
    ]
    return pa.Table.from_pylist(rows, schema=LISTED)


def _coverage(records: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the months of which records of a reporter and direction are there."""
    return (
        records.filter(~nw.col("reporter").is_null() & ~nw.col("direction").is_null())
        .with_columns(month=nw.col("date").dt.truncate("1mo").cast(nw.Date))
        .select("reporter", "direction", "month")
        .unique(["reporter", "direction", "month"])
    )
