"""The Swiss SECO list (XML), full or as an amendment. Names of quality ``low`` are weak; name parts carry an order."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tidewaiter.model import Address, Identifier, ListedName, Listing, NameKind, Schema
from tidewaiter.sources.lists.days import whole_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import unique_names
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import clean, is_name

LIST = "ch.seco"
_SCHEMAS = {"individual": Schema.PERSON, "entity": Schema.ORGANIZATION, "object": Schema.ENTITY}
_ADDRESS = ("address-details", "p-o-box", "zip-code")


def recognise(raw: RawFile) -> bool:
    """Say whether the file is the SECO list."""
    return "<swiss-sanctions-list" in raw.head


def read(raw: RawFile) -> Reading:
    """Read all targets. A target whose last modification is its removal gets that day as its end."""
    root = raw.xml()
    programs = {
        s.get("ssid", ""): (p.findtext("program-key") or "")
        for p in root.iter("sanctions-program")
        for s in p.iter("sanctions-set")
    }
    places = {p.get("ssid", ""): p for p in root.iter("place")}
    targets = root.findall("target")
    reading = Reading(raw.name, rows=len(targets), data_date=whole_date(root.get("date", "")))
    for number, target in enumerate(targets, start=1):
        listing = _listing(target, programs, places)
        if listing.names:
            reading.listings.append(listing)
        else:
            reading.reject(number, "name", "The target has no name.", "Look it up by its ssid.", target.get("ssid"))
    return reading


def _listing(target: Element, programs: dict[str, str], places: dict[str, Element]) -> Listing:
    number = target.get("ssid", "")
    subject = next((e for e in target if e.tag in _SCHEMAS), target)
    vessel = subject.tag == "object" and subject.get("object-type") == "vessel"
    addresses = tuple(a for e in subject.iter("address") if (a := _address(e, places)))
    nationalities = tuple(dict.fromkeys(c for e in subject.iter("nationality") if (c := _iso(e))))
    sets = [programs.get((e.text or "").strip(), "") for e in target.findall("sanctions-set-id")]
    days = {
        m.get("modification-type"): whole_date(m.get("effective-date") or m.get("publication-date") or "")
        for m in target.iter("modification")
    }
    births = (_birth(e) for e in subject.iter("day-month-year")) if subject.tag == "individual" else iter(())
    sex = subject.get("sex", "")
    return Listing(
        id=f"{LIST}:{number}",
        list=LIST,
        schema=Schema.VESSEL if vessel else _SCHEMAS.get(subject.tag, Schema.ENTITY),
        names=unique_names(_names(subject)),
        addresses=tuple(dict.fromkeys(addresses)),
        countries=tuple(dict.fromkeys([*(a.country for a in addresses if a.country), *nationalities])),
        identifiers=tuple(dict.fromkeys(_documents(subject))),
        programs=tuple(dict.fromkeys(p for p in sets if p)),
        listed_on=days.get("listed"),
        delisted_on=days.get("de-listed"),
        birth_dates=tuple(dict.fromkeys(b for b in births if b)),
        nationalities=nationalities,
        gender=sex if sex in {"male", "female"} else None,
        source_number=number or None,
    )


def _names(subject: Element) -> Iterator[ListedName]:
    found = list(subject.iter("name"))
    for element in sorted(found, key=lambda e: e.get("name-type") != "primary-name"):
        parts = sorted(element.findall("name-part"), key=lambda p: int(p.get("order") or 0))
        text = clean(" ".join(v for p in parts if (v := clean(p.findtext("value") or ""))))
        if is_name(text):
            kind = {"primary-name": NameKind.PRIMARY, "formerly-known-as": NameKind.FORMER}.get(
                element.get("name-type", ""), NameKind.ALIAS
            )
            yield ListedName(text=text, kind=kind, weak=element.get("quality") == "low")


def _iso(element: Element) -> str | None:
    country = element.find("country")
    return country_code(country.get("iso-code", "")) if country is not None else None


def _birth(element: Element) -> str | None:
    year, month, day = (element.get(k) for k in ("year", "month", "day"))
    if not year:
        return None
    return "-".join([year, *([f"{int(month):02d}"] if month else []), *([f"{int(day):02d}"] if month and day else [])])


def _address(element: Element, places: dict[str, Element]) -> Address | None:
    place = places.get(element.get("place-id", ""))
    parts = [clean(element.findtext(tag) or "") for tag in _ADDRESS]
    city = clean(place.findtext("location") or "") if place is not None else ""
    code = _iso(place) if place is not None else None
    full = ", ".join(p for p in (*parts, city, code or "") if p)
    return Address(full=full, city=city or None, country=code) if full else None


def _documents(subject: Element) -> Iterator[Identifier]:
    for document in subject.iter("identification-document"):
        value = clean(document.findtext("number") or "")
        issuer = document.find("issuer")
        if value:
            kind = "passport" if "passport" in document.get("document-type", "") else "national_id"
            yield Identifier(
                type=kind, value=value, country=country_code(issuer.get("code", "")) if issuer is not None else None
            )
