"""Fit the weights of the name features: ``PYTHONPATH=src:. python -m benchmarks.names.fit DATA_DIR [--write]``.

A logistic regression with signs fixed by meaning (agreement never counts against, conflict never for) and a ridge
penalty: one weight a feature. It learns from the labelled pairs, from corrupted queries against the names of the entry
they come from (positive) and of other entries (negative), and from people on no list against the listed names nearest
to them (negative). The weights of the sets are set so that the thousands of made pairs do not drown the hundreds of
labelled ones. Some weights have a bound that the labels alone would not give: numbers must agree (``Plant No. 5`` is
not ``Plant No. 6``, ``Victory`` not ``Victory 3``), more than a mistyping makes another word, two well-known names are
two (``Michel`` and ``Michelle``), a company with one name is known by how it is written, forms of one law are two
registrations, a father is not his son, one common name of two is nobody's (``Ana Santos`` is not ``SANTOS``), words an
entity has more are a difference, and trade words alone are no match.
"""

from __future__ import annotations

import json
import sys
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from benchmarks.names import datasets
from scipy.optimize import minimize

from tidewaiter.model import Listing
from tidewaiter.screening import Query
from tidewaiter.screening.compare import as_schema
from tidewaiter.screening.features import NAMES, name_features
from tidewaiter.screening.index import ScreeningIndex
from tidewaiter.screening.name_search import candidate_features
from tidewaiter.screening.names import name_table
from tidewaiter.screening.normalise import normalise

WEIGHTS = Path(__file__).parents[2] / "src/tidewaiter/screening/data/weights.json"
FOR = frozenset({"agreement", "evidence", "same_legal_form", "as_written", "same_words", "acronym", "acronym_within"})
MOST = {
    "numbers": -6.0,
    "number_missing": -5.0,
    "distinct_words": -4.0,
    "worst_edits": -2.5,
    "one_law": -2.0,
    "surplus_words": -0.5,
    "single_word": -2.5,
    "no_name": -1.0,
    "crossed": -5.5,
    "lone_name": -5.0,
    "only_trade": -6.5,
}
#: What an acronym explains weighs less than what agrees letter by letter, so that a name is nearest to itself.
MOST_FOR = {"acronym_within": 3.0}
RIDGE = 0.3
LABELLED, ENTITY, COMPANY, CORRUPTED, OTHER = 1.8, 2.0, 0.5, 0.42, 0.07
#: Names in other scripts are learned from with more near misses than a search compares them with.
NEAR_MISSES = 128
FOLDS = 5
TURNS = 3

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows to learn from: features, label, weight, and log odds that are fixed beforehand."""

    x: Floats
    y: npt.NDArray[np.bool_]
    weight: Floats
    offset: Floats


def pair_features(pairs: list[datasets.Pair]) -> Floats:
    kinds = [as_schema(schema) for *_, schema in pairs]
    left = name_table([normalise(pair[0], kind) for pair, kind in zip(pairs, kinds, strict=True)])
    right = name_table([normalise(pair[1], kind) for pair, kind in zip(pairs, kinds, strict=True)])
    each = np.arange(len(pairs))
    return name_features(left, right, each, each)[0].astype(np.float64)


def labelled(found: datasets.LabelledPairs, weight: float | Floats) -> Sample:
    size = len(found.pairs)
    return Sample(pair_features(found.pairs), found.match, np.broadcast_to(weight, size).astype(float), np.zeros(size))


def case_weights(cases: datasets.LabelledPairs) -> Floats:
    """Hand-labelled groups and strong labels count more."""
    made = np.char.startswith(cases.group.astype(str), "synth")
    quality = np.select([cases.quality == "STRONG", cases.quality == "WEAK"], [1.5, 0.5], 1.0)
    return np.asarray(LABELLED * np.where(made, 0.5, 1.5) * quality, dtype=float)


def searched(index: ScreeningIndex, queries: list[Query], listings: list[Listing]) -> Sample:
    """Compare queries with the names found for them; of the right entry only the nearest name counts as found."""
    query, name, matrix, offset = candidate_features(index, queries, by_consonants_most=NEAR_MISSES)
    numbers = {entry.id: number for number, entry in enumerate(listings)}
    wanted = np.array([numbers.get(q.id or "", -1) for q in queries])
    y = index.entry_of_name[name] == wanted[query]
    likeness = matrix[:, NAMES.index("agreement")] + matrix[:, NAMES.index("same_words")]
    best = np.full(len(queries), -1.0)
    np.maximum.at(best, query, np.where(y, likeness, -1.0))
    weight = np.where(y, CORRUPTED * (likeness >= best[query]), OTHER)
    return Sample(matrix.astype(np.float64), y, np.asarray(weight, dtype=np.float64), offset)


def fit(sample: Sample) -> Floats:
    """Return intercept and weights that fit the sample best within their signs."""
    signs = [(0.0, MOST_FOR.get(name)) if name in FOR else (None, MOST.get(name, 0.0)) for name in NAMES]
    bounds = [(None, 0.0), *signs]
    start = np.array([0.0] + [0.5 if name in FOR else min(-0.5, MOST.get(name, 0.0)) for name in NAMES])

    def loss(p: Floats) -> tuple[float, Floats]:
        margin = np.where(sample.y, 1, -1) * (sample.x @ p[1:] + p[0] + sample.offset)
        pull = -sample.weight * np.where(sample.y, 1, -1) / (1 + np.exp(np.clip(margin, -60, 60)))
        penalty = RIDGE * p[1:]
        value = (sample.weight * np.logaddexp(0, -margin)).sum() + (penalty * p[1:]).sum() / 2
        return float(value), np.concatenate([[pull.sum()], sample.x.T @ pull + penalty])

    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x)


def join(samples: list[Sample]) -> Sample:
    return Sample(*(np.concatenate([getattr(s, name) for s in samples]) for name in ("x", "y", "weight", "offset")))


def cross_validated(samples: list[Sample], sets: list[datasets.LabelledPairs], turn: int) -> list[Floats]:
    """Score each labelled pair by a fit that has not seen its second name, in whichever set.

    Args:
        samples: What is learned from; the first ones are of the labelled sets, in the same order.
        sets: The labelled sets that are scored.
        turn: Which way of dividing the names into folds; the figures of one way alone rest on a handful of pairs.
    """
    folds = [np.array([zlib.crc32(f"{pair[1].lower()}{turn}".encode()) % FOLDS for pair in s.pairs]) for s in sets]
    scores = [np.zeros(len(fold)) for fold in folds]
    for part in range(FOLDS):
        seen = [
            replace(sample, weight=np.where(fold == part, 0.0, sample.weight))
            for sample, fold in zip(samples, folds, strict=False)
        ]
        p = fit(join([*seen, *samples[len(sets) :]]))
        for sample, fold, score in zip(samples, folds, scores, strict=False):
            score[fold == part] = (sample.x @ p[1:] + p[0])[fold == part]
    return scores


def report(samples: list[Sample], cases: datasets.LabelledPairs, checks: datasets.LabelledPairs) -> None:
    """Print how well pairs are told apart by fits that have not seen them, as the mean over ways of dividing them."""
    turns = [cross_validated(samples, [cases, checks], turn) for turn in range(TURNS)]
    hand = np.isin(cases.group, datasets.HAND_LABELLED)
    every = np.ones(len(hand), dtype=bool)
    for label, which, found, kept in (
        ("all", 0, cases, every),
        ("hand-labelled", 0, cases, hand),
        ("whole entities", 1, checks, np.ones(len(checks.pairs), dtype=bool)),
    ):
        match, held_out = found.match[kept], [turn[which][kept] for turn in turns]
        auc = np.mean([datasets.auc(match, score) for score in held_out])
        f1 = np.mean([datasets.f1(match, score, 0.0) for score in held_out])
        print(f"held out, {label}: AUC {auc:.4f}, F1 {f1:.4f}")


def main(data: Path, *, write: bool) -> None:
    cases = datasets.labelled_pairs(data, "name_cases")
    checks = datasets.entity_checks(data)
    listings = datasets.sdn_listings(data)
    index = ScreeningIndex.build(listings)
    samples = [
        labelled(cases, case_weights(cases)),
        labelled(checks, ENTITY),
        labelled(datasets.labelled_pairs(data, "company_pairs_easonanalytica"), COMPANY),
        searched(index, datasets.corrupted_queries(data)[0], listings),
        searched(index, datasets.negative_queries(data), listings),
    ]
    p = fit(join(samples))
    for name, value in zip(("intercept", *NAMES), p, strict=True):
        print(f"{name:16s} {value:7.3f}")
    report(samples, cases, checks)
    if write:
        stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        stored["name"]["intercept"] = round(float(p[0]), 3)
        stored["name"]["weights"] = {name: round(float(v), 3) for name, v in zip(NAMES, p[1:], strict=True)}
        WEIGHTS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), write="--write" in sys.argv)
