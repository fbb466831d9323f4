"""``tidewaiter shipments``: customs declarations and bills of lading in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

from tidewaiter.cli.options import DecimalOpt, EncodingOpt, FormatOpt, QuietOpt, WorkspaceOpt, open_workspace, parse_day
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.sources.archives import MOST
from tidewaiter.sources.shipments import layouts as known_layouts
from tidewaiter.store.shipments import ShipmentImport

app = typer.Typer(help="Shipment records: customs declarations and bills of lading.", no_args_is_help=True)


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="CSV, TSV, JSON Lines, XLSX or Parquet, also in .gz or .zip; - for standard input."
        ),
    ],
    layout: Annotated[
        str, typer.Option("--layout", metavar="NAME", help="auto, canonical, another layout's id, or a layout file.")
    ] = "auto",
    source: Annotated[str | None, typer.Option("--source", help="Name of the source; the file's name without.")] = None,
    reporter: Annotated[
        str | None, typer.Option("--reporter", metavar="COUNTRY", help="Country whose customs recorded the file.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="Currency of amounts the file gives none for.")
    ] = None,
    date: Annotated[
        dt.date | None, typer.Option("--date", parser=parse_day, metavar="DATE", help="Day of records without one.")
    ] = None,
    encoding: EncodingOpt = None,
    decimal: DecimalOpt = None,
    dates: Annotated[
        str | None,
        typer.Option(
            "--dates", metavar="ORDER", help="day-first or month-first, where the dates of the file do not tell."
        ),
    ] = None,
    alike: Annotated[
        Literal["keep", "once"],
        typer.Option(
            "--alike",
            metavar="HOW",
            help="Records without an id that say the same: keep each, or once for one where they are repeats.",
        ),
    ] = "keep",
    unpack: Annotated[
        int, typer.Option("--unpack", min=1, metavar="GB", help="What an archive may unpack to at most.")
    ] = MOST >> 30,
    memory: Annotated[
        str | None,
        typer.Option(
            "--memory",
            metavar="SIZE",
            envvar="TIDEWAITER_MEMORY",
            help="What DuckDB may use before it spills to disk, as 4GB; 1GB without.",
        ),
    ] = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Import shipment records; rows that cannot be used are set aside with their reasons."""
    messages = Messages(quiet=quiet)
    shipments = open_workspace(workspace).shipments
    done: list[ShipmentImport] = []
    try:
        with messages.counting("records") as count:
            done.extend(
                shipments.import_files(
                    file,
                    layout=layout,
                    source=source,
                    reporter=reporter,
                    currency=currency,
                    date=date,
                    encoding=encoding,
                    decimal=decimal,
                    dates=dates,
                    once=alike == "once",
                    memory=memory,
                    unpack=unpack << 30,
                    rejected=messages.reject,
                    warn=messages.note,
                    progress=count,
                )
            )
    finally:  # what was imported of an archive is said, also when another of its files cannot be read
        write_answers(done, format_)
    raise typer.Exit(messages.exit_code())


@app.command("list")
def list_(format_: FormatOpt = None, workspace: WorkspaceOpt = None) -> None:
    """List what was imported."""
    write_answers(open_workspace(workspace).shipments.imports(), format_)


_ImportId = Annotated[str, typer.Argument(metavar="ID", help="Id of the import, as `list` gives it.")]


@app.command()
def rejected(import_id: _ImportId, format_: FormatOpt = None, workspace: WorkspaceOpt = None) -> None:
    """List the rows of an import that were set aside, each with its reason and what to do."""
    write_answers(open_workspace(workspace).shipments.rejected(import_id), format_)


@app.command()
def remove(import_id: _ImportId, workspace: WorkspaceOpt = None) -> None:
    """Remove an import: its records count no longer."""
    open_workspace(workspace).shipments.remove(import_id)


@app.command()
def show(
    record_ids: Annotated[
        list[str], typer.Argument(metavar="RECORD...", help="Ids of records, as evidence cites them.")
    ],
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
) -> None:
    """Show records in full, as they were read, each with its source and the row it stands in."""
    write_answers(open_workspace(workspace).shipments.records(record_ids), format_)


@app.command()
def layouts(format_: FormatOpt = None) -> None:
    """List the layouts that are recognised."""
    found = [
        {"id": one.id, "title": one.title, "direction": one.direction, "reporter": one.reporter}
        for one in known_layouts()
    ]
    write_answers(found, format_)
