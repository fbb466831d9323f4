"""Listings as FollowTheMoney entities, and example entities as queries."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tidewaiter.api.open_screening.datasets import collections, resolve, scope
from tidewaiter.api.open_screening.queries import BadQueryError, cleaned, query_of
from tidewaiter.model import Address, Citation, Identifier, ListedName, Listing, NameKind, Schema
from tidewaiter.reports.ftm.listing import entity_of, sanction_of
from tidewaiter.sources.custom_entities import read_entities

LISTING = Listing(
    id="us.ofac.sdn:1",
    list="us.ofac.sdn",
    schema=Schema.PERSON,
    names=(
        ListedName(text="Ivan PETROV"),
        ListedName(text="Vanya", kind=NameKind.ALIAS, weak=True),
        ListedName(text="Иван Петров", kind=NameKind.ALIAS),
        ListedName(text="Ivan IVANOV", kind=NameKind.FORMER),
        ListedName(text="Petrov Institute", kind=NameKind.AFFILIATE),
    ),
    addresses=(Address(full="1 Main St, Moscow", country="RU"),),
    countries=("RU",),
    identifiers=(Identifier(type="passport", value="51 1234"), Identifier(type="gazette", value="R 123")),
    programs=("RUSSIA-EO14024",),
    citations=(Citation(text="89 FR 1"),),
    listed_on=dt.date(2024, 5, 1),
    changed_on=dt.date(2025, 1, 2),
    birth_dates=("1965-09", "1966"),
    nationalities=("RU",),
    gender="male",
    source_number="1",
)


def test_every_fact_of_a_listing_has_its_property() -> None:
    entity = entity_of(LISTING)
    properties = entity["properties"]
    assert entity["schema"] == "Person"
    assert entity["caption"] == "Ivan PETROV"
    assert properties["name"] == ["Ivan PETROV"]
    assert properties["alias"] == ["Иван Петров"]
    assert properties["weakAlias"] == ["Vanya"]
    assert properties["previousName"] == ["Ivan IVANOV"]
    assert properties["birthDate"] == ["1965-09", "1966"]
    assert properties["nationality"] == properties["country"] == ["ru"]
    assert properties["passportNumber"] == ["51 1234"]
    assert properties["topics"] == ["sanction"]
    assert properties["listingDate"] == ["2024-05-01"]
    assert "Also named in the entry: Petrov Institute" in properties["notes"]
    assert "gazette: R 123" in properties["notes"]
    assert "Petrov Institute" not in properties["alias"]
    assert entity["first_seen"] == "2024-05-01T00:00:00"
    assert entity["last_change"] == "2025-01-02T00:00:00"
    assert entity["last_seen"] is None
    assert entity["referents"] == ["ofac-1"]


def test_unknown_facts_are_left_out() -> None:
    entity = entity_of(Listing(id="custom.x:1", list="custom.x", names=(ListedName(text="X"),)))
    assert set(entity["properties"]) == {"name"}
    assert entity["first_seen"] is None


def test_an_address_is_an_address() -> None:
    place = Listing(id="l:1", list="us.bis.entity_list", address_only=True, addresses=(Address(full="12 High St"),))
    entity = entity_of(place)
    assert entity["schema"] == "Address"
    assert entity["caption"] == "12 High St"
    assert entity["properties"]["full"] == ["12 High St"]


def test_an_entity_can_be_imported_again(tmp_path: Path) -> None:
    import json

    entity = entity_of(LISTING)
    entity["properties"]["sanctions"] = [sanction_of(LISTING)]
    found = read_entities(json.dumps(entity), str(tmp_path), "custom.again")
    (listing,) = found.listings
    assert listing.name == LISTING.name
    assert listing.countries == LISTING.countries
    assert listing.listed_on == LISTING.listed_on
    assert listing.birth_dates == LISTING.birth_dates
    assert Identifier(type="passport", value="51 1234") in listing.identifiers


def test_an_example_becomes_a_query() -> None:
    properties = cleaned(
        {
            "name": "Ivan Petrov",
            "alias": ["Vanya", " ", None],
            "nationality": ["Russia"],
            "birthDate": ["1965-09-01T00:00:00", "x"],
            "passportNumber": ["1", "2"],
            "innCode": 77,
            "address": ["1 Main St"],
            "eyeColour": ["blue"],
        }
    )
    assert properties["nationality"] == ["ru"]
    assert properties["alias"] == ["Vanya"]
    query = query_of("Person", properties)
    assert query.names == ("Ivan Petrov", "Vanya")
    assert query.schema is Schema.PERSON
    assert query.nationality == "RU"
    assert query.birth_date == "1965-09-01"
    assert query.address == "1 Main St"
    assert set(query.identifiers.values()) == {"1", "2", "77"}


def test_a_name_is_built_of_its_parts_and_an_address_of_its() -> None:
    assert query_of("Person", {"firstName": ["Ivan"], "lastName": ["Petrov"]}).name == "Ivan Petrov"
    place = query_of("Address", {"street": ["1 Main St"], "city": ["Moscow"], "country": ["ru"]})
    assert place.address == "1 Main St, Moscow, ru"
    assert place.names == ()
    assert query_of("Company", {"name": ["X"], "country": ["ru"]}).address is None
    assert query_of("Company", {"name": ["X"], "country": ["tr", "ae"]}).nationality == "AE"


@pytest.mark.parametrize("schema", ["Sanction", "", "person", "Ownership"])
def test_a_schema_that_cannot_be_matched_is_refused(schema: str) -> None:
    with pytest.raises(BadQueryError, match="schema"):
        query_of(schema, {"name": ["x"]})


def test_too_long_a_value_is_refused() -> None:
    with pytest.raises(BadQueryError, match="longer"):
        cleaned({"name": "x" * 2001})
    with pytest.raises(BadQueryError, match="more than"):
        cleaned({"name": [str(number) for number in range(101)]})


def test_names_of_datasets() -> None:
    ids = ("custom.mine", "us.bis.denied_persons", "us.ofac.sdn")
    assert resolve("us_ofac_sdn", ids) == resolve("US.OFAC.SDN", ids) == ("us.ofac.sdn",)
    assert resolve("us_bis_denied", ids) == ("us.bis.denied_persons",)
    assert resolve("default", ids) == resolve("sanctions", ids) == ids
    assert resolve("eu", ids) is None
    assert collections(ids)["us"] == ids[1:]
    assert resolve("mine", ids) == ("custom.mine",)
    # Why the entries of an own list are on it, they say themselves, if anything does.
    assert scope("all", ids, topics=["sanction"]) == ("custom.mine", "us.ofac.sdn")
    assert scope("all", ids, include=["us"], exclude=["us.ofac.sdn"]) == ("us.bis.denied_persons",)
