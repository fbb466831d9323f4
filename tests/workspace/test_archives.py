"""Archives of shipment files: each file under its own name, within a bound, and nothing outside the folder."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from tidewaiter.cli.app import app
from tidewaiter.model import RowError, UsageError
from tidewaiter.workspace import Workspace

HEADINGS = "shipment_id,date,shipper,consignee,destination_country,hs,value_usd\n"
FIRST = HEADINGS + "a1,2024-01-02,Invented Chips GmbH,B,RU,854231,5\n"
SECOND = '{"shipment_id": "b1", "date": 45307, "shipper": "Invented Chips GmbH", "hs": "854232", "consignee": "C"}\n'
OTHER = "what,is this\n1,2\n"


def zipped(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS.strip().split(","))
    sheet.append(["c1", 45307, "Invented Chips GmbH", "D", "RU", "854233", 7])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "space")


def days_of(space: Workspace, *ids: str) -> list[str]:
    return [str(row["date"]) for row in space.shipments.records(ids)]


def test_each_file_of_an_archive_is_an_import_of_its_own(space: Workspace, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "2024/jan.csv": FIRST, "feb.jsonl": SECOND, "mar.xlsx": workbook(), "__MACOSX/._jan.csv": "x", "2024/": "",
    }  # fmt: skip
    notes: list[str] = []
    done = list(space.shipments.import_files(zipped(tmp_path / "all.zip", files), warn=notes.append))
    assert [(one.file, one.source, one.rows) for one in done] == [
        ("jan.csv", "jan.csv", 1), ("feb.jsonl", "feb.jsonl", 1), ("mar.xlsx", "mar.xlsx", 1),
    ]  # fmt: skip
    assert days_of(space, "a1", "b1", "c1") == ["2024-01-02", "2024-01-16", "2024-01-16"]
    assert any(note.startswith(f"{tmp_path / 'all.zip'} [feb.jsonl]: 1 date(s) are day numbers") for note in notes)
    assert any("day numbers" in note and "45307 was read as 2024-01-16" in note for note in done[2].notes)
    again = {one.id: one.notes for one in space.shipments.imports()}
    assert again == {one.id: one.notes for one in done}


def test_files_of_one_name_are_told_apart_by_their_folders(space: Workspace, tmp_path: Path) -> None:
    archive = zipped(tmp_path / "x.zip", {"a/r.csv": FIRST, "b/r.csv": FIRST.replace("a1", "a2")})
    assert [one.source for one in space.shipments.import_files(archive)] == ["a/r.csv", "b/r.csv"]
    assert [one.source for one in space.shipments.import_files(archive, source="S")] == ["S [a/r.csv]", "S [b/r.csv]"]
    with pytest.raises(UsageError, match="2 files, and one was expected"):
        space.shipments.import_file(archive)


def test_a_packed_file_is_the_file(space: Workspace, tmp_path: Path) -> None:
    (tmp_path / "plain.csv").write_text(FIRST, encoding="utf-8")
    (tmp_path / "plain.csv.gz").write_bytes(gzip.compress(FIRST.encode()))
    plain = space.shipments.import_file(tmp_path / "plain.csv")
    packed = space.shipments.import_file(tmp_path / "plain.csv.gz")
    assert (packed.id, packed.file, packed.source) == (plain.id, "plain.csv", "plain.csv")
    assert len(space.shipments.imports()) == 1


def test_a_bad_row_is_cited_with_its_archive(space: Workspace, tmp_path: Path) -> None:
    rejected: list[RowError] = []
    archive = zipped(tmp_path / "x.zip", {"r.csv": FIRST + "a2,never,A,B,RU,854231,5\n"})
    list(space.shipments.import_files(archive, rejected=rejected.append))
    assert [str(error).split(" ")[:2] for error in rejected] == [[str(archive), "[r.csv]:3:date:"]]


def test_what_unpacks_beyond_the_bound_is_refused(space: Workspace, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(HEADINGS.encode() + b"0" * 5_000_000))
    assert bomb.stat().st_size < 50_000
    many = zipped(tmp_path / "many.zip", {f"{n}.csv": FIRST + "\n" * 600_000 for n in range(3)})
    for archive in (bomb, many):
        with pytest.raises(UsageError, match=r"unpacks to more than .* --unpack"):
            list(space.shipments.import_files(archive, unpack=1_000_000))
    assert [one.file for one in space.shipments.imports()] == ["0.csv"]  # those before the bound was met


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "holds no file"),
        ({"in.csv.gz": gzip.compress(FIRST.encode())}, "holds another archive, in.csv.gz"),
        ({"x.csv": OTHER}, r"x.zip \[x.csv\]: no layout fits"),
    ],
)
def test_what_holds_nothing_to_read_is_refused(
    space: Workspace, tmp_path: Path, files: Mapping[str, str | bytes], said: str
) -> None:
    archive = zipped(tmp_path / "x.zip", files)
    if not files:
        archive.write_bytes(b"PK\x03\x04" + archive.read_bytes())
    with pytest.raises(UsageError, match=said):
        list(space.shipments.import_files(archive))
    assert space.shipments.imports() == ()


def test_a_cut_archive_is_refused(space: Workspace, tmp_path: Path) -> None:
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(FIRST.encode() * 500)[:-20])
    with pytest.raises(UsageError, match="damaged archive"):
        list(space.shipments.import_files(cut))


def test_names_lead_nowhere_else(space: Workspace, tmp_path: Path) -> None:
    done = list(space.shipments.import_files(zipped(tmp_path / "x.zip", {"../../../out.csv": FIRST})))
    assert [one.file for one in done] == ["out.csv"]
    assert not list(tmp_path.parent.glob("out.csv"))


def test_the_good_files_are_answered_beside_the_bad_one(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "x.zip", {"bad.csv": OTHER, "good.csv": FIRST})
    words = ["shipments", "import", str(archive), "--workspace", str(tmp_path / "space"), "--format", "jsonl"]
    done = CliRunner().invoke(app, words)
    assert isinstance(done.exception, UsageError)
    assert "[bad.csv]" in str(done.exception)
    assert [json.loads(line)["file"] for line in done.stdout.splitlines() if line.startswith("{")] == ["good.csv"]


def test_equal_rows_without_ids_are_counted_and_made_one_when_asked(space: Workspace, tmp_path: Path) -> None:
    row = "2024-01-02,Invented Chips GmbH,B,RU,854231,5\n"
    file = tmp_path / "r.csv"
    headings = HEADINGS.removeprefix("shipment_id,")
    file.write_text(headings + row * 3 + row.replace(",5", ",6"), encoding="utf-8")
    notes: list[str] = []
    done = space.shipments.import_file(file, warn=notes.append)
    assert (done.rows, done.alike, done.duplicates) == (4, 2, 0)
    assert any("2 record(s) without an id say the same" in note and "--alike once" in note for note in notes)
    again = space.shipments.import_file(file, once=True, warn=notes.append)
    assert (again.rows, again.alike, again.duplicates) == (2, 0, 2)
    assert len(space.shipments.imports()) == 1
