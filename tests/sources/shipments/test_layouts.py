"""Layouts: recognised by their headings, refused when malformed, and one written by a user works without code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidewaiter.model import UsageError
from tidewaiter.sources.shipments import CANONICAL, choose_layout, layouts, read_layout
from tidewaiter.sources.shipments.layout_file import heading_key


def test_every_layout_is_recognised_by_its_own_headings() -> None:
    for layout in layouts():
        headings = {min(alternatives) for alternatives in layout.match}
        chosen = choose_layout("auto", headings)
        assert chosen is not None
        assert len(chosen.match) == len(layout.match), f"{chosen.id} takes the files of {layout.id}"


def test_the_canonical_headings_are_the_canonical_layout() -> None:
    found = choose_layout("auto", CANONICAL)
    assert found is not None
    assert found.id == "canonical"


def test_headings_are_matched_without_case_space_and_underscore() -> None:
    found = choose_layout(
        "auto", ["Imp Date", "iec", "importer name", "SUPPLIER-NAME", "Indian_Port", "Total Value USD"]
    )
    assert found is not None
    assert found.id == "in-import-short"


def test_an_importer_beside_an_exporter_makes_an_import() -> None:
    found = choose_layout("auto", ["IMPORTER_NAME", "EXPORTER_NAME", "HS_CODE", "MONTHYEAR"])
    assert found is not None
    assert found.direction == "import"
    buyer = choose_layout("auto", ["BUYER_NAME", "EXPORTER_NAME", "HS_CODE", "MONTHYEAR"])
    assert buyer is not None
    assert buyer.direction == "export"


def test_no_layout_fits_other_headings() -> None:
    assert choose_layout("auto", ["id", "name", "country"]) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: x\ntitle: X\nmatch: [a]\ncolumns: {hs: h}\nextra: 1\n", "unknown key 'extra'"),
        ("id: x\ntitle: X\ncolumns: {hs: h}\n", "'match' is missing"),
        ("id: x\ntitle: X\nmatch: [a]\ncolumns: {hscode: h}\n", "'hscode' is no canonical column"),
        ("id: x\ntitle: X\nmatch: [a]\ncolumns: [hs]\n", "columns is a mapping"),
        ("id: x\ntitle: X\nmatch: [a]\ncolumns: {hs: h}\ndirection: in\n", "direction is 'in'"),
        ("id: x\ntitle: X\nmatch: [a]\ncolumns: {hs: h}\nvalues: [{times: 2}]\n", "each of values"),
        ("id: x\ntitle: X\nmatch: [a]\ncolumns: {hs: h}\nvalues: [{amount: v, time: 2}]\n", "unknown key 'time'"),
        ("id: x\ntitle: X\nmatch: [a]\ncolumns: {hs: h}\nvalues: [{amount: v, times: many}]\n", "times is 'many'"),
        ("id: x\ntitle: X\nmatch: [a]\ncolumns: {net_kg: {heading: h, times: -1}}\n", "times is -1"),
        (
            "id: x\ntitle: X\nmatch: [a]\ncolumns: {hs: h}\nreporter: Ruritania\n",
            "reporter: 'Ruritania' is not a country",
        ),
        ("id: x\ntitle: X\nmatch: [a]\ncolumns: {hs: h}\ndates: european\n", "dates is 'european'"),
        ("id: x\ntitle: X\nmatch: [a]\ncolumns: {hs: h}\ndecimal: dot\n", "decimal is 'dot'"),
        ("id: x\ntitle: X\nmatch: [a]\ncolumns: {hs: h}\nutc_offset_minutes: 3h\n", "utc_offset_minutes is '3h'"),
        ("id: x\ntitle: X\nvocabulary: true\nmatch: ['@day']\ncolumns: {hs: h}\n", "'@day' is no group"),
        ("- 1\n", "a layout is a mapping"),
        ("a: [\n", "is not YAML"),
    ],
)
def test_a_malformed_layout_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("[", r"\[")):
        read_layout(text, "mine.yaml")


def test_an_unknown_layout_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="tr-import-full"):
        choose_layout("turkey", [])
    with pytest.raises(UsageError, match="cannot be read"):
        choose_layout(str(tmp_path / "none.yaml"), [])


@pytest.mark.parametrize(
    ("headings", "layout"),
    [
        ("Дата декларации|Грузоотправитель|Грузополучатель|Код ТН ВЭД|Масса нетто, кг", "bill-of-lading"),
        ("Дата выпуска|Импортер|Поставщик|КОД ТН ВЭД|Страна происхождения", "extract-import"),
        ("TESCİL TARİHİ|İHRACATÇI|Müşteri|GTİP NO|Gideceği Ülke", "extract-export"),
        ("进口日期|收货人|发货人|商品编码|净重(千克)", "bill-of-lading"),
        ("Fecha de importación|Importador|Proveedor|Partida arancelaria|Peso neto (kg)", "extract-import"),
        ("Date of export|Exporter|Customer|HTS code|Net mass (kg)", "extract-export"),
        ("date|shipper|consignee|consignee_country|hs|net_kg", "bill-of-lading"),  # part of the canonical table
    ],
)
def test_headings_of_other_languages_are_understood_whole(headings: str, layout: str) -> None:
    names = headings.split("|")
    found = choose_layout("auto", names)
    assert found is not None
    assert found.id == layout
    assert [name for name in names if heading_key(name) not in found.headings] == []


def test_every_canonical_column_is_read_under_its_own_name_by_layouts_of_the_vocabulary() -> None:
    for layout in layouts():
        if layout.id in {"bill-of-lading", "extract-import", "extract-export"}:
            lacking = [name for name in CANONICAL if name != "source" and heading_key(name) not in layout.headings]
            assert lacking == [], layout.id


def test_a_day_that_is_stated_need_not_be_in_the_file() -> None:
    assert choose_layout("auto", ["Exporter", "HS code"]) is None
    found = choose_layout("auto", ["Exporter", "HS code"], dated=True)
    assert found is not None
    assert found.id == "extract-export"
