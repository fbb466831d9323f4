"""One entry of the Consolidated Screening List, from whichever layout, as a listing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tidewaiter.model import Address, Identifier, ListedName, Listing, NameKind, Schema
from tidewaiter.sources.lists.citations import citation_dates, parse_citations
from tidewaiter.sources.lists.days import partial_dates, whole_date
from tidewaiter.sources.lists.identity import name_key
from tidewaiter.sources.lists.names import nationality_in, read_names, split_aliases, unique_names
from tidewaiter.sources.lists.party_kind import schema_of
from tidewaiter.sources.lists.places import country_code, country_codes
from tidewaiter.sources.lists.requirement import parse_requirement, parse_review_policy
from tidewaiter.sources.lists.text import clean

SCHEMA_OF_TYPE = {
    "individual": Schema.PERSON,
    "entity": Schema.ORGANIZATION,
    "vessel": Schema.VESSEL,
    "aircraft": Schema.AIRCRAFT,
}
_ADDRESS_ONLY = re.compile(r"^Address \d{1,3}$")


@dataclass(slots=True, kw_only=True)
class CslEntry:
    """Fields of one CSL row, as published; lists are separated where the layout separates them."""

    list_id: str
    name: str
    type: str = ""
    entity_number: str = ""
    aliases: Sequence[str] = ()
    addresses: Sequence[Address] = ()
    countries: Sequence[str] = ()
    programs: str = ""
    federal_register: str = ""
    start_date: str = ""
    end_date: str = ""
    license_requirement: str = ""
    license_policy: str = ""
    nationalities: Sequence[str] = ()
    birth_dates: Sequence[str] = ()
    identifiers: Sequence[Identifier] = ()
    gender: str | None = None

    def listing(self) -> Listing:
        """Return the entry as a listing; Treasury's entries carry their own number, the others get an id later."""
        names = self._names()
        nationality = nationality_in(self.name)
        nationalities = [country_code(t) for t in self.nationalities if t]
        nationalities += country_codes(nationality) if nationality else []
        citations = parse_citations(self.federal_register)
        listed, changed = citation_dates(citations)
        address_only = bool(_ADDRESS_ONLY.match(clean(self.name)))
        countries = [country_code(c) for c in self.countries] + [a.country for a in self.addresses]
        return Listing(
            id=f"{self.list_id}:{self.entity_number}" if self.entity_number else "",
            list=self.list_id,
            schema=Schema.ADDRESS if address_only else self._schema(names, national=nationality is not None),
            names=names,
            addresses=tuple(dict.fromkeys(self.addresses)),
            countries=tuple(dict.fromkeys(c for c in countries if c)),
            identifiers=tuple(dict.fromkeys(self.identifiers)),
            programs=tuple(dict.fromkeys(p for p in re.split(r"\s*;\s*", self.programs) if p)),
            requirement=parse_requirement(self.license_requirement) if self.license_requirement.strip() else None,
            review_policy=parse_review_policy(self.license_policy),
            citations=citations,
            listed_on=whole_date(self.start_date) or listed,
            changed_on=changed,
            delisted_on=whole_date(self.end_date),
            birth_dates=partial_dates(self.birth_dates),
            nationalities=tuple(dict.fromkeys(n for n in nationalities if n)),
            gender=self.gender,
            source_number=self.entity_number or None,
            address_only=address_only,
        )

    def _names(self) -> tuple[ListedName, ...]:
        if not self.entity_number:
            return read_names(self.name, self.aliases)
        aliases = (ListedName(text=alias, kind=NameKind.ALIAS) for alias in split_aliases(self.aliases))
        return unique_names([ListedName(text=clean(self.name)), *aliases])

    def _schema(self, names: tuple[ListedName, ...], *, national: bool) -> Schema:
        known = SCHEMA_OF_TYPE.get(self.type.lower())
        return known or schema_of(names, (a.full for a in self.addresses), national=national)


def join_numbered(listings: Iterable[Listing]) -> list[Listing]:
    """Join entries of one Treasury number on one of our lists.

    A party on several of the smaller non-SDN lists is one entry. Only equal names are joined; a number that stands for
    two names stays two entries.
    """
    joined: dict[tuple[str, str], Listing] = {}
    for position, listing in enumerate(listings):
        key = (listing.id, name_key(listing.name)) if listing.id else ("", str(position))
        before = joined.get(key)
        joined[key] = _joined(before, listing) if before else listing
    return list(joined.values())


def _joined(one: Listing, other: Listing) -> Listing:
    return replace(
        one,
        names=unique_names([*one.names, *other.names]),
        addresses=tuple(dict.fromkeys([*one.addresses, *other.addresses])),
        countries=tuple(dict.fromkeys([*one.countries, *other.countries])),
        identifiers=tuple(dict.fromkeys([*one.identifiers, *other.identifiers])),
        programs=tuple(dict.fromkeys([*one.programs, *other.programs])),
    )
