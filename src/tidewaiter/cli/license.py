"""``tidewaiter license``: is a license required, and by which law."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tidewaiter.cli.options import (
    AsOfOpt,
    EncodingOpt,
    FileArg,
    FormatOpt,
    MapOpt,
    QuietOpt,
    WorkspaceOpt,
    open_workspace,
)
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.reports import determination_text, write_jsonl
from tidewaiter.reports.proofs import ProofFormat, proof_data, proof_page
from tidewaiter.sources.orders import read_orders
from tidewaiter.workspace import good_rows


def license_(
    file: FileArg,
    screen: Annotated[
        bool, typer.Option("--screen/--no-screen", help="Screen the parties, or use only stated listings.")
    ] = True,
    explain: Annotated[bool, typer.Option("--explain", help="Short for --proof text.")] = False,
    proof: Annotated[
        ProofFormat | None, typer.Option("--proof", help="Print the proof of each answer as a tree, not the answer.")
    ] = None,
    as_of: AsOfOpt = None,
    mapping: MapOpt = None,
    encoding: EncodingOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Determine the license requirement of each transaction: required, not required, undetermined or not subject."""
    messages = Messages(quiet=quiet)
    space = open_workspace(workspace)
    orders = good_rows(read_orders(file, mapping=mapping, encoding=encoding, warn=messages.note), messages.reject)
    answers = space.license(orders, as_of=as_of, screen=screen)
    tracked = messages.track(answers, "transactions")
    form = ProofFormat.TEXT if explain and proof is None else proof
    if form is None:
        write_answers(tracked, format_)
    elif form is ProofFormat.JSON:
        write_jsonl(map(proof_data, tracked), sys.stdout)
    else:
        pages = proof_page(tracked) if form is ProofFormat.HTML else map(determination_text, tracked)
        for page in pages:
            typer.echo(page, nl=form is ProofFormat.TEXT)
    raise typer.Exit(messages.exit_code())
