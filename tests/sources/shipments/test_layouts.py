"""Layouts: recognised by their headings, refused when malformed, and one written by a user works without code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidewaiter.model import UsageError
from tidewaiter.sources.shipments import CANONICAL, choose_layout, layouts, read_layout


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
