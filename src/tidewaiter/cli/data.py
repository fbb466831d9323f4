"""``tidewaiter data``: build and verify the reference snapshot that travels with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.carried import build_carried, verify_carried
from tidewaiter.cli.options import FormatOpt, QuietOpt
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.workspace import package_root

app = typer.Typer(help="Build and verify the carried reference snapshot.", no_args_is_help=True)


@app.command()
def build(
    source: Annotated[Path, typer.Option("--from", metavar="DIR", help="Folder of the official source files.")],
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Package folder to write into.")] = None,
    format_: FormatOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Build law tables and list snapshots from the official source files, in our own schema."""
    messages = Messages(quiet=quiet)
    parts = build_carried(source, to or package_root(), rejected=messages.reject)
    write_answers(messages.track(parts, "tables and lists"), format_)
    raise typer.Exit(messages.exit_code())


@app.command()
def verify(
    at: Annotated[Path | None, typer.Option("--at", metavar="DIR", help="Package folder to verify.")] = None,
    format_: FormatOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Check counts, dates and hashes of everything carried; exit 1 when something does not hold."""
    messages = Messages(quiet=quiet)
    parts = list(verify_carried(at or package_root()))
    write_answers(parts, format_)
    bad = [part for part in parts if part.problem]
    for part in bad:
        messages.console.print(f"{part.part}: {part.problem}", style="red", markup=False)
    raise typer.Exit(1 if bad else 0)
