"""``tidewaiter check``: from a file of orders to decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import tidewaiter
from tidewaiter.cli.options import (
    AsOfOpt,
    EncodingOpt,
    FileArg,
    FormatOpt,
    MapOpt,
    QuietOpt,
    WorkersOpt,
    WorkspaceOpt,
    open_workspace,
)
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.cli.recorder import Recorder, input_hash
from tidewaiter.model import Decision, RowError, Transaction
from tidewaiter.reports.check_folder import CheckFolder
from tidewaiter.reports.views import show_decisions
from tidewaiter.sources.orders import read_orders
from tidewaiter.workspace import Workspace, good_rows

Rows = Iterator[Transaction | RowError]


def check(
    file: FileArg,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Write decisions.jsonl, decisions.csv, rejected.csv and report.html."
        ),
    ] = None,
    workers: WorkersOpt = None,
    as_of: AsOfOpt = None,
    mapping: MapOpt = None,
    encoding: EncodingOpt = None,
    format_: FormatOpt = None,
    audit: Annotated[bool, typer.Option("--audit/--no-audit", help="Put the decisions on the audit record.")] = True,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Screen every party, determine the license, raise red flags: release, hold or stop, for every order."""
    messages = Messages(quiet=quiet)
    space = open_workspace(workspace)
    orders = read_orders(file, mapping=mapping, encoding=encoding, warn=messages.note)
    if out is None:
        first: list[Transaction] = []
        noted = _noting(orders, first)
        decisions = _decisions(space, file, noted, as_of=as_of, audit=audit, messages=messages, workers=workers)
        view = partial(show_decisions, asked=first)
        write_answers(messages.track(decisions, "orders"), format_, views={Decision: view})
    else:
        report = check_into(space, file, orders, out, as_of=as_of, audit=audit, messages=messages, workers=workers)
        messages.note(f"Report: {report}")
    raise typer.Exit(messages.exit_code())


def _noting(rows: Rows, first: list[Transaction]) -> Rows:
    """Pass rows on and keep the first order, so that the proof of a single one can say what goes where."""
    for row in rows:
        if isinstance(row, Transaction) and not first:
            first.append(row)
        yield row


def _decisions(
    space: Workspace,
    file: str,
    rows: Rows,
    *,
    as_of: dt.date | None,
    audit: bool,
    messages: Messages,
    workers: int | None,
) -> Iterator[Decision]:
    orders = good_rows(rows, messages.reject)
    if not audit:
        yield from space.check(orders, as_of=as_of, workers=workers)
        return
    with Recorder(space, "check", input_hash(file), messages.warn) as recorder:
        for tx, decision in space.checked(orders, as_of=as_of, workers=workers):
            recorder.add(tx, decision)
            yield decision


def check_into(
    space: Workspace,
    file: str,
    rows: Rows,
    out: Path,
    *,
    as_of: dt.date | None,
    audit: bool = True,
    messages: Messages,
    workers: int | None = 1,
) -> Path:
    """Check the orders read from a file into a folder, and return the path of the report."""
    digest = input_hash(file)
    with CheckFolder(out) as folder, Recorder(space, "check", digest, messages.warn) as recorder:

        def reject(error: RowError) -> None:
            folder.reject(error)
            messages.reject(error)

        checked = space.checked(good_rows(rows, reject), as_of=as_of, workers=workers)
        for tx, decision in messages.track(checked, "orders", printed=False):
            folder.add(tx, decision)
            if audit:
                recorder.add(tx, decision)
        return folder.finish(
            law_as_of=space.law.tables.as_of,
            input_name=Path(file).name,
            input_sha256=digest,
            version=tidewaiter.__version__,
            prepared_by=recorder.who,
            prepared_at=recorder.when,
        )
