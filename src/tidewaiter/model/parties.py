"""Parties to a transaction, in the roles of 15 CFR 748.5."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tidewaiter.model.dates import PartialDate


class Role(StrEnum):
    """What a party does in the transaction (15 CFR 748.5 for the first six that it names)."""

    EXPORTER = "exporter"
    PURCHASER = "purchaser"
    INTERMEDIATE_CONSIGNEE = "intermediate_consignee"
    ULTIMATE_CONSIGNEE = "ultimate_consignee"
    END_USER = "end_user"
    FORWARDING_AGENT = "forwarding_agent"
    CARRIER = "carrier"
    BANK = "bank"
    BROKER = "broker"
    OTHER = "other"


#: Roles in which a listed party triggers 15 CFR 744.11(a), 744.16 and 744.21 (748.5(c) to (f)).
LISTED_ROLES = frozenset({Role.PURCHASER, Role.INTERMEDIATE_CONSIGNEE, Role.ULTIMATE_CONSIGNEE, Role.END_USER})
#: Roles whose holder does something in the transaction besides receiving the item (15 CFR 744.6(a), 748.5).
ACTING_ROLES = frozenset({Role.EXPORTER, Role.FORWARDING_AGENT, Role.CARRIER, Role.BANK, Role.BROKER})


class Schema(StrEnum):
    """Kind of a party or listed entry, named as in FollowTheMoney where it has a name for it."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    VESSEL = "Vessel"
    AIRCRAFT = "Aircraft"
    VEHICLE = "Vehicle"
    WALLET = "CryptoWallet"
    SECURITY = "Security"
    ACCOUNT = "BankAccount"
    ADDRESS = "Address"
    ENTITY = "LegalEntity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address. ``full`` is the address as given; the parts are filled where the source has them.

    Attributes:
        full: Whole address in one line, as published or as typed.
        country: ISO 3166 alpha-2, or None when the source does not say.
    """

    full: str
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number that names one party: ``tax``, ``imo``, ``passport``, ``swift`` and so on (`identifier_kind`)."""

    type: str
    value: str
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An owner of a party as the caller knows it.

    Attributes:
        name: Name of the owner.
        share_pct: Share held, in percent of the whole; None when it is not known (which is a question, not a pass).
        country: ISO 3166 alpha-2.
        listings: List ids the caller knows the owner to be on, such as ``us.bis.entity_list#3``.
        owners: Owners of this owner, for indirect shares.
    """

    name: str
    share_pct: float | None = None
    country: str | None = None
    listings: tuple[str, ...] = ()
    owners: tuple[Owner, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party to a transaction.

    Attributes:
        name: Name as it stands on the order, in any script.
        aliases: Other names of the same party.
        role: What the party does in the transaction.
        schema: Kind of party, where it is known.
        address: Street address in one line.
        city: Town, where it does not stand in the address.
        country: Country the party is in, ISO 3166 alpha-2.
        identifiers: Numbers that name the party, by kind (``tax``, ``registration``, ``imo``, ``lei`` and so on).
        nationality: ISO 3166 alpha-2; counts for a deemed export.
        birth_date: Of a person, as far as known.
        gender: Of a person, ``male`` or ``female``; None when it is not known or neither.
        owners: Who owns the party; None when nobody asked, empty when it is known to have none.
        listings: List ids the caller already knows, optionally with a footnote (``us.bis.entity_list#3``).
        formed_on: When the party was formed or registered, as far as known.
        line_of_business: The party's own business in words, as far as known.
    """

    name: str | None = None
    aliases: tuple[str, ...] = ()
    role: Role = Role.OTHER
    schema: Schema | None = None
    address: str | None = None
    city: str | None = None
    country: str | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    nationality: str | None = None
    birth_date: PartialDate | None = None
    gender: str | None = None
    formed_on: PartialDate | None = None
    line_of_business: str | None = None
    owners: tuple[Owner, ...] | None = None
    listings: tuple[str, ...] = ()
