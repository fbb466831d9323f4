"""The end of ``tidewaiter demo``: what came out, and what to open next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tidewaiter.model import Decision
from tidewaiter.reports.list_notes import ListsUsed
from tidewaiter.reports.views.decisions import table_of_decisions, verdict_counts
from tidewaiter.reports.views.page import QUIET, STRONG, Page

#: Decisions shown of each kind.
_OF_EACH = 3


def show_demo(decisions: Sequence[Decision], folder: Path, page: Page) -> None:
    """Print the counts, some decisions of every kind, and where the rest stands.

    Args:
        decisions: Decisions on the example orders.
        folder: Folder with ``report.html`` and the other files of the check.
        page: Where to print.
    """
    counts = Counter(decision.decision for decision in decisions)
    page.say(f"{len(decisions)} example orders checked: {verdict_counts(counts)}.", STRONG)
    page.blank()
    shown = _some_of_each(decisions)
    table_of_decisions(shown, page)
    if len(decisions) > len(shown):
        page.blank()
        page.say(f"and {len(decisions) - len(shown)} more.", QUIET)
    used = ListsUsed()
    for decision in decisions:
        used.add(decision.snapshots)
    page.warn(used.notes())
    page.heading("Open next")
    page.facts(
        [
            ("report", str(folder / "report.html")),
            ("", "every order with its reasons, law, lists and dates, for a browser or the printer"),
            ("decisions", str(folder / "decisions.csv")),
            ("", "one row an order, for a spreadsheet; decisions.jsonl beside it has everything"),
            ("your own", "tidewaiter check ORDERS.csv --out FOLDER"),
        ],
        indent=2,
    )


def _some_of_each(decisions: Sequence[Decision]) -> list[Decision]:
    seen: Counter[str] = Counter()
    shown = []
    for decision in decisions:
        seen[decision.decision] += 1
        if seen[decision.decision] <= _OF_EACH:
            shown.append(decision)
    return shown
