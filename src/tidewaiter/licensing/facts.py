"""The facts of a transaction as the rules read them: one frozen object, so that every rule sees the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tidewaiter.law import Law
from tidewaiter.licensing.classification import Classification, classify
from tidewaiter.licensing.concerns import Concerns, concerns
from tidewaiter.licensing.listed import stated_listings
from tidewaiter.model import Act, Item, ListedAs, Party, Region, Role, Transaction

#: Roles that receive the item where it is meant to stay (15 CFR 748.5(e), (f)).
RECEIVING = frozenset({Role.ULTIMATE_CONSIGNEE, Role.END_USER})


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party with every listing that counts on the day."""

    party: Party
    listings: tuple[ListedAs, ...]

    @property
    def label(self) -> str:
        """The party as a sentence names it: role and name."""
        return f"{self.party.role.value.replace('_', ' ')} {self.party.name or '(not named)'}"


@dataclass(frozen=True, slots=True)
class Destination:
    """A country the item goes to, why it counts as a destination, and whether that is certain.

    Attributes:
        basis: ``stated``, ``knowledge``, ``end_user`` (the receiver is elsewhere), ``purchaser`` or ``nationality``.
    """

    country: str
    region: Region | None = None
    basis: str = "stated"
    certain: bool = True
    because: str = ""


@dataclass(frozen=True)
class Facts:
    """Facts of one transaction on one day.

    Attributes:
        day: Day whose law is applied: that of the act, or the day of the check when the act has no date.
    """

    law: Law
    tx: Transaction
    day: dt.date
    item: Item
    goods: Classification
    concerns: Concerns
    parties: tuple[PartyFacts, ...]

    @property
    def act(self) -> Act:
        """The regulated act."""
        return self.tx.act

    @cached_property
    def destinations(self) -> tuple[Destination, ...]:
        """Every country the item is taken to go to, the stated one first."""
        if self.tx.act is Act.DEEMED_EXPORT:
            return _nationalities(self.tx)
        found = [Destination(self.tx.destination, self.tx.region)] if self.tx.destination else []
        seen = {(d.country, d.region) for d in found}
        for extra in (*_known(self.concerns), *_elsewhere(self.tx)):
            if (extra.country, extra.region) not in seen:
                seen.add((extra.country, extra.region))
                found.append(extra)
        return tuple(found)

    @cached_property
    def transit(self) -> tuple[str, ...]:
        """Countries the item passes through on its way, those of intermediate consignees included."""
        passed = [*self.tx.transit]
        passed += [p.country for p in self.tx.parties if p.role is Role.INTERMEDIATE_CONSIGNEE and p.country]
        final = {d.country for d in self.destinations} | {self.tx.from_country}
        return tuple(c for c in dict.fromkeys(passed) if c not in final)


def gather(tx: Transaction, law: Law, as_of: dt.date, listed: Sequence[Sequence[ListedAs]] | None) -> Facts:
    """Return the facts of a transaction; listings that began after its day are left out: they were not law yet."""
    parties = []
    for index, party in enumerate(tx.parties):
        found = tuple(listed[index]) if listed and index < len(listed) else ()
        both = found + (stated_listings(party) if party.listings or party.owners else ())
        parties.append(PartyFacts(party, tuple(one for one in both if one.listed_on is None or one.listed_on <= as_of)))
    return Facts(
        law=law,
        tx=tx,
        day=as_of,
        item=tx.item,
        goods=classify(tx.item, law),
        concerns=concerns(law, as_of, tx.end_use, tx.knowledge),
        parties=tuple(parties),
    )


def _nationalities(tx: Transaction) -> tuple[Destination, ...]:
    recipients = [p for p in tx.parties if p.role is not Role.EXPORTER]
    found = dict.fromkeys(p.nationality for p in recipients if p.nationality)
    return tuple(Destination(code, None, "nationality", because="nationality of the recipient") for code in found)


def _known(stated: Concerns) -> list[Destination]:
    return [
        Destination(
            place.code,
            Region(place.region) if place.region else None,
            "knowledge",
            certain=certain.value == "yes",
            because="the exporter knows the item will go there",
        )
        for place, certain in stated.diversions
    ]


def _elsewhere(tx: Transaction) -> list[Destination]:
    found = []
    for party in tx.parties:
        if party.country is None or party.country == tx.destination:
            continue
        if party.role in RECEIVING:
            because = f"the {party.role.value.replace('_', ' ')} is there"
            found.append(Destination(party.country, None, "end_user", because=because))
        elif party.role is Role.PURCHASER:
            found.append(Destination(party.country, None, "purchaser", certain=False, because="the purchaser is there"))
    return found
