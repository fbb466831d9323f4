"""Canada's list under the Special Economic Measures Act (XML). It has no numbers that name a record."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from tidewaiter.model import Identifier, ListedName, Listing, NameKind, Schema
from tidewaiter.sources.lists.days import partial_date, whole_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import split_aliases, unique_names
from tidewaiter.sources.lists.places import country_codes
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import clean, is_name

LIST = "ca.sema"


def recognise(raw: RawFile) -> bool:
    """Say whether the file is the SEMA data set."""
    return "<data-set" in raw.head and "<record>" in raw.head and "<Country>" in raw.head


def read(raw: RawFile) -> Reading:
    """Read the records. The heading is the country or measure, in both languages, as published."""
    records = raw.xml().findall("record")
    reading = Reading(raw.name, rows=len(records))
    for number, record in enumerate(records, start=1):
        listing = _listing(record)
        if listing.names:
            reading.listings.append(listing)
        else:
            reading.reject(
                number, "LastName", "The record has no name.", "Look it up by schedule and item.", _text(record, "Item")
            )
    return reading


def _text(record: Element, tag: str) -> str:
    return clean(record.findtext(tag) or "")


def _listing(record: Element) -> Listing:
    heading, entity = _text(record, "Country"), _text(record, "EntityOrShip")
    name = entity or " ".join(p for p in (_text(record, "GivenName"), _text(record, "LastName")) if p)
    aliases = (ListedName(text=a, kind=NameKind.ALIAS) for a in split_aliases([record.findtext("Aliases") or ""]))
    imo = _text(record, "ShipIMONumber")
    born = partial_date(_text(record, "DateOfBirthOrShipBuildDate"), day_first=True)
    schema = Schema.VESSEL if imo else Schema.ORGANIZATION if entity else Schema.PERSON
    return Listing(
        id="",
        list=LIST,
        schema=schema,
        names=unique_names([ListedName(text=name), *aliases]) if is_name(name) else (),
        countries=country_codes(heading),
        heading=heading or None,
        identifiers=(Identifier(type="imo", value=imo),) if imo else (),
        programs=tuple(p for p in (_text(record, "Schedule"),) if p),
        listed_on=whole_date(_text(record, "DateOfListing")),
        birth_dates=(born,) if born and schema is Schema.PERSON else (),
    )
