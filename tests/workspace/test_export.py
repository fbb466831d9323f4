"""A list that is exported and imported as one's own is screened as the list itself."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tidewaiter.model import Hit, UsageError
from tidewaiter.reports.ftm.export import interchange_id
from tidewaiter.screening import Query, Screener, ScreeningIndex
from tidewaiter.sources.custom_list import read_custom_list
from tidewaiter.workspace import Workspace

LISTS = ("us.bis.entity_list", "us.bis.unverified_list", "us.state.isn")
DAY = dt.date(2026, 8, 1)


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("exporting"), today=lambda: DAY)


def found(hits: tuple[Hit, ...]) -> dict[str, tuple[float, str]]:
    """Score and matched name by entry; an affiliate, which is a party of its own in a file, counts as its entry."""
    best: dict[str, tuple[float, str]] = {}
    for hit in hits:
        entry = interchange_id(hit.listing_id.removeprefix("custom.copy:")).partition(".affiliate-")[0]
        best[entry] = max(best.get(entry, (0.0, "")), (hit.score, hit.matched))
    return best


def test_the_copy_of_a_list_gives_the_same_hits(space: Workspace, tmp_path: Path) -> None:
    entries = [entry for list_id in LISTS for entry in space.lists.read(list_id)[1]]
    file = tmp_path / "lists.ftm.json"
    file.write_text("".join(f"{json.dumps(e, ensure_ascii=False)}\n" for e in space.lists.entities(LISTS)), "utf-8")
    copy = read_custom_list(file, "copy")
    assert copy.rejected == ()
    queries = [
        Query(name=name.text, country=next(iter(entry.countries), None)) for entry in entries for name in entry.names
    ]
    queries += [Query(address=address.full) for entry in entries for address in entry.addresses]
    queries = queries[::12]  # of every list and kind
    assert len(queries) > 1000
    ours, theirs = (
        Screener(ScreeningIndex.build(listings)).screen(queries, as_of=DAY, limit=200)
        for listings in (entries, copy.listings)
    )
    assert sum(map(bool, ours)) > 0.95 * len(queries)
    for query, one, other in zip(queries, ours, theirs, strict=True):
        assert found(other) == found(one), query


def test_every_list_is_exported_when_none_is_named(space: Workspace) -> None:
    datasets = {entity["datasets"][0] for entity in space.lists.entities()}
    filled = {list_id for list_id in space.lists.ids() if space.lists.read(list_id)[1]}
    assert datasets == filled


def test_an_unknown_list_is_refused_before_anything_is_written(space: Workspace) -> None:
    with pytest.raises(UsageError, match=r"us\.nowhere"):
        space.lists.entities(["us.state.isn", "us.nowhere"])
