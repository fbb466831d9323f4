"""What a person sees in a terminal: a view for each kind of answer, and labelled facts for every other."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tidewaiter.audit import AuditRecord, Head, Problem
from tidewaiter.flows.answers import HubAssessment
from tidewaiter.flows.coverage import CoverageRow
from tidewaiter.flows.detail import HubDetail
from tidewaiter.law.goods import GoodsAnswer
from tidewaiter.model import Company, Decision, Determination, Snapshot
from tidewaiter.model.networks import Lead
from tidewaiter.monitor import Displacement, EventEffect, LedgerEntry, ListStats
from tidewaiter.networks.companies.company_file import CompanyFile
from tidewaiter.reports.views.carried import show_parts
from tidewaiter.reports.views.companies import show_companies, show_written
from tidewaiter.reports.views.comparisons import show_comparisons
from tidewaiter.reports.views.decisions import show_decisions, show_determinations
from tidewaiter.reports.views.demo import show_demo
from tidewaiter.reports.views.explained import show_explained
from tidewaiter.reports.views.facts import show_facts
from tidewaiter.reports.views.flows import show_coverage
from tidewaiter.reports.views.goods import show_goods
from tidewaiter.reports.views.hubs import show_hub, show_hubs
from tidewaiter.reports.views.leads import show_leads
from tidewaiter.reports.views.lists import show_changes, show_history, show_snapshots, show_stats
from tidewaiter.reports.views.monitor import show_displacement, show_effects, show_ledger
from tidewaiter.reports.views.page import Page
from tidewaiter.reports.views.records import show_head, show_problems, show_records
from tidewaiter.reports.views.rescreening import show_rescreening
from tidewaiter.reports.views.screening import show_screening

#: Prints a stream of answers of one type as they come.
View = Callable[[Iterator[Any], Page], None]

#: The view of each kind of answer known here. Kinds of rooms above this one are given to `show` by their own room.
VIEWS: Mapping[type, View] = {
    Company: show_companies,
    CompanyFile: show_written,
    Decision: show_decisions,
    CoverageRow: show_coverage,
    Determination: show_determinations,
    Displacement: show_displacement,
    EventEffect: show_effects,
    GoodsAnswer: show_goods,
    HubAssessment: show_hubs,
    HubDetail: show_hub,
    Lead: show_leads,
    LedgerEntry: show_ledger,
    Snapshot: show_snapshots,
    ListStats: show_stats,
    AuditRecord: show_records,
    Head: show_head,
    Problem: show_problems,
}


def show(objects: Iterable[object], page: Page, views: Mapping[type, View] | None = None) -> int:
    """Print answers with the view of their kind, and return how many there were.

    Args:
        objects: Answers, in runs of one type.
        page: Where to print.
        views: Views of further types, which go before those of `VIEWS`.
    """
    known = {**VIEWS, **(views or {})}
    count = 0

    def counting(run: Iterator[object]) -> Iterator[object]:
        nonlocal count
        for value in run:
            count += 1
            yield value

    for kind, run in itertools.groupby(objects, key=type):
        if count:
            page.blank()
        known.get(kind, show_facts)(counting(run), page)
    if not count:
        page.say("Nothing to show.")
    return count


__all__ = [
    "VIEWS",
    "Page",
    "View",
    "show",
    "show_changes",
    "show_comparisons",
    "show_decisions",
    "show_demo",
    "show_explained",
    "show_history",
    "show_parts",
    "show_rescreening",
    "show_screening",
    "show_stats",
]
