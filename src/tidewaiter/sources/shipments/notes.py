"""What a person should know of a shipment file as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

#: Texts that are counted one by one; of more, only the commonest go on being counted.
_TEXTS, _COMMONEST = 10_000, 1_000


@dataclass(slots=True)
class Unread:
    """Cells of a column that could not be read: how many, and why the first could not."""

    reason: str
    cells: int = 0


@dataclass(slots=True)
class Notes:
    """Values that could not be read, counted; the rows are kept without them. Memory does not grow with the file.

    Attributes:
        unknown_countries: Cells by the text that names no country.
        unknown_cells: Cells that name no country.
        unread: Cells that could not be read, by column.
        amounts: Amounts that no amount in US dollars is known for, by their currency; "" where none is stated.
        without_reporter: Records of which it is not known whose customs recorded them.
    """

    unknown_countries: Counter[str] = field(default_factory=Counter)
    unknown_cells: int = 0
    unread: dict[str, Unread] = field(default_factory=dict)
    amounts: Counter[str] = field(default_factory=Counter)
    without_reporter: int = 0

    def add_unknown_countries(self, counts: Mapping[str, int]) -> None:
        """Count cells that name no country, by their text."""
        self.unknown_cells += sum(counts.values())
        self.unknown_countries.update(counts)
        if len(self.unknown_countries) > _TEXTS:
            self.unknown_countries = Counter(dict(self.unknown_countries.most_common(_COMMONEST)))

    def add_unread(self, column: str, reason: str, cells: int) -> None:
        """Count cells of a column that could not be read."""
        self.unread.setdefault(column, Unread(reason)).cells += cells

    def add_amounts(self, counted: pa.StructArray) -> None:
        """Count amounts without a value in US dollars, by currency (structs of ``values`` and ``counts``)."""
        for currency, count in zip(*(part.to_pylist() for part in counted.flatten()), strict=True):
            self.amounts[currency or ""] += count

    def lines(self, file: str) -> list[str]:
        """Return the notes as sentences."""
        found = []
        if self.unknown_countries:
            named = ", ".join(f"{text!r} ({count})" for text, count in self.unknown_countries.most_common(5))
            found.append(f"{file}: {self.unknown_cells} cells name no known country and were left blank: {named}.")
        for column, unread in self.unread.items():
            found.append(f"{file}: {unread.cells} cells of {column} were left blank; the first: {unread.reason}")
        if bare := self.amounts.get("", 0):
            found.append(
                f"{file}: {bare} amount(s) have no currency and are not taken for dollars: state it with --currency."
            )
        if foreign := {currency: count for currency, count in self.amounts.most_common() if currency}:
            named = ", ".join(f"{currency} ({count})" for currency, count in list(foreign.items())[:5])
            found.append(
                f"{file}: {sum(foreign.values())} amount(s) are not in US dollars and were kept as stated: {named}."
            )
        if self.without_reporter:
            found.append(
                f"{file}: {self.without_reporter} record(s) do not say whose customs recorded them, so that the "
                "country of their own side may be unknown: state it with --reporter."
            )
        return found
