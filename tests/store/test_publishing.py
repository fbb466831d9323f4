"""A crash at any file-system step of a publication leaves the state before or the state after; writers take turns."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tidewaiter.model import ListedName, Listing, RefusedListError, UsageError
from tidewaiter.store import publishing
from tidewaiter.store.snapshots import SnapshotStore

LIST, DAY = "custom.mine", dt.date(2026, 7, 9)
OLD, NEW = ("old",), ("new", "newer")


def listings(keys: tuple[str, ...]) -> list[Listing]:
    return [Listing(id=f"{LIST}:{key}", list=LIST, names=(ListedName(text=key),)) for key in keys]


def state(root: Path) -> tuple[str, ...]:
    """What a reader sees."""
    store = SnapshotStore(root)
    if LIST not in store.lists():
        return ()
    return tuple(entry.name for entry in store.read(LIST, DAY)[1])


def publish(root: Path, keys: tuple[str, ...], *, replace: bool = True) -> None:
    SnapshotStore(root).publish(LIST, DAY, listings(keys), source="test", replace=replace)


class Saboteur:
    """Counts the file-system steps that touch a folder, and strikes at the one it is told to.

    It listens to the interpreter's audit events, so it sees every open, rename, mkdir and remove without the code under
    test knowing of it. Audit hooks cannot be removed: one is installed for all tests and set to sleep.
    """

    def __init__(self) -> None:
        self.strike: Callable[[], None] | None = None
        self.folder = ""
        self.steps = self.at = 0
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if self.strike is None or event not in {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir"}:
            return
        if self.folder not in os.fsdecode(args[0] if isinstance(args[0], (str, bytes)) else ""):
            return
        self.steps += 1
        if self.steps == self.at:
            self.strike()

    def arm(self, folder: Path, at: int, strike: Callable[[], None]) -> None:
        self.folder, self.at, self.steps, self.strike = str(folder), at, 0, strike

    def rest(self) -> int:
        self.strike = None
        return self.steps


@pytest.fixture(scope="module")
def saboteur() -> Saboteur:
    return Saboteur()


def fail() -> None:
    raise OSError(28, "No space left on device")


def die() -> None:
    os._exit(137)


def steps_of_a_publication(saboteur: Saboteur, root: Path) -> int:
    publish(root, OLD)
    saboteur.arm(root, -1, fail)
    publish(root, NEW)
    return saboteur.rest()


def test_an_error_at_any_step_leaves_before_or_after(saboteur: Saboteur, tmp_path: Path) -> None:
    total = steps_of_a_publication(saboteur, tmp_path / "count")
    assert total > 8, "the saboteur does not hear the steps"
    seen = set()
    for before in ((), OLD):
        for at in range(1, total + 1):
            root = tmp_path / f"{len(before)}-{at}"
            if before:
                publish(root, before)
            saboteur.arm(root, at, fail)
            try:
                publish(root, NEW)
            except OSError:
                pass
            finally:
                saboteur.rest()
            assert state(root) in {before, NEW}, f"step {at} left {state(root)}"
            seen.add((before, state(root)))
            publish(root, NEW)
            assert state(root) == NEW
            assert {p.name for p in (root / "snapshots" / LIST).iterdir()} == {".lock", DAY.isoformat()}
            assert SnapshotStore(root).verify() == []
    assert seen == {((), ()), ((), NEW), (OLD, OLD), (OLD, NEW)}, "no step was interrupted before or after the rename"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="dies in a forked process")
def test_sudden_death_at_any_step_leaves_before_or_after(saboteur: Saboteur, tmp_path: Path) -> None:
    total = steps_of_a_publication(saboteur, tmp_path / "count")
    seen = set()
    for at in range(1, total + 1):
        root = tmp_path / str(at)
        publish(root, OLD)
        child = os.fork()
        if child == 0:
            saboteur.arm(root, at, die)
            publish(root, NEW)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 137
        assert state(root) in {OLD, NEW}, f"step {at} left {state(root)}"
        assert SnapshotStore(root).verify() == []
        seen.add(state(root))
        publish(root, ("third",))
        assert state(root) == ("third",)
        assert {p.name for p in (root / "snapshots" / LIST).iterdir()} == {".lock", DAY.isoformat()}
    assert seen == {OLD, NEW}


def test_a_snapshot_set_aside_answers_until_the_new_one_is_there(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    folder = tmp_path / "snapshots" / LIST
    (folder / DAY.isoformat()).rename(folder / f".replaced-{DAY}")
    assert SnapshotStore(tmp_path).dates(LIST) == (DAY,)
    assert state(tmp_path) == OLD
    with pytest.raises(UsageError):
        publish(tmp_path, NEW, replace=False)
    assert (folder / DAY.isoformat()).is_dir()


@pytest.mark.parametrize("name", ["listings.parquet", "manifest.json"])
def test_a_disk_that_returns_other_bytes_is_noticed_before_anything_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    publish(tmp_path, OLD)
    whole = publishing._write

    def spoil(path: Path, data: bytes) -> None:
        whole(path, data.replace(b"test", b"tset") if path.name == name == "manifest.json" else data)
        if path.name == name == "listings.parquet":
            path.write_bytes(data[:-1] + b"X")

    monkeypatch.setattr(publishing, "_write", spoil)
    with pytest.raises(RefusedListError, match="read back from the disk"):
        publish(tmp_path, NEW)
    assert state(tmp_path) == OLD


def test_everything_is_on_the_disk_before_the_rename(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[str] = []
    sync, rename = os.fsync, Path.rename

    def watched_sync(handle: int) -> None:
        events.append("sync")
        sync(handle)

    def watched_rename(self: Path, target: Path) -> Path:
        events.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", watched_sync)
    monkeypatch.setattr(Path, "rename", watched_rename)
    publish(tmp_path, NEW)
    assert events == ["sync", "sync", "sync", "rename", "sync"]  # two files, their folder; then the folder above


_CONTENDER = """
import datetime as dt, sys, time
from pathlib import Path
from tidewaiter.model import Listing, UsageError
from tidewaiter.store.snapshots import SnapshotStore

root, key = Path(sys.argv[1]), sys.argv[2]
(root / f"ready-{sys.argv[3]}").touch()
while not (root / "go").exists():
    time.sleep(0.001)
listing = Listing(id=f"custom.mine:{key}", list="custom.mine")
try:
    SnapshotStore(root).publish("custom.mine", dt.date(2026, 7, 9), [listing], source="test")
    print("published")
except UsageError:
    print("refused")
"""


def test_of_processes_publishing_different_entries_one_wins_and_the_others_are_told(tmp_path: Path) -> None:
    keys = ["a", "b", "c", "a"]
    contenders = [
        subprocess.Popen(
            [sys.executable, "-c", _CONTENDER, str(tmp_path), key, str(i)], stdout=subprocess.PIPE, text=True
        )
        for i, key in enumerate(keys)
    ]
    while len(list(tmp_path.glob("ready-*"))) < len(keys):
        assert all(contender.poll() is None for contender in contenders), "a contender died before the start"
        time.sleep(0.01)
    (tmp_path / "go").touch()
    outcomes = [contender.communicate(timeout=60)[0].strip() for contender in contenders]
    winners = {key for key, outcome in zip(keys, outcomes, strict=True) if outcome == "published"}
    (entry,) = SnapshotStore(tmp_path).read(LIST, DAY)[1]
    assert winners == {entry.id.removeprefix(f"{LIST}:")}
    assert [outcome == "refused" for outcome in outcomes] == [key not in winners for key in keys]
    assert SnapshotStore(tmp_path).verify() == []


def test_readers_see_a_whole_snapshot_while_writers_replace_it(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    done = threading.Event()

    def write() -> None:
        for turn in range(40):
            publish(tmp_path, NEW if turn % 2 == 0 else OLD)
        done.set()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    seen = []
    while not done.is_set():
        seen.append(state(tmp_path))
    for writer in writers:
        writer.join()
    assert set(seen) <= {OLD, NEW}
    assert len(seen) > 10
