"""Options every command shares, spelled once."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.reports import Format
from tidewaiter.workspace import Workspace


def parse_day(text: str) -> dt.date:
    """Read a date given on the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date: write it as 2024-08-07.") from None


FileArg = Annotated[str, typer.Argument(metavar="FILE", help="File to read, or - for standard input.")]
FormatOpt = Annotated[
    Format | None, typer.Option("--format", help="Output format; a table on a terminal, else JSON Lines.")
]
AsOfOpt = Annotated[
    dt.date | None,
    typer.Option(
        "--as-of", parser=parse_day, metavar="DATE", help="Answer as of this date, law and lists (YYYY-MM-DD)."
    ),
]
WorkspaceOpt = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="DIR", envvar="TIDEWAITER_WORKSPACE", help="Folder of the workspace."),
]
QuietOpt = Annotated[bool, typer.Option("--quiet", help="No progress and no notes on standard error.")]
MapOpt = Annotated[
    Path | None,
    typer.Option("--map", metavar="FILE", help="File that renames columns (YAML, JSON or CSV: theirs, ours)."),
]

EncodingOpt = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="Text encoding of the file, where it is not Unicode.")
]
DecimalOpt = Annotated[
    str | None,
    typer.Option("--decimal", metavar="MARK", help="point or comma, where the numbers of the file do not tell."),
]
WorkersOpt = Annotated[
    int | None,
    typer.Option(
        "--workers", min=1, metavar="N", help="Processes to work in; by default one, or every core where rows are many."
    ),
]


def open_workspace(folder: Path | None) -> Workspace:
    """Open the workspace a command was given, or the user's own."""
    return Workspace(folder)


def chosen_format(asked: Format | None) -> Format:
    """Return the format asked for; else a table for a person's terminal and JSON Lines for a program."""
    if asked is not None:
        return asked
    return Format.TABLE if sys.stdout.isatty() else Format.JSONL
