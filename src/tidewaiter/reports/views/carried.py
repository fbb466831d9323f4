"""What the package carries: tables and lists with their dates, counts and hashes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Protocol

from rich.text import Text

from tidewaiter.reports.terminal import counted
from tidewaiter.reports.views.page import QUIET, Column, Page, shown

_SHORT_HASH = 12


class Part(Protocol):
    """One carried table or list."""

    @property
    def part(self) -> str:
        """Its name."""

    @property
    def date(self) -> dt.date | None:
        """Date its facts are of."""

    @property
    def rows(self) -> int:
        """Number of rows."""

    @property
    def sha256(self) -> str:
        """Hash of the file."""

    @property
    def problem(self) -> str | None:
        """What is wrong with it."""


def show_parts(parts: Iterator[Part], page: Page) -> None:
    """Print a line a part, and how many are whole."""
    count = broken = 0

    def rows() -> Iterator[tuple[str | Text, ...]]:
        nonlocal count, broken
        for part in parts:
            count += 1
            broken += part.problem is not None
            state = Text("! broken", style="bold red") if part.problem else "ok"
            digest = part.sha256 if page.wide else part.sha256[:_SHORT_HASH]
            name = Text.assemble(shown(part.part), "\n", shown(part.problem, "red")) if part.problem else part.part
            yield name, str(part.date or ""), f"{part.rows:,}", state, digest

    page.table(
        (Column("part", whole=False), Column("date"), Column("rows", "right"), Column("state"), Column("sha256")),
        rows(),
    )
    page.blank()
    page.say(f"{counted(count, 'part')}: {counted(broken, 'problem') if broken else 'all whole'}.", QUIET)
