"""The labelled name sets under ``names/`` of the development data, as pairs and as queries against a list.

See PROVENANCE.md beside them for what is known of their labels.
"""

from __future__ import annotations

import csv
import itertools
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from tidewaiter.model import ListedName, Listing, NameKind, Schema
from tidewaiter.screening import Query

Pair = tuple[str, str, str | None]
HAND_LABELLED = ("nk_checks", "nk_unit_tests", "cust_cases", "cluster_align")
_KINDS = {
    "individual": Schema.PERSON,
    "entity": Schema.ORGANIZATION,
    "vessel": Schema.VESSEL,
    "aircraft": Schema.AIRCRAFT,
}


@dataclass(frozen=True, slots=True)
class LabelledPairs:
    """Name pairs with their labels, and the group and quality of each label where the set has them."""

    pairs: list[Pair]
    match: npt.NDArray[np.bool_]
    group: npt.NDArray[Any]
    quality: npt.NDArray[Any]

    def only(self, kept: npt.NDArray[np.bool_]) -> LabelledPairs:
        """Return some of the pairs."""
        pairs = [pair for pair, keep in zip(self.pairs, kept, strict=True) if keep]
        return LabelledPairs(pairs, self.match[kept], self.group[kept], self.quality[kept])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def labelled_pairs(data: Path, name: str) -> LabelledPairs:
    """Read ``name_cases``, ``company_pairs_easonanalytica`` or ``cross_script_pairs``."""
    found = rows(data / "names" / f"{name}.csv")
    return LabelledPairs(
        [(row["name1"], row["name2"], row.get("schema", "Person")) for row in found],
        np.array([row["is_match"] == "true" for row in found]),
        np.array([row.get("case_group", "") for row in found]),
        np.array([row.get("quality", "") for row in found]),
    )


def entity_checks(data: Path) -> LabelledPairs:
    """Read the whole-entity pairs; only their names differ, so they are compared as names."""
    checks = yaml.safe_load((data / "names" / "entity_checks.yml").read_text(encoding="utf-8"))["checks"]
    blank = np.array([""] * len(checks))
    return LabelledPairs(
        [(_name(check["query"]), _name(check["candidate"]), check["schema"]) for check in checks],
        np.array([bool(check["match"]) for check in checks]),
        blank,
        blank,
    )


def _name(properties: dict[str, str]) -> str:
    parts = ("firstName", "middleName", "fatherName", "lastName")
    return properties.get("name") or " ".join(properties[part] for part in parts if part in properties)


def transliterations(data: Path) -> dict[str, list[tuple[str, str]]]:
    """Return (native, Latin) spellings of single names by script."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows(data / "names" / "transliteration_names.csv"):
        found[row["script"]].append((row["native"], row["latin"]))
    return dict(found)


def sdn_listings(data: Path) -> list[Listing]:
    """Return the target list of the corrupted queries."""
    found = rows(data / "names" / "sdn_names.csv")
    listings = []
    for number, names in itertools.groupby(found, key=lambda row: row["ent_id"]):
        entry = list(names)
        listed = tuple(
            ListedName(text=row["name"], kind=NameKind.PRIMARY if row["kind"] == "primary" else NameKind.ALIAS)
            for row in entry
        )
        listings.append(Listing(id=number, list="us.ofac.sdn", schema=_KINDS[entry[0]["type"]], names=listed))
    return listings


def corrupted_queries(data: Path) -> tuple[list[Query], list[str]]:
    """Return the corrupted queries, with the entry to find as their id, and the corruption of each."""
    found = rows(data / "names" / "sdn_corrupted_queries.csv")
    queries = [Query(id=row["ent_id"], name=row["query"], schema=_KINDS[row["type"]]) for row in found]
    return queries, [row["corruption"] for row in found]


def negative_queries(data: Path) -> list[Query]:
    """Return people who are on no list."""
    found = rows(data / "names" / "negatives_people.csv")
    return [Query(name=row["full_name"], schema=Schema.PERSON) for row in found]


def auc(match: npt.NDArray[np.bool_], score: npt.NDArray[np.float64]) -> float:
    """Return the chance that a matching pair scores above one that does not, ties counting half."""
    order = np.argsort(score, kind="stable")
    _, where, count = np.unique(score[order], return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(count) - (count - 1) / 2
    rank = np.empty(len(score))
    rank[order] = mean_rank[where]
    positives = int(match.sum())
    return float((rank[match].sum() - positives * (positives + 1) / 2) / (positives * (len(match) - positives)))


def f1(match: npt.NDArray[np.bool_], score: npt.NDArray[np.float64], threshold: float) -> float:
    """Return the harmonic mean of precision and recall at a threshold."""
    said = score >= threshold
    return float(2 * (said & match).sum() / max(said.sum() + match.sum(), 1))
