"""Screening answers: who was asked for, each hit with its list and what speaks for it, and what was searched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Protocol

from rich.cells import cell_len
from rich.text import Text

from tidewaiter.model import Hit, OwnerScreening, Ownership, Party, Snapshot, Strength, country_name
from tidewaiter.reports.likeness import reasons, which_name
from tidewaiter.reports.list_notes import ListsUsed
from tidewaiter.reports.terminal import counted
from tidewaiter.reports.views.page import QUIET, STRONG, Page, joined, shown
from tidewaiter.reports.wording import list_name, owner_text, ownership_text, requirement_text

#: A sign beside the word, as for decisions.
_SIGNS = {Strength.MATCH: "■", Strength.POSSIBLE: "▲"}
_STYLES = {Strength.MATCH: "bold red", Strength.POSSIBLE: "bold yellow"}
#: Columns of sign, strength and score, before the name.
_HEAD = 19
_LABEL = 9


class Answer(Protocol):
    """A screening answer, as the workspace gives it."""

    @property
    def id(self) -> str:
        """Id of the row."""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Hits, best first."""

    @property
    def owners(self) -> tuple[OwnerScreening, ...]:
        """Owners of the row, each with its hits."""

    @property
    def ownership(self) -> tuple[Ownership, ...]:
        """What listed owners hold together."""

    @property
    def as_of(self) -> dt.date:
        """Day asked about."""

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Lists searched."""


def show_screening(
    answers: Iterator[Answer],
    page: Page,
    *,
    asked: Iterator[Party] | None = None,
    threshold: float | None = None,
) -> None:
    """Print answers one below the other, the notes about the lists once at the end.

    Args:
        answers: Answers in the order of the questions.
        page: Where to print.
        asked: The party each answer is about, in the same order; without it answers carry only their ids.
        threshold: Least score that was asked for.
    """
    used, days, hits, rows = ListsUsed(), set[dt.date](), 0, 0
    for rows, answer in enumerate(answers, start=1):
        party = next(asked, None) if asked is not None else None
        if rows > 1:
            page.blank()
        _answer(page, answer, party, threshold)
        used.add(answer.snapshots)
        days.add(answer.as_of)
        hits += len(answer.hits) + sum(len(owner.hits) for owner in answer.owners)
    page.blank()
    total = f"{counted(rows, 'row')}, {counted(hits, 'hit')}. " if rows > 1 else ""
    day = " and ".join(map(str, sorted(days)))
    page.say(f"{total}Searched as of {day}: {used.size}.", QUIET)
    if not hits:
        page.say("Absence of a match is not permission: only these lists were searched.", QUIET)
    page.warn(used.notes())


def _answer(page: Page, answer: Answer, party: Party | None, threshold: float | None) -> None:
    who = joined(
        [
            Text.assemble((str(shown(party.name or party.address or "(no name)")), STRONG)) if party else answer.id,
            country_name(party.country) if party and party.country else None,
            party.address if party and party.name else None,
            f"row {answer.id}" if party and answer.id != "1" else None,
        ]
    )
    page.say(who)
    _hits(page, answer.hits, threshold)
    for owner in answer.owners:
        page.blank()
        page.say(shown(owner_text(owner)), indent=2)
        _hits(page, owner.hits, threshold)
    for held in answer.ownership:
        page.blank()
        page.say(Text(str(shown(ownership_text(held))), style=STRONG if held.reaches != "no" else ""), indent=2)
        if held.question:
            page.say(shown(held.question), indent=2)


def _hits(page: Page, hits: tuple[Hit, ...], threshold: float | None) -> None:
    least = "" if threshold is None else f" of score {threshold:.2f} or more"
    if not hits:
        page.say("  " + (f"no hit above {threshold:.2f}" if threshold is not None else "no hit"))
        return
    page.say(f"  {counted(len(hits), 'hit')}{least}", QUIET)
    room = _name_room(page, hits)
    for hit in hits:
        page.blank()
        _hit(page, hit, room)


def _name_room(page: Page, hits: tuple[Hit, ...]) -> int | None:
    """Return the columns for the names when every hit fits on one line beside its list and date, else None."""
    names = max(cell_len(str(shown(hit.name))) for hit in hits)
    rest = max(cell_len(str(_where(hit))) for hit in hits)
    return names if _HEAD + names + 2 + rest <= page.width else None


def _where(hit: Hit) -> Text:
    listed = f"listed {hit.listed_on}" if hit.listed_on else "date of listing not known"
    return joined([list_name(hit.list), listed, hit.citation, ", ".join(map(country_name, hit.country))])


def _hit(page: Page, hit: Hit, room: int | None) -> None:
    head = Text.assemble(
        (f"{_SIGNS[hit.strength]} {hit.strength.value:<8}", _STYLES[hit.strength]), f"  {hit.score:.3f}"
    )
    name = Text(str(shown(hit.name)), style=STRONG)
    if room is not None:
        gap = " " * (room - cell_len(name.plain) + 2)
        page.say(Text.assemble(head, "  ", name, gap, _where(hit)))
    else:
        page.facts([(head, name)], label=_HEAD - 2)
        page.say(_where(hit), indent=_HEAD)
    speaks_for, speaks_against = reasons(hit.features)
    page.facts(
        [
            *which_name(hit.features),
            ("matched", hit.matched if hit.matched != hit.name else ""),
            ("requires", requirement_text(hit.license_requirement)),
            ("programs", ", ".join(hit.programs)),
            ("for", speaks_for),
            ("against", speaks_against),
            ("note", hit.note or ""),
            ("entry", hit.listing_id),
        ],
        indent=_HEAD,
        label=_LABEL,
    )
