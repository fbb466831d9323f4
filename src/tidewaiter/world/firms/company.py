"""Companies of a world: what each is, since when, whom it follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

#: Later than any day of a world.
NEVER = 1 << 30


class Role(StrEnum):
    """What a company is in a world."""

    SUPPLIER = "supplier"  # in an origin, or in the producer outside the coalition
    HONEST_TRADER = "honest_trader"  # imports, sells at home or sells on
    FORWARDER = "forwarder"
    DIVERTER = "diverter"  # a firm with business of its own that diverts
    SHELL = "shell"  # founded to divert
    BROKER = "broker"  # buys from a diverter and sells on, in the hub, a second hub or a third country
    IMPORTER = "importer"  # in the destination, honest
    BUYER = "buyer"  # in the destination, buys diverted goods and resells or uses them
    END_USER = "end_user"  # in the destination, uses diverted goods


class Style(StrEnum):
    """How an evader works."""

    NEW_SHELL = "new_shell"
    SECTOR_JUMPER = "sector_jumper"
    MIXED_TRADER = "mixed_trader"
    BROKER_CHAIN = "broker_chain"
    SERIAL_SHELLS = "serial_shells"
    INVOICE_SPLITTER = "invoice_splitter"
    CODE_SWITCHER = "code_switcher"
    ESTABLISHED = "established"
    FUNNEL = "funnel"  # one end user's own supplier


@dataclass(slots=True, kw_only=True)
class Company:
    """One company.

    Attributes:
        place: Position of its country.
        born: Day of registration, counted from the world's first day, negative before; `died` day it stops, or `NEVER`.
        predecessor: Number of the company whose business it goes on with, or None.
        goods: Goods of its declared business.
        exports: Whether it sells abroad by its business; `imports` whether it buys abroad.
        size: Size relative to other firms.
        kept: What it shares with its predecessor: ``address``, ``phone``, ``owner``, ``buyer``.
        renamed: Days on which it takes a new name; `moved` on which it moves to another address.
        listed: Day it is listed, or None.
        diverts: Whether it takes part in diversion, as an intermediary outside the destination.
        receives: Whether it is in the destination and receives diverted goods.
        first: First day of a diverted consignment; `NEVER` without.
        parent: Number of the foreign company whose subsidiary it is; `namesake` of the company whose name it shares.
        ramp: Months until full size from its birth; 0 for none.
        licensed: Whether it sells goods of the coalition to the destination legally, under a license.
    """

    place: int
    role: Role
    style: Style | None = None
    born: int = -4000
    died: int = NEVER
    predecessor: int | None = None
    goods: tuple[int, ...] = ()
    exports: bool = False
    imports: bool = False
    size: float = 1.0
    kept: frozenset[str] = frozenset()
    renamed: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    listed: int | None = None
    diverts: bool = False
    receives: bool = False
    first: int = NEVER
    last: int = -1
    parent: int | None = None
    namesake: int | None = None
    ramp: int = 0
    licensed: bool = False


@dataclass(slots=True)
class Companies:
    """The companies of a world, numbered in the order they were made."""

    all: list[Company] = field(default_factory=list)

    def add(self, company: Company) -> int:
        """Add a company and return its number."""
        self.all.append(company)
        return len(self.all) - 1

    def __getitem__(self, number: int) -> Company:
        """Return a company by its number."""
        return self.all[number]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.all)
