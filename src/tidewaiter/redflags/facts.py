"""The facts of one transaction as red flags ask for them, each read from the law's tables as of one date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tidewaiter.law.tables import ChplEntry, HubEntry, LawTables
from tidewaiter.model import Hit, Party, Role, Transaction

#: Roles of those who receive and use the goods.
RECEIVERS = (Role.END_USER, Role.ULTIMATE_CONSIGNEE)
#: Roles of those who buy, pass on, receive or use the goods: every foreign party with an interest in them.
BUYING_SIDE = (Role.PURCHASER, Role.INTERMEDIATE_CONSIGNEE, *RECEIVERS)


@dataclass(frozen=True)
class Facts:
    """A transaction on one date, with the hits of its parties in their order."""

    tx: Transaction
    on: dt.date
    tables: LawTables
    hits: Sequence[Sequence[Hit]] = field(default=())

    def parties(self, *roles: Role) -> Iterator[Party]:
        """Yield the parties in these roles, in the order of the transaction."""
        return (party for party in self.tx.parties if party.role in roles)

    @cached_property
    def priority(self) -> ChplEntry | None:
        """The item's entry on the Common High Priority List as of the date."""
        return self.tables.chpl(self.tx.item.hs, self.on) if self.tx.item.hs else None

    @cached_property
    def on_ccl(self) -> bool:
        """Whether the item is stated to be on the Commerce Control List; False also when its ECCN is unknown."""
        return self.tx.item.eccn is not None and self.tx.item.eccn != "EAR99"

    @property
    def goods(self) -> str | None:
        """What makes the goods worth a question, in words; None when nothing known does."""
        if self.priority:
            return f"HS {self.tx.item.hs} is on the Common High Priority List, tier {self.priority.tier}"
        return f"the item is under ECCN {self.tx.item.eccn}" if self.on_ccl else None

    @cached_property
    def outside_coalition(self) -> bool:
        """Whether the destination is known and outside the Global Export Control Coalition as of the date."""
        return self.foreign(self.tx.destination)

    def foreign(self, country: str | None) -> bool:
        """Tell whether a country is known, not the United States, and not of the coalition on the date."""
        return country is not None and country != "US" and self.tables.gecc(country, self.on) is None

    @cached_property
    def never_partner(self) -> bool:
        """Whether the destination is known and never joined the coalition, whose first members joined in 2022.

        Used by flags older than the coalition, so that it only spares partners a question and never asks one too few
        about others.
        """
        destination = self.tx.destination
        return destination not in {None, "US"} and self.tables.gecc(str(destination), dt.date.max) is None

    def hub(self, country: str | None) -> HubEntry | None:
        """Return the statement by which a country outside the coalition is a known transshipment point on the date."""
        return self.tables.hub(country, self.on) if country is not None and self.foreign(country) else None


def named(party: Party) -> str:
    """Return a party with its role, for evidence."""
    return f"{party.name or 'unnamed party'} ({party.role.value.replace('_', ' ')})"
