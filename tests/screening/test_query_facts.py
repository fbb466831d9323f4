"""What a query says of a party besides its names."""

from __future__ import annotations

import pytest

from tidewaiter.model import Schema
from tidewaiter.screening import Query
from tidewaiter.screening.evidence import most_evidence


def test_names_alone_have_no_other_evidence() -> None:
    query = Query(name="Invented Harbour Works", aliases=("I.H.W.",), schema=Schema.ORGANIZATION, gender="female")
    assert query.is_name_only
    assert most_evidence(query) == 0


@pytest.mark.parametrize(
    "known",
    [
        {"country": "TR"},
        {"nationality": "TR"},
        {"birth_date": "1970"},
        {"other_birth_dates": ("1970",)},
        {"address": "1 Invented Quay"},
        {"other_addresses": ("1 Invented Quay",)},
        {"identifiers": {"tax": "4711"}},
    ],
)
def test_each_other_fact_may_be_evidence(known: dict[str, object]) -> None:
    query = Query(name="Ivan Invented", **known)  # type: ignore[arg-type]  # one fact at a time
    assert not query.is_name_only
    assert most_evidence(query) > 0
