"""OFAC's simple XML (``sdn.xml``, ``consolidated.xml``): one ``sdnEntry`` a party, with typed aliases and numbers."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from tidewaiter.model import Address, Identifier, ListedName, NameKind, Schema
from tidewaiter.sources.lists.days import partial_date, us_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.ofac_delimited import build_listing, list_of_consolidated
from tidewaiter.sources.lists.ofac_remarks import KINDS, RemarkFacts
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import clean, is_name

_SCHEMAS = {"individual": Schema.PERSON, "vessel": Schema.VESSEL, "aircraft": Schema.AIRCRAFT}
_STREET = ("address1", "address2", "address3")
_TYPES = {words.rstrip(" #-"): kind for words, kind in KINDS}


def recognise(raw: RawFile) -> bool:
    """Say whether the file is an ``sdnList``."""
    return raw.head.startswith("<?xml") and "<sdnList" in raw.head


def read(raw: RawFile) -> Reading:
    """Read the simple XML; whether it is the SDN or the consolidated list follows from the programs of its entries."""
    root = raw.xml()
    entries = root.findall("sdnEntry")
    published = next((e.text or "" for e in root.iter("Publish_Date")), "")
    reading = Reading(raw.name, rows=len(entries), data_date=us_date(published))
    consolidated = any("NS-" in p or "CMIC" in p for e in entries for p in _texts(e, "programList/program"))
    for number, entry in enumerate(entries, start=1):
        name = _name(entry)
        if not is_name(name):
            reading.reject(number, "lastName", "The entry has no name.", "Look it up by its uid.", _text(entry, "uid"))
            continue
        programs = tuple(dict.fromkeys(_texts(entry, "programList/program")))
        list_id = list_of_consolidated(programs) if consolidated else "us.ofac.sdn"
        reading.listings.append(
            build_listing(
                list_id,
                _text(entry, "uid"),
                name=name,
                schema=_SCHEMAS.get(_text(entry, "sdnType").lower(), Schema.ORGANIZATION),
                programs=programs,
                facts=_facts(entry),
                addresses=[a for e in entry.findall("addressList/address") if (a := _address(e)).full],
                aliases=[_alias(a) for a in entry.findall("akaList/aka") if is_name(_name(a))],
            )
        )
    return reading


def _text(element: Element, tag: str) -> str:
    return clean(element.findtext(tag) or "")


def _texts(element: Element, path: str) -> list[str]:
    return [clean(e.text or "") for e in element.findall(path) if e.text]


def _name(element: Element) -> str:
    """Return ``LAST, First`` as the other OFAC files print it."""
    return ", ".join(part for part in (_text(element, "lastName"), _text(element, "firstName")) if part)


def _alias(aka: Element) -> ListedName:
    kind = NameKind.FORMER if _text(aka, "type").lower().startswith("f") else NameKind.ALIAS
    return ListedName(text=_name(aka), kind=kind, weak=_text(aka, "category") == "weak")


def _address(address: Element) -> Address:
    street = ", ".join(t for tag in _STREET if (t := _text(address, tag)))
    city, region, postal, country = (_text(address, t) for t in ("city", "stateOrProvince", "postalCode", "country"))
    full = ", ".join(p for p in (street, city, region, postal, country) if p)
    return Address(
        full=full,
        street=street or None,
        city=city or None,
        region=region or None,
        postal_code=postal or None,
        country=country_code(country),
    )


def _facts(entry: Element) -> RemarkFacts:
    facts = RemarkFacts()
    for born in _texts(entry, "dateOfBirthList/dateOfBirthItem/dateOfBirth"):
        if day := partial_date(born.split(" to ")[0]):
            facts.birth_dates.append(day)
    for country in _texts(entry, "nationalityList/nationality/country") + _texts(
        entry, "citizenshipList/citizenship/country"
    ):
        if code := country_code(country):
            facts.nationalities.append(code)
    for item in entry.findall("idList/id"):
        kind, value = _text(item, "idType"), _text(item, "idNumber")
        if kind == "Gender":
            facts.gender = value.lower() or None
        elif kind.rstrip(" #-") in _TYPES and value:
            code = country_code(_text(item, "idCountry"))
            facts.identifiers.append(
                Identifier(type=_TYPES[kind.rstrip(" #-")], value=value.removeprefix("IMO "), country=code)
            )
    return facts
