"""The snapshot store: what is published is read back, as of any date, from the right layer."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidewaiter.model import Citation, ListedName, Listing, RefusedListError, UnusableWorkspaceError, UsageError
from tidewaiter.store.asof import in_force
from tidewaiter.store.snapshots import SnapshotStore

EL = "us.bis.entity_list"
OLD, NEW = dt.date(2022, 4, 21), dt.date(2026, 7, 9)
AUGUST = dt.date(2024, 8, 7)


def entry(key: str, listed_on: dt.date | None = None, *, list_id: str = EL, **fields: object) -> Listing:
    return Listing(
        id=f"{list_id}:{key}",
        list=list_id,
        names=(ListedName(text=key),),
        listed_on=listed_on,
        citations=(Citation(text="89 FR 68548", date=listed_on),),
        **fields,  # type: ignore[arg-type]
    )


def ids(listings: tuple[Listing, ...]) -> list[str]:
    return [listing.id.rpartition(":")[2] for listing in listings]


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "workspace")


def test_what_is_published_is_read_back_ordered_by_id(store: SnapshotStore) -> None:
    listings = [entry("b", OLD), entry("a")]
    published = store.publish(EL, NEW, listings, source="eCFR", source_file="el.json", source_sha256="a" * 64)
    snapshot, found = store.read(EL, NEW)
    assert found == tuple(sorted(listings, key=lambda e: e.id))
    assert snapshot == published == store.snapshot(EL, NEW)
    assert (snapshot.entries, snapshot.source, snapshot.note, snapshot.age_days) == (2, "eCFR", None, 0)
    assert store.lists() == (EL,)
    assert store.dates(EL) == (NEW,)
    assert store.verify() == []


def test_the_layout_on_disk_is_the_documented_one(store: SnapshotStore, tmp_path: Path) -> None:
    snapshot = store.publish(EL, NEW, [entry("a")], source="eCFR", notes=("No review policy.",))
    folder = tmp_path / "workspace" / "snapshots" / EL / "2026-07-09"
    assert sorted(path.name for path in folder.iterdir()) == ["listings.parquet", "manifest.json"]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest.pop("created_by").startswith("tidewaiter")
    assert manifest == {
        "list": EL,
        "date": "2026-07-09",
        "entries": 1,
        "sha256": snapshot.sha256,
        "source": "eCFR",
        "source_file": None,
        "source_sha256": None,
        "notes": ["No review policy."],
        "schema_version": 1,
    }


def test_equal_publications_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        SnapshotStore(tmp_path / name).publish(EL, NEW, [entry("a"), entry("b", OLD)], source="eCFR")
    files = [
        {path.name: path.read_bytes() for path in (tmp_path / name / "snapshots" / EL / "2026-07-09").iterdir()}
        for name in ("one", "two")
    ]
    assert files[0] == files[1]


_DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2022, 3, 31))
_LISTS = st.lists(
    st.builds(entry, st.text("abcdef", min_size=1), st.none() | _DAYS, delisted_on=st.none() | _DAYS),
    min_size=1,
    max_size=6,
    unique_by=lambda e: e.id,
)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_LISTS, _DAYS, _DAYS)
def test_a_read_is_the_published_entries_in_force(
    tmp_path_factory: pytest.TempPathFactory, listings: list[Listing], date: dt.date, as_of: dt.date
) -> None:
    store = SnapshotStore(tmp_path_factory.mktemp("w"))
    store.publish(EL, date, listings, source="test")
    snapshot, found = store.read(EL, as_of)
    assert list(found) == [e for e in sorted(listings, key=lambda e: e.id) if in_force(e, as_of)]
    assert snapshot.reconstructed is (date > as_of)
    assert snapshot.date == date


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(_DAYS, _LISTS, min_size=1, max_size=3), _DAYS)
def test_the_entries_behind_an_answer_give_the_answer(
    tmp_path_factory: pytest.TempPathFactory, published: dict[dt.date, list[Listing]], as_of: dt.date
) -> None:
    store = SnapshotStore(tmp_path_factory.mktemp("w"))
    for date, listings in published.items():
        store.publish(EL, date, listings, source="test")
    snapshot, found = store.read(EL, as_of)
    assert store.snapshot_for(EL, as_of) == snapshot
    behind = store.entries(EL, snapshot.date, snapshot.supplement_date)
    assert tuple(e for e in behind if in_force(e, as_of)) == found


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_LISTS, _LISTS, st.tuples(_DAYS, _DAYS, _DAYS))
def test_a_later_snapshot_never_takes_an_entry_from_the_answer_of_an_earlier_one(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[Listing],
    second: list[Listing],
    days: tuple[dt.date, dt.date, dt.date],
) -> None:
    date, as_of, later = sorted(days)
    store = SnapshotStore(tmp_path_factory.mktemp("w"))
    store.publish(EL, date, first, source="test")
    before = store.read(EL, as_of)[1]
    if as_of < later:
        store.publish(EL, later, second, source="test")
    assert set(before) <= set(store.read(EL, as_of)[1])


class TestAsOf:
    def test_the_latest_snapshot_on_or_before_the_date_answers(self, store: SnapshotStore) -> None:
        store.publish(EL, OLD, [entry("a"), entry("gone")], source="x")
        store.publish(EL, NEW, [entry("a"), entry("come")], source="x")
        assert ids(store.read(EL, OLD)[1]) == ["a", "gone"]
        assert ids(store.read(EL, NEW - dt.timedelta(days=1))[1]) == ["a", "gone"]
        assert ids(store.read(EL, NEW)[1]) == ["a", "come"]
        snapshot, found = store.read(EL, NEW + dt.timedelta(days=400))
        assert ids(found) == ["a", "come"]
        assert snapshot.age_days == 400
        assert "400 days" in (snapshot.note or "")

    def test_before_every_snapshot_the_earliest_is_rebuilt_from_its_dates(self, store: SnapshotStore) -> None:
        listings = [
            entry("before", dt.date(2023, 1, 1)),
            entry("on", AUGUST),
            entry("after", dt.date(2024, 8, 27)),
            entry("undated"),
            entry("known_not_yet", listed_after=AUGUST),
            entry("removed", dt.date(2020, 1, 1), delisted_on=dt.date(2023, 1, 1)),
        ]
        store.publish(EL, NEW, listings, source="x")
        store.publish(EL, NEW + dt.timedelta(days=9), [entry("later")], source="x")
        snapshot, found = store.read(EL, AUGUST)
        assert ids(found) == ["before", "on", "undated"]
        assert snapshot.reconstructed
        assert snapshot.date == NEW
        assert "1 entry without a listing date included" in (snapshot.note or "")

    def test_entries_listed_since_a_stale_snapshot_come_from_the_next_one(self, store: SnapshotStore) -> None:
        # Otherwise an old snapshot in the workspace would release what the dated entries of a newer one forbid.
        store.publish(EL, OLD, [entry("a"), entry("gone")], source="x")
        newer = store.publish(
            EL,
            NEW,
            [
                entry("a"),
                entry("between", dt.date(2023, 4, 12)),
                entry("after", dt.date(2024, 8, 27)),
                entry("undated"),
                entry("other_form_of_gone", dt.date(2020, 1, 1)),
            ],
            source="x",
        )
        snapshot, found = store.read(EL, AUGUST)
        assert ids(found) == ["a", "between", "gone"]
        assert (snapshot.date, snapshot.reconstructed) == (OLD, False)
        assert (snapshot.supplement_date, snapshot.supplement_sha256) == (NEW, newer.sha256)
        assert "1 entry first listed since then added from the snapshot of 2026-07-09" in (snapshot.note or "")

    def test_an_answer_is_replayed_among_the_snapshots_it_came_from(self, store: SnapshotStore) -> None:
        store.publish(EL, OLD, [entry("a")], source="x")
        before = store.read(EL, AUGUST)
        store.publish(EL, AUGUST, [entry("a"), entry("b")], source="x")
        assert store.read(EL, AUGUST) != before
        assert store.read(EL, AUGUST, among=[OLD]) == before
        with pytest.raises(UnusableWorkspaceError):
            store.read(EL, AUGUST, among=[NEW])

    def test_columns_are_read_without_the_rest(self, store: SnapshotStore) -> None:
        store.publish(EL, NEW, [entry("a"), entry("b", NEW), entry("c", dt.date(2030, 1, 1))], source="x")
        snapshot, table = store.table(EL, NEW, columns=["names"])
        assert table.column_names == ["names"]
        assert pc.list_flatten(table["names"]).combine_chunks().field("text").to_pylist() == ["a", "b"]
        assert snapshot == store.read(EL, NEW)[0]

    def test_an_unknown_list_says_what_to_run(self, store: SnapshotStore) -> None:
        with pytest.raises(UnusableWorkspaceError, match=r"no snapshot of us\.ofac\.sdn\. Run `tidewaiter pull`"):
            store.read("us.ofac.sdn", NEW)


class TestPublishing:
    def test_the_same_entries_twice_change_nothing(self, store: SnapshotStore, tmp_path: Path) -> None:
        first = store.publish(EL, NEW, [entry("a"), entry("b")], source="x")
        path = tmp_path / "workspace" / "snapshots" / EL / "2026-07-09" / "manifest.json"
        written = path.stat().st_mtime_ns
        assert store.publish(EL, NEW, [entry("b"), entry("a")], source="another carrier") == first
        assert path.stat().st_mtime_ns == written

    def test_other_entries_for_the_same_date_are_refused(self, store: SnapshotStore) -> None:
        first = store.publish(EL, NEW, [entry("a"), entry("b")], source="x")
        with pytest.raises(UsageError, match=r"already published with other entries \(2, now 1\)"):
            store.publish(EL, NEW, [entry("a")], source="x")
        assert store.snapshot(EL, NEW) == first

    def test_they_replace_the_old_ones_on_purpose(self, store: SnapshotStore, tmp_path: Path) -> None:
        store.publish(EL, NEW, [entry("a")], source="x")
        store.publish(EL, NEW, [entry("b")], source="y", replace=True)
        snapshot, found = store.read(EL, NEW)
        assert ids(found) == ["b"]
        assert snapshot.source == "y"
        folder = tmp_path / "workspace" / "snapshots" / EL
        assert sorted(path.name for path in folder.iterdir()) == [".lock", "2026-07-09"]

    @pytest.mark.parametrize(
        ("listings", "reason"),
        [
            ([], "no entries"),
            ([entry("a"), entry("a", NEW)], "1 ids occur more than once, first 'us.bis.entity_list:a'"),
            ([entry("a", list_id="us.ofac.sdn")], "entries of us.ofac.sdn"),
        ],
    )
    def test_what_cannot_be_a_list_is_refused_and_the_earlier_stays(
        self, store: SnapshotStore, listings: list[Listing], reason: str
    ) -> None:
        first = store.publish(EL, NEW, [entry("old")], source="x")
        with pytest.raises(RefusedListError, match=reason):
            store.publish(EL, NEW, listings, source="x", replace=True)
        assert store.read(EL, NEW) == (first, (entry("old"),))

    @pytest.mark.parametrize("list_id", ["../x", "us/bis", "", "x", "US.BIS", ".hidden.x", "us.bis\n"])
    def test_a_list_id_never_leaves_the_workspace(self, store: SnapshotStore, list_id: str, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="is not a list id"):
            store.publish(list_id, NEW, [entry("a", list_id=list_id)], source="x")
        assert not (tmp_path / "workspace").exists()


class TestLayers:
    @pytest.fixture
    def layered(self, tmp_path: Path) -> SnapshotStore:
        carried = SnapshotStore(tmp_path / "carried")
        carried.publish(EL, OLD, [entry("a")], source="carried")
        carried.publish(EL, NEW, [entry("a"), entry("b")], source="carried")
        return SnapshotStore(tmp_path / "workspace", tmp_path / "carried")

    def test_carried_snapshots_answer_without_a_workspace(self, layered: SnapshotStore, tmp_path: Path) -> None:
        assert layered.lists() == (EL,)
        assert layered.dates(EL) == (OLD, NEW)
        assert ids(layered.read(EL, NEW)[1]) == ["a", "b"]
        assert layered.verify() == []
        assert not (tmp_path / "workspace").exists()

    def test_the_workspace_wins_and_the_carried_layer_is_never_written(
        self, layered: SnapshotStore, tmp_path: Path
    ) -> None:
        before = {p: p.read_bytes() for p in (tmp_path / "carried").rglob("*") if p.is_file()}
        layered.publish(EL, NEW, [entry("own")], source="own", replace=True)
        layered.publish("custom.mine", NEW, [entry("m", list_id="custom.mine")], source="own")
        assert ids(layered.read(EL, NEW)[1]) == ["own"]
        assert ids(layered.read(EL, OLD)[1]) == ["a"]
        assert layered.lists() == ("custom.mine", EL)
        assert {p: p.read_bytes() for p in (tmp_path / "carried").rglob("*") if p.is_file()} == before

    def test_what_is_carried_counts_as_published(self, layered: SnapshotStore, tmp_path: Path) -> None:
        assert layered.publish(EL, NEW, [entry("a"), entry("b")], source="again").source == "carried"
        with pytest.raises(UsageError, match="already published"):
            layered.publish(EL, NEW, [entry("c")], source="x")
        assert SnapshotStore(tmp_path / "workspace").lists() == ()


class TestDamage:
    @pytest.fixture
    def folder(self, store: SnapshotStore, tmp_path: Path) -> Path:
        store.publish(EL, NEW, [entry("a"), entry("b")], source="x")
        return tmp_path / "workspace" / "snapshots" / EL / "2026-07-09"

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"sha256": "0" * 64}, "is damaged: its SHA-256"),
            ({"entries": 3}, "says 3 entries, the file has 2"),
            ({"entries": 0}, "entries: Input should be greater than 0"),
            ({"sha256": "short"}, "sha256: String should match"),
            ({"surprise": 1}, "surprise: Unexpected keyword argument"),
            ({"list": "us.ofac.sdn"}, "describes us.ofac.sdn"),
            ({"date": "2020-01-01"}, "describes us.bis.entity_list of 2020-01-01"),
            ({"schema_version": 99}, "Upgrade tidewaiter"),
        ],
    )
    def test_verify_names_a_false_manifest(
        self, store: SnapshotStore, folder: Path, change: dict[str, object], reason: str
    ) -> None:
        manifest = json.loads((folder / "manifest.json").read_text()) | change
        (folder / "manifest.json").write_text(json.dumps(manifest))
        (problem,) = store.verify()
        assert reason in problem.reason
        assert (problem.list, problem.date) == (EL, NEW)
        assert problem.path.endswith("2026-07-09")

    @pytest.mark.parametrize("name", ["listings.parquet", "manifest.json"])
    def test_a_missing_or_cut_file_is_an_error_never_an_empty_list(
        self, store: SnapshotStore, folder: Path, name: str
    ) -> None:
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[: len(whole) // 2])
        assert len(store.verify()) == 1
        with pytest.raises(UnusableWorkspaceError, match=name):
            store.read(EL, NEW)
        (folder / name).unlink()
        assert len(store.verify()) == 1
        with pytest.raises(UnusableWorkspaceError, match="cannot be read"):
            store.read(EL, NEW)

    def test_entries_of_a_wrong_kind_are_found_out_though_the_hash_fits(
        self, store: SnapshotStore, folder: Path
    ) -> None:
        from tidewaiter.store.manifest import sha256_of

        (folder / "listings.parquet").write_bytes(b"PAR1 not really")
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["sha256"] = sha256_of(b"PAR1 not really")
        (folder / "manifest.json").write_text(json.dumps(manifest))
        (problem,) = store.verify()
        assert "cannot be decoded" in problem.reason

    def test_a_damaged_snapshot_is_only_overwritten_on_purpose(self, store: SnapshotStore, folder: Path) -> None:
        (folder / "listings.parquet").write_bytes(b"")
        with pytest.raises(UnusableWorkspaceError, match="is damaged"):
            store.publish(EL, NEW, [entry("a")], source="x")
        store.publish(EL, NEW, [entry("a")], source="x", replace=True)
        assert store.verify() == []

    def test_strangers_in_the_folder_are_no_snapshots(self, store: SnapshotStore, folder: Path) -> None:
        for name in ("2026-13-01", "notes", ".staging", "2026-07-09.bak"):
            (folder.parent / name).mkdir()
        (folder.parent.parent / "README").write_text("x")
        assert store.dates(EL) == (NEW,)
        assert store.lists() == (EL,)


def test_entries_equal_but_for_other_parquet_bytes_are_the_same(
    store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.publish(EL, NEW, [entry("a")], source="x")
    from tidewaiter.store import snapshots

    monkeypatch.setattr(snapshots, "sha256_of", lambda _: "f" * 64)
    assert store.publish(EL, NEW, [entry("a")], source="x") == first
    with pytest.raises(UsageError):
        store.publish(EL, NEW, [replace(entry("a"), gender="male")], source="x")
