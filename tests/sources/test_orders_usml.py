"""Items of the US Munitions List are answered as not subject to the EAR; as content they are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidewaiter.model import RowError, Transaction
from tidewaiter.sources.orders import read_orders


@pytest.mark.parametrize("said", ["USML XI(d)", "XI(c)", "USML  Category VIII(h)"])
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
