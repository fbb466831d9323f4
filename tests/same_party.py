"""One party in every form in which it can be asked about: a row, options of a command, parameters, an entity."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from tidewaiter.model import Listing, Schema
from tidewaiter.sources.orders import ScreenRow, one_row

Facts = Mapping[str, Any]

COLUMNS = ("id", "name", "aliases", "schema", "country", "nationality", "city", "address", "birth_date", "gender")
_PROPERTIES = {
    "name": "name",
    "aliases": "alias",
    "country": "country",
    "nationality": "nationality",
    "city": "city",
    "address": "address",
    "birth_date": "birthDate",
    "gender": "gender",
    "passport": "passportNumber",
    "national": "idNumber",
    "imo": "imoNumber",
    "tax": "taxNumber",
}


def parties(person: Listing, ship: Listing) -> dict[str, Facts]:
    """Return parties that agree with a listed person and a listed ship, or contradict them, in one fact each."""
    number = next(one for one in person.identifiers if one.type in ("passport", "national_id"))
    kind = "passport" if number.type == "passport" else "national"
    imo = next(one.value for one in ship.identifiers if one.type == "imo")
    other = "female" if person.gender == "male" else "male"
    name = person.name[:-1]  # not the very name, so that evidence can tell
    base = {"name": name, "schema": "Person"}
    all_agrees = base | {
        "country": person.countries[0],
        "nationality": person.nationalities[0],
        "birth_date": person.birth_dates[0],
        "gender": person.gender,
        "address": person.addresses[0].full,
        "identifiers": {kind: number.value},
    }
    return {
        "name alone": {"name": person.name},
        "all agrees": all_agrees,
        "country differs": base | {"country": "NZ"},
        "nationality agrees": base | {"nationality": person.nationalities[0]},
        "birth date agrees": base | {"birth_date": person.birth_dates[0]},
        "birth date differs": base | {"birth_date": "1901-02-03"},
        "gender differs": base | {"gender": other},
        "number differs": base | {"identifiers": {kind: "Q0000000"}},
        "number agrees": {"name": "Wholly Other Somebody", "identifiers": {kind: number.value}},
        "number alone": {"identifiers": {"imo": imo}},
        "ship": {"name": ship.name, "schema": "Vessel", "identifiers": {"imo": imo, "tax": "5551234"}},
        "alias": {"name": "Wholly Other Somebody", "aliases": ["Another One", person.name], "schema": "Person"},
        "address": {"address": person.addresses[0].full, "country": person.countries[0]},
        "town": base | {"city": "Wellington", "country": "NZ"},
    }


def row(facts: Facts) -> ScreenRow:
    """Return the party as Python programs state it."""
    found = one_row(dict(facts))
    assert isinstance(found, ScreenRow)
    return found


def table(asked: Mapping[str, Facts], *, columns_of_numbers: bool) -> str:
    """Return parties as CSV, numbers in columns of their own or together in one cell."""
    kinds = sorted({kind for facts in asked.values() for kind in facts.get("identifiers", {})})
    numbers = [f"{kind}_id" for kind in kinds] if columns_of_numbers else ["identifiers"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*COLUMNS, *numbers])
    for name, facts in asked.items():
        told = {**facts, "id": name, "aliases": ";".join(facts.get("aliases", ()))}
        stated = facts.get("identifiers", {})
        cells = [stated.get(kind, "") for kind in kinds] if columns_of_numbers else [_pairs(stated)]
        writer.writerow([*(told.get(column, "") for column in COLUMNS), *cells])
    return text.getvalue()


def lines(asked: Mapping[str, Facts]) -> str:
    """Return parties as JSON Lines."""
    return "".join(json.dumps({"id": name, **facts}, ensure_ascii=False) + "\n" for name, facts in asked.items())


def options(facts: Facts) -> list[str]:
    """Return the party as options of the command."""
    return [word for key, value in parameters(facts) for word in (f"--{key.replace('_', '-')}", value)]


def parameters(facts: Facts) -> list[tuple[str, str]]:
    """Return the party as parameters of an address."""
    found: list[tuple[str, str]] = []
    for key, value in facts.items():
        if key == "identifiers":
            found += [("identifier", f"{kind}={number}") for kind, number in value.items()]
        elif key == "aliases":
            found += [("alias", one) for one in value]
        else:
            found.append((key, value))
    return found


def entity(facts: Facts) -> dict[str, Any]:
    """Return the party as an example entity of the open screening API."""
    told = {**facts, **facts.get("identifiers", {})}
    properties = {_PROPERTIES[key]: value for key, value in told.items() if key in _PROPERTIES}
    return {"schema": facts.get("schema", Schema.ENTITY.value), "properties": properties}


def _pairs(numbers: Mapping[str, str]) -> str:
    return "; ".join(f"{kind}={number}" for kind, number in numbers.items())
