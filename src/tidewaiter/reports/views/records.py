"""The audit record: decisions as they were put on it, and whether its chain holds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from tidewaiter.audit import AuditRecord, Head, Problem
from tidewaiter.model import Verdict
from tidewaiter.reports.terminal import counted
from tidewaiter.reports.views.decisions import verdict_text
from tidewaiter.reports.views.page import QUIET, STRONG, WARNING, Column, Page, shown
from tidewaiter.reports.wording import words

_LABEL = 12


def show_records(records: Iterator[AuditRecord], page: Page) -> None:
    """Print one record whole, or many as a table."""
    first = list(itertools.islice(records, 2))
    if len(first) == 1:
        _record(page, first[0])
        return
    columns = [Column("no.", "right"), Column("decided"), Column("decision"), Column("order", whole=False)]
    if page.wide:
        columns += [Column("as of"), Column("by", whole=False), Column("hash")]
    count = page.table(columns, (_row(record, page) for record in itertools.chain(first, records)))
    page.blank()
    page.say(f"{counted(count, 'record')}. One whole: tidewaiter audit show ORDER.", QUIET)


def _row(record: AuditRecord, page: Page) -> tuple[str | Text, ...]:
    entry = record.entry
    when = f"{entry.when:%Y-%m-%d %H:%M}" if entry.when else ""
    decision = entry.decision
    row = str(record.number), when, _verdict(decision), str(decision.get("id", ""))
    return (*row, str(entry.as_of), entry.who or "", record.hash[:12]) if page.wide else row


def _verdict(decision: Mapping[str, Any]) -> Text | str:
    said = str(decision.get("decision", ""))
    return verdict_text(Verdict(said)) if said in set(Verdict) else said


def _record(page: Page, record: AuditRecord) -> None:
    entry, decision = record.entry, record.entry.decision
    page.say(Text.assemble((f"Record {record.number}", STRONG), shown(f"  order {decision.get('id', '')}")))
    page.facts(
        [
            ("decision", _verdict(decision)),
            ("license", words((decision.get("license") or {}).get("outcome", ""))),
            *(("why" if not n else "", str(reason)) for n, reason in enumerate(decision.get("reasons") or ())),
            ("as of", str(entry.as_of)),
            ("decided", str(entry.when or "time not recorded")),
            ("by", entry.who or "not recorded"),
            ("command", f"{entry.command} (tidewaiter {entry.tidewaiter_version})"),
            ("law", entry.law_version or ""),
            ("keep until", _retention(record)),
            *(("lists" if not n else "", f"{u.list} {u.date} {u.sha256[:12]}") for n, u in enumerate(entry.lists)),
            ("input", entry.input_sha256),
            ("hash", record.hash),
            ("previous", record.previous),
        ],
        indent=2,
        label=_LABEL,
    )


def _retention(record: AuditRecord) -> str:
    kept = record.entry.retention
    if kept is None:
        return ""
    return f"{kept.until or 'no end known'}: {kept.because} ({kept.citation})"


def show_head(heads: Iterator[Head], page: Page) -> None:
    """Say that the chain holds, and what to note."""
    for head in heads:
        page.say(f"The chain holds: {counted(head.number, 'record')}.", STRONG)
        page.say(
            "Note this head elsewhere; given to --noted later, it proves that nothing was cut or rewritten:", QUIET
        )
        page.say(f"{head.number}:{head.hash}")


def show_problems(problems: Iterator[Problem], page: Page) -> None:
    """Say what is wrong with the chain."""
    page.say("The chain does not hold.", "bold red")
    for problem in problems:
        where = f"line {problem.line}: " if problem.line is not None else ""
        page.say(f"! {where}{words(problem.kind)}: {problem.message}", WARNING)
