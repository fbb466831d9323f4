"""Leads in a terminal: a line a company, with the heaviest reasons in words."""

from __future__ import annotations

from collections.abc import Iterator

from tidewaiter.model.networks import Lead, Sign, SignState
from tidewaiter.reports.views.hubs import money
from tidewaiter.reports.views.page import QUIET, Column, Page

_REASONS = 3


def show_leads(leads: Iterator[Lead], page: Page) -> None:
    """Print the ranking: a line a company, then what a grade means."""
    columns = (
        Column("rank", "right"), Column("company", whole=False), Column("in"), Column("score", "right"),
        Column("grade"),
        Column("sent on", "right"), Column("chains", "right"), Column("why", whole=False),
    )  # fmt: skip
    count = page.table(columns, (_line(lead) for lead in leads))
    if not count:
        page.say("No company shows a sign: import shipment records first, or ask about other goods.", QUIET)
        return
    page.blank()
    page.say(
        "Consistent with diversion, which records alone cannot prove; each reason says what would clear it. A listed, "
        "B two kinds of evidence, C one kind, D a single sign. Sent on: value of the goods in US dollars.",
        QUIET,
    )


def reasons(lead: Lead) -> list[Sign]:
    """Return the present signs of a lead, the heaviest first."""
    return [sign for sign in lead.signs if sign.state is SignState.PRESENT]


def _line(lead: Lead) -> tuple[str, ...]:
    present = reasons(lead)
    said = [f"{sign.sign}: {sign.why}" for sign in present[:_REASONS]]
    more = len(present) - len(said)
    why = "; ".join(said) + (f"; and {more} more" if more else "")
    name = next(iter(lead.names), lead.company_id)
    return (
        str(lead.rank),
        f"{name} ({lead.company_id})",
        lead.country or "?",
        f"{lead.score:.2f}",
        str(lead.grade),
        money(lead.value_usd),
        str(len(lead.chains)),
        why,
    )
