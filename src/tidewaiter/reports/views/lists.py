"""The lists themselves: which snapshot answers, one entry's history, what changed, counts of a period."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol

from rich.text import Text

from tidewaiter.model import Listing, Snapshot, country_name
from tidewaiter.monitor import CitedEntry, ListStats
from tidewaiter.reports.list_notes import ListsUsed, mark
from tidewaiter.reports.terminal import counted
from tidewaiter.reports.views.page import QUIET, STRONG, WARNING, Column, Page, joined, shown
from tidewaiter.reports.wording import list_name, requirement_text, words


class State(Protocol):
    """One entry in one snapshot, as the workspace gives it."""

    @property
    def snapshot(self) -> dt.date:
        """Date of the snapshot."""

    @property
    def changed(self) -> tuple[str, ...]:
        """Fields that differ from the snapshot before."""

    @property
    def listing(self) -> Listing:
        """The entry."""


class Change(Protocol):
    """One line of a list difference, as the workspace gives it."""

    @property
    def change(self) -> str:
        """``added``, ``removed`` or ``changed``."""

    @property
    def id(self) -> str:
        """Id of the entry."""

    @property
    def name(self) -> str:
        """Its primary name."""

    @property
    def country(self) -> tuple[str, ...]:
        """Its countries."""

    @property
    def listed_on(self) -> dt.date | None:
        """When it was first listed."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields that changed."""

    @property
    def possible_rename(self) -> str | None:
        """Evidence that the entry is an older one renamed."""


def show_snapshots(snapshots: Iterator[Snapshot], page: Page) -> None:
    """Print a line a list: id, date, entries, age, mark; the notes once below."""
    used = ListsUsed()

    def rows() -> Iterator[tuple[str, ...]]:
        for snapshot in snapshots:
            used.add([snapshot])
            age = "" if snapshot.reconstructed else f"{snapshot.age_days} d"
            name = list_name(snapshot.list) if page.wide else ""
            name = name if name != snapshot.list else ""
            yield snapshot.list, str(snapshot.date), f"{snapshot.entries:,}", age, mark(snapshot), name

    page.table(
        (
            Column("list"),
            Column("date"),
            Column("entries", "right"),
            Column("age", "right"),
            Column("mark"),
            Column("name"),
        ),
        rows(),
    )
    page.blank()
    page.say(f"{used.size}.", QUIET)
    page.warn(used.notes())


def show_history(states: Iterator[State], page: Page) -> None:
    """Print the entry as each snapshot has it, the first whole and then what changed."""
    for number, state in enumerate(states):
        if number:
            page.heading(f"Snapshot of {state.snapshot}: {', '.join(map(words, state.changed))} changed")
            page.facts(
                (pair for pair in _entry(state.listing) if pair[0] in _changed_labels(state)), indent=2, label=12
            )
        else:
            page.say(Text(str(shown(state.listing.name)), style=STRONG))
            page.say(f"{list_name(state.listing.list)}, snapshot of {state.snapshot}", QUIET)
            page.facts(_entry(state.listing), indent=2, label=12)


#: Which line of an entry shows which of its fields.
_LABELS = {
    "names": ("aliases", "name"),
    "countries": ("countries",),
    "listed_on": ("listed",),
    "citations": ("published",),
    "requirement": ("requires",),
    "review_policy": ("review",),
    "addresses": ("addresses",),
}


def _changed_labels(state: State) -> set[str]:
    return {label for field in state.changed for label in _LABELS.get(field, (words(field),))}


def _entry(entry: Listing) -> list[tuple[str, str]]:
    aliases = [f"{n.text}{_kind(n.kind.value, weak=n.weak)}" for n in entry.names if n.text != entry.name]
    cited = [f"{c.text} ({c.date})" if c.date else c.text for c in entry.citations]
    listed = str(entry.listed_on) if entry.listed_on else "date not known"
    return [
        ("entry", entry.id),
        ("kind", "address of high diversion risk" if entry.address_only else entry.schema.value),
        ("listed", f"{listed}{f', not yet on {entry.listed_after}' if entry.listed_after else ''}"),
        ("changed on", str(entry.changed_on or "")),
        ("delisted on", str(entry.delisted_on or "")),
        ("countries", ", ".join(map(country_name, entry.countries))),
        ("heading", entry.heading or ""),
        ("requires", requirement_text(entry.requirement)),
        ("review", words(entry.review_policy) if entry.review_policy else ""),
        ("programs", ", ".join(entry.programs)),
        *_each("published", cited),
        *_each("aliases", aliases),
        *_each("addresses", [address.full for address in entry.addresses]),
        *_each("identifiers", [f"{i.type} {i.value}" for i in entry.identifiers]),
        ("birth dates", ", ".join(entry.birth_dates)),
        ("nationalities", ", ".join(map(country_name, entry.nationalities))),
    ]


def _each(label: str, members: Iterable[str]) -> Iterator[tuple[str, str]]:
    for number, member in enumerate(members):
        yield ("" if number else label), member


def _kind(kind: str, *, weak: bool) -> str:
    said = [word for word in (kind if kind not in {"alias", "primary"} else "", "weak" if weak else "") if word]
    return f" ({', '.join(said)})" if said else ""


_CHANGE_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_CHANGE_STYLES = {"added": "bold", "removed": "bold yellow", "changed": ""}


def show_changes(changes: Iterator[Change], page: Page) -> None:
    """Print a line a changed entry, its id copyable, and the counts below."""
    counts: Counter[str] = Counter()

    def rows() -> Iterator[tuple[Text, str, str, Text]]:
        for change in changes:
            counts[change.change] += 1
            what = Text(
                f"{_CHANGE_SIGNS.get(change.change, '?')} {change.change}", _CHANGE_STYLES.get(change.change, "")
            )
            name = Text.assemble(shown(change.name), "\n", shown(change.id, QUIET))
            if change.fields:
                name.append_text(shown(f"\n{', '.join(map(words, change.fields))}".lstrip("\n"), QUIET))
            yield what, str(change.listed_on or ""), ", ".join(change.country), name

    page.table((Column("change"), Column("listed on"), Column("country"), Column("entry", whole=False)), rows())
    page.blank()
    page.say(", ".join(f"{counts[kind]:,} {kind}" for kind in _CHANGE_SIGNS) + ".", QUIET)


def show_stats(answers: Iterator[ListStats], page: Page, *, list_id: str | None = None) -> None:
    """Print the count as a sentence, then the entries by date, then what the count leaves out."""
    for stats in answers:
        page.say(_sentence(stats, list_id), STRONG)
        under = f" under {country_name(stats.country)}" if stats.country else ""
        rest = [f"of {counted(stats.total, 'entry', 'entries')}{under} of any date"]
        if stats.count and stats.parties != stats.count - stats.address_only:
            rest.append(f"{counted(stats.parties, 'distinct party', 'distinct parties')}")
        if stats.address_only:
            rest.append(counted(stats.address_only, "address", "addresses") + " of high diversion risk")
        page.say(joined(rest), QUIET)
        if stats.entries:
            page.blank()
            _cited(page, stats.entries)
        if stats.connected:
            page.heading("Not counted: connected with the country, under another heading")
            _cited(page, stats.connected)
        if stats.undated:
            page.heading("Not counted: without a date")
            _cited(page, stats.undated)


def _sentence(stats: ListStats, list_id: str | None) -> str:
    known = list_id or next((e.id.rpartition(":")[0] for e in (*stats.entries, *stats.undated, *stats.connected)), "")
    where = f" of {known}" if known else ""
    country = f" under {country_name(stats.country)}" if stats.country else ""
    if stats.from_date and stats.to_date:
        period = f" first cited {stats.from_date} to {stats.to_date}"
    elif stats.from_date:
        period = f" first cited on or after {stats.from_date}"
    else:
        period = f" first cited on or before {stats.to_date}" if stats.to_date else " with a date"
    return f"{counted(stats.count, 'entry', 'entries')}{where}{country}{period}"


def _cited(page: Page, entries: Iterable[CitedEntry]) -> None:
    columns = (Column("listed on"), Column("name", whole=False), Column("citation"), Column("entry"))
    page.table(columns if page.wide else columns[:3], (_cited_row(page, entry) for entry in entries))


def _cited_row(page: Page, entry: CitedEntry) -> tuple[Text | str, ...]:
    name = shown(entry.name)
    if entry.address_only:
        name.append(" (address)", WARNING)
    if entry.also_under:
        name.append_text(shown(f" (also under {', '.join(entry.also_under)})", QUIET))
    row = (str(entry.listed_on or "unknown"), name, entry.citation or "")
    if page.wide:
        return *row, entry.id
    return row[0], Text.assemble(name, "\n", shown(entry.id, QUIET)), row[2]
