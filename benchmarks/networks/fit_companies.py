"""Fit the weights of company resolution on simulated worlds, and see what they find in others.

Run ``python -m benchmarks.networks.fit_companies --fit DIR... --test DIR... [--write]``; each DIR is what ``tidewaiter
world`` wrote. With ``--test DIR...`` alone the weights that the package carries are judged.

Weights are those of a logistic regression of "one company" on the levels of all features, over the pairs that share a
key, with a ridge. Some are bounded, where a simulated world is tidier than the real one: real companies have several
phones and mail domains, move, and are placed in the wrong country by a clerk. What no world shows (numbers in names
that differ) has a weight set by judgement.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise as neighbours
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.networks.world_files import check_world, plain_errors
from benchmarks.networks.worlds import known_world, pairwise
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from tidewaiter.networks.companies.candidates import candidates
from tidewaiter.networks.companies.identities import identities
from tidewaiter.networks.companies.levels import FEATURES, levels, shared
from tidewaiter.networks.companies.resolution import resolve
from tidewaiter.networks.companies.weights import Weights
from tidewaiter.networks.companies.weights import weights as carried_weights
from tidewaiter.screening.reader import Reader

Floats = npt.NDArray[np.float64]

RIDGE = 2.0
#: Pairs of one world that count at most, so that no world outweighs the others.
MOST = 600_000
#: Least and greatest weight of a level.
BOUNDS = {
    ("phone", "other"): (-1.5, 0.0),
    ("mail", "other"): (-1.5, 0.0),
    ("address", "other"): (-2.0, 0.0),
    ("address", "same street"): (-2.0, 0.0),
    ("address", "same place"): (0.5, 1.0),
    ("country", "other"): (-7.0, -4.0),
    ("tax id", "one character differs"): (0.0, 1.0),
    ("tax id", "of another kind"): (-0.5, 0.0),
    ("number", "other"): (-5.0, -5.0),
    ("rarity of the name", "very common"): (-2.0, -1.0),
    ("rarity of the name", "common"): (-1.5, -0.7),
    ("rarity of the name", "met often"): (-1.0, -0.3),
    ("rarity of the name", "met sometimes"): (-0.5, 0.0),
    ("rarity of the name", "rare"): (0.0, 1.0),
    ("rarity of the name", "alone"): (0.0, 1.0),
    ("words", "same in order"): (-0.3, 1.0),
    ("namesakes", "more tax ids"): (-6.0, -4.0),
    ("legal form", "other"): (-3.0, -1.5),
    ("legal form", "differs or one is missing"): (-0.5, 0.0),
}
TARGET = Path(__file__).parents[2] / "src" / "tidewaiter" / "networks" / "data" / "companies.json"
_AT = np.concatenate(([0], np.cumsum([len(each) for each in FEATURES.values()])))


def pairs_of(folder: Path) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_]]:
    """Return the levels of the pairs of a world, and which are of one company."""
    world = known_world(folder)
    parties = identities(world.spellings, Reader())
    i, j = candidates(parties)
    true = world.company[parties.first]
    known = np.flatnonzero((true[i] >= 0) & (true[j] >= 0))
    if len(known) > MOST:
        known = np.random.default_rng(1).choice(known, MOST, replace=False)
    i, j = i[known], j[known]
    return levels(parties, shared(parties), i, j), true[i] == true[j]


def fitted(rows: npt.NDArray[np.int8], same: npt.NDArray[np.bool_]) -> Weights:
    """Return the weights under which the truth of the pairs is likeliest."""
    size = int(_AT[-1])
    columns = (rows + _AT[:-1]).ravel()
    matrix = csr_matrix(
        (np.ones(len(columns)), (np.repeat(np.arange(len(rows)), rows.shape[1]), columns)), (len(rows), size)
    )

    def loss(values: Floats) -> tuple[float, Floats]:
        log_odds = matrix @ values[1:] + values[0]
        wrong = 1 / (1 + np.exp(-log_odds)) - same
        total = np.logaddexp(0, np.where(same, -log_odds, log_odds)).sum() + RIDGE * (values[1:] ** 2).sum() / 2
        return total, np.concatenate(([wrong.sum()], matrix.T @ wrong + RIDGE * values[1:]))

    bounds: list[tuple[float | None, float | None]] = [(None, None)]
    for feature, each in FEATURES.items():
        bounds += [BOUNDS.get((feature, level), (None, None)) if at else (0.0, 0.0) for at, level in enumerate(each)]
    start = [min(max(0.0, -9.0 if low is None else low), 9.0 if high is None else high) for low, high in bounds]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
    return Weights(float(found[0]), tuple(found[1 + a : 1 + b].round(3) for a, b in neighbours(_AT.tolist())))


def fitted_on(folders: list[Path]) -> Weights:
    """Fit the weights to the pairs of worlds."""
    read = [pairs_of(folder) for folder in folders]
    return fitted(np.concatenate([rows for rows, _ in read]), np.concatenate([same for _, same in read]))


def write(weights: Weights, fit: list[Path], found: dict[str, Any]) -> None:
    """Write the weights with how they were made."""
    data = {
        "made_by": "benchmarks/networks/fit_companies.py",
        "fitted_on": [folder.name for folder in fit],
        "found_in_others": found,
        "bounded": [f"{feature}: {level} in [{low:g}, {high:g}]" for (feature, level), (low, high) in BOUNDS.items()],
        "intercept": round(weights.intercept, 3),
        "weights": {
            feature: {level: float(weight) for level, weight in zip(each, values, strict=True) if weight}
            for (feature, each), values in zip(FEATURES.items(), weights.levels, strict=True)
        },
    }
    TARGET.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measured(folder: Path, weights: Weights) -> dict[str, float]:
    """Return precision, recall and F1 over spellings and over appearances of parties."""
    world = known_world(folder)
    resolution = resolve(world.spellings, Reader(), agencies=world.agencies, weighed=weights)
    company = np.asarray(resolution.resolved["company"].fill_null(-1))
    spelling, true = world.appearances
    names = ("precision", "recall", "f1")
    by_spelling = zip(names, pairwise(company, world.company), strict=True)
    by_appearance = zip(names, pairwise(company[spelling], true), strict=True)
    return {
        **{f"{name}_of_spellings": round(value, 4) for name, value in by_spelling},
        **{f"{name}_of_appearances": round(value, 4) for name, value in by_appearance},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", type=Path, nargs="+", default=[], help="worlds that weights are fitted on")
    parser.add_argument("--test", type=Path, nargs="+", default=[], help="worlds that weights are judged on")
    parser.add_argument("--write", action="store_true", help="keep the fitted weights in the package")
    asked = parser.parse_args()
    if not asked.fit and (asked.write or not asked.test):
        parser.error("name worlds to fit on (--fit) or to judge the carried weights on (--test)")
    for folder in (*asked.fit, *asked.test):
        check_world(folder)
    weights = fitted_on(asked.fit) if asked.fit else carried_weights()
    for (feature, each), values in zip(FEATURES.items(), weights.levels, strict=True):
        print(f"{feature}: " + ", ".join(f"{level} {weight:+.2f}" for level, weight in zip(each, values, strict=True)))
    found = {}
    for folder in asked.test:
        found[folder.name] = measured(folder, weights)
        print(folder.name, found[folder.name], flush=True)
    if asked.write:
        write(weights, asked.fit, found)


if __name__ == "__main__":
    with plain_errors():
        main()
