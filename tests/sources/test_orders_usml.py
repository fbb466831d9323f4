"""Items of the US Munitions List and of other agencies are answered as not subject to the EAR, refused as content."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidewaiter.model import RowError, Transaction
from tidewaiter.sources.orders import read_orders


@pytest.mark.parametrize(
    "said", ["USML XI(d)", "XI(c)", "USML  Category VIII(h)", "NRC 10 CFR 110", "10 CFR part 810", "ITAR Category XI"]
)
def test_a_category_is_kept_as_written(said: str, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(f"id,destination,eccn\n1,DE,{said}\n")
    (order,) = read_orders(file)
    assert isinstance(order, Transaction)
    assert order.item.eccn == " ".join(said.split())


def test_a_category_is_no_content(tmp_path: Path) -> None:
    file = tmp_path / "orders.jsonl"
    file.write_text('{"id": "1", "destination": "DE", "item": {"us_content_eccns": ["3A001", "USML XI(d)"]}}\n')
    (fault,) = read_orders(file)
    assert isinstance(fault, RowError)
    assert "Munitions List" in fault.reason


@pytest.mark.parametrize("said", ["NRC 10 CFR 110", "NRCX", "10 CFRX"])
def test_a_list_of_another_agency_is_no_content(said: str, tmp_path: Path) -> None:
    file = tmp_path / "orders.jsonl"
    file.write_text(f'{{"id": "1", "destination": "DE", "item": {{"us_content_eccns": ["{said}"]}}}}\n')
    (fault,) = read_orders(file)
    assert isinstance(fault, RowError)
    assert "not an ECCN" in fault.reason
