"""What an importer returns: listings, how many rows they came from, and what was set aside."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tidewaiter.model import Listing, RowError
from tidewaiter.sources.lists.identity import identify
from tidewaiter.sources.lists.raw import RawFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """A restricted-party list file, read.

    Attributes:
        listings: The entries, in the order of the file. One entry may come from several rows.
        rows: Data rows (or records) read, the rejected ones included; a header row is not counted.
        rejected: Rows that could not be used, with the reason and what to do.
        data_date: Date the data are of, where the file itself says so or the caller stated it.
        source: Publisher and layout, for a person.
        lists: Ids of the lists a file of this layout always holds; one that is missing means a broken file. Empty when
            the layout does not say.
    """

    listings: tuple[Listing, ...]
    rows: int
    rejected: tuple[RowError, ...] = ()
    data_date: dt.date | None = None
    source: str = ""
    lists: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Listings per list id, list ids in alphabetical order."""
        return dict(sorted(Counter(listing.list for listing in self.listings).items()))


@dataclass(slots=True)
class Reading:
    """A list file while it is being read: rows are counted, listings kept, bad rows set aside."""

    file: str
    rows: int = 0
    listings: list[Listing] = field(default_factory=list)
    rejected: list[RowError] = field(default_factory=list)
    data_date: dt.date | None = None

    def reject(self, row: int | None, column: str | None, reason: str, remedy: str, entry: str | None = None) -> None:
        """Set a row aside. ``row`` is counted as a person counts it, the header being row 1."""
        self.rejected.append(RowError(self.file, row, column, reason, remedy, id=entry))

    def finish(self, source: str, as_of: dt.date | None) -> ListFile:
        """Give every listing its stable id and close the reading."""
        return ListFile(
            listings=tuple(identify(self.listings)),
            rows=self.rows,
            rejected=tuple(self.rejected),
            data_date=as_of or self.data_date,
            source=source,
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """One file layout of one publisher.

    Attributes:
        key: Name used in ``read_list_file(path, layout=...)``.
        source: Publisher and layout, for a person.
        recognise: True when the content is of this layout; looks at the head only.
        read: The importer.
        lists: Ids of the lists that every file of the layout holds, where that is known.
    """

    key: str
    source: str
    recognise: Callable[[RawFile], bool]
    read: Callable[[RawFile], Reading]
    lists: tuple[str, ...] = ()
