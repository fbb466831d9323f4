"""``tidewaiter lists``: snapshots, one listing's history, what changed, counts, and the user's own lists."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.cli.options import AsOfOpt, FormatOpt, QuietOpt, WorkspaceOpt, open_workspace, parse_day
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.model import UsageError, resolve_country
from tidewaiter.monitor import ListStats
from tidewaiter.reports import Format
from tidewaiter.reports.views import show_stats

app = typer.Typer(help="Restricted-party lists: snapshots, history, changes, counts.", invoke_without_command=True)

ListOpt = Annotated[str, typer.Option("--list", metavar="LIST", help="List id.")]


@app.callback()
def lists(
    context: typer.Context,
    as_of: AsOfOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
) -> None:
    """Without a subcommand: the snapshot of each list that answers the date."""
    if context.invoked_subcommand is None:
        space = open_workspace(workspace)
        write_answers(space.lists.snapshots(as_of), format_)


@app.command()
def show(
    listing_id: Annotated[str, typer.Argument(metavar="ID", help="Listing id, such as us.ofac.sdn:10116.")],
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
) -> None:
    """Show one listing: its entry in every snapshot in which it stands, or changed."""
    write_answers(open_workspace(workspace).lists.history(listing_id), format_)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="A", help="A date, or LIST@DATE.")],
    new: Annotated[str, typer.Argument(metavar="B", help="A later date, or LIST@DATE.")],
    list_id: ListOpt = "us.bis.entity_list",
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
) -> None:
    """Show what was added, removed and changed on a list between two dates, one line an entry."""
    name, before = _reference(old, list_id)
    other, after = _reference(new, list_id)
    if name != other:
        raise UsageError(f"cannot compare {name} with {other}: both must be of one list.")
    write_answers(open_workspace(workspace).lists.changes(name, before, after), format_)


@app.command()
def stats(
    country: Annotated[str | None, typer.Option("--country", help="Only entries of this country.")] = None,
    from_date: Annotated[
        dt.date | None, typer.Option("--from", parser=parse_day, metavar="DATE", help="First cited on or after.")
    ] = None,
    to_date: Annotated[
        dt.date | None, typer.Option("--to", parser=parse_day, metavar="DATE", help="First cited on or before.")
    ] = None,
    list_id: ListOpt = "us.bis.entity_list",
    as_of: AsOfOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
) -> None:
    """Count the entries of a list first cited in a window, and name them."""
    code = resolve_country(country).code if country else None
    space = open_workspace(workspace)
    answer = space.lists.stats(list_id, country=code, from_date=from_date, to_date=to_date, as_of=as_of)
    write_answers([answer], format_, views={ListStats: partial(show_stats, list_id=list_id)})


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Your own list, or an official list file.")],
    list_id: Annotated[
        str | None,
        typer.Option("--list", metavar="NAME", help="Import as custom.NAME; without it FILE is an official list file."),
    ] = None,
    date: Annotated[
        dt.date | None, typer.Option("--date", parser=parse_day, metavar="DATE", help="Date the data are of.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a different snapshot of the same date.")] = False,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Import a list as a new snapshot; a broken file is refused and the previous snapshot stays."""
    messages = Messages(quiet=quiet)
    space = open_workspace(workspace)
    if list_id is not None:
        published = [space.lists.import_custom(file, list_id, date=date, replace=replace, rejected=messages.reject)]
    else:
        published = space.lists.import_official(file, date=date, replace=replace, rejected=messages.reject)
    write_answers(published, format_)
    raise typer.Exit(messages.exit_code())


@app.command()
def export(
    lists: Annotated[
        list[str] | None, typer.Argument(metavar="[LIST]...", help="Ids of the lists; every list when left out.")
    ] = None,
    as_of: AsOfOpt = None,
    workspace: WorkspaceOpt = None,
) -> None:
    """Write lists as FollowTheMoney entities, one JSON object a line, for any tool that reads them."""
    write_answers(open_workspace(workspace).lists.entities(lists or (), as_of), Format.JSONL)


def _reference(text: str, list_id: str) -> tuple[str, dt.date]:
    name, _, day = text.rpartition("@")
    return name or list_id, parse_day(day)
