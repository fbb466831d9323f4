"""Fit the points of signs on simulated worlds, and judge them on others.

    python -m benchmarks.networks.fit_leads fit WORLDS... --test WORLDS...   # writes data/leads.yaml
    python -m benchmarks.networks.fit_leads judge WORLDS... [--without SIGN ...] [--resolved]
    python -m benchmarks.networks.fit_leads reborn WORLDS...

WORLDS are folders `tidewaiter world` wrote; what was drawn from their records by a day is kept in ``run/DAY`` of each.
Worlds that are fitted on are never judged on. The challenger is a gradient-boosted forest on the same facts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from benchmarks.networks.resolved_world import resolved_world
from benchmarks.networks.world_run import STAGES, TrueWorld, open_world, run_world
from sklearn.ensemble import HistGradientBoostingClassifier

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
from tidewaiter.networks.leads.evaluate import Evaluation, Judged, by_value, came_out, evaluate, new_by_value
from tidewaiter.networks.leads.fitting import Labelled, fit_weights
from tidewaiter.networks.leads.points import Weights, carried_weights
from tidewaiter.networks.leads.ranking import rank_companies
from tidewaiter.networks.leads.scope import LeadScope
from tidewaiter.networks.signs import PRESENT, SIGNS, Facts, measure_all

WEIGHTS = Path(__file__).parents[2] / "src" / "tidewaiter" / "networks" / "data" / "leads.yaml"
#: Days scored at, besides the last of each world.
DAYS = (dt.date(2023, 6, 30), dt.date(2024, 3, 31))
_NAMED = {"drawn": "leads", "value": "value", "new": "new shippers by value", "forest": "gradient boosting"}


class Forest(Protocol):
    """The challenger: what scikit-learn calls a classifier."""

    def predict_proba(self, x: np.ndarray) -> np.ndarray:
        """Return the chance of each class, a row a company."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One world by a day."""

    world: TrueWorld
    facts: Facts
    numbers: list[int | None]  # the true company of each row

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


def scope_of(world: TrueWorld, as_of: dt.date) -> LeadScope:
    """Return the question of a world by a day."""
    return LeadScope(
        destination=world.truth["destination"],
        as_of=as_of,
        since=world.since,
        coalition=frozenset(world.truth["origins"]),
    )


def tables_of(engine: TableEngine, run: Path) -> NetworkTables:
    """Return the tables of a run on disk."""
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


def case_of(folder: Path, day: dt.date | None, *, fresh: bool = False, resolved: bool = False) -> Case:
    """Return the facts of a world by a day, the last one when None; by resolved companies instead of true ones."""
    world = open_world(folder)
    as_of = day or world.end
    resolution = resolved_world(folder) if resolved else None
    run = folder / ("run_resolved" if resolved else "run") / as_of.isoformat()
    scope = scope_of(world, as_of)
    kept = run / "facts.parquet"
    if fresh or not kept.exists():
        with duck_tables(workers=1) as engine:
            if not (run / "chains.parquet").exists():
                run_world(world, engine, as_of, run, resolution=resolution)
            drawn = company_facts(tables_of(engine, run), scope, keep=lambda frame: engine.frame(engine.collect(frame)))
            pq.write_table(engine.collect(drawn).sort_by("company"), kept)
    facts = Facts(pq.read_table(kept), since=scope.since, as_of=as_of)
    true = pq.read_table(run / "true.parquet")
    of = dict(zip(true["company"].to_pylist(), true["true"].to_pylist(), strict=True))
    return Case(world=world, facts=facts, numbers=[of.get(n) for n in facts.table["company"].to_pylist()])


def fitted_on(cases: Sequence[Case]) -> Weights:
    """Fit the points to cases."""
    labelled = [
        Labelled(found=measure_all(case.facts), rows=case.facts.count("candidate") > 0, true=case.true)
        for case in cases
    ]
    return fit_weights(labelled)


def judged(case: Case, weights: Weights, forest: Forest | None = None) -> Evaluation:
    """Judge the rankings of one case by who truly diverts by its day."""
    rankings = {_NAMED["drawn"]: rank_companies(case.facts, weights).order}
    if forest is not None:
        rows = np.flatnonzero(case.facts.count("candidate") > 0)
        score = forest.predict_proba(_matrix(case)[rows])[:, 1]
        rankings[_NAMED["forest"]] = rows[np.argsort(-score, kind="stable")]
    rankings |= {_NAMED["value"]: by_value(case.facts), _NAMED["new"]: new_by_value(case.facts)}
    true = case.true
    days = np.full(len(true), np.nan)
    return evaluate(rankings, Judged(true=true, value=case.facts.count("sent_value"), days=days), draws=200)


def foretold(case: Case, weights: Weights) -> Evaluation:
    """Judge the rankings by who is designated in the twelve months after, those designated before left out."""
    listed: list[dt.date | None] = [row["listed_on"] if row else None for row in case.companies]
    at = dt.date.fromordinal(case.facts.as_of)
    before = [day is not None and day <= at for day in listed]
    true, days = came_out(listed, at=at, known_before=before)
    known = np.array(before, dtype=bool)
    orders = {
        _NAMED["drawn"]: rank_companies(case.facts, weights).order,
        _NAMED["value"]: by_value(case.facts),
        _NAMED["new"]: new_by_value(case.facts),
    }
    rankings = {name: order[~known[order]] for name, order in orders.items()}
    return evaluate(rankings, Judged(true=true, value=case.facts.count("sent_value"), days=days), draws=200)


def reborn(folder: Path, weights: Weights, *, days: int = 61, top: int = 50, most: int = 12) -> tuple[int, int]:
    """Count companies that went on for a listed evader, and those found so many days after their first consignment.

    Found is one that is among the first of the ranking of that day, or flagged as the successor of a listed or stopped
    company. Only those whose consignments any record shows can be found, and only they are counted.
    """
    world = open_world(folder)
    run = folder / "run" / world.end.isoformat()
    scope = scope_of(world, world.end)
    first = _first_sent(run, scope)
    new = sorted((first[n], n) for n, r in world.companies.items() if n in first and _after_listing(world, r, first[n]))
    found = 0
    with duck_tables(workers=1) as engine:
        tables = tables_of(engine, run)
        for day, number in new[:most]:
            by = scope_of(world, min(day + dt.timedelta(days=days), world.end))
            drawn = company_facts(tables, by, keep=lambda frame: engine.frame(engine.collect(frame)))
            facts = Facts(engine.collect(drawn).sort_by("company"), since=by.since, as_of=by.as_of)
            ranking = rank_companies(facts, weights)
            numbers = facts.table["company"].to_pylist()
            row = numbers.index(number) if number in numbers else None
            flags = ("successor_of_listed", "successor_of_stopped")
            flagged = row is not None and any(ranking.found[name].state[row] == PRESENT for name in flags)
            found += flagged or row in set(ranking.order[:top].tolist())
    return len(new[:most]), found


def _after_listing(world: TrueWorld, company: dict[str, Any], by: dt.date) -> bool:
    old = company["predecessor"] and world.companies[company["predecessor"]]
    return bool(company["diverts"] and old and old["listed_on"] is not None and old["listed_on"] <= by)


def _first_sent(run: Path, scope: LeadScope) -> dict[int, dt.date]:
    legs = pq.read_table(
        run / "legs.parquet", columns=["seller", "day", "asked", "to_country", "destination"]
    ).to_pylist()
    first: dict[int, dt.date] = {}
    for leg in legs:
        there = scope.destination in {leg["to_country"], leg["destination"]}
        if leg["asked"] and there and leg["seller"] is not None and leg["day"] >= scope.since:
            first[leg["seller"]] = min(first.get(leg["seller"], leg["day"]), leg["day"])
    return first


def _matrix(case: Case) -> np.ndarray:
    found = measure_all(case.facts)
    names = [sign.id for sign in SIGNS]
    states = [np.where(found[name].state < 0, np.nan, found[name].state) for name in names]
    return np.column_stack([*states, *(found[name].value for name in names), case.facts.count("sent_value")])


def forest_of(cases: Sequence[Case]) -> Forest:
    """Fit the challenger: gradient boosting on states and values of the signs, and the value sent."""
    rows = [np.flatnonzero(case.facts.count("candidate") > 0) for case in cases]
    x = np.concatenate([_matrix(case)[at] for case, at in zip(cases, rows, strict=True)])
    y = np.concatenate([case.true[at] for case, at in zip(cases, rows, strict=True)])
    made = HistGradientBoostingClassifier(max_depth=4, learning_rate=0.06, l2_regularization=1.0, random_state=0)
    forest: Forest = made.fit(x, y)
    return forest


def show(cases: Sequence[Case], weights: Weights, forest: Forest | None = None) -> None:
    """Print the tables."""
    print(f"{'world':8}{'day':12}{'cand.':>6}{'base':>6}  precision at 20 / 50 of each ranking")
    totals: dict[tuple[str, int], list[float]] = {}
    worse = 0
    for case in cases:
        found = judged(case, weights, forest)
        parts = {(row.ranking, row.k): row for row in found.rows}
        line = [
            f"{name} {parts[name, 20].precision:.2f}/{parts[name, 50].precision:.2f}"
            for name in _NAMED.values()
            if (name, 20) in parts
        ]
        for key, row in parts.items():
            totals.setdefault(key, []).append(row.precision)
        rivals = max(parts[_NAMED["value"], 50].precision, parts[_NAMED["new"], 50].precision)
        worse += parts[_NAMED["drawn"], 50].precision <= rivals < 1
        day = dt.date.fromordinal(case.facts.as_of)
        print(f"{case.world.folder.name:8}{day} {found.candidates:6}{found.base_rate:6.2f}  {'  '.join(line)}")
    for (name, k), values in totals.items():
        print(f"mean of {len(values)}: {name} at {k}: {statistics.mean(values):.3f}, least {min(values):.2f}")
    print(f"cases no better than a ranking by value: {worse}")
    later: dict[tuple[str, int], list[Any]] = {}
    for case in cases:
        if case.facts.as_of < case.world.end.toordinal() - 180:
            for row in foretold(case, weights).rows:
                later.setdefault((row.ranking, row.k), []).append(row)
    for (name, k), rows in later.items():
        lead = [row.lead_days for row in rows if row.lead_days is not None]
        said = f"{statistics.median(lead):.0f} days" if lead else "none"
        precision, value = (statistics.mean(getattr(row, of) for row in rows) for of in ("precision", "value_recalled"))
        print(f"designated in the next 12 months: {name} at {k}: {precision:.3f}, value {value:.2f}, lead {said}")


def without(weights: Weights, names: Collection[str]) -> Weights:
    """Return weights in which some signs count nothing."""
    return replace(weights, signs={name: w for name, w in weights.signs.items() if name not in names})


def write(weights: Weights, how: dict[str, Any], path: Path = WEIGHTS) -> None:
    """Write weights as the data file of the package."""
    signs = {
        name: {"absent": w.absent, "present": w.present, **({"steps": [list(s) for s in w.steps]} if w.steps else {})}
        for name, w in weights.signs.items()
    }
    opening = "# Points of signs: natural log-odds, added up. Written by benchmarks/networks/fit_leads.py.\n"
    text = yaml.safe_dump({"fitted": how, "intercept": weights.intercept, "signs": signs}, sort_keys=False, width=120)
    path.write_text(opening + text, encoding="utf-8")


def main() -> None:
    """Fit or judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("fit", "judge", "reborn"))
    parser.add_argument("worlds", nargs="+", type=Path)
    parser.add_argument("--test", nargs="*", type=Path, default=[])
    parser.add_argument("--fresh", action="store_true", help="draw the facts anew")
    parser.add_argument(
        "--without", nargs="*", default=[], help="signs to judge without, as where no record shows them"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--resolved", action="store_true", help="judge by resolved companies instead of true ones")
    said = parser.parse_args()
    if said.what == "reborn":
        for folder in said.worlds:
            every, found = reborn(folder, without(carried_weights(), said.without))
            print(
                f"{folder.name}: {found} of {every} reborn companies found within two months of their first consignment"
            )
        return
    cases = [
        case_of(folder, day, fresh=said.fresh, resolved=said.resolved)
        for folder in said.worlds
        for day in (*DAYS, None)
    ]
    if said.what == "judge":
        show(cases, without(carried_weights(), said.without))
        return
    weights = fitted_on(cases)
    how = {
        "how": "logistic regression with monotone steps, ridge, signs hidden at random in fitting",
        "worlds": sorted({case.world.truth["seed"] for case in cases}),
        "days": sorted({dt.date.fromordinal(case.facts.as_of).isoformat() for case in cases}),
        "companies": int(sum((case.facts.count("candidate") > 0).sum() for case in cases)),
    }
    write(weights, how, said.out)
    tests = [case_of(folder, day, fresh=said.fresh) for folder in said.test for day in (*DAYS, None)]
    show(tests, weights, forest_of(cases))


if __name__ == "__main__":
    main()
