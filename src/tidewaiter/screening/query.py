"""What is screened: a party as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tidewaiter.model import PartialDate, Party, Schema, country_name
from tidewaiter.screening.keys import is_placeholder


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One party to screen.

    Attributes:
        id: The caller's own id, given back with the answer.
        name: Name as written, in any script; None when only an address is known.
        aliases: Other names of the same party; the best match of any name counts.
        schema: Kind of party; None when it is not known.
        country: ISO 3166 alpha-2 of its address.
        address: Postal address in one line.
        other_addresses: Other addresses of the same party; the best match of any counts.
        other_birth_dates: Other birth dates said of the same person, likewise.
        identifiers: Numbers by type (``tax``, ``imo``, ``passport`` ...).
        nationality: ISO 3166 alpha-2.
        gender: ``male`` or ``female``; None when it is not known.
    """

    id: str | None = None
    name: str | None = None
    aliases: tuple[str, ...] = ()
    schema: Schema | None = None
    country: str | None = None
    address: str | None = None
    city: str | None = None
    birth_date: PartialDate | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict)
    nationality: str | None = None
    gender: str | None = None
    other_addresses: tuple[str, ...] = ()
    other_birth_dates: tuple[PartialDate, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses, with the town as far as it is not in them already."""
        if not self.address and not self.other_addresses:
            return ()
        town = self.city or ""
        written = [text for text in (self.address, *self.other_addresses) if text]
        return tuple([text if town.casefold() in text.casefold() else f"{text}, {town}" for text in written])

    @property
    def birth_dates(self) -> tuple[PartialDate, ...]:
        """All birth dates."""
        return tuple([date for date in (self.birth_date, *self.other_birth_dates) if date])

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the main one first."""
        if self.name and not self.aliases:
            return (self.name,)
        return tuple([name for name in (self.name, *self.aliases) if name])

    @property
    def is_name_only(self) -> bool:
        """Whether nothing but names, kind and gender are known of it."""
        return not (
            self.identifiers
            or self.country
            or self.nationality
            or self.birth_date
            or self.address
            or self.other_addresses
            or self.other_birth_dates
        )

    @property
    def places(self) -> tuple[str, ...]:
        """Words of its town and countries, in lower case; what of them stands after a person's name is no name."""
        if not (self.country or self.nationality or self.city):
            return ()
        codes = [code for code in (self.country, self.nationality) if code]
        return tuple(" ".join([self.city or "", *map(country_name, codes)]).casefold().split())

    @property
    def numbers(self) -> dict[str, str]:
        """The identifiers that say something (``keys.is_placeholder``)."""
        if not self.identifiers:
            return {}
        return {kind: value for kind, value in self.identifiers.items() if not is_placeholder(value)}

    @classmethod
    def of_party(cls, party: Party, id: str | None = None) -> Query:  # noqa: A002 - the field's own name
        """Return the query that screens a party of a transaction."""
        return cls(
            id=id,
            name=party.name,
            aliases=party.aliases,
            schema=party.schema,
            country=party.country,
            address=party.address,
            city=party.city,
            birth_date=party.birth_date,
            identifiers=party.identifiers,
            nationality=party.nationality,
            gender=party.gender,
        )
