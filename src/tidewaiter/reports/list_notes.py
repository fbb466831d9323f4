"""What must be said about the lists behind an answer, once for all of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tidewaiter.model import Snapshot
from tidewaiter.reports.tally import LIST_STALE_DAYS
from tidewaiter.reports.terminal import counted
from tidewaiter.reports.wording import list_name

#: Lists named in a note; of more, their number says enough (`tidewaiter lists` has them all).
_NAMED = 3

#: The sentences the store adds to a snapshot's own note, which are said here once for all lists. A sentence that is not
#: recognized is said as it stands.
_SAID_ONCE = re.compile(
    r"(There is no snapshot of|The snapshot of|(1 entry|\d+ entries) first listed since) .*", re.DOTALL
)


def mark(snapshot: Snapshot) -> str:
    """Return the word for what is uncertain about a snapshot: ``rebuilt``, ``stale``, or nothing."""
    if snapshot.reconstructed:
        return "rebuilt"
    return "stale" if snapshot.age_days > LIST_STALE_DAYS else ""


@dataclass(slots=True)
class ListsUsed:
    """The lists behind a stream of answers, by list and date, so that they are noted once. It stays small."""

    rebuilt: dict[str, dt.date] = field(default_factory=dict)
    stale: dict[str, tuple[dt.date, int]] = field(default_factory=dict)
    added: dict[str, dt.date] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshots: Iterable[Snapshot]) -> ListsUsed:
        """Return the lists of one answer."""
        used = cls()
        used.add(snapshots)
        return used

    def add(self, snapshots: Iterable[Snapshot]) -> None:
        """Count the snapshots of one answer in; the greatest age of a list is kept."""
        for snapshot in snapshots:
            self.entries[snapshot.list] = snapshot.entries
            if own := _SAID_ONCE.sub("", snapshot.note or "").strip():
                self.own[snapshot.list] = own
            if snapshot.supplement_date:
                self.added[snapshot.list] = snapshot.supplement_date
            if snapshot.reconstructed:
                self.rebuilt[snapshot.list] = snapshot.date
            elif mark(snapshot):
                known = self.stale.get(snapshot.list, (snapshot.date, 0))
                self.stale[snapshot.list] = max(known, (snapshot.date, snapshot.age_days), key=lambda seen: seen[1])

    @property
    def size(self) -> str:
        """How much was searched: ``10 lists, 24,793 entries``."""
        return f"{counted(len(self.entries), 'list')}, {counted(sum(self.entries.values()), 'entry', 'entries')}"

    def notes(self) -> Iterator[str]:
        """Yield a sentence for each thing that must be said."""
        if self.rebuilt:
            yield (
                f"rebuilt: {self._named(self.rebuilt)}. Where there is no snapshot of the date asked for or before, "
                f"the entry dates of a later one ({_span(self.rebuilt.values())}) stand in: entries removed in between "
                "are missing, entries without a date are included, names and addresses are the later ones."
            )
        if self.stale:
            days = [age for _, age in self.stale.values()]
            age = f"{min(days)} to {max(days)}" if min(days) < max(days) else f"{max(days)}"
            yield (
                f"stale: {self._named(self.stale)}, of {_span(day for day, _ in self.stale.values())}, {age} days "
                f"before the date asked for (more than {LIST_STALE_DAYS}). Later changes may be missing."
            )
        if self.added:
            yield (
                f"supplemented: {self._named(self.added)}. Entries first listed since the snapshot were added from a "
                f"later one ({_span(self.added.values())})."
            )
        yield from (f"{list_name(name)}: {note}" for name, note in self.own.items())

    def _named(self, lists: Iterable[str]) -> str:
        names = [list_name(name) for name in lists]
        if len(names) == len(self.entries) > 1:
            return f"all {len(names)} lists"
        return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} of {len(self.entries)} lists"


def _span(days: Iterable[dt.date]) -> str:
    known = sorted(set(days))
    return f"{known[0]}" if len(known) == 1 else f"{known[0]} to {known[-1]}"
