"""Text in another encoding than a reader takes it for: no letter is lost silently, whatever is read."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from tests.sources.flows.conftest import Import, take_in

from tidewaiter.model import RowError, Transaction
from tidewaiter.sources.orders import read_orders
from tidewaiter.sources.shipments import Stated, read_shipments

__all__ = ["take_in"]  # a fixture

NAME = "ООО Ромашка"
SHIPMENTS = "shipment_id,date,shipper,consignee,hs,destination_country,description,note\n"
FLOWS = "period,reporter,partner,flow,hs,hs_vintage,value_usd,unit,source\n"
ORDERS = "id,ultimate_consignee,destination,eccn\n"
UTF_16 = ["utf-16", "utf-16-le", "utf-16-be"]


def shipments(path: Path, encoding: str | None = None) -> tuple[list[str], list[RowError]]:
    """Return shippers and the rows set aside."""
    aside: list[RowError] = []
    batches = list(read_shipments(path, Stated("x"), encoding=encoding, reject=aside.append))
    return [row["shipper"] for batch in batches for row in batch.rows.to_pylist()], aside


def shipment_file(folder: Path, encoding: str) -> Path:
    good = "1,2024-03-01,ACME,B,854231,KZ,chips,x\n"
    text = SHIPMENTS + good + f"2,2024-03-02,{NAME},B,854231,KZ,chips,x\n" + f"3,2024-03-03,ACME,B,854231,KZ,c,{NAME}\n"
    path = folder / "given.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_shipment_whose_letters_would_be_lost_is_set_aside(tmp_path: Path) -> None:
    path = shipment_file(tmp_path, "cp1251")
    kept, (error,) = shipments(path)
    assert kept == ["ACME", "ACME"]  # a column that is not used may be in any encoding
    assert (error.file, error.row, error.column) == (str(path), 3, "shipper")
    assert NAME in error.reason
    assert "--encoding cp1251" in error.remedy
    assert shipments(path, "cp1251") == (["ACME", NAME, "ACME"], [])


def test_a_wrongly_stated_encoding_sets_rows_aside(tmp_path: Path) -> None:
    path = shipment_file(tmp_path, "utf-8")
    kept, errors = shipments(path, "ascii")
    assert kept == ["ACME", "ACME"]
    assert [(error.row, error.column) for error in errors] == [(3, "shipper")]
    assert "--encoding" in errors[0].remedy


def test_letters_lost_in_json_set_the_object_aside(tmp_path: Path) -> None:
    path = tmp_path / "given.jsonl"
    lines = [
        f'{{"shipment_id": "{number}", "date": "2024-03-01", "shipper": "{name}", "consignee": "B", "hs": "854231", '
        '"destination_country": "KZ"}'
        for number, name in enumerate(["ACME", "\\ud800", NAME])
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    kept, (error,) = shipments(path)
    assert (kept, error.row, error.column) == (["ACME", NAME], 2, "shipper")


def test_an_order_names_the_encoding_to_state(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes((ORDERS + f"a,{NAME},KZ,EAR99\nb,ACME,KZ,EAR99\n").encode("cp1251"))
    error, good = read_orders(path)
    assert isinstance(error, RowError)
    assert isinstance(good, Transaction)
    assert (error.row, error.column) == (2, "ultimate_consignee")
    assert "--encoding cp1251" in error.remedy


def test_a_flow_whose_letters_would_be_lost_is_set_aside(take_in: Import) -> None:
    rows = f"2022-03,TR,RU,X,854231,2022,100,kg,mine\n2022-03,TR,KZ,X,854231,2022,50,{NAME},mine\n"
    done = take_in((FLOWS + rows).encode("cp1251"), "canonical", encoding="utf-8")
    assert done.total() == 100
    assert [(error.row, error.column) for error in done.rejected] == [(3, "unit")]
    assert "--encoding cp1251" in done.rejected[0].remedy


@pytest.mark.parametrize("encoding", UTF_16)
@pytest.mark.parametrize("stated", [True, False])
def test_utf_16_is_read_marked_or_not_stated_or_not(
    tmp_path: Path, take_in: Import, encoding: str, stated: bool
) -> None:
    said = encoding if stated else None
    path = shipment_file(tmp_path, encoding)
    assert shipments(path, said) == (["ACME", NAME, "ACME"], [])
    path.write_bytes((ORDERS + f"a,{NAME},KZ,EAR99\n").encode(encoding))
    (order,) = read_orders(path, encoding=said)
    assert isinstance(order, Transaction), order
    assert NAME in {party.name for party in order.parties}
    flows = FLOWS + f"2022-03,TR,RU,X,854231,2022,100,{NAME},mine\n"
    done = take_in(flows.encode(encoding), "canonical", encoding=said)
    assert (done.total(), done.rejected) == (100, [])
    assert [row["unit"] for row in done.rows] == [NAME]


def test_a_marked_utf_16_is_read_under_either_name(tmp_path: Path) -> None:
    path = shipment_file(tmp_path, "utf-16-be")
    path.write_bytes(codecs.BOM_UTF16_BE + path.read_bytes())
    assert shipments(path, "utf-16")[0] == shipments(path)[0] == ["ACME", NAME, "ACME"]
