"""Order files: every fact in both forms, every kind of bad input, and nothing lost."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import (
    Act,
    Circumstance,
    Item,
    Owner,
    Party,
    Region,
    Role,
    RowError,
    Schema,
    Transaction,
    UsageError,
    to_data,
    to_json,
)
from tidewaiter.sources.orders import read_orders
from tidewaiter.sources.orders.codes import hs_subheadings
from tidewaiter.sources.orders.values import is_blank

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_


def read(path: Path, **options: Any) -> list[Transaction | RowError]:
    return list(read_orders(str(path), **options))


def one(path: Path, **options: Any) -> Transaction:
    (found,) = read(path, **options)
    assert isinstance(found, Transaction), found
    return found


def fault(path: Path, **options: Any) -> RowError:
    (found,) = read(path, **options)
    assert isinstance(found, RowError), found
    assert found.reason
    assert found.remedy
    assert found.file == str(path)
    return found


def ids(rows: list[Transaction | RowError]) -> list[str]:
    return [row.id for row in rows if isinstance(row, Transaction)]


INTERFACE: dict[str, Any] = {
    "id": "PO-1001", "date": "2024-08-07", "act": "export", "from": "US", "destination": "TR", "region": None,
    "transit": ["AE"],
    "item": {
        "description": "ARM microcontroller", "eccn": "3A991", "hs": "854231", "part_number": "X-1",
        "manufacturer": "Y", "origin": "US", "us_content_pct": None, "us_content_eccns": [], "fdp_inputs": [],
        "quantity": 500, "unit": "pcs", "value_usd": 12000,
    },
    "parties": [{
        "role": "ultimate_consignee", "name": "Invented A.S.", "schema": "Organization", "address": "Street 1",
        "city": "Istanbul", "country": "TR", "identifiers": {"tax": "123"}, "nationality": None,
        "owners": [{"name": "Invented Holding", "share_pct": 50, "listings": []}],
        "listings": ["us.bis.entity_list"],
    }],
    "end_use": "military", "is_informed": False, "knowledge": ["diversion:RU"],
}  # fmt: skip


def test_json_form_of_the_interface(write: Write) -> None:
    said: list[str] = []
    tx = one(write("a.jsonl", json.dumps(INTERFACE)), warn=said.append)
    assert said == []
    assert (tx.id, tx.date, tx.act, tx.from_country, tx.destination) == (
        "PO-1001", dt.date(2024, 8, 7), Act.EXPORT, "US", "TR",
    )  # fmt: skip
    assert tx.item.us_content_eccns == ()
    assert tx.item.us_content_pct is None
    assert tx.parties[0].owners == (Owner(name="Invented Holding", share_pct=50.0),)
    assert tx.parties[0].identifiers == {"tax": "123"}
    assert tx.knowledge == ("diversion:RU",)


def test_csv_form_matches_columns_without_regard_to_case_space_and_underscore(write: Write) -> None:
    table = (
        "Id,DATE,destination,Transit,ITEM DESCRIPTION,eccn,Hs,part number,Manufacturer,origin,us_content_pct,Quantity,"
        "unit,ValueUSD,END USE,End_User,end user ADDRESS,EndUserCountry,end_user_2,end_user_tax_id,Bank\n"
        '1,2024-08-07,Türkiye,"AE, Hong Kong",Chip,3a001.A.2,8542.31,X,Y,PRC,25%,"1,000",pcs,"12.000,50",'
        "Advanced Computing,Invented A,Street 1,TURKIYE,Invented B,77,Invented Bank\n"
    )
    tx = one(write("a.csv", table))
    assert (tx.destination, tx.transit, tx.end_use) == ("TR", ("AE", "HK"), "advanced_computing")
    assert tx.item == Item(
        description="Chip", eccn="3A001.a.2", hs="854231", part_number="X", manufacturer="Y", origin="CN",
        us_content_pct=25.0, quantity=1000.0, unit="pcs", value_usd=12000.5,
    )  # fmt: skip
    assert tx.parties == (
        Party(role=Role.END_USER, name="Invented A", address="Street 1", country="TR", identifiers={"tax": "77"}),
        Party(role=Role.END_USER, name="Invented B"),
        Party(role=Role.BANK, name="Invented Bank"),
    )


def test_flat_keys_in_json_are_read_as_columns(write: Write) -> None:
    tx = one(write("a.jsonl", '{"id": 7, "HS": 854231, "end_user": "Invented", "end_user_country": "TR"}'))
    assert (tx.id, tx.item.hs, tx.parties[0].country) == ("7", "854231", "TR")


def test_workbook_with_merged_heading_title_rows_and_typed_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Orders of August"],
        [],
        ["Order", None, None, "Goods", None, "Ultimate consignee", None],
        ["ID", "Date", "Destination", "HS", "Value USD", "Name", "Country"],
        [1001, dt.date(2024, 8, 7), "Turkey", 854231.0, 12000.5, "Invented A.S.", "TURKIYE"],
        [1002, "2024-08-08", "Turkey", 854231, None, "Invented A.S.", "#N/A"],
        [1003, 45511, "Turkey", 854231, None, "Invented A.S.", "TR"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("F3:G3")
    path = tmp_path / "orders.xlsx"
    book.save(path)
    rows = read(path)
    assert ids(rows) == ["1001", "1002"]
    first = rows[0]
    assert isinstance(first, Transaction)
    assert (first.date, first.item.hs, first.item.value_usd) == (dt.date(2024, 8, 7), "854231", 12000.5)
    assert first.parties == (Party(role=Role.ULTIMATE_CONSIGNEE, name="Invented A.S.", country="TR"),)
    assert isinstance(rows[2], RowError)
    assert (rows[2].row, "2024-08-07" in rows[2].reason) == (7, True)


@pytest.mark.parametrize("name", ["map.yaml", "map.json", "map.csv"])
def test_map_renames_columns(write: Write, name: str) -> None:
    content = {
        "map.yaml": "PO No: id\nShip to: destination\nBuyer: purchaser\n",
        "map.json": '{"PO No": "id", "Ship to": "destination", "Buyer": "purchaser"}',
        "map.csv": "theirs,ours\nPO No,id\nShip to,destination\nBuyer,purchaser\n",
    }[name]
    mapping = write(name, content)
    tx = one(write("a.csv", "po_no,SHIP TO,buyer\n9,TR,Invented\n"), mapping=mapping)
    assert (tx.id, tx.destination, tx.parties[0].role) == ("9", "TR", Role.PURCHASER)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("m.yaml", "Buyer: customer\n", "purchaser"),
        ("m.yaml", "- a\n- b\n", "pairs"),
        ("m.yaml", "a: [", "malformed"),
        ("m.json", "{", "malformed"),
    ],
)
def test_wrong_map_is_a_usage_error(write: Write, name: str, content: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_orders(str(write("a.csv", "id\n1\n")), mapping=write(name, content))


def test_unused_columns_keys_and_map_entries_are_named_once(write: Write) -> None:
    said: list[str] = []
    mapping = write("m.yaml", "Gone: hs\n")
    rows = read(write("a.csv", "id,HS Code,colour\n1,854231,red\n2,854231,red\n"), mapping=mapping, warn=said.append)
    assert len(ids(rows)) == 2
    assert len(said) == 3
    assert any("'HS Code' is not used. If it is hs" in text for text in said)
    said.clear()
    lines = [
        '{"id": "1", "colour": 1, "item": {"shade": 2}, "parties": [{"x": 1}, {"x": 2}]}',
        '{"id": "2", "colour": 3}',
    ]
    assert len(ids(read(write("a.jsonl", "\n".join(lines)), warn=said.append))) == 2
    assert [text.split("'")[1] for text in said] == ["colour", "item.shade", "parties[].x"]


def test_missing_id_column_is_one_error(write: Write) -> None:
    error = fault(write("a.csv", "destination,hs\nTR,854231\nTR,854232\n"))
    assert (error.row, error.column) == (1, "id")
    assert "--map" in error.remedy


def test_two_columns_of_one_meaning_are_refused(write: Write) -> None:
    error = fault(write("a.csv", "id,destination,Destination \n1,TR,AE\n"))
    assert "both mean destination" in error.reason


def test_headings_without_orders_are_an_error(write: Write) -> None:
    assert "no orders" in fault(write("a.csv", "id,destination\n")).reason


def test_duplicate_and_missing_ids_are_set_aside(write: Write) -> None:
    rows = read(write("a.csv", "id,destination\nA,TR\nB,TR\nA,AE\n,TR\nC,TR\n"))
    assert ids(rows) == ["A", "B", "C"]
    bad = [row for row in rows if isinstance(row, RowError)]
    assert [(row.row, row.column, row.id) for row in bad] == [(4, "id", "A"), (5, "id", None)]
    assert "row 2" in bad[0].reason


def test_a_row_names_all_its_faults_by_the_users_columns(write: Write) -> None:
    error = fault(write("a.csv", "id,Destination,HS,ECCN\n1,Nowhere,999999,XYZ\n"))
    assert (error.row, error.column, error.id) == (2, "Destination", "1")
    assert "Also HS:" in error.reason
    assert "Also ECCN:" in error.reason


@pytest.mark.parametrize(
    ("raw", "encoding", "letter"),
    [("ŞİRKET", "cp1254", "ŞİRKET"), ("Москва", "cp1251", "Москва"), ("Müller", "latin-1", "Müller")],
)
def test_wrong_encoding_names_the_likely_one_and_good_rows_come(
    write: Write, raw: str, encoding: str, letter: str
) -> None:
    path = write("a.csv", f"id,end_user,note\n1,{raw},x\n2,Invented,{raw}\n".encode(encoding))
    rows = read(path)
    assert ids(rows) == ["2"]
    assert isinstance(rows[0], RowError)
    assert letter in rows[0].reason
    assert "UTF-8" in rows[0].remedy
    declared = read(path, encoding=encoding)
    assert ids(declared) == ["1", "2"]


@pytest.mark.parametrize("name", ["x\x00y", "x\ufffdy"])
def test_spoiled_text_is_refused(write: Write, name: str) -> None:
    error = fault(write("a.jsonl", json.dumps({"id": "1", "parties": [{"name": name}]})))
    assert error.column == "parties[0].name"


def test_lone_surrogates_are_refused(write: Write) -> None:
    assert "surrogate" in fault(write("a.jsonl", r'{"id": "1", "end_use": "\ud800"}')).reason


@pytest.mark.parametrize("cell", ["", "  ", "n/a", "N/A", "-", "unknown", "TBD", "#N/A"])
def test_words_for_unknown_are_missing_facts(write: Write, cell: str) -> None:
    tx = one(
        write("a.csv", f"id,hs,eccn,date,quantity,end_user,destination\n1,{cell},{cell},{cell},{cell},{cell},{cell}\n")
    )
    assert tx == Transaction(id="1")


def test_na_is_namibia(write: Write) -> None:
    assert one(write("a.csv", "id,destination\n1,NA\n")).destination == "NA"


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2024-08-07", "2024-08-07"),
        ("2024/8/7", "2024-08-07"),
        ("20240807", "2024-08-07"),
        ("2024-08-07T23:30:00Z", "2024-08-07"),
        ("7 August 2024", "2024-08-07"),
        ("07-Aug-2024", "2024-08-07"),
        ("Aug. 7, 2024", "2024-08-07"),
        ("07.08.2024", "2024-08-07"),
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("04/04/2024", "2024-04-04"),
    ],
)
def test_dates_with_one_reading(write: Write, said: str, date: str) -> None:
    assert one(write("a.csv", f'id,date\n1,"{said}"\n')).date == dt.date.fromisoformat(date)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("03/04/2024", "2024-04-03 or 2024-03-04"),
        ("2024-02-30", "calendar"),
        ("31.04.2024", "calendar"),
        ("13/13/2024", "calendar"),
        ("07/08/24", "not a date"),
        ("next week", "not a date"),
        ("45511", "2024-08-07"),
        ("1066-10-14", "outside"),
    ],
)
def test_other_dates_are_refused(write: Write, said: str, reason: str) -> None:
    error = fault(write("a.csv", f"id,date\n1,{said}\n"))
    assert error.column == "date"
    assert reason in error.reason


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("12000.5", 12000.5), ("12,000.50", 12000.5), ("12.000,50", 12000.5), ("12 000,5", 12000.5), ("12,000", 12000),
        ("1.234.567", 1234567), ("12'000", 12000), ("12\u00a0000.5", 12000.5), ("12,5", 12.5), ("0.125", 0.125),
        ("1e3", 1000),
        ("$12,000", 12000), ("12000 USD", 12000), ("0", 0),
    ],
)  # fmt: skip
def test_numbers_with_one_reading(write: Write, said: str, value: float) -> None:
    assert one(write("a.csv", f'id,value_usd\n1,"{said}"\n')).item.value_usd == value


@pytest.mark.parametrize(
    "said", ["12.000", "1,23,456.7.8", "a few", "-5", "inf", "12,00,0", "€500", "500 EUR", "1.2.3"]
)
def test_other_numbers_are_refused(write: Write, said: str) -> None:
    assert fault(write("a.csv", f'id,value_usd\n1,"{said}"\n')).column == "value_usd"


def test_json_numbers_are_checked(write: Write) -> None:
    for value in ("true", "-1", '"x"', "[]"):
        path = write("a.jsonl", f'{{"id": "1", "item": {{"quantity": {value}}}}}')
        assert fault(path).column == "item.quantity"
    assert fault(write("a.csv", "id,us_content_pct\n1,250\n")).column == "us_content_pct"
    assert one(write("a.csv", 'id,us_content_pct\n1,"12,345"\n')).item.us_content_pct == 12.345


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("854231", "854231"), ("8542.31", "854231"), ("8542 31 90", "85423190"), ("854231.0", "854231"),
        ("8542.31.00.00", "8542310000"), ("10121", "010121"), ("0101.21", "010121"), ("854390", "854390"),
    ],
)  # fmt: skip
def test_hs_codes(write: Write, said: str, code: str) -> None:
    assert one(write("a.csv", f"id,hs\n1,{said}\n")).item.hs == code


@pytest.mark.parametrize(
    "said",
    [
        "999999",
        "770000",
        "000000",
        "85",
        "8542",
        "85423",
        "8542311",
        "854277",
        "ABC123",
        "8.54E+05",
        "8542313131313131",
    ],
)
def test_impossible_hs_codes_are_refused(write: Write, said: str) -> None:
    error = fault(write("a.csv", f"id,hs\n1,{said}\n"))
    assert error.column == "hs"
    assert "leave it blank" in error.remedy


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("3A991", "3A991"), ("3a001.A.2", "3A001.a.2"), ("3A001a.2", "3A001.a.2"), ("EAR 99", "EAR99"),
        ("ear99", "EAR99"),
        ("1C351.d.14", "1C351.d.14"), ("9A610.x", "9A610.x"), ("3B001.f.1.b.2.a", "3B001.f.1.b.2.a"),
        ("5A992.c", "5A992.c"),
    ],
)  # fmt: skip
def test_eccns(write: Write, said: str, code: str) -> None:
    assert one(write("a.csv", f"id,eccn\n1,{said}\n")).item.eccn == code


@pytest.mark.parametrize("said", ["XX", "3F001", "3A01", "3A0011x!", "NLR", "EAR98", "XI", "854231"])
def test_other_eccns_are_refused(write: Write, said: str) -> None:
    assert fault(write("a.csv", f"id,eccn\n1,{said}\n")).column == "eccn"


@pytest.mark.parametrize(
    ("destination", "region", "expected"),
    [
        ("CRIMEA (OCCUPIED)", "", ("UA", Region.CRIMEA)),
        ("UA", "Crimea", ("UA", Region.CRIMEA)),
        ("Ukraine", "DNR", ("UA", Region.DNR)),
        ("UA", "", ("UA", None)),
    ],
)
def test_regions(write: Write, destination: str, region: str, expected: tuple[str, Region | None]) -> None:
    tx = one(write("a.csv", f"id,destination,region\n1,{destination},{region}\n"))
    assert (tx.destination, tx.region) == expected


def test_region_that_contradicts_the_destination_is_refused(write: Write) -> None:
    assert fault(write("a.csv", "id,destination,region\n1,TR,crimea\n")).column == "region"
    assert fault(write("a.csv", "id,destination,region\n1,Crimea,dnr\n")).column == "region"


def test_region_of_a_party_stays_in_its_address(write: Write) -> None:
    tx = one(write("a.csv", "id,end_user,end_user_address,end_user_country\n1,Invented,Street 1,Crimea\n"))
    assert (tx.parties[0].country, tx.parties[0].address) == ("UA", "Street 1, Crimea")


def test_coded_words_are_read_without_regard_to_case(write: Write) -> None:
    party = '{"role":"End User","schema":"company"}'
    lines = f'{{"id":"1","act":"Re-Export","parties":[{party}],"end_use":"Military","is_informed":"No"}}'
    tx = one(write("a.jsonl", lines))
    assert (tx.act, tx.parties[0].role, tx.parties[0].schema) == (Act.REEXPORT, Role.END_USER, Schema.ORGANIZATION)
    assert (tx.end_use, tx.is_informed) == ("military", False)


@pytest.mark.parametrize(
    ("data", "column"),
    [
        ({"act": "smuggle"}, "act"),
        ({"region": "mars"}, "region"),
        ({"is_informed": "maybe"}, "is_informed"),
        ({"parties": {}}, None),
        ({"parties": "Foo"}, "parties"),
        ({"parties": ["Foo"]}, "parties[0]"),
        ({"item": [1]}, "item"),
        ({"date": 5}, "date"),
        ({"destination": ["TR"]}, "destination"),
        ({"transit": ["Nowhere"]}, "transit"),
        ({"knowledge": ["diversion:Nowhere"]}, "knowledge"),
        ({"circumstances": ["tools of the trade", "gift"]}, "circumstances"),
        ({"parties": [{"role": "king"}]}, "parties[0].role"),
        ({"parties": [{"listings": ["us.bis.entity"]}]}, "parties[0].listings"),
        ({"parties": [{"formed_on": "soon"}]}, "parties[0].formed_on"),
        ({"parties": [{"birth_date": "1975-13"}]}, "parties[0].birth_date"),
        ({"parties": [{"owners": [{"share_pct": 5}]}]}, "parties[0].owners[0].name"),
        ({"parties": [{"owners": [{"name": "x", "share_pct": 500}]}]}, "parties[0].owners[0].share_pct"),
        (
            {"parties": [{"owners": [{"name": "x", "share_pct": 80}, {"name": "y", "share_pct": 70}]}]},
            "parties[0].owners",
        ),
        (
            {"parties": [{"owners": [{"name": "x", "owners": [{"name": n, "share_pct": 51} for n in "yz"]}]}]},
            "parties[0].owners[0].owners",
        ),
        ({"item": {"hs_vintage": "H9"}}, "item.hs_vintage"),
    ],
)
def test_other_bad_values_name_their_path(write: Write, data: dict[str, Any], column: str | None) -> None:
    assert fault(write("a.jsonl", json.dumps({"id": "1"} | data))).column == (column or "parties")


def test_owners_in_whole_percents_may_miss_the_whole_by_rounding(write: Write) -> None:
    shares = [16.7, 16.7, 66.7]
    owners = [{"name": f"Holder {share}", "share_pct": share} for share in shares]
    (tx,) = read(write("a.jsonl", json.dumps({"id": "1", "parties": [{"name": "x", "owners": owners}]})))
    assert isinstance(tx, Transaction)
    assert [owner.share_pct for owner in tx.parties[0].owners or ()] == shares


def test_csv_cells_of_structured_facts(write: Write) -> None:
    tx = one(
        write(
            "a.csv",
            "id,us_content_eccns,knowledge,end_user,end_user_owners,end_user_identifiers,end_user_listings,"
            "end_user_formed_on\n1,3A001; 5A002.a,diversion:Russia,Invented,Holding A (50%); Holding B,tax=1;lei=2,"
            "us.bis.entity_list#3,2022\n",
        )
    )
    party = tx.parties[0]
    assert tx.item.us_content_eccns == ("3A001", "5A002.a")
    assert tx.knowledge == ("diversion:RU",)
    assert party.owners == (Owner(name="Holding A", share_pct=50.0), Owner(name="Holding B"))
    assert party.identifiers == {"tax": "1", "lei": "2"}
    assert (party.listings, party.formed_on) == (("us.bis.entity_list#3",), "2022")


@pytest.mark.parametrize(
    ("cell", "shares"),
    [
        ("Holding A 60%; Holding B 40 %", [60.0, 40.0]),
        ("Holding A 60 percent; Holding B (39,5 pct)", [60.0, 39.5]),
        ("Plant 60", [None]),
        ("Plant 60; Holding B", [None, None]),
        ("Holding A 60; Holding B 40%", None),
        ("Holding A 60; Holding B 40", None),
        ("Holding A sixty%", None),
        ("Holding A % 60", None),
    ],
)
def test_a_share_that_cannot_be_read_is_never_part_of_a_name(
    write: Write, cell: str, shares: list[float | None] | None
) -> None:
    (row,) = read_orders(write("a.csv", f'id,end_user,end_user_owners\n1,Invented,"{cell}"\n'))
    if shares is None:
        assert isinstance(row, RowError)
        assert row.column == "end_user_owners"
        assert "cannot be read" in row.reason
    else:
        assert isinstance(row, Transaction)
        assert [owner.share_pct for owner in row.parties[0].owners or ()] == shares


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("IMO 9074729", {"imo": "9074729"}),
        ("tax id: 77; imo=9074729", {"tax": "77", "imo": "9074729"}),
        ("n/a", {}),
        ("9074729", None),
        ("imo=9074729; 77", None),
        ("Wholly unknown", None),
        ("=77", None),
    ],
)
def test_a_number_without_a_kind_is_not_passed_over(write: Write, cell: str, numbers: dict[str, str] | None) -> None:
    (row,) = read_orders(write("a.csv", f"id,end_user,end_user_identifiers\n1,Invented,{cell}\n"))
    if numbers is None:
        assert isinstance(row, RowError)
        assert "what kind of number" in row.reason
    else:
        assert isinstance(row, Transaction)
        assert row.parties[0].identifiers == numbers


def test_circumstances_are_unasked_or_none_or_codes(write: Write) -> None:
    assert one(write("a.jsonl", json.dumps({"id": "1"}))).circumstances is None
    assert one(write("b.jsonl", json.dumps({"id": "1", "circumstances": []}))).circumstances == ()
    table = one(write("c.csv", "id,circumstances\n1,Tools of trade; news_media\n"))
    assert table.circumstances == (Circumstance.TOOLS_OF_TRADE, Circumstance.NEWS_MEDIA)


def test_hs_subheadings_are_those_of_the_reference_list(data_dir: Path) -> None:
    listed = data_dir / "trade" / "classification" / "comtrade_ref_cmd_hs.csv"
    with listed.open(encoding="utf-8-sig") as stream:
        codes = {
            row["id"] for row in csv.DictReader(stream) if len(row["id"]) == 6 and row["id"][:2] not in {"98", "99"}
        }
    assert hs_subheadings() == codes


LETTERS = st.characters(codec="utf-8", categories=("Lu", "Ll", "Lo", "Nd", "Zs", "Po"))
#: Names that are not, by chance, a spreadsheet error or a word for unknown.
NAMES = st.text(LETTERS, min_size=1, max_size=12).filter(
    lambda t: t.strip() == t and not t.startswith("#") and not is_blank(t)
)
COUNTRIES = st.sampled_from(["TR", "HK", "RU", "US", "NA", "DE", "KG"])
ECCNS = st.sampled_from(["EAR99", "3A991.a.2", "5A002", "9A610.x"])
OWNERS = st.builds(
    Owner,
    name=NAMES,
    share_pct=st.none() | st.floats(0, 100).map(lambda share: round(share, 3)),
    country=st.none() | COUNTRIES,
    listings=st.just(()) | st.just(("us.bis.entity_list#3",)),
)


def _one_whole(owners: list[Owner]) -> bool:
    return sum(owner.share_pct or 0 for owner in owners) <= 100


PARTIES = st.builds(
    Party,
    name=NAMES,
    role=st.sampled_from(Role),
    schema=st.none() | st.sampled_from(Schema),
    address=st.none() | NAMES,
    city=st.none() | NAMES,
    country=st.none() | COUNTRIES,
    identifiers=st.dictionaries(st.sampled_from(["tax", "lei"]), NAMES),
    nationality=st.none() | COUNTRIES,
    birth_date=st.none() | st.sampled_from(["1975", "1975-04", "1975-04-30"]),
    formed_on=st.none() | st.sampled_from(["2022", "2022-03-15"]),
    line_of_business=st.none() | NAMES,
    owners=st.none() | st.lists(OWNERS, min_size=1, max_size=2).filter(_one_whole).map(tuple),
    listings=st.just(()) | st.just(("us.ofac.sdn", "custom.mine")),
)
AMOUNTS = st.floats(0, 1e9).map(lambda value: round(value, 4))
ITEMS = st.builds(
    Item,
    description=st.none() | NAMES,
    eccn=st.none() | ECCNS,
    hs=st.none() | st.sampled_from(["854231", "010121", "8471300100"]),
    hs_vintage=st.none() | st.sampled_from([2017, 2022]),
    part_number=st.none() | NAMES,
    manufacturer=st.none() | NAMES,
    origin=st.none() | COUNTRIES,
    us_content_pct=st.none() | st.floats(0, 100).map(lambda share: round(share, 3)),
    us_content_eccns=st.none() | st.lists(ECCNS, min_size=1, max_size=3).map(tuple),
    fdp_inputs=st.none() | st.just(("3E001",)),
    quantity=st.none() | AMOUNTS,
    unit=st.none() | st.just("pcs"),
    value_usd=st.none() | AMOUNTS,
)
TRANSACTIONS = st.builds(
    Transaction,
    id=NAMES,
    date=st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)),
    act=st.sampled_from(Act),
    from_country=st.none() | COUNTRIES,
    destination=st.none() | COUNTRIES,
    transit=st.lists(COUNTRIES, unique=True, max_size=3).map(tuple),
    item=ITEMS,
    parties=st.lists(PARTIES, max_size=3).map(tuple),
    end_use=st.none() | st.sampled_from(["military", "civil", "for a weather station"]),
    is_informed=st.none() | st.booleans(),
    knowledge=st.just(()) | st.just(("diversion:RU",)),
)


def number(value: float) -> str:
    """Write a number with one reading: 12.125 alone could also be 12125."""
    text = f"{value:.20f}" if "e" in repr(value) else repr(value)
    return text + "0" if len(text.partition(".")[2]) == 3 else text


def flat(tx: Transaction) -> dict[str, str]:
    """Write a transaction as one row of the CSV form."""
    data = to_data(tx)
    row: dict[str, Any] = {
        key: data[key] for key in ("id", "date", "act", "from", "destination", "end_use", "is_informed")
    }
    row["transit"], row["knowledge"] = "; ".join(data["transit"]), "; ".join(data["knowledge"])
    for key, value in data["item"].items():
        row[f"item_{key}"] = (
            "; ".join(value) if isinstance(value, list) else number(value) if isinstance(value, float) else value
        )
    counts: dict[str, int] = {}
    for party in data["parties"]:
        role = party.pop("role")
        counts[role] = counts.get(role, 0) + 1
        prefix = role if counts[role] == 1 else f"{role}_{counts[role]}"
        row[prefix] = party.pop("name")
        for key, value in party.items():
            row[f"{prefix}_{key}"] = (
                "; ".join(value)
                if key == "listings"
                else json.dumps(value)
                if value and isinstance(value, list | dict)
                else value or ""
            )
    return {key: "" if value is None else str(value) for key, value in row.items()}


@given(TRANSACTIONS)
def test_any_transaction_as_csv_reads_back(tmp_path_factory: pytest.TempPathFactory, tx: Transaction) -> None:
    path = tmp_path_factory.mktemp("flat") / "a.csv"
    row = flat(tx)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([row.keys(), row.values()])
    assert read(path) == [tx]


@given(TRANSACTIONS)
def test_any_transaction_as_json_reads_back(tmp_path_factory: pytest.TempPathFactory, tx: Transaction) -> None:
    path = tmp_path_factory.mktemp("json") / "a.jsonl"
    path.write_text(to_json(tx) + "\n", encoding="utf-8")
    assert read(path) == [tx]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["id", "date", "act", "destination", "region", "transit", "item", "parties", "hs", "end_user", "end_use"]
)


@given(st.dictionaries(KEYS, JSON | st.fixed_dictionaries({}, optional={"hs": JSON, "eccn": JSON, "quantity": JSON})))
def test_no_object_crashes_the_reader(tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]) -> None:
    path = tmp_path_factory.mktemp("any") / "a.jsonl"
    path.write_text(json.dumps(data) + "\n", encoding="utf-8")
    for row in read(path, warn=lambda _: None):
        assert isinstance(row, Transaction | RowError)
        str(row).encode()


def examples(name: str) -> Iterator[Transaction | RowError]:
    with resources.as_file(resources.files("tidewaiter") / "examples" / name) as path:
        yield from list(read_orders(str(path), warn=pytest.fail))


def test_example_orders_are_all_usable_and_many() -> None:
    for name, least in (("orders.jsonl", 64), ("orders.csv", 5)):
        rows = list(examples(name))
        assert not [str(row) for row in rows if isinstance(row, RowError)]
        assert len(rows) >= least


def test_bad_example_orders_show_every_kind_of_error_and_keep_good_rows() -> None:
    rows = list(examples("orders_bad.csv"))
    assert len(ids(rows)) == 2
    columns = {row.column for row in rows if isinstance(row, RowError)}
    assert columns >= {"destination", "date", "hs", "eccn", "quantity", "value_usd", "id"}


def test_a_big_file_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    row = (
        ",2024-08-07,Türkiye,Microcontroller "
        + "x" * 150
        + ',3A991.a.2,8542.31,500,"12,000.00",Invented Example A.S.,TR\n'
    )
    with path.open("w", encoding="utf-8") as stream:
        stream.write("id,date,destination,item_description,eccn,hs,quantity,value_usd,end_user,end_user_country\n")
        stream.writelines(f"PO-{i}{row}" for i in range(120_000))
    assert path.stat().st_size > 30_000_000
    program = (
        "import psutil, sys; from tidewaiter.sources.orders import read_orders; p = psutil.Process()\n"
        "orders = read_orders(sys.argv[1]); next(orders); before = p.memory_info().rss; peak = before; n = 1\n"
        "for n, _ in enumerate(orders, 2): peak = max(peak, p.memory_info().rss) if n % 5000 == 0 else peak\n"
        "print(n, (peak - before) // 1_000_000)"
    )
    source = str(Path(__file__).parents[2] / "src")
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": source},
    )  # fmt: skip
    count, grown = map(int, done.stdout.split())
    assert count == 120_000
    assert grown < 40
