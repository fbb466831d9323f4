"""``tidewaiter compare``: how alike two names are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from tidewaiter.cli.options import EncodingOpt, FormatOpt, QuietOpt, WorkspaceOpt, open_workspace
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.model import Schema
from tidewaiter.reports.views import show_comparisons
from tidewaiter.sources.orders import PairRow, read_pairs
from tidewaiter.workspace import Workspace, good_rows


def compare(
    first: Annotated[str, typer.Argument(metavar="FILE|NAME", help="CSV name1,name2[,schema], -, or the first name.")],
    second: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The second name.")] = None,
    schema: Annotated[Schema | None, typer.Option("--schema", help="Kind of the two parties.")] = None,
    encoding: EncodingOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Score pairs of names in [0, 1] as screening would: the same rows with a score."""
    messages = Messages(quiet=quiet)
    space = open_workspace(workspace)
    rows = (
        [PairRow.of(first, second, schema)]
        if second is not None
        else read_pairs(first, encoding=encoding, warn=messages.note)
    )
    pairs = good_rows(rows, messages.reject)
    write_answers(messages.track(_scored(space, pairs), "pairs"), format_, views={dict: show_comparisons})
    raise typer.Exit(messages.exit_code())


def _scored(space: Workspace, pairs: Iterator[PairRow]) -> Iterator[dict[str, Any]]:
    for pair in pairs:
        answer = space.compare(pair.name1, pair.name2, pair.schema)
        yield {**pair.columns, "score": answer.score, "features": answer.features}
