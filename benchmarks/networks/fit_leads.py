"""Fit the points of signs on simulated worlds, and judge them on others.

    python -m benchmarks.networks.fit_leads fit WORLDS... --test WORLDS...   # writes data/leads.yaml
    python -m benchmarks.networks.fit_leads judge WORLDS... [--without SIGN ...] [--resolved]
    python -m benchmarks.networks.fit_leads reborn WORLDS... [--without SIGN ...] [--resolved] [--most N]

WORLDS are folders `tidewaiter world` wrote; what is drawn from their records by a day is kept there and used again
(`benchmarks.networks.lead_cases`).
Worlds that are fitted on are never judged on. The challenger is a gradient-boosted forest on the same facts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import yaml
from benchmarks.networks.lead_cases import Case, case_of
from benchmarks.networks.reborn_companies import TOP, Reborn, reborn_companies
from benchmarks.networks.world_files import plain_errors
from benchmarks.networks.world_run import TrueWorld, open_world
from sklearn.ensemble import HistGradientBoostingClassifier

from tidewaiter.networks.leads.evaluate import Evaluation, Judged, by_value, came_out, evaluate, new_by_value
from tidewaiter.networks.leads.fitting import Labelled, fit_weights
from tidewaiter.networks.leads.points import Weights, carried_weights
from tidewaiter.networks.leads.ranking import rank_companies
from tidewaiter.networks.signs import SIGNS, measure_all

WEIGHTS = Path(__file__).parents[2] / "src" / "tidewaiter" / "networks" / "data" / "leads.yaml"
#: Days scored at, besides the last of each world.
DAYS = (dt.date(2023, 6, 30), dt.date(2024, 3, 31))
_NAMED = {"drawn": "leads", "value": "value", "new": "new shippers by value", "forest": "gradient boosting"}


class Forest(Protocol):
    """The challenger: what scikit-learn calls a classifier."""

    def predict_proba(self, x: np.ndarray) -> np.ndarray:
        """Return the chance of each class, a row a company."""
        ...


def cases_of(worlds: Sequence[TrueWorld], *, fresh: bool, resolved: bool) -> list[Case]:
    """Return each world by each of `DAYS` and by its last day."""
    return [case_of(world, day, fresh=fresh, resolved=resolved) for world in worlds for day in (*DAYS, world.end)]


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


def show_reborn(worlds: Sequence[TrueWorld], weights: Weights, *, most: int, resolved: bool, fresh: bool) -> None:
    """Print how many companies that went on for a listed evader are found within two months, of each world and all.

    Columns: those asked about; those found, which is among the first 50 leads or flagged as the successor of a listed
    company; each of the two; share of all leads with that flag that divert; those flagged as the successor of one that
    stopped; those among as many first leads as companies divert.
    """
    print(f"{'world':8}{'asked':>6}{'found':>6}{'first':>6}{'listed':>7}{'right':>6}{'stopped':>8}{'as many':>8}")
    every: list[Reborn] = []
    for world in worlds:
        every += (some := reborn_companies(world, weights, most=most, resolved=resolved, fresh=fresh))
        print(_counted(world.folder.name, some), flush=True)
    print(_counted("all", every))


def _counted(name: str, reborn: Sequence[Reborn]) -> str:
    found, first = sum(one.found for one in reborn), sum(one.among(TOP) for one in reborn)
    listed, stopped = sum(one.listed for one in reborn), sum(one.stopped for one in reborn)
    right = sum(one.right for one in reborn) / max(sum(one.flagged for one in reborn), 1)
    many = sum(one.among(one.diverting) for one in reborn)
    return f"{name:8}{len(reborn):6}{found:6}{first:6}{listed:7}{right:6.2f}{stopped:8}{many:8}"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("fit", "judge", "reborn"))
    parser.add_argument("worlds", nargs="+", type=Path)
    parser.add_argument("--test", nargs="*", type=Path, default=[], help="worlds to judge on what was fitted")
    parser.add_argument("--fresh", action="store_true", help="draw the facts anew")
    parser.add_argument(
        "--without",
        nargs="*",
        default=[],
        choices=[sign.id for sign in SIGNS],
        metavar="SIGN",
        help="signs to judge without, as where no record shows them",
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="file that fitted points are written to")
    parser.add_argument("--resolved", action="store_true", help="judge by resolved companies instead of true ones")
    parser.add_argument(
        "--most", type=int, default=12, help="reborn companies asked about in each world, the first ones"
    )
    return parser.parse_args()


def main() -> None:
    """Fit or judge."""
    said = arguments()
    worlds, tests = ([open_world(folder) for folder in folders] for folders in (said.worlds, said.test))
    if said.what == "reborn":
        weights = without(carried_weights(), said.without)
        show_reborn(worlds, weights, most=said.most, resolved=said.resolved, fresh=said.fresh)
        return
    cases = cases_of(worlds, fresh=said.fresh, resolved=said.resolved)
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
    show(cases_of(tests, fresh=said.fresh, resolved=said.resolved), weights, forest_of(cases))


if __name__ == "__main__":
    with plain_errors():
        main()
