"""Runs are kept by what they rest on; the oldest of a kind go."""

from __future__ import annotations

from pathlib import Path

from tidewaiter.store.runs import KEPT, RunStore


def test_a_run_is_found_again_with_its_stages(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    run = store.open("companies", "abc")
    assert not run.has("spellings")
    run.stage("spellings").mkdir()
    again = store.open("companies", "abc")
    assert again == run
    assert again.has("spellings")
    assert store.runs("companies", ["spellings"]) == (run,)
    assert store.runs("companies", ["spellings", "resolved"]) == ()


def test_runs_long_not_asked_for_are_removed_but_not_those_of_another_kind(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    other = store.open("leads", "x")
    first = store.open("companies", "0")
    for number in range(1, KEPT):
        store.open("companies", str(number))
    store.open("companies", "0")  # asked for again, so it stays
    store.open("companies", "last")
    names = [run.name for run in store.runs("companies")]
    assert names[:2] == ["companies-last", "companies-0"]
    assert len(names) == KEPT
    assert "companies-1" not in names
    assert first.folder.is_dir()
    assert other.folder.is_dir()
