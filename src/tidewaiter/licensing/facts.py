"""The facts of a transaction as the rules read them: one frozen object, so that every rule sees the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tidewaiter.law import Law
from tidewaiter.licensing.classification import Classification, classify
from tidewaiter.licensing.concerns import Concerns, concerns
from tidewaiter.licensing.listed import stated_listings
from tidewaiter.licensing.ownership import Path, walk
from tidewaiter.model import ACTING_ROLES, Act, Item, ListedAs, Party, Region, Role, Transaction

#: Roles that receive the item where it is meant to stay (15 CFR 748.5(e), (f)).
RECEIVING = frozenset({Role.ULTIMATE_CONSIGNEE, Role.END_USER})


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party with every listing that counts on the day.

    Attributes:
        listings: Listings of the party itself.
        owner_listings: Listings of its owners, by the positions in ``owners`` that lead to each.
    """

    party: Party
    listings: tuple[ListedAs, ...]
    owner_listings: Mapping[Path, tuple[ListedAs, ...]] = field(default_factory=dict)

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


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of one transaction on one day.

    Attributes:
        as_of: Day whose law is applied: that of the act, or the day of the check when the act has no date.
        day: First day of the period around it in which the law stands unchanged (`Law.period`); rules are asked by it,
            so that equal questions on different days are worked out once.
        destinations: Every country the item is taken to go to, the stated one first.
        transit: Countries the item passes through on its way, those of intermediate consignees included.
    """

    law: Law
    tx: Transaction
    as_of: dt.date
    day: dt.date
    item: Item
    goods: Classification
    concerns: Concerns
    parties: tuple[PartyFacts, ...]
    destinations: tuple[Destination, ...]
    transit: tuple[str, ...]

    @property
    def act(self) -> Act:
        """The regulated act."""
        return self.tx.act

    @property
    def destination_known(self) -> bool:
        """Whether it is stated where the item finally goes; a consignee's place does not tell, nor what is feared."""
        return bool(self.destinations) if self.act is Act.DEEMED_EXPORT else self.tx.destination is not None

    @property
    def us_person_acts(self) -> bool:
        """Whether a US person certainly takes part: the item leaves the United States, or one who acts is a US person.

        Those who act are the exporter and those who forward, carry, finance or arrange; a US national is one anywhere.
        """
        leaves = self.tx.from_country
        if leaves == "US" or (leaves is None and self.act is not Act.REEXPORT):
            return True
        acting = [p.party for p in self.parties if p.party.role in ACTING_ROLES]
        return any(p.nationality == "US" or (p.role is Role.EXPORTER and p.country == "US") for p in acting)


def gather(tx: Transaction, law: Law, as_of: dt.date, listed: Sequence[Sequence[ListedAs]] | None) -> Facts:
    """Return the facts of a transaction; listings that began after its day are left out: they were not law yet."""
    day = law.period(as_of)
    tx = _staying(_from_home(tx, law, day))
    parties = tuple(
        party_facts(party, listed[index] if listed and index < len(listed) else (), as_of)
        for index, party in enumerate(tx.parties)
    )
    stated = concerns(law, day, tx.end_use, tx.knowledge)
    places = _nationalities(tx) if tx.act is Act.DEEMED_EXPORT else _destinations(tx, stated)
    return Facts(
        law=law,
        tx=tx,
        as_of=as_of,
        day=day,
        item=tx.item,
        goods=classify(tx.item, law),
        concerns=stated,
        parties=parties,
        destinations=places,
        transit=_transit(tx, places),
    )


def party_facts(party: Party, found: Sequence[ListedAs], as_of: dt.date) -> PartyFacts:
    """Return a party with the listings that count on a day: those found, and those stated of it and of its owners."""
    if not found and not party.listings and not party.owners:
        return PartyFacts(party, ())
    counted = [one for one in found if one.listed_on is None or one.listed_on <= as_of]
    own = (*(one for one in counted if not one.owner_path), *stated_listings(party))
    of_owners = {
        path: (*(one for one in counted if one.owner_path == path), *stated_listings(owner))
        for path, owner in walk(party.owners or ())
    }
    return PartyFacts(party, own, {path: listings for path, listings in of_owners.items() if listings})


def _from_home(tx: Transaction, law: Law, day: dt.date) -> Transaction:
    """What leaves Puerto Rico or a territory of the United States leaves the United States (15 CFR 772.1)."""
    if tx.from_country in (None, "US"):
        return tx
    home = law.at("us.ear.772.united_states", day)
    if home is None or tx.from_country not in home.get("destinations"):
        return tx
    return replace(tx, from_country="US")


def _staying(tx: Transaction) -> Transaction:
    """A transfer within a country ends where it begins (15 CFR 734.16); an occupied region is in Ukraine (746.6(a))."""
    if tx.destination is None and tx.region is not None and tx.act is not Act.DEEMED_EXPORT:
        return replace(tx, destination="UA")
    if tx.act is not Act.TRANSFER or tx.destination is not None or tx.from_country in (None, "US"):
        return tx
    return replace(tx, destination=tx.from_country)


def _destinations(tx: Transaction, stated: Concerns) -> tuple[Destination, ...]:
    found = [Destination(tx.destination, tx.region)] if tx.destination else []
    if tx.region is not None and tx.destination not in (
        None,
        "UA",
        "RU",
    ):  # facts that contradict each other: both count
        found.append(Destination("UA", tx.region, because="the region is there"))
    for extra in (*_known(stated), *_elsewhere(tx)):
        if all((extra.country, extra.region) != (one.country, one.region) for one in found):
            found.append(extra)
    return tuple(found)


def _transit(tx: Transaction, places: tuple[Destination, ...]) -> tuple[str, ...]:
    passed = [*tx.transit]
    passed += [p.country for p in tx.parties if p.role is Role.INTERMEDIATE_CONSIGNEE and p.country]
    if not passed:
        return ()
    final = {d.country for d in places} | {tx.from_country}
    return tuple(c for c in dict.fromkeys(passed) if c not in final)


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
