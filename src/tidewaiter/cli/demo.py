"""``tidewaiter demo``: the main job on the carried example orders."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.cli.check import check_into
from tidewaiter.cli.options import AsOfOpt, QuietOpt, WorkspaceOpt, open_workspace
from tidewaiter.cli.progress import Messages
from tidewaiter.model import Decision, from_json
from tidewaiter.reports.views import Page, show_demo
from tidewaiter.sources.orders import read_orders


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the decisions and the report.")] = Path(
        "tidewaiter-demo"
    ),
    as_of: AsOfOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Check the carried example orders against the carried lists and law; nothing is fetched."""
    messages = Messages(quiet=quiet)
    space = open_workspace(workspace)
    with resources.as_file(resources.files("tidewaiter") / "examples" / "orders.jsonl") as orders:
        rows = read_orders(orders, warn=messages.note)
        report = check_into(space, str(orders), rows, out, as_of=as_of, messages=messages)
    decisions = [from_json(Decision, line) for line in (out / "decisions.jsonl").read_text("utf-8").splitlines()]
    show_demo(decisions, report.parent, Page(sys.stdout))
    raise typer.Exit(messages.exit_code())
