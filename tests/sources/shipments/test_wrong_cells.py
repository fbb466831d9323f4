"""Cells of shipment files that contradict their column or cannot be true: never read as something else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.sources.shipments.test_reading import read

from tidewaiter import Workspace
from tidewaiter.model import UsageError
from tidewaiter.sources.rows import DecimalMark
from tidewaiter.sources.shipments import Stated, cells

HEAD = "shipment_id,date,shipper,consignee,hs,destination_country,value_usd,net_kg\n"


def amounts(*written: str) -> tuple[list[float | None], dict[str, str]]:
    decimal = DecimalMark("given.csv")
    decimal.look(written)
    found = cells.numbers(pa.array(written), decimal.mark)
    return found.values.to_pylist(), {text: reason for text, (reason, _) in found.faults.items()}


@pytest.mark.parametrize("wrong", ["1234,56", "12,5", "1.234,56", "1.234.567", "0,125"])
def test_a_number_that_contradicts_its_column_is_not_read(wrong: str) -> None:
    values, reasons = amounts("10.5", "1,234.25", "7.25", "1,000", wrong)
    assert values == [10.5, 1234.25, 7.25, 1000.0, None]
    assert "decimal point of the file" in reasons[wrong]


@pytest.mark.parametrize("wrong", ["1234.56", "12.5", "1,234.56", "1,234,567", "0.125"])
def test_a_number_that_contradicts_decimal_commas_is_not_read(wrong: str) -> None:
    values, reasons = amounts("10,5", "1.234,25", "7,25", "1.000", wrong)
    assert values == [10.5, 1234.25, 7.25, 1000.0, None]
    assert "decimal comma of the file" in reasons[wrong]


def test_what_can_be_read_both_ways_says_nothing_of_the_file() -> None:
    assert amounts("1,234", "22,500", "300")[0] == [1234.0, 22500.0, 300.0]
    assert amounts("1,234", "22,500", "300", "0,5")[0] == [1.234, 22.5, 300.0, 0.5]
    assert amounts("12,34,567.5", "12,34,567")[0] == [1234567.5, 1234567.0]
    assert amounts("5e3", "x 7")[0] == [5000.0, 7.0]
    assert cells.numbers(pa.array(["1.234", "2.500"]), ",").values.to_pylist() == [1234.0, 2500.0]


@pytest.mark.parametrize("written", ["-5", "−5", "(5)", "-1,234.5", "inf", "-inf"])
def test_an_amount_is_zero_or_more(written: str) -> None:
    values, reasons = amounts("1.5", written)
    assert values == [1.5, None]
    assert set(reasons) == {written}


def test_blank_cells_are_told_with_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    file.write_text(HEAD + '1,2024-03-01,A,B,854231,KZ,10.5,-1\n2,2024-03-01,A,B,854231,KZ,"12,5",2\n', "utf-8")
    rows, rejected, notes = read(file)
    assert rejected == []
    assert [(row["value_usd"], row["net_kg"]) for row in rows] == [(10.5, None), (None, 2.0)]
    assert any("value_usd" in note and "'12,5' contradicts the decimal point" in note for note in notes)
    assert any("net_kg" in note and "'-1' is negative" in note for note in notes)


def test_amounts_of_typed_columns_are_checked_too(tmp_path: Path) -> None:
    file = tmp_path / "given.parquet"
    names = HEAD.strip().split(",")
    row = ["1", dt.date(2024, 3, 1), "A", "B", "854231", "KZ", -10.0, float("inf")]
    pq.write_table(pa.table({name: [value] for name, value in zip(names, row, strict=True)}), file)
    (found,), _, notes = read(file)
    assert (found["value_usd"], found["net_kg"]) == (None, None)
    assert len(notes) == 2


@pytest.mark.parametrize("code", ["8.54231E+09", "8.54E9", "8,54231E+09", "1E+5", "8.5e09"])
def test_a_code_that_a_spreadsheet_shortened_is_refused(tmp_path: Path, code: str) -> None:
    file = tmp_path / "given.csv"
    file.write_text(HEAD + f'1,2024-03-01,A,B,854231,KZ,1,1\n2,2024-03-01,A,B,"{code}",KZ,1,1\n', "utf-8")
    rows, (error,), _ = read(file)
    assert [row["hs"] for row in rows] == ["854231"]
    assert (error.row, error.column) == (3, "hs")
    assert "shortened" in error.reason
    assert "as text" in error.remedy


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_record_of_the_future_is_set_aside(tmp_path: Path, form: str) -> None:
    last = dt.date(2024, 6, 30)
    days = [dt.date(2024, 6, 30), dt.date(2024, 7, 1), dt.date(2031, 1, 1)]
    file = tmp_path / f"given.{form}"
    if form == "csv":
        file.write_text(HEAD + "".join(f"{at},{day},A,B,854231,KZ,1,1\n" for at, day in enumerate(days)), "utf-8")
    else:
        alike = {name: ["854231"] * 3 for name in HEAD.strip().split(",")}
        pq.write_table(pa.table(alike | {"date": days, "destination_country": ["KZ"] * 3}), file)
    rows, rejected, _ = read(file, stated=Stated("x", last=last))
    assert [row["date"] for row in rows] == days[:1]
    assert [error.column for error in rejected] == ["date", "date"]
    assert all("future" in error.reason for error in rejected)


def test_the_clock_of_the_workspace_says_what_is_the_future(tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    file.write_text(HEAD + "1,2024-09-01,A,B,854231,KZ,1,1\n2,2025-07-02,A,B,854231,KZ,1,1\n", "utf-8")
    space = Workspace(tmp_path / "space", today=lambda: dt.date(2024, 6, 30))
    done = space.shipments.import_file(file)
    assert (done.rows, done.rejected) == (1, 1)  # a ship that is expected in September
    with pytest.raises(UsageError, match="ahead"):
        space.shipments.import_file(file, date=dt.date(2031, 1, 1))


@pytest.mark.parametrize("head", [HEAD, HEAD.replace("date,", "day of nothing,")])
def test_a_file_without_dates_is_told_how_to_state_one(tmp_path: Path, head: str) -> None:
    layout = tmp_path / "mine.yaml"
    layout.write_text(
        "id: mine\ntitle: Mine\nmatch: [shipper]\ncolumns: {date: date, shipper: shipper, hs: hs}\n", encoding="utf-8"
    )
    file = tmp_path / "given.csv"
    file.write_text(head + "1,,A,B,854231,KZ,1,1\n", encoding="utf-8")
    rows, (error,), _ = read(file, layout=str(layout))
    assert rows == []
    assert "--date" in error.remedy
    (row,), rejected, _ = read(file, layout=str(layout), stated=Stated("x", date="2018-06-30"))
    assert (row["date"], rejected) == (dt.date(2018, 6, 30), [])


def test_a_file_whose_rows_are_all_set_aside_ends_well(tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    file.write_bytes((HEAD + "1,2024-03-01,Ромашка,B,854231,KZ,1,1\n").encode("cp1251"))
    rows, (error,), _ = read(file)
    assert (rows, error.column) == ([], "shipper")


def long_file(path: Path, first: str, last: str) -> Path:
    """Write a file of more rows than one part, with one amount in the first and one in the last row."""
    rows = [f"{at};2024-03-01;A;B;854231;KZ;{amount};1" for at, amount in enumerate([first, *["7"] * 60_000, last])]
    path.write_text(HEAD.replace(",", ";") + "\n".join(rows) + "\n", "utf-8")
    return path


def test_all_parts_of_a_file_have_one_decimal_mark(tmp_path: Path) -> None:
    rows, _, notes = read(long_file(tmp_path / "given.csv", "10,5", "1.234"))
    assert [rows[0]["value_usd"], rows[-1]["value_usd"]] == [10.5, 1234.0]
    assert notes == []
    rows, _, notes = read(long_file(tmp_path / "given.csv", "10,5", "12.5"))
    assert [rows[0]["value_usd"], rows[-1]["value_usd"]] == [10.5, None]
    assert any("'12.5' contradicts the decimal comma of the file" in note for note in notes)


def test_a_mark_that_shows_too_late_is_asked_for(tmp_path: Path) -> None:
    file = long_file(tmp_path / "given.csv", "1.234", "10,5")
    with pytest.raises(UsageError, match=r"'1\.234' stands before the first number that shows a decimal comma"):
        read(file)
    rows, _, _ = read(file, stated=Stated("test", decimal=","))
    assert [rows[0]["value_usd"], rows[-1]["value_usd"]] == [1234.0, 10.5]


def test_a_mark_that_never_shows_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    file.write_text(HEAD + '1,2024-03-01,A,B,854231,KZ,"1,234",1\n', "utf-8")
    with pytest.raises(UsageError, match=r"can be 1\.234 or 1234, .*--decimal"):
        read(file)
    (row,), _, _ = read(file, stated=Stated("test", decimal="."))
    assert row["value_usd"] == 1234.0
