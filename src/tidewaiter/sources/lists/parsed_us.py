"""US lists published as PDF or web page, in a third party's JSON: ISN, 1260H, 1286, UFLPA, FCC Covered, NS-CMIC."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from tidewaiter.model import Identifier, Listing, Schema
from tidewaiter.sources.lists.addresses import read_address_cell
from tidewaiter.sources.lists.citations import citation_dates, parse_citations
from tidewaiter.sources.lists.days import us_date, whole_date
from tidewaiter.sources.lists.demonyms import nationality_codes
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import nationality_in, read_names
from tidewaiter.sources.lists.party_kind import schema_of
from tidewaiter.sources.lists.places import country_code, country_codes
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import is_name

_LISTS = {
    "state-nonproliferation": "us.state.isn",
    "dow-1260h": "us.dow.1260h",
    "dow-1286": "us.dow.1286",
    "dhs-uflpa": "us.dhs.uflpa",
    "fcc-covered": "us.fcc.covered",
    "ofac-nscmic": "us.ofac.nscmic",
}
_AUTHORITY = re.compile(r"Authority: ([^;|]+)")
_STATUS = re.compile(r"status: ([^;|]+)")
_PROGRAM = re.compile(r"Program: ([^;|]+)")
_LISTING_DATE = re.compile(r"Listing Date \([A-Z]+\): ([^;|]+)")
_CREDIT_CODE = re.compile(r"USCC: (\w+) \(China\)")
_ENDED = re.compile(
    r"^(?:all provisions )?(?:expired|lifted|terminated|rescinded)|all other sanctions removed", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")


def recognise(raw: RawFile) -> bool:
    """Say whether the file is a parse of one of these lists."""
    return any(f'"list_id": "{key}"' in raw.head for key in _LISTS)


def read(raw: RawFile) -> Reading:
    """Read the parse. Country texts that name no country are kept out of the countries."""
    data = raw.json()
    list_id = _LISTS[data["list_id"]]
    reading = Reading(raw.name, rows=len(data["entities"]), data_date=whole_date(str(data.get("extracted", ""))))
    for number, entry in enumerate(data["entities"], start=1):
        if is_name(entry.get("name") or ""):
            reading.listings.append(_listing(list_id, entry))
        else:
            reading.reject(number, "name", "The entry has no name.", "Look it up at the publisher.")
    return reading


def _listing(list_id: str, entry: Mapping[str, Any]) -> Listing:
    notes, heading = entry.get("notes") or "", entry.get("country")
    aliases = [a for cell in entry.get("aliases") or () for a in _aliases(cell, list_id)]
    names = read_names(entry["name"], aliases)
    nationality = nationality_in(entry["name"])
    codes = _countries(heading or "")
    cell = read_address_cell(entry.get("address") or "", codes[0] if codes else None)
    citations = parse_citations(entry.get("federal_register") or "")
    first, changed = citation_dates(citations)
    stated = _LISTING_DATE.search(notes)
    return Listing(
        id="",
        list=list_id,
        schema=schema_of(names, national=nationality is not None) if list_id == "us.state.isn" else Schema.ORGANIZATION,
        names=names,
        addresses=cell.addresses,
        countries=tuple(dict.fromkeys([*codes, *cell.countries, *(country_codes(nationality) if nationality else ())])),
        heading=heading,
        identifiers=tuple(
            Identifier(type="registration", value=m[1], country="CN") for m in _CREDIT_CODE.finditer(notes)
        ),
        programs=tuple(dict.fromkeys(m[1].strip() for p in (_AUTHORITY, _PROGRAM) for m in p.finditer(notes))),
        citations=citations,
        listed_on=whole_date(stated[1]) if stated else whole_date(entry.get("effective_date") or "") or first,
        changed_on=changed,
        delisted_on=_expired(notes),
        nationalities=country_codes(nationality) if nationality else (),
    )


def _aliases(cell: str, list_id: str) -> list[str]:
    """ISN aliases are joined with commas, but a comma also stands before a legal form."""
    return (
        re.split(r",\s+(?!(?:Ltd|Inc|LLC|Co|Limited|Corp|S\.A|JSC)\b)", cell) if list_id == "us.state.isn" else [cell]
    )


def _countries(text: str) -> tuple[str, ...]:
    bare = _BRACKETS.sub("", text).replace("’", "'").strip()
    code = country_code(bare)
    if code:
        return (code,)
    named = re.sub(r"\b(?:individual|entity|national|citizen)s?\b(?: in)?", ",", bare, flags=re.IGNORECASE)
    return tuple(dict.fromkeys([*country_codes(named), *nationality_codes(named)]))


def _expired(notes: str) -> dt.date | None:
    """Return the date the last of the sanctions ended; None while any is active or its end is not stated."""
    statuses = [m[1].strip() for m in _STATUS.finditer(notes)]
    ends = [us_date(s) or whole_date(s) for s in statuses]
    ended = all(_ENDED.search(s) for s in statuses)
    known = [d for d in ends if d]
    return max(known) if statuses and ended and len(known) == len(ends) else None
