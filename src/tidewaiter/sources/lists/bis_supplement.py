"""The Entity List and the MEU List (Supp. No. 4 and No. 7 to 15 CFR part 744), as JSON parsed from the eCFR.

The parse keeps name, aliases, country heading, address cell, Federal Register cell and, for the Entity List, the
license requirement in ``notes`` (cut off after 200 characters). It has no license review policy; that comes from the
CSL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tidewaiter.model import Citation, ItemScope, ListedName, Listing, NameKind, Requirement, ReviewPolicy, Schema
from tidewaiter.sources.lists.addresses import AddressCell, read_address_cell, without_cross_reference
from tidewaiter.sources.lists.citations import citation_dates, date_by_page, parse_citations, with_dates
from tidewaiter.sources.lists.days import whole_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import read_names, unique_names
from tidewaiter.sources.lists.party_kind import schema_of
from tidewaiter.sources.lists.places import country_at_end, country_code
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.requirement import parse_requirement
from tidewaiter.sources.lists.text import clean, is_name

_LISTS = {"bis-entity-list": "us.bis.entity_list", "bis-meu": "us.bis.military_end_user"}
#: What 15 CFR 744.21 says of every entry of Supp. No. 7, whose table has no requirement column.
_MEU_REQUIREMENT = Requirement(items=ItemScope.MEU_SUPP2, sections=("744.21",))
_ADDRESS_ONLY = re.compile(r"^Address \d{1,3}$")
#: Where an address may have run into the last alias: behind a comma or full stop that closes a word.
_JOINT = re.compile(r"(?:(?<=[a-z)]{2})|(?<=\b[Ll][Tt][Dd])|(?<=LLC))[.,]\s+|(?<=\w),\s+")
_LEGAL_FORM = re.compile(
    r"^(?:co|ltd|llc|inc|limited|corp|gmbh|s\.a|pvt|pte|jsc|ao|ooo|pao|fze|fzc|sti)\b", re.IGNORECASE
)
_LEADING_ACRONYM = re.compile(r"^(?P<name>[A-Z]{5,})\.\s+(?=[A-Z])")


def recognise(raw: RawFile) -> bool:
    """Say whether the file is the parsed Entity List or MEU List."""
    return any(f'"list_id": "{key}"' in raw.head for key in _LISTS)


def read(raw: RawFile) -> Reading:
    """Read the parsed supplement. A row without a name or country heading is set aside."""
    data = raw.json()
    list_id = _LISTS[data["list_id"]]
    entries = data["entities"]
    reading = Reading(raw.name, rows=len(entries), data_date=whole_date(str(data.get("extracted", ""))))
    for number, entry in enumerate(entries, start=1):
        if not is_name(entry.get("name") or ""):
            reading.reject(number, "name", "The entry has no name.", "Look it up in the supplement.")
        elif country_code(entry.get("country") or "") is None:
            heading = entry.get("country")
            reading.reject(
                number, "country", f"{heading!r} is no country heading.", "Check it in the supplement.", entry["name"]
            )
        else:
            reading.listings.append(_listing(list_id, entry))
    dates = date_by_page(listing.citations for listing in reading.listings)
    reading.listings = [_dated(listing, with_dates(listing.citations, dates)) for listing in reading.listings]
    return reading


def _dated(listing: Listing, citations: tuple[Citation, ...]) -> Listing:
    listed, changed = citation_dates(citations)
    return replace(listing, citations=citations, listed_on=listed, changed_on=changed)


def _listing(list_id: str, entry: Mapping[str, Any]) -> Listing:
    heading = entry["country"]
    code = country_code(heading)
    name, elsewhere = without_cross_reference(entry["name"])
    aliases, text = list(entry.get("aliases") or ()), entry.get("address") or ""
    if aliases and not text:
        aliases[-1], text = _run_on(aliases[-1])
    acronym = _LEADING_ACRONYM.match(text)
    if acronym:
        aliases, text = [*aliases, acronym["name"]], text[acronym.end() :]
    cell = read_address_cell(text, code)
    names = _names(name, aliases, cell)
    address_only = bool(_ADDRESS_ONLY.match(clean(entry["name"])))
    meu = list_id == "us.bis.military_end_user"
    return Listing(
        id="",
        list=list_id,
        schema=Schema.ADDRESS if address_only else schema_of(names, (a.full for a in cell.addresses)),
        names=names,
        addresses=cell.addresses,
        countries=tuple(dict.fromkeys(c for c in (code, *cell.countries, *elsewhere) if c)),
        heading=heading,
        requirement=_MEU_REQUIREMENT if meu else parse_requirement(entry.get("notes") or ""),
        review_policy=ReviewPolicy.SEE_SECTION if meu else None,
        citations=parse_citations(entry.get("federal_register") or ""),
        address_only=address_only,
    )


def _names(primary: str, aliases: list[str], cell: AddressCell) -> tuple[ListedName, ...]:
    affiliates = (ListedName(text=name, kind=NameKind.AFFILIATE) for name in cell.affiliates)
    return unique_names([*read_names(primary, [*aliases, *cell.aliases]), *affiliates])


def _run_on(alias: str) -> tuple[str, str]:
    """Return the last alias and the address that ran into it (empty when none did).

    Only a rest that ends with a country and has a comma is an address; the split is at the first comma or full stop
    that no legal form follows.
    """
    plain = read_address_cell(alias)
    if len(plain.addresses) == 0 or country_at_end(plain.addresses[-1].full) is None:
        return alias, ""
    for joint in _JOINT.finditer(alias):
        rest = alias[joint.end() :]
        if not _LEGAL_FORM.match(rest) and "," in rest and joint.start() > 2:
            return alias[: joint.start()], rest
    return alias, ""
