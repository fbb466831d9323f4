"""A determination or a decision as a tree of text, for one item on a terminal and for ``explain``."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from tidewaiter.model import Decision, Determination, Hit, PartyScreening, Reason, RedFlag, Snapshot, Transaction
from tidewaiter.model import country_name as name_of_country
from tidewaiter.reports.likeness import reasons, which_name
from tidewaiter.reports.list_notes import ListsUsed
from tidewaiter.reports.terminal import one_line
from tidewaiter.reports.wording import (
    COVERAGE,
    DECISIVE,
    EFFECTS,
    ELIGIBLE,
    OUTCOMES,
    SEVERITIES,
    VERDICTS,
    hit_text,
    list_name,
    open_questions,
    owner_text,
    ownership_text,
    requirement_text,
    words,
)


def determination_text(determination: Determination, *, width: int = 100) -> str:
    """Return a determination as an indented tree: outcome, law reasons with facts, exceptions, questions, coverage.

    Args:
        determination: The answer of the licensing room.
        width: Columns to wrap at.
    """
    return _printed(determination_tree(determination), width)


def determination_tree(determination: Determination) -> Tree:
    """Return a determination as a tree for a console (see `determination_text`)."""
    tree = Tree(_line(f"{determination.id}: {OUTCOMES[determination.outcome]} (as of {determination.as_of})"))
    _license(tree, determination)
    _branch(tree, "Questions that would settle it", (f"{q.question} ({q.why})" for q in determination.missing))
    return tree


def decision_text(decision: Decision, transaction: Transaction | None = None, *, width: int = 100) -> str:
    """Return a decision as an indented tree: what it is, then the law, the parties, the red flags and the lists used.

    Args:
        decision: The answer of the check.
        transaction: The order it answers, to say where what goes.
        width: Columns to wrap at.
    """
    return _printed(decision_tree(decision, transaction), width)


def decision_tree(decision: Decision, transaction: Transaction | None = None) -> Tree:
    """Return a decision as a tree for a console (see `decision_text`)."""
    tree = Tree(_line(f"{decision.id}: {VERDICTS[decision.decision].upper()} (as of {decision.as_of})"))
    if transaction is not None:
        tree.add(_line(_route(transaction)))
    _branch(tree, "Why", decision.reasons)
    _license(tree.add(_line(f"License: {OUTCOMES[decision.license.outcome]}")), decision.license)
    for party in decision.screening:
        _party(tree, party)
    for flag in decision.red_flags:
        _flag(tree, flag)
    _branch(tree, "To find out", (f"{q} ({why})" if why else q for q, why in open_questions(decision)))
    _branch(
        tree,
        "Lists used",
        (*(_snapshot(s) for s in decision.snapshots), *(f"! {n}" for n in ListsUsed.of(decision.snapshots).notes())),
    )
    return tree


def _route(transaction: Transaction) -> str:
    item = transaction.item
    goods = item.description or item.part_number or "item not described"
    codes = ", ".join(text for text in (item.eccn and f"ECCN {item.eccn}", item.hs and f"HS {item.hs}") if text)
    ends = [transaction.from_country, *transaction.transit, transaction.destination]
    route = " → ".join(name_of_country(code) if code else "unknown" for code in ends)
    return f"{goods}{f' ({codes})' if codes else ''}; {words(transaction.act)} {route}"


def _license(tree: Tree, determination: Determination) -> None:
    if determination.prohibited:
        tree.add(_line("The act is prohibited."))
    if determination.sections:
        tree.add(_line("Sections: " + ", ".join(determination.sections)))
    for reason in determination.reasons:
        if reason.effect in DECISIVE:
            _reason(tree, reason)
    considered = [reason for reason in determination.reasons if reason.effect not in DECISIVE]
    if considered:
        branch = tree.add(_line("Also considered"))
        for reason in considered:
            _reason(branch, reason)
    for check in determination.exceptions:
        cited = f" ({check.citation})" if check.citation else ""
        head = f"License Exception {check.symbol}{cited}: {ELIGIBLE.get(check.eligible, check.eligible).lower()}"
        _branch(tree, head, check.why, always=True)
    if determination.review_policy:
        tree.add(_line(f"License review policy: {words(determination.review_policy)}"))
    unmodelled = [c for c in determination.coverage if c.status != "modelled"]
    _branch(
        tree,
        "Not fully modelled",
        (f"{c.part}: {COVERAGE.get(c.status, c.status).lower()}{f'; {c.note}' if c.note else ''}" for c in unmodelled),
    )


def _reason(tree: Tree, reason: Reason) -> None:
    since = f", in force from {reason.in_force_from}" if reason.in_force_from else ""
    doubt = "" if reason.verified else " [unverified law data]"
    branch = tree.add(_line(f"{reason.citation} {EFFECTS[reason.effect]}{since}{doubt}"))
    if reason.text:
        branch.add(_line(reason.text))
    if reason.facts:
        branch.add(_line("Facts: " + "; ".join(f"{words(name)} {value}" for name, value in reason.facts.items())))


def _party(tree: Tree, party: PartyScreening) -> None:
    who = f"{words(party.role).capitalize()}: {party.name or '(no name given)'}"
    nothing = "" if party.hits else ": no match found on the lists used, which by itself permits nothing"
    branch = tree.add(_line(f"{who}{nothing}"))
    for hit in party.hits:
        _hit(branch, hit)
    for owner in party.owners:
        above = branch.add(_line(owner_text(owner) + ("" if owner.hits else ": no match found")))
        for hit in owner.hits:
            _hit(above, hit)
    for held in party.ownership:
        branch.add(_line(ownership_text(held)))


def _hit(tree: Tree, hit: Hit) -> None:
    branch = tree.add(_line(hit_text(hit)))
    listed = f"Listed {hit.listed_on}" if hit.listed_on else "Date of listing not known"
    branch.add(_line(f"{listed}; {hit.citation or 'no citation'}; entry {hit.listing_id}"))
    branch.add(_line("Requirement: " + requirement_text(hit.license_requirement)))
    for label, text in which_name(hit.features):
        branch.add(_line(f"{label.capitalize()}: {text}"))
    for label, text in zip(("For", "Against"), reasons(hit.features, most=len(hit.features)), strict=True):
        if text:
            branch.add(_line(f"{label}: {text}"))
    if hit.note:
        branch.add(_line(hit.note))


def _flag(tree: Tree, flag: RedFlag) -> None:
    severity = SEVERITIES.get(flag.severity, flag.severity).lower()
    branch = tree.add(_line(f"Red flag: {flag.title} ({flag.citation}; {severity}; grade {flag.grade})"))
    for fact in flag.evidence:
        branch.add(_line(fact))
    branch.add(_line(f"Clears if: {flag.clears_if}"))


def _snapshot(snapshot: Snapshot) -> str:
    age = "rebuilt from a later snapshot" if snapshot.reconstructed else f"{snapshot.age_days} days old"
    added = f", with entries from the list of {snapshot.supplement_date}" if snapshot.supplement_date else ""
    return f"{list_name(snapshot.list)} of {snapshot.date} ({age}){added}, sha256 {snapshot.sha256[:12]}"


def _branch(tree: Tree, title: str, lines: Iterable[str], *, always: bool = False) -> None:
    members = list(lines)
    if members or always:
        branch = tree.add(_line(title))
        for text in members:
            branch.add(_line(text))


def _line(text: str) -> Text:
    return Text(one_line(text))


def _printed(tree: Tree, width: int) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, color_system=None, legacy_windows=False).print(tree)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"
