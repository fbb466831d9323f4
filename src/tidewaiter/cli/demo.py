"""``tidewaiter demo``: the main job on the carried example orders."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tidewaiter.cli.check import check_into
from tidewaiter.cli.options import AsOfOpt, QuietOpt, WorkspaceOpt, open_workspace
from tidewaiter.cli.progress import Messages
from tidewaiter.model import Decision, from_json
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
    _print_summary(decisions, report)
    raise typer.Exit(messages.exit_code())


def _print_summary(decisions: list[Decision], report: Path) -> None:
    console = Console(highlight=False, soft_wrap=True)
    counts = Counter(str(d.decision) for d in decisions)
    console.print(
        f"{len(decisions)} example orders checked: "
        + ", ".join(f"{counts[verdict]} {verdict}" for verdict in ("stop", "hold", "release"))
    )
    table = Table("order", "decision", "license", "why", box=None, pad_edge=False)
    for decision in decisions[:12]:
        why = decision.reasons[0] if decision.reasons else ""
        table.add_row(decision.id, str(decision.decision), str(decision.license.outcome), why)
    console.print(table)
    console.print(
        f"... and {len(decisions) - 12} more, with reasons, law and lists, in the report: {report}", markup=False
    )
