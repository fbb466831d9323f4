"""Layouts: what the columns of one kind of customs or bill-of-lading file mean. Each is a small YAML file.

A layout names, for each canonical column, the headings it is read from in order of preference; the first that has a
value in a row is used. A user's own layout is a file of the same form, named on the command line.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class UsdValue:
    """One way to an amount in US dollars: a column, its scale, and the columns of rate or currency it depends on.

    Attributes:
        amount: Heading of the amount.
        times: Factor, such as 1000 for a column in thousand dollars.
        per_usd: Heading of the rate, in units of the amount's currency per dollar, to divide by.
        currency: Heading of the currency, when the amount is dollars only where that says USD.
    """

    amount: str
    times: float = 1.0
    per_usd: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of file is read.

    Attributes:
        id: Name of the layout; ``title`` says what the file is.
        direction: ``import`` or ``export`` as seen by the reporter, None when the rows say both countries themselves.
        reporter: ISO 3166 alpha-2 of the customs that recorded the rows, where the layout is one country's.
        match: What must be there for the layout to be recognised: of each set of headings (keys) at least one.
        absent: Headings (keys) that are not there: they would make the file another kind.
        columns: Canonical column to headings (keys), best first.
        times: Factor of a heading (key) whose numbers are in another unit, such as 1000 for tonnes.
        values: Ways to an amount, best first.
        dates: ``day_first`` or ``month_first`` where the file writes dates that can be read both ways.
        decimal: ``,`` or ``.`` where numbers can be read both ways.
        utc_offset_minutes: Offset of the local date from the times the file states in UTC.
        zero_is_missing: Whether an amount, weight or quantity of 0 means that it was not stated.
        headings: All headings (keys) the layout reads.
        reviewed: Whether the layout is of one kind of file whose other columns are known not to be needed.
        own: Whether it is a user's own file.
    """

    id: str
    title: str
    direction: str | None
    reporter: str | None
    match: tuple[frozenset[str], ...]
    absent: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    times: Mapping[str, float] = field(default_factory=dict)
    values: tuple[UsdValue, ...] = ()
    dates: str | None = None
    decimal: str | None = None
    utc_offset_minutes: int = 0
    zero_is_missing: bool = True
    headings: frozenset[str] = field(default_factory=frozenset)
    reviewed: bool = False
    own: bool = False

    def fits(self, headings: Collection[str], *, dated: bool = False) -> bool:
        """Tell whether the headings (keys) of a file are this layout's.

        Args:
            headings: Keys of the file's headings.
            dated: Whether the day of the records is stated apart, so that the file need not have dates.
        """
        found = set(headings)
        dates = set(self.columns.get("date", ())) if dated else set()
        asked = (one for one in self.match if not one <= dates)
        return all(found & alternatives for alternatives in asked) and not found & self.absent

    def lacking(self, headings: Collection[str]) -> list[str]:
        """Return the columns for which the file has none of the headings, by the first heading of each."""
        keys = set(headings)
        ways = [(name, found) for name, found in self.columns.items() if found]
        return [found[0] for _, found in ways if not keys & set(found)] + [
            way.amount for way in self.values if way.amount not in keys
        ]
