"""Rescreening answers: for each row what came, changed and went, and from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Protocol

from rich.text import Text

from tidewaiter.model import Hit, Snapshot
from tidewaiter.reports.list_notes import ListsUsed
from tidewaiter.reports.terminal import counted
from tidewaiter.reports.views.page import QUIET, STRONG, Page, joined, shown
from tidewaiter.reports.wording import list_name

_SIGNS = {"new": ("+ new", "bold red"), "changed": ("~ changed", "bold yellow"), "gone": ("- gone", "bold")}
_LABEL = 20


class Answer(Protocol):
    """A rescreening answer, as the workspace gives it."""

    @property
    def id(self) -> str:
        """Id of the row."""

    @property
    def name(self) -> str | None:
        """Name of the party."""

    @property
    def owner(self) -> tuple[int, ...]:
        """Where the owner stands it is about, empty for the party itself."""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Hits now."""

    @property
    def new(self) -> tuple[str, ...]:
        """Ids of entries that were no hits."""

    @property
    def changed(self) -> tuple[str, ...]:
        """Ids of entries that say or score otherwise."""

    @property
    def gone(self) -> tuple[Hit, ...]:
        """Hits that are none any more."""

    @property
    def as_of(self) -> dt.date:
        """The later day."""

    @property
    def since(self) -> dt.date:
        """The earlier day."""

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Lists searched on the later day."""


def show_rescreening(answers: Iterator[Answer], page: Page) -> None:
    """Print what changed for each row, and at the end how many rows and between which days."""
    used, rows, period = ListsUsed(), 0, ""
    for rows, answer in enumerate(answers, start=1):
        if rows > 1:
            page.blank()
        of = f"owner in row {answer.id}" if answer.owner else f"row {answer.id}"
        page.say(joined([Text(str(shown(answer.name or "(no name)")), style=STRONG), of]))
        now = {hit.listing_id: hit for hit in answer.hits}
        marked = [("new", now[key]) for key in answer.new] + [("changed", now[key]) for key in answer.changed]
        page.facts([_line(kind, hit) for kind, hit in [*marked, *(("gone", hit) for hit in answer.gone)]], label=_LABEL)
        used.add(answer.snapshots)
        period = f"{answer.since} to {answer.as_of}"
    page.blank()
    page.say(f"{counted(rows, 'row')} with a change, {period}: {used.size}.", QUIET)
    page.warn(used.notes())


def _line(kind: str, hit: Hit) -> tuple[Text, Text]:
    sign, style = _SIGNS[kind]
    listed = f"listed {hit.listed_on}" if hit.listed_on else None
    about = joined([str(shown(hit.name)), list_name(hit.list), listed, hit.citation, hit.listing_id])
    return Text.assemble((f"{sign:<10}", style), f" {hit.score:.3f}"), about
