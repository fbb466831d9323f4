"""Simulated worlds by a day, as leads are fitted and judged on: facts of all companies, and who each truly is.

What is drawn from the records of a world by a day is kept in ``run/DAY`` of its folder, and used again; by resolved
companies in ``run_resolved/DAY``. Remove these folders after a change of the stages.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.networks.resolved_world import resolved_world
from benchmarks.networks.world_run import STAGES, TrueWorld, run_world

from tidewaiter.engines import TableEngine, duck_tables
from tidewaiter.engines.tables import GroupWork
from tidewaiter.networks.facts import (
    CONTACTS,
    MEMBERS,
    NetworkTables,
    chain_members,
    company_contacts,
    company_facts,
    register_contacts,
)
from tidewaiter.networks.leads.scope import LeadScope
from tidewaiter.networks.signs import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One world by a day.

    Attributes:
        world: The world.
        facts: Facts of its companies by the day.
        numbers: The true company of each row of the facts.
    """

    world: TrueWorld
    facts: Facts
    numbers: list[int | None]

    @property
    def companies(self) -> list[dict[str, Any] | None]:
        """The truth of each row."""
        return [None if number is None else self.world.companies[number] for number in self.numbers]

    @property
    def true(self) -> np.ndarray:
        """Whether each truly diverts by the day."""
        by = dt.date.fromordinal(self.facts.as_of)
        firsts = [row["first_diverted"] if row and row["diverts"] else None for row in self.companies]
        return np.array([first is not None and first <= by for first in firsts])


def case_of(world: TrueWorld, as_of: dt.date, *, fresh: bool = False, resolved: bool = False) -> Case:
    """Return the facts of a world by a day, drawn anew when ``fresh``; by resolved companies instead of true ones."""
    run = stages_of(world, as_of, resolved=resolved)
    scope = scope_of(world, as_of)
    kept = run / "facts.parquet"
    if fresh or not kept.exists():
        with duck_tables(workers=1) as engine:
            drawn = company_facts(_tables(engine, run), scope, keep=lambda frame: engine.frame(engine.collect(frame)))
            pq.write_table(engine.collect(drawn).sort_by("company"), kept)
    facts = Facts(pq.read_table(kept), since=scope.since, as_of=as_of)
    true = pq.read_table(run / "true.parquet")
    of = dict(zip(true["company"].to_pylist(), true["true"].to_pylist(), strict=True))
    return Case(world=world, facts=facts, numbers=[of.get(n) for n in facts.table["company"].to_pylist()])


def stages_of(world: TrueWorld, as_of: dt.date, *, resolved: bool = False) -> Path:
    """Return the folder with the `STAGES` of a world by a day; they are run where they are missing."""
    run = world.folder / ("run_resolved" if resolved else "run") / as_of.isoformat()
    if not all((run / f"{name}.parquet").exists() for name in STAGES):
        resolution = resolved_world(world.folder, as_of) if resolved else None
        with duck_tables(workers=1) as engine:
            run_world(world, engine, as_of, run, resolution=resolution)
    return run


def scope_of(world: TrueWorld, as_of: dt.date) -> LeadScope:
    """Return the question of a world by a day."""
    return LeadScope(
        destination=world.truth["destination"],
        as_of=as_of,
        since=world.since,
        coalition=frozenset(world.truth["origins"]),
    )


def _tables(engine: TableEngine, run: Path) -> NetworkTables:
    frames = {name: engine.frame(pq.read_table(run / f"{name}.parquet")) for name in STAGES}

    def applied(name: str, work: GroupWork, schema: pa.Schema, group: str) -> nw.LazyFrame[Any]:
        made = engine.apply(frames[name], group=group, work=work, schema=schema)
        return engine.frame(engine.collect(made))

    contacts = nw.concat(
        [
            applied("companies", company_contacts, CONTACTS, "company"),
            applied("register", register_contacts, CONTACTS, "company"),
        ],
        how="vertical",
    ).unique(["company", "kind", "key"])
    return NetworkTables(
        **{name: frames[name] for name in STAGES if name != "true"},
        contacts=engine.frame(engine.collect(contacts)),
        members=applied("chains", chain_members, MEMBERS, "chain"),
    )
