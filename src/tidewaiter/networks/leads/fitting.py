"""Points of signs from labelled companies: a logistic regression whose points cannot fall as a sign gets stronger.

Each sign has a coefficient for absent (at most 0), one for present and one for each further step (at least 0, added
up), so that it is monotone by construction. A sign rarely seen stays near the points it has before any data; what the
data would give the wrong sign ends at 0 and is left out. Signs are hidden at random while fitting, as records and
registers hide them: no sign is trusted to be there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tidewaiter.networks.leads.points import SignWeight, Weights
from tidewaiter.networks.signs import ABSENT, PRESENT, SIGNS, Measured, SignDefinition
from tidewaiter.networks.signs.definition import Flags, Floats

#: Most points of a present sign, and of an absent one.
MOST, LEAST = 1.5, -0.75
#: Most points of signs that say more in simulated worlds than they can elsewhere. Sales through a company in a third
#: country are ordinary in many trades, far more often than in the worlds: half of the most, until real cases say more.
BOUNDS = {"route_detour": 0.75}
#: Points of a present sign before any data: each has a publication behind it, but a weak one as numbers go.
PRIOR = 0.3
#: Points below this are noise: the coefficient is left out.
_SMALL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Companies of one world and day: their signs and whether they divert."""

    found: Mapping[str, Measured]
    rows: Flags
    true: Flags


@dataclass(frozen=True, slots=True)
class _Column:
    sign: str
    part: str  # absent, present, or step
    threshold: float = 0.0


def fit_weights(
    cases: Sequence[Labelled],
    *,
    signs: Sequence[SignDefinition] = SIGNS,
    ridge: float = 4.0,
    hidden: float = 0.3,
    copies: int = 4,
    seed: int = 0,
) -> Weights:
    """Fit points to labelled companies, every world and day counting the same.

    Args:
        cases: Labelled companies.
        signs: Signs to fit.
        ridge: Strength of the pull of every coefficient to 0, against 100 companies a case.
        hidden: Chance that a sign of a company is hidden.
        copies: Times each company is taken, each time with other signs hidden.
        seed: Of what is hidden.
    """
    columns = _columns(cases, signs)
    random = np.random.default_rng(seed)
    parts = [_design(case, columns, signs, hidden, random) for case in cases for _ in range(copies)]
    x = np.concatenate([part for part, _, _ in parts])
    y = np.concatenate([true for _, true, _ in parts])
    weight = np.concatenate([w for _, _, w in parts]) / copies
    return _as_weights(columns, _fitted(x, y, weight, columns, ridge))


def _most(sign: str) -> float:
    return BOUNDS.get(sign, MOST)


def _columns(cases: Sequence[Labelled], signs: Sequence[SignDefinition]) -> list[_Column]:
    columns: list[_Column] = []
    for sign in signs:
        columns += [_Column(sign.id, "absent"), _Column(sign.id, "present")]
        values = np.concatenate([_present_values(case, sign) for case in cases])
        if sign.graded:
            columns += [_Column(sign.id, "step", threshold) for threshold in _steps(values, sign)]
    return columns


def _present_values(case: Labelled, sign: SignDefinition) -> Floats:
    found = case.found[sign.id]
    return np.asarray(found.value[case.rows & (found.state == PRESENT)], dtype=float)


def _steps(values: Floats, sign: SignDefinition) -> list[float]:
    """Return up to two further thresholds: the thirds of the values of present signs, to two digits."""
    if len(values) < 60:
        return []
    thirds = [float(f"{value:.2g}") for value in np.quantile(values, [1 / 3, 2 / 3])]
    weakest = values.max() if sign.lower_is_stronger else values.min()
    return sorted({step for step in thirds if step != float(f"{weakest:.2g}")}, reverse=sign.lower_is_stronger)


def _design(
    case: Labelled,
    columns: Sequence[_Column],
    signs: Sequence[SignDefinition],
    hidden: float,
    random: np.random.Generator,
) -> tuple[Floats, Floats, Floats]:
    rows = np.flatnonzero(case.rows)
    low = {sign.id: sign.lower_is_stronger for sign in signs}
    shown = {sign.id: random.random(len(rows)) >= hidden for sign in signs}
    made = np.zeros((len(rows), len(columns)))
    for at, column in enumerate(columns):
        found = case.found[column.sign]
        state, value = found.state[rows], found.value[rows]
        if column.part == "absent":
            there = state == ABSENT
        else:
            there = state == PRESENT
            if column.part == "step":
                with np.errstate(invalid="ignore"):
                    there &= value <= column.threshold if low[column.sign] else value >= column.threshold
        made[:, at] = there & shown[column.sign]
    return made, case.true[rows].astype(float), np.full(len(rows), 100.0 / max(len(rows), 1))


def _fitted(x: Floats, y: Floats, weight: Floats, columns: Sequence[_Column], ridge: float) -> Floats:
    from scipy.optimize import minimize  # noqa: PLC0415 - takes half a second that most commands do not need

    bounds: list[tuple[float | None, float | None]] = [(None, None)]
    bounds += [(LEAST, 0.0) if column.part == "absent" else (0.0, _most(column.sign)) for column in columns]

    prior = np.array([PRIOR if column.part == "present" else 0.0 for column in columns])

    def loss(beta: Floats) -> tuple[float, Floats]:
        z = beta[0] + x @ beta[1:]
        p = 1.0 / (1.0 + np.exp(-np.clip(z, -30, 30)))
        value = float((weight * (np.logaddexp(0.0, z) - y * z)).sum() + 0.5 * ridge * ((beta[1:] - prior) ** 2).sum())
        slope = weight * (p - y)
        return value, np.concatenate([[slope.sum()], x.T @ slope + ridge * (beta[1:] - prior)])

    done = minimize(loss, np.zeros(len(columns) + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(done.x, dtype=float)


def _as_weights(columns: Sequence[_Column], beta: Floats) -> Weights:
    signs: dict[str, SignWeight] = {}
    for name in dict.fromkeys(column.sign for column in columns):
        mine = [(column, float(b)) for column, b in zip(columns, beta[1:], strict=True) if column.sign == name]
        absent = sum(b for column, b in mine if column.part == "absent")
        present = sum(b for column, b in mine if column.part == "present")
        steps: list[tuple[float, float]] = []
        total = present
        for column, b in mine:
            if column.part == "step" and b >= _SMALL:
                before, total = total, min(total + b, _most(name))
                if total - before >= _SMALL:
                    steps.append((column.threshold, round(total, 2)))
        weight = SignWeight(
            absent=round(absent, 2) if -absent >= _SMALL else 0.0,
            present=round(present, 2) if present >= _SMALL else 0.0,
            steps=tuple(steps),
        )
        if weight != SignWeight():
            signs[name] = weight
    return Weights(intercept=round(float(beta[0]), 2), signs=signs, fitted={})
