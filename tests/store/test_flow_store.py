"""Imported flows: whole or not at all, each cell once in its latest release, read as of any vintage."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tidewaiter.model import UnusableWorkspaceError, UsageError
from tidewaiter.workspace.flows import Flows

HEAD = "period,reporter,partner,flow,hs,hs_vintage,value_usd,source\n"
EARLY, LATE = dt.date(2023, 1, 10), dt.date(2023, 6, 10)


@pytest.fixture
def flows(tmp_path: Path) -> Flows:
    return Flows(tmp_path / "space", lambda: dt.date(2024, 1, 1))


def put(flows: Flows, name: str, rows: str, **options: object) -> None:
    path = flows.store.folder.parent.parent / name
    path.write_text(HEAD + rows, encoding="utf-8")
    flows.import_file(path, "canonical", **options)  # type: ignore[arg-type]  # options as the test names them


def cells(flows: Flows, vintage: dt.date | None = None) -> dict[tuple[str, str, str], float]:
    with flows.store.connect() as connection:
        found = flows.store.relation(connection, vintage=vintage).project("reporter, period, hs, value_usd").fetchall()
    return {(reporter, period, hs): value for reporter, period, hs, value in found}


def test_a_revision_takes_the_place_of_the_cell_and_the_past_can_still_be_read(flows: Flows) -> None:
    put(flows, "a.csv", "2022-03,TR,RU,X,854231,2022,100,s\n2022-03,TR,RU,X,854232,2022,7,s\n", released=EARLY)
    put(flows, "b.csv", "2022-03,TR,RU,X,854231,2022,150,s\n", released=LATE)
    assert cells(flows) == {("TR", "2022-03", "854231"): 150, ("TR", "2022-03", "854232"): 7}
    assert cells(flows, EARLY)["TR", "2022-03", "854231"] == 100
    with pytest.raises(UsageError, match="There are no trade flows"):
        cells(flows, dt.date(2022, 1, 1))


def test_a_complete_file_withdraws_what_it_lacks(flows: Flows) -> None:
    put(flows, "a.csv", "2022-03,TR,RU,X,854231,2022,100,s\n2022-03,TR,RU,X,854232,2022,7,s\n", released=EARLY)
    put(flows, "b.csv", "2022-03,TR,RU,X,854231,2022,150,s\n", released=LATE, complete=True)
    assert cells(flows) == {("TR", "2022-03", "854231"): 150}


def test_sources_do_not_revise_each_other(flows: Flows) -> None:
    put(flows, "a.csv", "2022-03,TR,RU,X,854231,2022,100,s\n", released=EARLY)
    put(flows, "b.csv", "2022-03,TR,RU,X,854231,2022,150,t\n", released=LATE)
    with flows.store.connect() as connection:
        both = flows.store.relation(connection).project("source, value_usd").order("source").fetchall()
    assert both == [("s", 100.0), ("t", 150.0)]


def test_a_heading_of_one_file_is_the_parent_of_codes_of_another(flows: Flows) -> None:
    put(flows, "a.csv", "2022-03,TR,RU,X,8542,2022,100,s\n", released=EARLY)
    put(flows, "b.csv", "2022-03,TR,RU,X,854231,2022,60,s\n", released=LATE)
    with flows.store.connect() as connection:
        found = dict(flows.store.relation(connection).project("hs, parent").fetchall())
    assert found == {"8542": True, "854231": False}


def test_detail_of_one_partner_in_a_later_file_leaves_the_heading_of_another(flows: Flows) -> None:
    heading = "2022-03,DE,{},X,8542,2022,{},s\n"
    put(flows, "a.csv", heading.format("TR", 100) + heading.format("KZ", 80), released=EARLY)
    put(flows, "b.csv", "2022-03,DE,TR,X,854231,2022,60,s\n", released=LATE)
    with flows.store.connect() as connection:
        rows = flows.store.relation(connection).project("partner, hs, parent, undetailed").fetchall()
    assert sorted(rows) == [
        ("KZ", "8542", False, None), ("TR", "8542", True, pytest.approx(0.4)), ("TR", "854231", False, None),
    ]  # fmt: skip


def test_an_import_of_before_is_read_with_headings_by_partner(flows: Flows) -> None:
    put(
        flows,
        "a.csv",
        "2022-03,DE,KZ,X,8542,2022,80,s\n2022-03,DE,TR,X,8542,2022,9,s\n2022-03,DE,TR,X,854231,2022,9,s\n",
    )
    folder = flows.store.folder / flows.imports()[0].id
    rows = pq.read_table(folder / "rows.parquet").drop_columns(["undetailed"])
    parent = pa.array([len(code) == 4 for code in rows["hs"].to_pylist()])  # as if all were parents
    pq.write_table(rows.set_column(rows.column_names.index("parent"), "parent", parent), folder / "rows.parquet")
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(', "by_partner": true', ""), encoding="utf-8")
    with flows.store.connect() as connection:
        found = flows.store.relation(connection).project("partner, hs, parent").fetchall()
    assert sorted(found) == [("KZ", "8542", False), ("TR", "8542", True), ("TR", "854231", False)]


def test_the_same_file_again_takes_its_own_place(flows: Flows) -> None:
    put(flows, "a.csv", "2022-03,TR,RU,X,854231,2022,100,s\n")
    put(flows, "a.csv", "2022-03,TR,RU,X,854231,2022,100,s\n")
    assert len(flows.imports()) == 1
    assert flows.store.remove(flows.imports()[0].id)
    assert flows.imports() == ()


def test_a_file_that_is_refused_leaves_nothing_behind(flows: Flows, tmp_path: Path) -> None:
    put(flows, "a.csv", "2022-03,TR,RU,X,854231,2022,100,s\n")
    bad = tmp_path / "bad.csv"
    bad.write_text("id,name\n1,A\n", encoding="utf-8")
    with pytest.raises(UsageError):
        flows.import_file(bad, "canonical")
    assert sorted(p.name for p in flows.store.folder.iterdir() if p.is_dir()) == [flows.imports()[0].id]


def test_a_damaged_manifest_is_said(flows: Flows) -> None:
    put(flows, "a.csv", "2022-03,TR,RU,X,854231,2022,100,s\n")
    (flows.store.folder / flows.imports()[0].id / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnusableWorkspaceError, match="damaged"):
        flows.imports()


def test_coverage_tells_missing_from_suppressed(flows: Flows) -> None:
    put(
        flows,
        "a.csv",
        "2022-01,TR,RU,X,854231,2022,100,s\n2022-02,TR,QX,X,854231,2022,25,s\n2022-02,TR,RU,X,854231,2022,75,s\n"
        "2022-04,TR,RU,X,854231,2022,100,s\n2022-05,KZ,RU,X,854231,2022,100,s\n",
    )
    rows = {row.reporter: row for row in flows.coverage()}
    assert (rows["TR"].first, rows["TR"].last, rows["TR"].periods, rows["TR"].reported) == ("2022-01", "2022-05", 5, 3)
    assert rows["TR"].no_data == ("2022-03", "2022-05")
    assert rows["TR"].suppressed == {"2022-02": 0.25}
    assert [str(state) for _, state in rows["TR"].states()] == [
        "reported", "partly_suppressed", "no_data", "reported", "no_data",
    ]  # fmt: skip
    assert flows.coverage(reporter="Kazakhstan") == (rows["KZ"],)
