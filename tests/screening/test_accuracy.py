"""What screening must reach on the development data; the full table is printed by benchmarks/bench_screening.py."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tidewaiter.model import Listing, Schema
from tidewaiter.screening import DEFAULT_THRESHOLD, Query, Screener, ScreeningIndex, compare_many
from tidewaiter.sources.lists import read_list_file

pytestmark = pytest.mark.needs_data

DAY = dt.date(2026, 8, 1)
LISTS = ("us_csl/csl_2026-07-31_compact.json.gz", "us_bis/bis_entity_list_2026-07.json")
SCREENED = {
    "us.bis.entity_list",
    "us.bis.military_end_user",
    "us.bis.unverified_list",
    "us.bis.denied_persons",
    "us.ofac.sdn",
}


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)


def test_labelled_pairs_are_told_apart(data_dir: Path) -> None:
    cases = list(rows(data_dir / "names" / "name_cases.csv"))
    match = np.array([case["is_match"] == "true" for case in cases])
    score = np.array([c.score for c in compare_many([(c["name1"], c["name2"], c["schema"]) for c in cases])])
    said = score >= DEFAULT_THRESHOLD
    assert 2 * (said & match).sum() / (said.sum() + match.sum()) >= 0.85
    better = (score[match][:, None] > score[~match][None, :]).mean()
    assert better >= 0.92


@pytest.mark.parametrize(
    ("script", "least"),
    [
        ("russian", 0.94),
        ("arabic", 0.73),
        ("hebrew", 0.65),
        ("chinese", 0.61),
        ("japanese", 0.76),
        ("katakana", 0.80),
        ("korean", 0.73),
    ],
)
def test_transliterated_names_are_recognised(data_dir: Path, script: str, least: float) -> None:
    names = [row for row in rows(data_dir / "names" / "transliteration_names.csv") if row["script"] == script]
    right = [(row["native"], row["latin"], None) for row in names]
    wrong = [(row["native"], names[(at + 37) % len(names)]["latin"], None) for at, row in enumerate(names)]
    threshold = np.quantile([found.score for found in compare_many(wrong)], 0.99)
    assert np.mean([found.score > threshold for found in compare_many(right)]) >= least


@pytest.fixture(scope="module")
def everything(data_dir: Path) -> tuple[list[Listing], Screener]:
    """Every entry, and a screener in which each is in force: one that has lapsed must be found as on the day it was."""
    listings = [e for file in LISTS for e in read_list_file(data_dir / "lists" / file).listings]
    screener = Screener(ScreeningIndex.build(listings))
    screener.index.from_day[:], screener.index.after_day[:] = 0, 0
    screener.index.until_day[:] = dt.date.max.toordinal()
    return listings, screener


@pytest.mark.slow
@pytest.mark.parametrize(("told", "most"), [(True, 0), (False, 10)], ids=["kind told", "kind not told"])
def test_every_listed_name_finds_its_entry_first(
    everything: tuple[list[Listing], Screener], *, told: bool, most: int
) -> None:
    listings, screener = everything
    asked = [(e, name.text) for e in listings if e.list in SCREENED and not e.address_only for name in e.names]
    kinds = [e.schema if told and e.schema is not Schema.ENTITY else None for e, _ in asked]
    queries = [Query(name=name, schema=kind) for (_, name), kind in zip(asked, kinds, strict=True)]
    names: dict[str, set[str]] = defaultdict(set)
    for entry in listings:
        names[entry.id] |= {name.text.casefold() for name in entry.names}
    lost = [
        (entry.id, name, [hit.matched for hit in hits[:1]])
        for (entry, name), hits in zip(asked, screener.screen(queries, as_of=DAY, limit=1), strict=True)
        if not hits or (hits[0].listing_id != entry.id and name.casefold() not in names[hits[0].listing_id])
    ]
    assert len(asked) > 40_000
    assert len(lost) <= most, lost[:20]
