"""What cells mean: units of weight, currencies, statuses, whom a party acts for, and what is told of a file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tidewaiter.model import RowError, UsageError
from tidewaiter.sources.shipments import Stated, read_shipments

HEAD = "Arrival Date,Shipper,Consignee,HS Code"
ROW = "2023-05-06,ACME,BEST,847950"


def read(
    path: Path, stated: Stated | None = None, layout: str = "auto"
) -> tuple[list[dict[str, Any]], list[RowError], list[str]]:
    rejected: list[RowError] = []
    notes: list[str] = []
    batches = list(
        read_shipments(path, stated or Stated("x"), layout=layout, reject=rejected.append, warn=notes.append)
    )
    return [row for batch in batches for row in batch.rows.to_pylist()], rejected, notes


def one(folder: Path, headings: str, *cells: str, stated: Stated | None = None) -> tuple[dict[str, Any], list[str]]:
    file = folder / "one.csv"
    file.write_text(f"{HEAD},{headings}\n{ROW},{','.join(cells)}\n", encoding="utf-8")
    (row,), rejected, notes = read(file, stated)
    assert rejected == []
    return row, notes


@pytest.mark.parametrize(
    ("headings", "cells", "net_kg"),
    [
        ("Weight,Weight Unit", ("2000", "LB"), 907.18474),
        ("Weight,Weight Unit", ("2", "MT"), 2000),
        ("Weight,Weight Unit", ("2", "KGS"), 2),
        ("Weight,Weight Unit", ("2", ""), 2),
        ("Net weight (t)", ("1.5",), 1500),
        ("Вес нетто т", ("1.5",), 1500),
        ("Quantity,Unit", ("3", "TNE"), 3000),
        ("Quantity,Unit", ("3", "PCS"), None),
        ("Quantity,Unit,Net weight kg", ("3", "KGM", "2.9"), 2.9),  # what is stated as a weight counts first
    ],
)
def test_weights_are_kilograms(tmp_path: Path, headings: str, cells: tuple[str, ...], net_kg: float | None) -> None:
    row, _ = one(tmp_path, headings, *cells)
    assert row["net_kg"] == (None if net_kg is None else pytest.approx(net_kg))


def test_a_weight_in_a_unit_nobody_knows_is_left_blank_and_told(tmp_path: Path) -> None:
    row, notes = one(tmp_path, "Weight,Weight Unit", "2", "BAG")
    assert row["net_kg"] is None
    assert any("'BAG' is no unit of weight" in note for note in notes)


@pytest.mark.parametrize("written", ["usd", "US$", "US Dollars", "840", "долл. США", "美元"])
def test_dollars_are_known_by_other_names(tmp_path: Path, written: str) -> None:
    row, _ = one(tmp_path, "Invoice value,Currency", "70", written)
    assert (row["value_usd"], row["currency"]) == (70, "USD")


def test_amounts_that_are_no_dollars_are_told(tmp_path: Path) -> None:
    row, notes = one(tmp_path, "Invoice value,Currency", "70", "евро")
    assert (row["value_usd"], row["value"], row["currency"]) == (None, 70, "EUR")
    assert any("EUR (1)" in note for note in notes)
    row, notes = one(tmp_path, "Invoice value", "70")
    assert any("--currency" in note for note in notes)
    row, notes = one(tmp_path, "Invoice value", "70", stated=Stated("x", currency="USD"))
    assert (row["value_usd"], notes) == (70, [])


@pytest.mark.parametrize(
    "status", ["CANCELLED", "Annulled by customs", "аннулирована", "İPTAL EDİLDİ", "已撤销", "void"]
)
def test_declarations_under_which_nothing_moved_are_set_aside(tmp_path: Path, status: str) -> None:
    file = tmp_path / "status.csv"
    file.write_text(f"{HEAD},Status\n{ROW},{status}\n{ROW},Released\n{ROW},\n", encoding="utf-8")
    rows, rejected, _ = read(file)
    assert len(rows) == 2
    assert [(error.row, error.column) for error in rejected] == [(2, "status")]
    assert status in rejected[0].reason


@pytest.mark.parametrize(
    ("written", "name", "alias"),
    [
        ("ООО ПРИМЕР ПО ПОРУЧЕНИЮ АО ОБРАЗЕЦ", "ООО ПРИМЕР", "on behalf of АО ОБРАЗЕЦ"),
        ("ООО ПРИМЕР ПО ПОРУЧЕНИЮ SAMPLE MAKINA AS", "ООО ПРИМЕР", "on behalf of SAMPLE MAKINA AS"),
        ("ООО ПРИМЕР от имени и по поручению SAMPLE LTD", "ООО ПРИМЕР", "on behalf of SAMPLE LTD"),
        ("EXAMPLE LOGISTICS O/B SAMPLE GMBH", "EXAMPLE LOGISTICS", "on behalf of SAMPLE GMBH"),
        ("EXAMPLE LLC (on behalf of SAMPLE LTD)", "EXAMPLE LLC", "on behalf of SAMPLE LTD"),
        ("EXAMPLE LLC on behalf of ТОО Образец", "EXAMPLE LLC", "on behalf of ТОО Образец"),
        ("EXAMPLE LLC FOR AND ON BEHALF OF SAMPLE LTD", "EXAMPLE LLC", "on behalf of SAMPLE LTD"),
        ("EXAMPLE LLC as agents for SAMPLE LTD", "EXAMPLE LLC", "on behalf of SAMPLE LTD"),
        (
            "Örnek Makina Ltd. Şti. adına Misal Lojistik A.Ş.",
            "Misal Lojistik A.Ş.",
            "on behalf of Örnek Makina Ltd. Şti.",
        ),
        ("ORNEK MAKINA LTD STI ADINA MISAL LOJISTIK AS", "MISAL LOJISTIK AS", "on behalf of ORNEK MAKINA LTD STI"),
        ("ORNEK MAKINA ADINA VE HESABINA MISAL LOJISTIK", "MISAL LOJISTIK", "on behalf of ORNEK MAKINA"),
        ("Misal Lojistik A.Ş. (Образец ООО adına)", "Misal Lojistik A.Ş.", "on behalf of Образец ООО"),
        ("ION EXAMPLE ADINA TRADING SRL", "ION EXAMPLE ADINA TRADING SRL", None),
        ("ADINA TRADING LTD", "ADINA TRADING LTD", None),
        ("SAMPLE LADINA LTD", "SAMPLE LADINA LTD", None),
        ("SAMPLE ACCOUNTING AGENT LTD", "SAMPLE ACCOUNTING AGENT LTD", None),
        ("SAMPLE GMBH C/O EXAMPLE FREIGHT", "SAMPLE GMBH", None),
        ("TO THE ORDER OF EXAMPLE BANK", "TO THE ORDER OF EXAMPLE BANK", None),
        ("BEHALF TRADING LTD", "BEHALF TRADING LTD", None),
        ("SAMPLE 2.0 LTD", "SAMPLE 2.0 LTD", None),
    ],
)
def test_whom_a_party_acts_for_is_apart_from_its_name(
    tmp_path: Path, written: str, name: str, alias: str | None
) -> None:
    file = tmp_path / "party.csv"
    file.write_text(f"{HEAD}\n{ROW.replace('BEST', written)}\n", encoding="utf-8")
    (row,), _, _ = read(file)
    assert (row["consignee"], row["consignee_alias"]) == (name, alias)


def test_whom_a_party_acts_for_is_told_by_either_name(tmp_path: Path) -> None:
    file = tmp_path / "party.csv"
    written = "EXAMPLE LLC ON BEHALF OF SAMPLE LTD"
    head = "Import date,Importer name,Importer name EN,Supplier,HS code"
    file.write_text(f"{head}\n2023-05-06,{written},{written},ACME,847950\n", encoding="utf-8")
    (row,), _, _ = read(file)
    assert (row["consignee"], row["consignee_alias"]) == ("EXAMPLE LLC", "on behalf of SAMPLE LTD")
    file.write_text(f"{head}\n2023-05-06,,{written},ACME,847950\n", encoding="utf-8")
    (row,), _, _ = read(file)
    assert (row["consignee"], row["consignee_alias"]) == ("EXAMPLE LLC", "on behalf of SAMPLE LTD")


def test_a_name_of_zeros_is_none(tmp_path: Path) -> None:
    file = tmp_path / "party.csv"
    file.write_text(f"{HEAD}\n{ROW.replace('BEST', '0')}\n2023-05-06,0,-,847950\n", encoding="utf-8")
    (row,), rejected, _ = read(file)
    assert (row["shipper"], row["consignee"]) == ("ACME", None)
    assert len(rejected) == 1


def test_columns_that_are_not_read_and_a_reporter_that_is_not_known_are_told(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("Export date,Exporter,HS,Insurance\n2023-05-06,ACME,847950,7\n", encoding="utf-8")
    _, _, notes = read(file)
    assert any("'Insurance'" in note for note in notes)
    assert any("--reporter" in note for note in notes)
    _, _, notes = read(file, Stated("x", reporter="AT"))
    assert not any("--reporter" in note for note in notes)


def test_a_file_that_fits_no_layout_is_told_what_was_understood(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("Importer,HS Code,When\nACME,847950,2023-05-06\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"'HS Code' is an HS code.*Missing: a date.*--date") as error:
        read(file)
    assert "'Importer' is a shipper or a consignee" in str(error.value)


def test_headings_without_rows_are_told(tmp_path: Path) -> None:
    file = tmp_path / "none.csv"
    file.write_text(HEAD + "\n", encoding="utf-8")
    rows, rejected, _ = read(file)
    assert (rows, [error.reason for error in rejected]) == ([], ["The file has headings and no rows."])


def test_a_layout_of_ones_own_tells_what_it_did_not_find(tmp_path: Path) -> None:
    mine, file = tmp_path / "mine.yaml", tmp_path / "x.csv"
    mine.write_text(
        "id: mine\ntitle: Mine\nreporter: GE\nmatch: [tag]\n"
        "columns: {date: tag, shipper: von, hs: code, net_kg: [{heading: gewicht, times: 1000}]}\nvalues: [wert]\n",
        encoding="utf-8",
    )
    file.write_text("tag,von,code,Gewicht\n2023-05-06,ACME,847950,2\n", encoding="utf-8")
    (row,), _, notes = read(file, layout=str(mine))
    assert row["net_kg"] == 2000
    assert any("'wert'" in note for note in notes)
    with pytest.raises(UsageError, match="recorded, and --reporter says TR"):
        read(file, Stated("x", reporter="TR"), layout=str(mine))


def test_all_sheets_of_a_workbook_that_are_alike_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheets = {"Jan": "2023-01-06", "About": None, "Feb": "2023-02-06", "Mar": "no day"}
    for title, day in sheets.items():
        sheet = book.create_sheet(title)
        if day is None:
            sheet.append(["Prepared by", "nobody"])
        else:
            sheet.append(HEAD.split(",") if title != "Feb" else HEAD.split(",")[::-1])
            cells = [day, "ACME", "BEST", "847950"]
            sheet.append(cells if title != "Feb" else cells[::-1])
    held = io.BytesIO()
    book.save(held)
    file = tmp_path / "months.xlsx"
    file.write_bytes(held.getvalue())
    rows, rejected, notes = read(file)
    assert [(str(row["date"]), row["shipper"], row["source"], row["row"]) for row in rows] == [
        ("2023-01-06", "ACME", "x", 2),
        ("2023-02-06", "ACME", "x [Feb]", 2),
    ]
    assert [(Path(error.file).name, error.row) for error in rejected] == [("months.xlsx [Mar]", 2)]
    assert any("'Jan', 'Feb', 'Mar' were read; 'About' were not" in note for note in notes)


@pytest.mark.parametrize(
    ("written", "code"),
    [("KAZAKİSTAN", "KZ"), ("Rusya Federasyonu", "RU"), ("美国", "US"), ("俄罗斯", "RU"), ("Туреччина", "TR"),
     ("Соединенные Штаты", "US"), ("Reino Unido", "GB"), ("Ruritanya", None)],
)  # fmt: skip
def test_countries_are_known_as_customs_name_them(tmp_path: Path, written: str, code: str | None) -> None:
    row, notes = one(tmp_path, "Country of destination", written)
    assert row["destination_country"] == code
    assert any("Ruritanya" in note for note in notes) == (code is None)
