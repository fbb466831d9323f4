"""Listings as a file of FollowTheMoney entities."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import Address, Citation, Identifier, ListedName, Listing, NameKind, Schema
from tidewaiter.reports.ftm import exported
from tidewaiter.reports.ftm.export import interchange_id
from tidewaiter.reports.ftm.schemata import has_property
from tidewaiter.sources.custom_list import read_custom_list

#: Ids that FollowTheMoney takes as the value of a property (followthemoney 4.11, types/entity.py).
ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")

FIRM = Listing(
    id="us.bis.entity_list:1",
    list="us.bis.entity_list",
    schema=Schema.ORGANIZATION,
    names=(
        ListedName(text="Invented Works LLC"),
        ListedName(text="IW", kind=NameKind.ALIAS, weak=True),
        ListedName(text="Invented Branch", kind=NameKind.AFFILIATE),
    ),
    addresses=(Address(full="1 Main St, Moscow", street="1 Main St", city="Moscow", country="RU"),),
    countries=("RU",),
    identifiers=(
        Identifier(type="tax", value="7700000000"),
        Identifier(type="gazette", value="R 123", country="IR"),
        Identifier(type="digital_currency", value="XBT bc1qinvented"),
    ),
    programs=("RUSSIA",),
    citations=(Citation(text="89 FR 1"),),
    listed_on=dt.date(2024, 5, 1),
    gender="male",
)


def read_again(tmp_path: Path, *listings: Listing) -> dict[str, Listing]:
    """Write listings as entities, read them as one's own list, and return them by the id in the file."""
    file = tmp_path / "entities.ftm.json"
    file.write_text("".join(f"{json.dumps(e)}\n" for listing in listings for e in exported(listing)), "utf-8")
    found = read_custom_list(file, "again")
    assert found.rejected == ()
    return {str(listing.source_number): listing for listing in found.listings}


def by_schema(listing: Listing) -> dict[str, dict[str, Any]]:
    return {entity["schema"]: entity for entity in exported(listing)}


def test_a_party_comes_with_what_belongs_to_it() -> None:
    found = by_schema(FIRM)
    assert list(found) == [
        "Organization", "Address", "Identification", "CryptoWallet", "LegalEntity", "UnknownLink", "Sanction"
    ]  # fmt: skip
    party = found["Organization"]
    assert party["referents"] == [FIRM.id]
    assert party["properties"]["addressEntity"] == [found["Address"]["id"]]
    assert party["properties"]["address"] == ["1 Main St, Moscow"]
    assert found["Address"]["properties"]["country"] == ["ru"]
    assert found["Identification"]["properties"]["type"] == ["gazette"]
    assert found["CryptoWallet"]["properties"]["publicKey"] == ["bc1qinvented"]
    assert found["Sanction"]["properties"]["entity"] == [party["id"], found["LegalEntity"]["id"]]
    assert [entity["schema"] for entity in exported(FIRM) if entity["target"]] == ["Organization", "LegalEntity"]


def test_only_properties_of_the_schema_are_written() -> None:
    found = by_schema(FIRM)
    assert "gender" not in found["Organization"]["properties"], "an organization has none"
    for schema in ("Organization", "Address"):
        for name in found[schema]["properties"]:
            assert has_property(schema, name), name
    assert has_property("Company", "name")
    assert not has_property("Vessel", "taxNumber")
    assert not has_property("Nothing", "name")


def test_what_names_another_entity_names_one_that_is_there() -> None:
    entities = list(exported(FIRM))
    ids = [entity["id"] for entity in entities]
    assert len(set(ids)) == len(ids)
    for entity in entities:
        assert ID.fullmatch(entity["id"])
        for name in ("addressEntity", "entity", "holder", "subject", "object"):
            assert set(entity["properties"].get(name, [])) <= set(ids)


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_two_ids_of_a_list_stay_two(one: str, other: str) -> None:
    first, second = interchange_id(f"custom.own:{one}"), interchange_id(f"custom.own:{other}")
    assert ID.fullmatch(first)
    plain: dict[str, str | int | None] = {":": "-", "_": "-"}
    if one.translate(str.maketrans(plain)) != other.translate(str.maketrans(plain)):
        assert first != second


def test_facts_that_screening_uses_survive_a_file(tmp_path: Path) -> None:
    person = Listing(
        id="us.ofac.sdn:2",
        list="us.ofac.sdn",
        schema=Schema.PERSON,
        names=(ListedName(text="Ivan INVENTED"), ListedName(text="Old NAME", kind=NameKind.FORMER)),
        nationalities=("RU",),
        birth_dates=("1965-09",),
        gender="female",
        identifiers=(Identifier(type="passport", value="51 1234"),),
        delisted_on=dt.date(2030, 1, 1),
        listed_on=dt.date(2020, 1, 1),
    )
    ship = Listing(
        id="us.ofac.sdn:3",
        list="us.ofac.sdn",
        schema=Schema.VESSEL,
        names=(ListedName(text="INVENTED STAR"),),
        identifiers=(Identifier(type="imo", value="9000000"), Identifier(type="vessel_registration", value="V 1")),
    )
    plane = Listing(
        id="us.ofac.sdn:4",
        list="us.ofac.sdn",
        schema=Schema.AIRCRAFT,
        names=(ListedName(text="EP-XXX"),),
        identifiers=(Identifier(type="aircraft_msn", value="550"), Identifier(type="aircraft_tail", value="EP-XXX")),
    )
    again = read_again(tmp_path, FIRM, person, ship, plane)
    for before in (FIRM, person, ship, plane):
        after = again[interchange_id(before.id)]
        for field in ("schema", "addresses", "countries", "listed_on", "delisted_on", "nationalities"):
            assert getattr(after, field) == getattr(before, field), (before.id, field)
        assert set(after.identifiers) == set(before.identifiers)
        assert after.names == tuple(name for name in before.names if name.kind is not NameKind.AFFILIATE)
    assert again[interchange_id(FIRM.id)].programs == FIRM.programs
    back = again[interchange_id(person.id)]
    assert (back.birth_dates, back.gender) == (person.birth_dates, person.gender)
    affiliate = again[f"{interchange_id(FIRM.id)}.affiliate-1"]
    assert affiliate.name == "Invented Branch"
    assert affiliate.listed_on == FIRM.listed_on
    assert affiliate.countries == FIRM.countries


def test_a_listed_address_stays_one(tmp_path: Path) -> None:
    place = Listing(
        id="us.bis.entity_list:9",
        list="us.bis.entity_list",
        schema=Schema.ADDRESS,
        address_only=True,
        names=(ListedName(text="Address 9"),),
        addresses=(Address(full="12 High St, Hong Kong", city="Hong Kong", country="HK"),),
        countries=("HK",),
        listed_on=dt.date(2024, 6, 12),
    )
    (entity, sanction) = exported(place)
    assert entity["schema"] == "Address"
    assert sanction["properties"]["entity"] == [entity["id"]]
    (again,) = read_again(tmp_path, place).values()
    assert again.address_only
    assert (again.addresses, again.names, again.listed_on) == (place.addresses, place.names, place.listed_on)
