"""``tidewaiter goods``: what a code or description is."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.options import AsOfOpt, FormatOpt, QuietOpt, WorkspaceOpt, open_workspace
from tidewaiter.cli.output import write_answers


def goods(
    text: Annotated[str, typer.Argument(metavar="TEXT|CODE", help="An HS code, an ECCN, or words.")],
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most candidates.")] = 10,
    as_of: AsOfOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,  # noqa: ARG001  every command takes it
) -> None:
    """Say what a code or description is: HS6 with vintage, CHPL tier, HTS supplements, candidate ECCNs, since when."""
    space = open_workspace(workspace)
    write_answers([space.describe_goods(text, as_of=as_of, limit=limit)], format_)
