"""Rows of any file: forms, encodings, headings, and what is wrong with a file."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import RowError, UsageError
from tidewaiter.sources.rows import Headings, JsonRow, RawRow, TableRow, read_rows

KNOWN = {"id", "name", "country", "party name", "party country"}


def knows(heading: str) -> bool:
    return heading.casefold() in KNOWN


def rows_of(path: Path | str, **options: Any) -> list[RawRow]:
    return list(read_rows(path, knows=knows, **options))


def written(tmp_path: Path, content: bytes | str, name: str = "orders.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cells(rows: list[RawRow]) -> list[tuple[object, ...]]:
    return [row.cells for row in rows if isinstance(row, TableRow)]


def errors(rows: list[RawRow]) -> list[RowError]:
    return [row for row in rows if isinstance(row, RowError)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_the_one_under_which_headings_are_known(tmp_path: Path, delimiter: str) -> None:
    table = (
        f"id{delimiter}name\n1{delimiter}Foo; Bar, Baz\n"
        if delimiter in "\t|"
        else f"id{delimiter}name\n1{delimiter}A|B\n"
    )
    rows = rows_of(written(tmp_path, table))
    assert rows[0] == Headings(1, ("id", "name"))
    assert len(cells(rows)) == 1


def test_excel_separator_line_is_obeyed(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, "sep=;\nid;name\n1;Foo\n"))
    assert rows == [Headings(2, ("id", "name")), TableRow(3, ("1", "Foo"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["orders.csv", "orders.jsonl"])
def test_unicode_encodings_are_recognised(tmp_path: Path, encoding: str, name: str) -> None:
    text = "id,name\n1,Şirket Ürünleri Ğ Привет\n"
    if name.endswith("jsonl"):
        text = json.dumps({"id": "1", "name": "Şirket Ürünleri Ğ Привет"}, ensure_ascii=False) + "\n"
    rows = rows_of(written(tmp_path, text.encode(encoding), name))
    found = [r.data["name"] for r in rows if isinstance(r, JsonRow)] or [row[1] for row in cells(rows)]
    assert found == ["Şirket Ürünleri Ğ Привет"]


def test_stated_encoding_is_used(tmp_path: Path) -> None:
    path = written(tmp_path, "id,name\n1,ŞİRKET\n".encode("cp1254"))
    assert cells(rows_of(path, encoding="cp1254")) == [("1", "ŞİRKET")]


def test_unknown_encoding_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a text encoding"):
        read_rows(written(tmp_path, "id\n1\n"), encoding="klingon")
    with pytest.raises(UsageError, match="not a text encoding"):
        read_rows(written(tmp_path, "id\n1\n"), encoding="base64")


def test_title_rows_above_headings_are_skipped_and_said(tmp_path: Path) -> None:
    said: list[str] = []
    rows = rows_of(written(tmp_path, "Orders of August,\n,\nid,name\n1,Foo\n"), warn=said.append)
    assert rows[0] == Headings(3, ("id", "name"))
    assert cells(rows) == [("1", "Foo")]
    assert any("row 3" in text for text in said)


def test_headings_merged_over_two_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Orders 2024"])
    sheet.append(["Order", "Party", None])
    sheet.append(["id", "name", "country"])
    sheet.append([1, "Foo", "TR"])
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("A1:C1")
    path = tmp_path / "orders.xlsx"
    book.save(path)
    said: list[str] = []
    rows = list(read_rows(path, knows={"id", "Party name", "Party country"}.__contains__, warn=said.append))
    assert rows[0] == Headings(3, ("id", "Party name", "Party country"))
    assert cells(rows) == [(1, "Foo", "TR")]
    assert any("rows 2 and 3" in text for text in said)


def test_workbook_values_and_sheet_choice(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.append(["Read me first"])
    sheet = book.create_sheet("Orders")
    sheet.append(["id", "name", "country"])
    sheet.append([1.0, 0.25, dt.date(2024, 8, 7)])
    sheet["B2"].number_format = "0.0%"
    sheet.append([None, None, None])
    sheet.append([3])
    sheet.append([4, "x", "y", "beyond"])
    path = tmp_path / "orders.dat"
    book.save(path)
    said: list[str] = []
    rows = rows_of(path, warn=said.append)
    assert cells(rows) == [(1, "25%", dt.datetime(2024, 8, 7)), (3, None, None)]  # noqa: DTZ001  workbooks have no zones
    assert [(e.row, "beyond" in e.reason) for e in errors(rows)] == [(5, True)]
    assert any("'Orders' was read" in text for text in said)


def test_parquet_flat_and_nested(tmp_path: Path) -> None:
    flat, nested = tmp_path / "flat.parquet", tmp_path / "nested.parquet"
    pq.write_table(pa.table({"id": ["1", "2"], "name": ["Foo", None]}), flat)
    pq.write_table(pa.table({"id": ["1"], "item": [{"hs": "854231"}]}), nested)
    assert rows_of(flat) == [Headings(0, ("id", "name")), TableRow(1, ("1", "Foo")), TableRow(2, ("2", None))]
    assert rows_of(nested) == [JsonRow(1, {"id": "1", "item": {"hs": "854231"}})]


def test_damaged_parquet_and_workbook_are_said(tmp_path: Path) -> None:
    for content in (b"PAR1 nothing", b"PK\x03\x04 nothing"):
        (error,) = errors(rows_of(written(tmp_path, content, "x.bin")))
        assert error.row is None
        assert "damaged" in error.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, ".xls"),
        (b"\x1f\x8b\x08 gz", "gzip"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><html>", "web page"),
        (bytes(range(256)) * 8, "not a text file"),
        (b"id,name\n", None),
    ],
)
def test_files_that_hold_no_table(tmp_path: Path, content: bytes, reason: str | None) -> None:
    found = errors(rows_of(written(tmp_path, content)))
    if reason is None:
        assert found == []
    else:
        (error,) = found
        assert reason in error.reason
        assert error.remedy
        assert error.file.endswith("orders.csv")


def test_folder_and_missing_file_are_usage_errors(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="folder"):
        read_rows(tmp_path)
    with pytest.raises(UsageError, match="does not exist"):
        read_rows(tmp_path / "none.csv")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b'{"id": "1"}\n')

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert rows_of("-") == [JsonRow(1, {"id": "1"})]


def test_ragged_rows_are_set_aside(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, "id,name,country\n1,Foo\n2,Foo,TR,more\n3,Foo,TR,,\n\n4,Foo,TR\n"))
    assert [(e.row, e.id, e.column) for e in errors(rows)] == [(2, "1", "country"), (3, "2", None)]
    assert cells(rows) == [("3", "Foo", "TR"), ("4", "Foo", "TR")]


@pytest.mark.parametrize("bad", ['2,"Foo,TR', '2,"Foo" x,TR', '2,Fo"o,"TR'])
def test_unclosed_quote_costs_one_row(tmp_path: Path, bad: str) -> None:
    rows = rows_of(written(tmp_path, f'id,name,country\n1,A,TR\n{bad}\n3,"B, C",TR\n4,D,TR\n5,"E",TR\n'))
    assert [(e.row, "quote" in e.reason) for e in errors(rows)] == [(3, True)]
    assert [row[0] for row in cells(rows)] == ["1", "3", "4", "5"]


def test_two_stray_quotes_do_not_swallow_the_rows_between(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, 'id,name,country,x\n1,"A,TR,\n2,B,TR,\n3,C",TR,\n4,D,TR,\n'))
    assert "4" in {row[0] for row in cells(rows)}
    assert "2" in {row[0] for row in cells(rows)}
    assert {e.row for e in errors(rows)} >= {2}


def test_quoted_cell_over_lines_is_one_row(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, 'id,name\r\n1,"Foo\r\nBar"\r\n2,Baz\r\n'))
    assert cells(rows) == [("1", "Foo\r\nBar"), ("2", "Baz")]


def test_endless_line_is_one_error(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, "id,name\n1," + "x" * 3_000_000 + "\n2,Foo\n"))
    assert [(e.row, e.column, "longer" in e.reason) for e in errors(rows)] == [(2, "name", True)]
    assert "quote" not in errors(rows)[0].remedy
    assert cells(rows) == [("2", "Foo")]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_long_cell_is_read_and_no_open_quote(tmp_path: Path, quote: str) -> None:
    long = "x" * 200_000
    rows = rows_of(written(tmp_path, f"id,name\n1,{quote}{long}{quote}\n2,Foo\n"))
    assert cells(rows) == [("1", long), ("2", "Foo")]


def test_lines_that_end_as_on_an_old_macintosh(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, 'id,name,country\r1,"Foo, Ltd",TR\r2,Bar\r3,Baz,RU\r'))
    assert cells(rows) == [("1", "Foo, Ltd", "TR"), ("3", "Baz", "RU")]
    assert [(e.row, e.column) for e in errors(rows)] == [(3, "country")]
    text = json.dumps({"id": "1"}) + "\r" + "x" * 1_000_001 + "\r" + json.dumps({"id": "2"}) + "\r"
    rows = rows_of(written(tmp_path, text, name="old.jsonl"))
    assert [(e.row, "longer" in e.reason) for e in errors(rows)] == [(2, True)]
    assert [row.data["id"] for row in rows if isinstance(row, JsonRow)] == ["1", "2"]


def test_json_lines_set_aside_one_by_one(tmp_path: Path) -> None:
    lines = ['{"id": 1}', "{oops", "[1]", '{"id": 2, "id": 3}', '{"x": NaN}', "", '{"id": 4}', "5", "[" * 100_000]
    rows = rows_of(written(tmp_path, "\n".join(lines), "x.jsonl"))
    assert [row.data["id"] for row in rows if isinstance(row, JsonRow)] == [1, 4]
    assert [e.row for e in errors(rows)] == [2, 3, 4, 5, 8, 9]


@pytest.mark.parametrize("indent", [None, 2])
def test_json_array_streams(tmp_path: Path, indent: int | None) -> None:
    data = [{"id": i, "note": 'a "quoted" ] } brace', "deep": [[{}]]} for i in range(3000)]
    rows = rows_of(written(tmp_path, json.dumps(data, indent=indent), "x.json"))
    assert [row.data for row in rows if isinstance(row, JsonRow)] == data
    assert [row.number for row in rows if isinstance(row, JsonRow)] == list(range(1, 3001))


def test_json_printed_over_several_lines(tmp_path: Path) -> None:
    text = json.dumps({"id": 1, "item": {"hs": "x"}}, indent=2) + "\n" + json.dumps({"id": 2}, indent=2)
    rows = rows_of(written(tmp_path, text, "x.json"))
    assert [row.data["id"] for row in rows if isinstance(row, JsonRow)] == [1, 2]
    assert not errors(rows)


def test_json_array_keeps_good_elements(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, '[{"id": 1}, 7, {"id": oops}, {"id": 2}] trailing', "x.json"))
    assert [row.data["id"] for row in rows if isinstance(row, JsonRow)] == [1, 2]
    assert len(errors(rows)) == 3


def test_cut_off_json_array_is_said(tmp_path: Path) -> None:
    rows = rows_of(written(tmp_path, '[{"id": 1}, {"id": 2', "x.json"))
    assert [row.data["id"] for row in rows if isinstance(row, JsonRow)] == [1]
    assert "cut off" in errors(rows)[0].reason


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12), min_size=2, max_size=2
        ),
        max_size=8,
    )
)
def test_any_table_written_as_csv_reads_back(tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]) -> None:
    import csv

    path = tmp_path_factory.mktemp("csv") / "orders.csv"
    kept = [["k" + a, b] for a, b in table]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["id", "name"], *kept])
    rows = rows_of(path)
    assert cells(rows) == [tuple(row) for row in kept]


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "orders"
    path.write_bytes(content)
    for row in rows_of(path):
        assert isinstance(row, Headings | TableRow | JsonRow | RowError)


def test_big_csv_streams_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    line = "x" * 200
    with path.open("w", encoding="utf-8") as stream:
        stream.write("id,name\n")
        for i in range(300_000):
            stream.write(f"{i},{line}\n")
    assert path.stat().st_size > 60_000_000
    tracemalloc.start()
    try:
        count = sum(isinstance(row, TableRow) for row in read_rows(path, knows=knows))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 300_000
    assert peak < 8_000_000


def test_an_archive_with_the_table_in_it_is_told_from_a_damaged_workbook(tmp_path: Path) -> None:
    file = tmp_path / "march.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("march/declarations.csv", "id\n1\n")
    (error,) = read_rows(file)
    assert isinstance(error, RowError)
    assert "zip archive of march/declarations.csv" in error.reason
    assert error.remedy == "Unpack it first."
