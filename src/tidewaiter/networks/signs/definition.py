"""What a sign is: a named measurement with three states, its source, and what would clear it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
States = npt.NDArray[np.int8]

PRESENT, ABSENT, UNDETERMINED = np.int8(1), np.int8(0), np.int8(-1)
#: Months of the 24 before the goods were controlled that must be covered before something can be said to be new.
COVERED_MONTHS = 12
#: Months since then that must be covered before it can be said what else a company buys and sells.
COVERED_SINCE = 3


class Kind(StrEnum):
    """Kinds of evidence that are independent of each other: a grade counts them."""

    HISTORY = "history"  # what the company did before, and when it began
    GOODS = "goods"  # how goods pass through it
    BUYERS = "buyers"  # whom it sells to, and how
    MARKS = "marks"  # what it shares with other companies
    REGISTER = "register"  # what a register says
    LISTING = "listing"  # what an authority found


class Records(StrEnum):
    """Which records show a sign."""

    SENT = "sent"  # goods it sent to the destination
    FIRST = "first"  # its first such consignments
    SUPPLY = "supply"  # goods that came in
    BOTH = "both"  # goods that came in and left
    SIBLINGS = "siblings"  # goods it sent under another code
    SPLIT = "split"  # invoices of one day to one buyer
    PREDECESSOR = "predecessor"  # the last consignments of the one it follows
    LISTING = "listing"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Measured:
    """A sign measured on all companies at once: state and value (NaN for none) of each."""

    state: States
    value: Floats


class Facts:
    """Facts of companies, column by column: numbers with NaN for unknown.

    Args:
        table: What `tidewaiter.networks.facts.company_facts` gives, collected.
        since: Day the goods are controlled from; `as_of` the day asked about.
    """

    def __init__(self, table: pa.Table, *, since: dt.date, as_of: dt.date) -> None:
        self.table, self.since, self.as_of = table, since.toordinal(), as_of.toordinal()
        self._known: dict[str, Floats] = {}

    def __len__(self) -> int:
        """Return how many companies there are."""
        return int(self.table.num_rows)

    def number(self, name: str) -> Floats:
        """Return a column of numbers; all unknown when no frame gave it."""
        if name not in self._known:
            if name in self.table.column_names:
                column = self.table[name].cast(pa.float64()).to_numpy(zero_copy_only=False)
                self._known[name] = np.asarray(column, dtype=float)
            else:
                self._known[name] = np.full(len(self), np.nan)
        return self._known[name]

    def count(self, name: str) -> Floats:
        """Return a column of amounts in which nothing recorded means none."""
        return np.nan_to_num(self.number(name), nan=0.0)

    def texts(self, name: str) -> list[str | None]:
        """Return a column of texts."""
        if name not in self.table.column_names:
            return [None] * len(self)
        found: list[str | None] = self.table[name].to_pylist()
        return found

    @property
    def own_past(self) -> Flags:
        """Whether the exports of the company's country are covered before the goods were controlled."""
        return self.count("export_before") >= COVERED_MONTHS

    @property
    def past(self) -> Flags:
        """Whether they, or the imports of the destination, are."""
        return self.own_past | (self.count("destination_before") >= COVERED_MONTHS)


def measured(value: Floats, present: Flags, determined: Flags) -> Measured:
    """Return a measurement: undetermined where it is not determined, and then without a value."""
    known = determined & ~np.isnan(value)
    state = np.where(known, np.where(present & known, PRESENT, ABSENT), UNDETERMINED).astype(np.int8)
    return Measured(state, np.where(known, value, np.nan))


def settled(values: Floats) -> Floats:
    """Return values to nine digits: the order of adding up, in which engines differ, decides nothing."""
    return np.round(values, 9)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Return part over whole, NaN where there is no whole."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return settled(np.where(whole > 0, part / whole, np.nan))


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignDefinition:
    """A sign.

    Attributes:
        id: Its name in answers and in the weights.
        title: In a few words.
        meaning: What is measured, and from when on it counts as present.
        unit: Of the value.
        kind: Kind of evidence.
        source: Publication that names it.
        unverified: What of the source could not be checked; None when nothing is open.
        clears_if: What would clear it.
        missing: Which records are missing when it is undetermined.
        measure: Measures it on all companies.
        say: Says in words, with the numbers, what was found of one company; its row of facts has ``value`` added.
        records: Which records show it.
        since: Fact with the first day it could be seen; None when it has none.
        graded: Whether its strength counts beyond its presence: only where the source, or sense, says so.
        lower_is_stronger: Whether a small value says more than a great one.
    """

    id: str
    title: str
    meaning: str
    unit: str
    kind: Kind
    source: str
    clears_if: str
    missing: str
    measure: Callable[[Facts], Measured]
    say: Callable[[Row], str]
    records: Records = Records.SENT
    since: str | None = "first_sent"
    unverified: str | None = None
    graded: bool = False
    lower_is_stronger: bool = False
