"""``tidewaiter flows``: official trade statistics in, and what they cover."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.cli.options import DecimalOpt, EncodingOpt, FormatOpt, QuietOpt, WorkspaceOpt, open_workspace, parse_day
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.sources.flows import SOURCES

app = typer.Typer(help="Trade flows: official statistics of who sent what where.", no_args_is_help=True)

_VintageOpt = Annotated[
    dt.date | None,
    typer.Option("--vintage", parser=parse_day, metavar="DATE", help="Only data released, or imported, by this day."),
]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, TSV, JSON, Parquet or XLSX; gzip-packed or not.")],
    source: Annotated[str, typer.Option("--source", metavar="NAME", help=f"One of {', '.join(SOURCES)}.")],
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="TEXT", help="Name of the source in the table, where rows have none."),
    ] = None,
    released: Annotated[
        dt.date | None,
        typer.Option("--released", parser=parse_day, metavar="DATE", help="Day of release, where the file has none."),
    ] = None,
    hs: Annotated[
        str | None, typer.Option("--hs", metavar="YEAR", help="HS edition of the codes, where the file has none.")
    ] = None,
    rates: Annotated[
        Path | None, typer.Option("--rates", metavar="FILE", help="CSV of period, currency and usd_per_unit.")
    ] = None,
    complete: Annotated[
        bool | None,
        typer.Option(
            "--complete/--part", help="The file holds all trade of its reporters and periods, or a part of it."
        ),
    ] = None,
    encoding: EncodingOpt = None,
    decimal: DecimalOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Import trade statistics; nothing is counted twice, and rows that cannot be used are set aside with reasons."""
    messages = Messages(quiet=quiet)
    with messages.working(f"reading {file.name}"):
        done = open_workspace(workspace).flows.import_file(
            file,
            source,
            name=name,
            released=released,
            vintage=hs,
            rates=rates,
            encoding=encoding,
            decimal=decimal,
            complete=complete,
            rejected=messages.reject,
            warn=messages.note,
        )
    write_answers([done], format_)
    raise typer.Exit(messages.exit_code())


@app.command()
def coverage(
    source: Annotated[str | None, typer.Option("--source", metavar="NAME", help="Only this source.")] = None,
    reporter: Annotated[str | None, typer.Option("--reporter", metavar="COUNTRY", help="Only this reporter.")] = None,
    flow: Annotated[str | None, typer.Option("--flow", metavar="X|M|RX|RM", help="Only this direction.")] = None,
    vintage: _VintageOpt = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE", help="Also draw it: .svg, .png or .html.")
    ] = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Show which periods of which reporters are reported, partly suppressed, or no data."""
    with Messages(quiet=quiet).working("reading what is covered"):
        found = open_workspace(workspace).flows.coverage(source=source, reporter=reporter, flow=flow, vintage=vintage)
    if picture is not None:
        from tidewaiter.reports.hub_charts import coverage_chart, write_picture  # noqa: PLC0415  charts are loaded when one is drawn

        write_picture(coverage_chart(found), picture)
    write_answers(found, format_)


@app.command("list")
def list_(vintage: _VintageOpt = None, format_: FormatOpt = None, workspace: WorkspaceOpt = None) -> None:
    """List what was imported."""
    write_answers(open_workspace(workspace).flows.imports(vintage), format_)


@app.command()
def remove(
    import_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the import, as `list` gives it.")],
    workspace: WorkspaceOpt = None,
) -> None:
    """Remove an import."""
    if not open_workspace(workspace).flows.store.remove(import_id):
        raise typer.BadParameter(f"there is no import {import_id!r}: see `tidewaiter flows list`.")


@app.command()
def layouts() -> None:
    """List the layouts that are recognised."""
    for source, known in SOURCES.items():
        for layout in known:
            typer.echo(f"{source:16} {layout.id:20} {layout.title}")
