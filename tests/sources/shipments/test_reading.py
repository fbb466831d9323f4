"""Shipment files to the canonical table: layouts, values, dates, countries, and what is set aside."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tidewaiter.model import RowError, UsageError
from tidewaiter.sources.shipments import SCHEMA, Stated, read_shipments
from tidewaiter.sources.shipments.notes import Notes

TURKISH = (
    "REGISTRATION_DATE,REGISTRATION_NO,ITEM_NO,ITEM_REGIME_CODE,SUPPLIER_NAME,IMPORTER_CODE,IMPORTER_NAME,"
    "IMPORTER_NAME_EN,ORIGIN_COUNTRY,HS_CODE,NET_WEIGHT_KG,STATISTICAL_VALUE_USD,INVOICE_AMOUNT,CURRENCY\n"
)


def read(
    path: Path, *, layout: str = "auto", stated: Stated | None = None
) -> tuple[list[dict[str, Any]], list[RowError], list[str]]:
    rejected: list[RowError] = []
    notes: list[str] = []
    batches = list(
        read_shipments(path, stated or Stated("test"), layout=layout, reject=rejected.append, warn=notes.append)
    )
    assert all(batch.rows.schema.equals(SCHEMA) for batch in batches)
    return [row for batch in batches for row in batch.rows.to_pylist()], rejected, notes


def test_a_declaration_is_read_with_what_it_implies(tmp_path: Path) -> None:
    file = tmp_path / "tr.csv"
    file.write_text(
        TURKISH + "2024-03-05,24IM1,1,4000,ACME GMBH,7530576517,ÖRNEK MAKİNA LTD ŞTİ,ORNEK MACHINE LTD,GERMANY,"
        "8542310000,2.5,0,1500.5,USD\n",
        encoding="utf-8",
    )
    (row,), rejected, _ = read(file)
    assert rejected == []
    assert (row["date"], row["hs"], row["origin_country"]) == (dt.date(2024, 3, 5), "8542310000", "DE")
    assert (row["consignee"], row["consignee_alias"]) == ("ÖRNEK MAKİNA LTD ŞTİ", "ORNEK MACHINE LTD")
    assert (row["consignee_country"], row["destination_country"], row["shipper_country"]) == ("TR", "TR", None)
    assert row["value_usd"] == 1500.5  # a statistical value of 0 was not stated
    assert (row["shipment_id"], row["direction"], row["reporter"]) == ("24IM1#1", "import", "TR")


def test_a_bill_of_lading_of_several_lines_is_several_records(tmp_path: Path) -> None:
    file = tmp_path / "bol.csv"
    file.write_text(
        "Arrival Date,BOL Number,Shipper,Consignee,HS Code\n"
        "2024-03-05,KELU7,ACME,BEST,854231\n2024-03-05,KELU7,ACME,BEST,848210\n",
        encoding="utf-8",
    )
    rows, _, _ = read(file)
    assert [(row["declaration"], row["hs"], row["shipment_id"]) for row in rows] == [
        ("KELU7", "854231", None),
        ("KELU7", "848210", None),
    ]


def test_rows_that_cannot_be_used_are_set_aside_with_reasons(tmp_path: Path) -> None:
    file = tmp_path / "tr.csv"
    good = "2024-03-05,24IM1,1,4000,ACME,1,B,B,GERMANY,854231,1,10,10,USD\n"
    file.write_text(
        TURKISH
        + good
        + good.replace("2024-03-05", "2024-02-30")
        + good.replace("854231", "xx")
        + good.replace(",ACME,1,B,B,", ",NULL,0,NULL,,")
        + good.replace("2024-03-05", ""),
        encoding="utf-8",
    )
    rows, rejected, _ = read(file)
    assert len(rows) == 1
    assert [(error.row, error.column) for error in rejected] == [
        (3, "registrationdate"),
        (4, "hscode"),
        (5, "suppliername"),
        (6, "registrationdate"),
    ]
    assert "not a day of the calendar" in rejected[0].reason


def test_headings_below_titles_and_names_in_two_scripts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([])
    sheet.append([None, "DATA"])
    sheet.append([])
    head = "REGISTRATION_DATE EXPORTER_NAME EXPORTER_NAME_EN BUYER_NAME CUSTOMS_VALUE_KZT CUSTOMS_PROCEDURE_CODE"
    head += " G_WEIGHT HS_CODE TO_COUNTRY_NAME VALUE_IN_FOREIGN_CURRENCY FOREIGN_CURRENCY RECORD_ID"
    sheet.append(head.split())
    sheet.append(
        [
            "2025-09-15",
            "ТОО ПРИМЕР",
            "EXAMPLE LLP",
            "NULL",
            730837.09,
            10,
            3715,
            6907219009,
            "РОССИЯ",
            900.0,
            "USD",
            "r1",
        ]
    )
    book.save(tmp_path / "kz.xlsx")
    (row,), rejected, notes = read(tmp_path / "kz.xlsx")
    assert rejected == []
    assert any("headings were found in row 4" in note for note in notes)
    assert (row["shipper"], row["shipper_alias"], row["consignee"]) == ("ТОО ПРИМЕР", "EXAMPLE LLP", None)
    assert (row["destination_country"], row["value_usd"], row["procedure"]) == ("RU", 900.0, "10")


def test_a_rate_of_the_file_converts_its_own_currency(tmp_path: Path) -> None:
    file = tmp_path / "ua.csv"
    file.write_text(
        "DATE_OF_ISSUE,NO_VMD,PRODUCT_NUMBER,IMPORTER_CODE,IMPORTER_NAME,SUPPLIER_NAME,CUSTOMS_VALUE_HRYVNIAS,"
        "NBU_EXCHANGE_RATE_USD,HS_CODE\n2025-10-31,UA1,1,38008514,Приклад,ACME,420.0,42.0,8471500000\n",
        encoding="utf-8",
    )
    (row,), _, _ = read(file)
    assert row["value_usd"] == pytest.approx(10.0)


def test_an_extract_by_month_says_so_and_takes_what_the_user_states(tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_text(
        "HS_CODE,IMPORTER_NAME_EN,SUPPLIER_NAME,ORIGIN_COUNTRY,TOTALVALUE,MONTHYEAR\n"
        "854231,7722476458 772201001 OOO EXAMPLE,ACME,Atlantis,12.5,Mar 2025\n",
        encoding="utf-8",
    )
    (row,), _, notes = read(file, stated=Stated("test", reporter="RU", currency="USD"))
    assert (row["date"], row["date_precision"]) == (dt.date(2025, 3, 1), "month")
    assert (row["consignee"], row["consignee_id"], row["consignee_country"]) == ("OOO EXAMPLE", "7722476458", "RU")
    assert row["value_usd"] == 12.5
    assert any("'Atlantis' (1)" in note for note in notes)
    (unsaid,), _, _ = read(file)
    assert unsaid["value_usd"] is None
    assert unsaid["value"] == 12.5


@pytest.mark.parametrize(
    ("written", "day"),
    [("13/04/2024", dt.date(2024, 4, 13)), ("04/13/2024", dt.date(2024, 4, 13)), ("2024-04-13T20:00:00Z", None)],
)
def test_the_order_of_a_date_is_taken_from_the_column(tmp_path: Path, written: str, day: dt.date | None) -> None:
    file = tmp_path / "bl.csv"
    other = "05/04/2024" if "/" in written else "2024-04-05"
    file.write_text(
        f"arrival date,shipper,consignee,hs code\n{written},A,B,854231\n{other},A,B,854231\n", encoding="utf-8"
    )
    rows, rejected, _ = read(file)
    assert rejected == []
    assert rows[0]["date"] == (day or dt.date(2024, 4, 13))
    first_is_day = written.startswith("13")
    expected = dt.date(2024, 4, 5) if first_is_day or "/" not in written else dt.date(2024, 5, 4)
    assert rows[1]["date"] == expected


def test_a_date_with_two_readings_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bl.csv"
    file.write_text("arrival date,shipper,consignee,hs code\n05/04/2024,A,B,854231\n", encoding="utf-8")
    rows, (error,), _ = read(file)
    assert rows == []
    assert "2024-04-05 or 2024-05-04" in error.reason


def test_decimal_commas_are_told_from_the_column(tmp_path: Path) -> None:
    file = tmp_path / "bl.csv"
    file.write_text(
        "date;shipper;consignee;hs;net weight;value usd\n2024-04-05;A;B;854231;1.234,50;10,5\n"
        "2024-04-05;A;B;854231;2,75;1.000,0\n",
        encoding="utf-8",
    )
    rows, _, _ = read(file)
    assert [(row["net_kg"], row["value_usd"]) for row in rows] == [(1234.5, 10.5), (2.75, 1000.0)]


def test_a_layout_of_ones_own_needs_no_code(tmp_path: Path) -> None:
    layout = tmp_path / "mine.yaml"
    layout.write_text(
        "id: mine\ntitle: Mine\ndirection: export\nreporter: GE\nmatch: [Tarix]\n"
        "columns: {date: Tarix, shipper: Eksportyor, hs: Kod, destination_country: Olke}\n"
        "values: [{amount: Minlik, times: 1000}]\n",
        encoding="utf-8",
    )
    file = tmp_path / "mine.csv"
    file.write_text("Tarix,Eksportyor,Kod,Olke,Minlik\n2024-01-02,A,87032310,Kazakhstan,1.5\n", encoding="utf-8")
    (row,), _, _ = read(file, layout=str(layout))
    assert (row["shipper_country"], row["destination_country"], row["value_usd"]) == ("GE", "KZ", 1500.0)


def test_parquet_keeps_its_types_and_lost_zeros_come_back(tmp_path: Path) -> None:
    table = pa.table(
        {
            "shipment_id": ["1", "2"],
            "date": pa.array([dt.date(2024, 1, 2), None], pa.date32()),
            "shipper": ["A", "B"],
            "consignee": ["C", "D"],
            "hs": pa.array([40900, 854231], pa.int64()),
            "destination_country": ["RU", "RU"],
            "value_usd": [0.0, 2.0],
        }
    )
    pq.write_table(table, tmp_path / "canonical.parquet")
    (row,), (error,), _ = read(tmp_path / "canonical.parquet")
    assert (row["hs"], row["value_usd"]) == ("040900", 0.0)
    assert (error.row, error.reason) == (2, "The row has no date.")


def test_the_canonical_table_keeps_who_recorded_a_row_and_how_precisely_it_is_dated(tmp_path: Path) -> None:
    table = pa.table(
        {
            "shipment_id": ["1", "2", "3"],
            "date": pa.array([dt.date(2024, 1, 2)] * 3, pa.date32()),
            "shipper": ["A", "B", "C"],
            "consignee": ["C", "D", "E"],
            "hs": ["854231"] * 3,
            "destination_country": ["RU", None, "RU"],
            "reporter": ["TR", "KZ", None],
            "direction": ["export", "import", "sideways"],
            "date_precision": ["day", "month", None],
        }
    )
    pq.write_table(table, tmp_path / "canonical.parquet")
    rows, rejected, _ = read(tmp_path / "canonical.parquet")
    assert not rejected
    assert [(row["reporter"], row["direction"]) for row in rows] == [("TR", "export"), ("KZ", "import"), (None, None)]
    assert [row["date_precision"] for row in rows] == ["day", "month", "day"]
    assert [row["dispatch_country"] for row in rows] == ["TR", None, None]
    assert [row["destination_country"] for row in rows] == ["RU", "KZ", "RU"]


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("id,name\n1,A\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no layout fits"):
        read(file)
    with pytest.raises(UsageError, match="needs a heading such as 'hs'"):
        read(file, layout="canonical")


@pytest.mark.needs_data
def test_every_real_layout_imports_with_every_row(data_dir: Path) -> None:
    samples = sorted((data_dir / "trade" / "port_real_samples").glob("*.xlsx"))
    assert len(samples) >= 20
    for sample in samples:
        rows, rejected, _ = read(sample)
        assert rows, sample.name
        assert rejected == [], sample.name
        assert all(row["shipper"] or row["consignee"] for row in rows)


@pytest.mark.needs_data
def test_coded_declarations_and_an_extract_without_dates(data_dir: Path) -> None:
    korean = data_dir / "trade" / "customs_declarations_korea_synthetic_ctgan" / "df_syn_valid_eng.csv"
    rows, rejected, _ = read(korean)
    assert len(rows) == 8134
    assert rejected == []
    peru = data_dir / "trade" / "panjiva_peru_export_sample_anonymised" / "peru_export_combined_data_1.csv"
    rows, rejected, _ = read(peru)
    assert rows == []
    assert len(rejected) == 44_707
    rows, rejected, _ = read(peru, stated=Stated("peru", date="2018-06-30"))
    assert len(rows) == 44_707


def test_cells_that_could_not_be_read_are_counted_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "bl.csv"
    rows = [f"2024-04-05,A,B,854231,{weight},{country}" for weight, country in (("much", "Atlantis"),) * 3]
    rows.append("2024-04-05,A,B,854231,little,Lemuria")
    file.write_text("date,shipper,consignee,hs,net weight,country of origin\n" + "\n".join(rows), encoding="utf-8")
    found, rejected, notes = read(file)
    assert (len(found), rejected) == (4, [])
    assert any("4 cells of net_kg were left blank; the first: 'much' is not a number." in note for note in notes)
    assert any("4 cells name no known country" in note and "'Atlantis' (3), 'Lemuria' (1)" in note for note in notes)


def test_notes_of_a_column_of_nonsense_stay_small() -> None:
    notes = Notes()
    for start in range(0, 50_000, 5_000):
        notes.add_unknown_countries({f"street {number}": 1 for number in range(start, start + 5_000)} | {"Lemuria": 7})
    assert len(notes.unknown_countries) <= 15_001
    (line,) = notes.lines("x.csv")
    assert "50070 cells name no known country" in line
    assert "'Lemuria' (70)" in line


def test_a_parquet_file_of_one_row_group_is_read_in_pieces(tmp_path: Path) -> None:
    size = 300_000
    names = pa.array([f"company {number % 100}" for number in range(size)])
    columns = {"date": pa.array([dt.date(2024, 1, 2)] * size), "shipper": names, "hs": pa.array(["854231"] * size)}
    pq.write_table(pa.table(columns | {"consignee": names}), tmp_path / "x.parquet", row_group_size=size)
    rejected: list[RowError] = []
    batches = list(read_shipments(tmp_path / "x.parquet", Stated("test"), layout="canonical", reject=rejected.append))
    assert [batch.rows.num_rows for batch in batches] == [250_000, 50_000]
    assert batches[1].rows["row"][0].as_py() == 250_001
    assert rejected == []
