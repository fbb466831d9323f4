"""Decisions and determinations: the proof of one, a compact table of many."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from tidewaiter.model import Decision, Determination, Outcome, Transaction, Verdict
from tidewaiter.reports.list_notes import ListsUsed
from tidewaiter.reports.terminal import counted
from tidewaiter.reports.text import decision_tree, determination_tree
from tidewaiter.reports.views.page import QUIET, STRONG, Column, Page, joined, shown
from tidewaiter.reports.wording import VERDICT_SIGNS, VERDICTS

_STYLES = {Verdict.STOP: "bold red", Verdict.HOLD: "bold yellow", Verdict.RELEASE: "blue"}
_OUTCOME_STYLES = {Outcome.REQUIRED: "bold red", Outcome.UNDETERMINED: "bold yellow"}
#: Sections named in a row; a determination has them all.
_SECTIONS = 3


def verdict_text(verdict: Verdict) -> Text:
    """Return a verdict as a sign and a word; the color only repeats them."""
    return Text(f"{VERDICT_SIGNS[verdict]} {VERDICTS[verdict].lower()}", style=_STYLES[verdict])


def show_decisions(decisions: Iterator[Decision], page: Page, *, asked: Sequence[Transaction] = ()) -> None:
    """Print one decision with its whole proof, or many as a table with counts and list notes below.

    Args:
        decisions: Decisions in the order of the file.
        page: Where to print.
        asked: The first orders, filled as they are decided; the proof then says what goes where.
    """
    first = list(itertools.islice(decisions, 2))
    used = ListsUsed()
    if len(first) == 1:
        page.put(decision_tree(first[0], asked[0] if asked else None))
        return
    verdicts: Counter[Verdict] = Counter()

    def rows() -> Iterator[tuple[str | Text, ...]]:
        for decision in itertools.chain(first, decisions):
            verdicts[decision.decision] += 1
            used.add(decision.snapshots)
            yield _decision_row(decision, page)

    page.table(_columns(page), rows())
    page.blank()
    page.say(f"{counted(sum(verdicts.values()), 'order')}: {verdict_counts(verdicts)}.", QUIET)
    page.warn(used.notes())


def table_of_decisions(decisions: Iterable[Decision], page: Page) -> None:
    """Print a line a decision: what to do, whether a license is required, the order, and the first reason.

    The order stands in a column of its own where there is room, else above the reason, so that it stays whole.
    """
    page.table(_columns(page), (_decision_row(decision, page) for decision in decisions))


def _columns(page: Page) -> tuple[Column, ...]:
    order = (Column("order"), Column("why", whole=False)) if page.wide else (Column("order, why", whole=False),)
    return Column("decision"), Column("license"), *order


def _decision_row(decision: Decision, page: Page) -> tuple[str | Text, ...]:
    more = len(decision.reasons) - 1
    why = shown(decision.reasons[0] if decision.reasons else "")
    if more > 0:
        why.append(f" (+{more} more)", QUIET)
    head = verdict_text(decision.decision), short_outcome(decision.license)
    return (
        (*head, decision.id, why)
        if page.wide
        else (*head, Text.assemble((shown(decision.id).plain, STRONG), "\n", why))
    )


def verdict_counts(verdicts: Counter[Verdict]) -> str:
    """Return counts of decisions as part of a sentence."""
    return ", ".join(f"{verdicts[verdict]:,} {VERDICTS[verdict].lower()}" for verdict in VERDICTS)


_SHORT = {
    Outcome.REQUIRED: "required",
    Outcome.NOT_REQUIRED: "not required",
    Outcome.UNDETERMINED: "undetermined",
    Outcome.NOT_SUBJECT: "not subject",
}


def short_outcome(determination: Determination) -> str:
    """Return the outcome in a word or two, for a column."""
    return "prohibited" if determination.prohibited else _SHORT[determination.outcome]


def show_determinations(determinations: Iterator[Determination], page: Page) -> None:
    """Print one determination with its whole proof, or many as a table with counts below."""
    first = list(itertools.islice(determinations, 2))
    if len(first) == 1:
        page.put(determination_tree(first[0]))
        return
    outcomes: Counter[Outcome] = Counter()

    def rows() -> Iterator[tuple[str | Text, ...]]:
        for determination in itertools.chain(first, determinations):
            outcomes[determination.outcome] += 1
            yield _determination_row(determination, page)

    order = (
        (Column("order"), Column("sections, question", whole=False)) if page.wide else (Column("order", whole=False),)
    )
    page.table((Column("license"), *order), rows())
    page.blank()
    kinds = ", ".join(f"{outcomes[kind]:,} {name}" for kind, name in _SHORT.items() if outcomes[kind])
    page.say(f"License for {counted(sum(outcomes.values()), 'order')}: {kinds}.", QUIET)


def _determination_row(determination: Determination, page: Page) -> tuple[str | Text, ...]:
    sections = ", ".join(determination.sections[:_SECTIONS])
    more = len(determination.sections) - _SECTIONS
    available = ", ".join(check.symbol for check in determination.exceptions if check.eligible == "yes")
    question = determination.missing[0].question if determination.missing else ""
    rest = len(determination.missing) - 1
    why = joined(
        [
            sections + (f" (+{more} more)" if more > 0 else ""),
            available and f"exception {available} available",
            question + (f" (+{rest} more)" if rest > 0 else ""),
        ]
    )
    outcome = Text(short_outcome(determination), style=_OUTCOME_STYLES.get(determination.outcome, ""))
    if page.wide:
        return outcome, determination.id, why
    below = ("\n", why) if why.plain else ()
    return outcome, Text.assemble((shown(determination.id).plain, STRONG), *below)
