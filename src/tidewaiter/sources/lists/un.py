"""The United Nations Security Council consolidated list (XML). Aliases of quality ``Low`` are weak."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tidewaiter.model import Address, Identifier, ListedName, Listing, NameKind, Schema
from tidewaiter.sources.lists.days import partial_date, whole_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import split_aliases, unique_names
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import clean, is_name

LIST = "un.sc"
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_LOST_SCRIPT = re.compile(r"\s*\((?:original script:.*|.*\(original script\)\)?)", re.IGNORECASE)
_IN_OWN_SCRIPT = re.compile(
    r"\s*\((?:original script:\s*(?P<inside>[^()]*)\)|(?P<before>[^()]*)\(original script\)\)?)", re.IGNORECASE
)
_ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")


def recognise(raw: RawFile) -> bool:
    """Say whether the file is the consolidated list."""
    return "<CONSOLIDATED_LIST" in raw.head


def read(raw: RawFile) -> Reading:
    """Read individuals and entities."""
    root = raw.xml()
    reading = Reading(raw.name, data_date=whole_date(root.get("dateGenerated", "")))
    if raw.lost_characters:
        reading.reject(
            None,
            "NAME_ORIGINAL_SCRIPT",
            "The file lost characters; names in their own script are unreadable and left out.",
            "Download it again.",
        )
        for record in root.iter():
            for element in record.findall("NAME_ORIGINAL_SCRIPT"):
                record.remove(element)
            record.text = _LOST_SCRIPT.sub("", record.text or "")
    for tag, schema in (("INDIVIDUAL", Schema.PERSON), ("ENTITY", Schema.ORGANIZATION)):
        for record in root.iter(tag):
            reading.rows += 1
            listing = _listing(record, tag, schema)
            if listing.names:
                reading.listings.append(listing)
            else:
                reading.reject(
                    None, "FIRST_NAME", "The record has no name.", "Look it up by its number.", _text(record, "DATAID")
                )
    return reading


def _text(element: Element, tag: str) -> str:
    return clean(element.findtext(tag) or "")


def _values(element: Element, tag: str) -> Iterator[str]:
    return (clean(v.text) for parent in element.findall(tag) for v in parent.findall("VALUE") if v.text)


def _listing(record: Element, tag: str, schema: Schema) -> Listing:
    addresses = tuple(a for e in record.findall(f"{tag}_ADDRESS") if (a := _address(e)))
    nationalities = tuple(dict.fromkeys(c for v in _values(record, "NATIONALITY") if (c := country_code(v))))
    births = (partial_date(t) for e in record.findall("INDIVIDUAL_DATE_OF_BIRTH") for t in _birth_texts(e))
    updates = [d for v in _values(record, "LAST_DAY_UPDATED") if (d := whole_date(v))]
    number = _text(record, "DATAID")
    return Listing(
        id=f"{LIST}:{number}" if number else "",
        list=LIST,
        schema=schema,
        names=unique_names(_names(record, tag)),
        addresses=tuple(dict.fromkeys(addresses)),
        countries=tuple(dict.fromkeys([*(a.country for a in addresses if a.country), *nationalities])),
        identifiers=tuple(dict.fromkeys(_documents(record))),
        programs=tuple(p for p in (_text(record, "UN_LIST_TYPE"),) if p),
        listed_on=whole_date(_text(record, "LISTED_ON")),
        changed_on=max(updates, default=None),
        birth_dates=tuple(dict.fromkeys(b for b in births if b)),
        nationalities=nationalities,
        gender={"male": "male", "female": "female"}.get(_text(record, "GENDER").lower()),
        source_number=_text(record, "REFERENCE_NUMBER") or None,
    )


def _names(record: Element, tag: str) -> Iterator[ListedName]:
    name = clean(" ".join(t for part in _NAMES if (t := _text(record, part))))
    if is_name(name):
        yield ListedName(text=name)
    original = _text(record, "NAME_ORIGINAL_SCRIPT")
    if is_name(original):
        yield ListedName(text=original, kind=NameKind.ALIAS)
    for alias in record.findall(f"{tag}_ALIAS"):
        quality = _text(alias, "QUALITY").lower()
        kind = NameKind.FORMER if quality.startswith("f") else NameKind.ALIAS
        for text in split_aliases([_IN_OWN_SCRIPT.sub(_apart, alias.findtext("ALIAS_NAME") or "")]):
            yield ListedName(text=text, kind=kind, weak=quality == "low")


def _apart(match: re.Match[str]) -> str:
    return f"; {match['inside'] or match['before'] or ''}"


def _address(element: Element) -> Address | None:
    street, city, region, postal, country = (_text(element, tag) for tag in _ADDRESS)
    full = ", ".join(p for p in (street, city, region, postal, country, _text(element, "NOTE")) if p)
    if not full:
        return None
    return Address(
        full=full,
        street=street or None,
        city=city or None,
        region=region or None,
        postal_code=postal or None,
        country=country_code(country),
    )


def _birth_texts(element: Element) -> Iterator[str]:
    for tag in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR"):
        if text := _text(element, tag):
            yield text


def _documents(record: Element) -> Iterator[Identifier]:
    for document in record.findall("INDIVIDUAL_DOCUMENT"):
        value = _text(document, "NUMBER")
        if any(c.isdigit() for c in value):
            kind = "national_id" if "Identification" in _text(document, "TYPE_OF_DOCUMENT") else "passport"
            country = _text(document, "ISSUING_COUNTRY") or _text(document, "COUNTRY_OF_ISSUE")
            yield Identifier(type=kind, value=value, country=country_code(country))
