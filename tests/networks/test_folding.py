"""Which spellings are one company beyond doubt, so that they are not compared, and what is told of them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.networks.parties import resolved, spellings_of

from tidewaiter.networks.companies.folding import folded
from tidewaiter.networks.companies.identities import identities
from tidewaiter.networks.companies.text_columns import texts
from tidewaiter.screening.reader import Reader

_NAME = {"name": "Mermont Optics Ltd", "country": "GB"}
_HARBOUR, _MILL = {"address": "4 Harbour Road, Leeds"}, {"address": "17 Mill Lane, York"}


def _groups(*rows: dict[str, Any]) -> int:
    parties = identities(spellings_of([{**_NAME, **row} for row in rows]), Reader())
    return len(set(folded(parties).tolist()))


@pytest.mark.parametrize(
    ("rows", "groups"),
    [
        ([{"tax_id": "GB123456789"}, {"tax_id": "GB123456789", **_HARBOUR}], 1),
        ([_HARBOUR, {"phone": "+44 113 496 0000", **_HARBOUR}], 1),
        ([_HARBOUR, {"phone": "+44 113 496 0000", **_HARBOUR}, {"phone": "0113 4960000", **_MILL}], 1),
        ([_HARBOUR, {"tax_id": "GB123456789", **_HARBOUR}, _MILL], 2),
        ([{"tax_id": "GB123456789", **_HARBOUR}, {"tax_id": "GB987654321", **_HARBOUR}, _HARBOUR], 3),
        ([_HARBOUR, {"country": "IE", **_HARBOUR}], 2),
        ([_HARBOUR, {"name": "Mermont Optik Ltd", **_HARBOUR}], 2),
        ([{"name": "MERMONT OPTICS LTD.", **_HARBOUR}, {"phone": "+44 113 496 0000", **_HARBOUR}], 1),
    ],
)
def test_who_is_one_without_being_compared(rows: list[dict[str, Any]], groups: int) -> None:
    assert _groups(*rows) == groups


def test_what_was_not_compared_is_told_as_such() -> None:
    rows = [{**_NAME, **_HARBOUR}, {**_NAME, **_HARBOUR, "phone": "+44 113 496 0000"}]
    _, found = resolved([*rows, {**rows[0], "name": "MERMONT OPTICS LTD."}])
    edges = found.edges.to_pylist()
    assert found.companies.num_rows == 1
    assert {edge["features"][0].partition(",")[0] for edge in edges} == {
        "written: the same in all that is compared",
        "written: one name in one country",
    }
    assert all(edge["weight"] is None and edge["joined"] and edge["weights"] == [] for edge in edges)


def test_columns_are_one_however_arrow_holds_them() -> None:
    plain = pa.chunked_array([["b", None, "a"], ["b", "c"]])
    apart = pa.chunked_array([pc.dictionary_encode(chunk) for chunk in plain.chunks])
    for column in (texts(plain), texts(apart)):
        assert column.values.to_pylist() == ["b", "a", "c"]
        assert column.at.tolist() == [0, -1, 1, 0, 2]
    changed = texts(apart).changed(lambda values: pc.if_else(pc.equal(values, "a"), None, "same"))
    assert changed.values.to_pylist() == ["same"]
    assert changed.at.tolist() == [0, -1, -1, 0, 0]
