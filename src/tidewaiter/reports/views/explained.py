"""What chains explain of a hub's excess, in a terminal: a line a good, the share beside the excess."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from rich.text import Text

from tidewaiter.model import country_name
from tidewaiter.reports.views.hubs import money
from tidewaiter.reports.views.page import QUIET, STRONG, Column, Page

#: Letters of a title, and companies, that a line has.
_TITLE, _SHOWN = 60, 2
_COLUMNS = (
    Column("goods", whole=False), Column("excess", "right"), Column("explained", "right"), Column("share", "right"),
    Column("chains", "right"), Column("companies"),
)  # fmt: skip


class Answer(Protocol):
    """What is shown of an answer; `tidewaiter.workspace.explaining.ExplainedGood` is one."""

    @property
    def hub(self) -> str:
        """The country."""

    @property
    def direction(self) -> str:
        """Imports or exports."""

    @property
    def family(self) -> str | None:
        """Family of goods; None for all."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def excess(self) -> float:
        """US dollars, and `explained` of them."""

    @property
    def explained(self) -> float:
        """US dollars."""

    @property
    def share(self) -> float | None:
        """Explained part, and its bounds."""

    @property
    def share_low(self) -> float | None:
        """Lower bound."""

    @property
    def share_high(self) -> float | None:
        """Upper bound."""

    @property
    def chains(self) -> int:
        """How many."""

    @property
    def companies(self) -> tuple[str, ...]:
        """Ids of those that carry most."""


def show_explained(answers: Iterator[Answer], page: Page) -> None:
    """Print a line a good, in the order of the answers, and what the figures mean."""
    rows = list(answers)
    page.say(f"Excess {rows[0].direction} of {country_name(rows[0].hub)}, US dollars", STRONG)
    page.table(_COLUMNS, (_line(row) for row in rows))
    page.blank()
    page.say(
        "Explained: chains of shipment records, each weighted with its confidence. In brackets the sure chains alone "
        "over the most the excess can be, and all in full over the least.",
        QUIET,
    )


def _line(row: Answer) -> tuple[str | Text, ...]:
    title = row.title if len(row.title) <= _TITLE else f"{row.title[: _TITLE - 1].rstrip()}…"
    goods = title if row.family is None else f"{row.family} {title}"
    share = "-" if row.share is None else f"{row.share:.0%}"
    if row.share_low is not None and row.share_high is not None:
        share += f"\n[{row.share_low:.0%}, {row.share_high:.0%}]"
    first = Text("\n".join(row.companies[:_SHOWN]))
    return (goods, money(row.excess), money(row.explained), Text(share), str(row.chains), first)
