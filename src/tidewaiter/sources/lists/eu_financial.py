"""The EU's consolidated financial sanctions list: a names-only JSON, and the old semicolon CSV of version 1.0.

The CSV has one row for every alias, address, birth date, number or citizenship of an entity; rows are joined on the
entity's number.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable

from tidewaiter.model import Address, Identifier, ListedName, Listing, NameKind, RefusedListError, Schema
from tidewaiter.sources.lists.days import partial_date, whole_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import unique_names
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import clean, is_name

LIST = "eu.fsf"
_FIRST, _WIDTH = "Date_file", 57
_SCHEMAS = {"P": Schema.PERSON, "E": Schema.ORGANIZATION}
_GENDERS = {"M": "male", "F": "female"}


def recognise_json(raw: RawFile) -> bool:
    """Say whether the file is the names-only JSON."""
    return raw.head.startswith("[") and "EU consolidated financial sanctions" in raw.head


def read_json(raw: RawFile) -> Reading:
    """Read names and aliases; the file has nothing else."""
    return read_names_only(raw, LIST)


def read_names_only(raw: RawFile, list_id: str) -> Reading:
    """Read a JSON array of ``{id, full_name, aliases}`` as listings without any other fact."""
    records = raw.json()
    reading = Reading(raw.name, rows=len(records))
    for number, record in enumerate(records, start=1):
        if not is_name(record.get("full_name") or ""):
            reading.reject(
                number, "full_name", "The record has no name.", "Look it up in the list.", str(record.get("id"))
            )
            continue
        aliases = (ListedName(text=clean(a), kind=NameKind.ALIAS) for a in record.get("aliases") or () if is_name(a))
        names = unique_names([ListedName(text=clean(record["full_name"])), *aliases])
        reading.listings.append(Listing(id="", list=list_id, names=names))
    return reading


def recognise_csv(raw: RawFile) -> bool:
    """Say whether the file is the semicolon CSV 1.0."""
    return raw.head.lstrip('"').startswith(_FIRST) and "Entity_logical_id;Subject_type" in raw.head


def read_csv(raw: RawFile) -> Reading:
    """Read the CSV; a line that was quoted again as one cell is unpacked first.

    Raises:
        RefusedListError: when the header lacks a column this reader needs.
    """
    lines = iter(_lines(raw.any_text()))
    header = next(lines)
    column = {name: i for i, name in reversed(list(enumerate(header)))}
    missing = {"Naal_wholename", "Addr_country", "Birt_date", "Iden_number", "Citi_country"} - column.keys()
    if missing:
        raise RefusedListError(
            f"{raw.name}:1: the header lacks {', '.join(sorted(missing))}; give the CSV as published."
        )
    reading = Reading(raw.name)
    entities: dict[str, list[dict[str, str]]] = {}
    for number, cells in enumerate(lines, start=2):
        reading.rows += 1
        row = {name: cells[i].strip() if i < len(cells) else "" for name, i in column.items()}
        reading.data_date = reading.data_date or whole_date(cells[0], day_first=True)
        if row["Entity_logical_id"].isdigit():
            entities.setdefault(row["Entity_logical_id"], []).append(row)
        else:
            reading.reject(
                number,
                "Entity_logical_id",
                "The row names no entity number.",
                "Its line is broken; compare with the publisher's file.",
            )
    for entity, rows in entities.items():
        listing = _entity(entity, rows)
        if listing.names:
            reading.listings.append(listing)
        else:
            reading.reject(
                None,
                "Naal_wholename",
                f"Entity {number} has no name in this file.",
                "Its name rows are missing.",
                entity,
            )
    return reading


def _lines(text: str) -> Iterable[list[str]]:
    for outer in csv.reader(io.StringIO(text, newline="")):
        line = outer[0].split("\t")[0] if len(outer) == 1 or not any(outer[1:]) else ",".join(outer)
        if line.strip():
            yield next(csv.reader([line], delimiter=";", quoting=csv.QUOTE_NONE))


def _entity(number: str, rows: list[dict[str, str]]) -> Listing:
    wholes = [clean(r["Naal_wholename"]) for r in rows if is_name(r["Naal_wholename"])]
    names = [
        ListedName(text=text, kind=NameKind.PRIMARY if i == 0 else NameKind.ALIAS) for i, text in enumerate(wholes)
    ]
    addresses = tuple(a for r in rows if (a := _address(r)))
    citizenships = tuple(dict.fromkeys(c for r in rows if (c := country_code(r["Citi_country"]))))
    published: list[dt.date] = [d for r in rows if (d := whole_date(r["Leba_publication_date"]))]
    births = (partial_date(r["Birt_date"]) for r in rows if r["Birt_date"])
    identifiers = (_identifier(r) for r in rows if any(c.isdigit() for c in r["Iden_number"]))
    return Listing(
        id=f"{LIST}:{number}",
        list=LIST,
        schema=_SCHEMAS.get(rows[0]["Subject_type"], Schema.ENTITY),
        names=unique_names(names),
        addresses=tuple(dict.fromkeys(addresses)),
        countries=tuple(dict.fromkeys([*(a.country for a in addresses if a.country), *citizenships])),
        identifiers=tuple(dict.fromkeys(identifiers)),
        programs=tuple(dict.fromkeys(r["Programme"] for r in rows if r["Programme"])),
        listed_on=min(published, default=None),
        birth_dates=tuple(dict.fromkeys(b for b in births if b)),
        nationalities=citizenships,
        gender=next((g for r in rows if (g := _GENDERS.get(r["Naal_gender"]))), None),
        source_number=number,
    )


def _address(row: dict[str, str]) -> Address | None:
    street = " ".join(p for p in (row["Addr_number"], row["Addr_street"]) if p)
    parts = [p for p in (street, row["Addr_zipcode"], row["Addr_city"], row["Addr_country"], row["Addr_other"]) if p]
    if not parts:
        return None
    return Address(
        full=clean(", ".join(parts)),
        street=street or None,
        city=row["Addr_city"] or None,
        postal_code=row["Addr_zipcode"] or None,
        country=country_code(row["Addr_country"]),
    )


def _identifier(row: dict[str, str]) -> Identifier:
    value, _, note = row["Iden_number"].partition(" (")
    kind = (
        "passport"
        if "passport" in note.lower()
        else "national_id"
        if "identification" in note.lower()
        else "registration"
    )
    return Identifier(type=kind, value=value.strip(), country=country_code(row["Iden_country"]))
