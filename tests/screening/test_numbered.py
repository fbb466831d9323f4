"""Numbers of ships in a name field are identifiers; other digits are words of the name."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.screening.conftest import listing

from tidewaiter.model import Identifier, Schema, Strength
from tidewaiter.screening import Query, Screener, ScreeningIndex
from tidewaiter.screening.keys import identifier_key
from tidewaiter.screening.numbered import with_numbers

IMO, OTHER = "9074729", "9319466"  # valid check digits


@pytest.mark.parametrize(
    ("name", "schema", "rest"),
    [
        (f"QUORVANA IMO {IMO}", Schema.VESSEL, "QUORVANA"),
        (f"M/T QUORVANA (IMO: {IMO})", None, "M/T QUORVANA"),
        (f"QUORVANA, IMO No. {IMO}", Schema.ORGANIZATION, "QUORVANA"),
        (f"IMO{IMO} QUORVANA", None, "QUORVANA"),
        (f"QUORVANA {IMO}", Schema.VESSEL, "QUORVANA"),
        (f"IMO {IMO}", Schema.VESSEL, None),
    ],
)
def test_an_imo_number_is_read_out_of_the_name(name: str, schema: Schema | None, rest: str | None) -> None:
    found = with_numbers(Query(name=name, schema=schema))
    assert (found.name, found.identifiers) == (rest, {"imo": IMO})


@pytest.mark.parametrize(
    "query",
    [
        Query(name="QUORVANA IMO 9074728", schema=Schema.VESSEL),
        Query(name="QUORVANA 9074728", schema=Schema.VESSEL),
        Query(name=f"Brontavo {IMO}", schema=Schema.ORGANIZATION),
        Query(name=f"QUORVANA IMO {IMO}", identifiers={"imo": OTHER}),
        Query(name="QUORVANA 5", schema=Schema.VESSEL),
    ],
)
def test_other_digits_stay_in_the_name(query: Query) -> None:
    assert with_numbers(query) is query


def test_an_mmsi_number_is_read_behind_its_name_only() -> None:
    assert with_numbers(Query(name="QUORVANA MMSI 273456780")).identifiers == {"mmsi": "273456780"}
    assert with_numbers(Query(name="QUORVANA 273456780", schema=Schema.VESSEL)).identifiers == {}


def test_a_ship_is_found_by_name_and_number() -> None:
    ship = listing("v", "Quorvana", schema=Schema.VESSEL, identifiers=(Identifier(type="imo", value=f"IMO {IMO}"),))
    screener = Screener(ScreeningIndex.build([ship]))
    for name in (f"QUORVANA IMO {IMO}", f"IMO {IMO}"):
        (hit,) = screener.screen([Query(name=name, schema=Schema.VESSEL)], as_of=dt.date(2025, 1, 1))[0]
        assert (hit.strength, hit.features["identifier"].detail) == (Strength.MATCH, IMO)
    (other,) = screener.screen([Query(name=f"QUORVANA IMO {OTHER}", schema=Schema.VESSEL)], as_of=dt.date(2025, 1, 1))[
        0
    ]
    assert other.strength is Strength.POSSIBLE


def test_a_swift_code_names_the_bank_with_or_without_its_branch() -> None:
    assert identifier_key("QVRNRUMMXXX") == identifier_key("QVRNRUMM001") == identifier_key("qvrn ru mm")
    assert identifier_key("QVRNRUMM001") != identifier_key("QVRNRU2M001")
    assert identifier_key("QVRNQQMM001") != identifier_key("QVRNQQMM")  # QQ is no country: no SWIFT code


def test_the_number_of_something_else_is_no_ship_number() -> None:
    query = Query(name="Hull No. 9187629 Zherebtsov Yard", schema=Schema.VESSEL)
    assert with_numbers(query) == query


def test_the_name_as_written_is_compared_as_well() -> None:
    query = with_numbers(Query(name="Zherebtsov IMO 9187629", schema=Schema.VESSEL))
    assert query.name == "Zherebtsov"
    assert query.aliases == ("Zherebtsov IMO 9187629",)


AIRCRAFT = Schema.AIRCRAFT


@pytest.mark.parametrize(
    "query",
    [
        Query(name="EP-QXI", schema=AIRCRAFT),
        Query(name="ep-qxi"),
        Query(identifiers={"aircraft_tail": "EPQXI"}),
        Query(name="Airbus A300", schema=AIRCRAFT, identifiers={"aircraft_tail": "EP-QXI"}),
    ],
)
def test_an_aircraft_is_found_by_its_mark_however_it_is_asked_for(query: Query) -> None:
    entries = [listing("1", "EP-QXI", schema=AIRCRAFT), listing("2", "EP-QXO", schema=AIRCRAFT)]
    hits = Screener(ScreeningIndex.build(entries)).screen([query], as_of=dt.date(2023, 8, 1))[0]
    assert [hit.listing_id for hit in hits[:1]] == ["1"]
    assert hits[0].features["identifier"].weight > 0


@pytest.mark.parametrize("schema", [AIRCRAFT, None])
def test_a_mark_that_sounds_the_same_is_another_aircraft(schema: Schema | None) -> None:
    screener = Screener(ScreeningIndex.build([listing("1", "EP-QXI", schema=AIRCRAFT)]))
    (hit,) = screener.screen([Query(name="EP-QXJ", schema=schema)], as_of=dt.date(2023, 8, 1), threshold=0)[0]
    assert hit.features["identifier"].weight < 0
    assert hit.strength is Strength.POSSIBLE


@pytest.mark.parametrize("name", ["QUORVANA", "Air Zelvo 12", "AN-12 Quorvana", "M-"])
def test_a_name_of_an_aircraft_that_is_no_mark_is_no_number(name: str) -> None:
    query = Query(name=name, schema=AIRCRAFT)
    assert with_numbers(query) is query
