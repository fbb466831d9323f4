"""``tidewaiter audit``: what was decided, by whom, on which data."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tidewaiter.audit import Head
from tidewaiter.cli.options import FormatOpt, WorkspaceOpt, open_workspace
from tidewaiter.cli.output import write_answers
from tidewaiter.model import UsageError

app = typer.Typer(help="The audit record: every decision, hash-chained.", no_args_is_help=True)


@app.command()
def show(
    id_: Annotated[str | None, typer.Argument(metavar="[ID]", help="Only records of this order.")] = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
) -> None:
    """Show the records, oldest first."""
    log = open_workspace(workspace).audit
    write_answers((r for r in log.records() if id_ is None or r.entry.decision.get("id") == id_), format_)


@app.command()
def verify(
    noted: Annotated[
        str | None,
        typer.Option("--noted", metavar="NUMBER:HASH", help="A head noted earlier, to prove nothing was cut."),
    ] = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
) -> None:
    """Check the chain; exit 1 when it does not hold."""
    log = open_workspace(workspace).audit
    problems = log.verify(noted=_head(noted))
    write_answers(problems or [log.head()], format_)
    raise typer.Exit(1 if problems else 0)


@app.command()
def export(workspace: WorkspaceOpt = None) -> None:
    """Write the whole records, byte for byte, to standard output."""
    open_workspace(workspace).audit.export(sys.stdout.buffer)


def _head(text: str | None) -> Head | None:
    if text is None:
        return None
    number, _, digest = text.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise UsageError("--noted wants NUMBER:HASH, as `tidewaiter audit verify` printed it.")
    return Head(number=int(number), hash=digest)
