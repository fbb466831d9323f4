"""``tidewaiter screen``: who is restricted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import tee
from pathlib import Path
from typing import Annotated, Any

import typer

from tidewaiter.cli.engine import Engine, EngineOpt, MasterOpt, SharedOpt, screen_on_spark
from tidewaiter.cli.options import (
    AsOfOpt,
    EncodingOpt,
    FormatOpt,
    QuietOpt,
    WorkersOpt,
    WorkspaceOpt,
    chosen_format,
    open_workspace,
)
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.model import RowError, Schema, Snapshot, UsageError, from_json
from tidewaiter.reports import Format, JsonLine
from tidewaiter.reports.views import show_screening
from tidewaiter.screening import DEFAULT_THRESHOLD
from tidewaiter.sources.orders import ScreenRow, one_row, read_names
from tidewaiter.workspace import ScreenAnswer, Screening, good_rows

FileOrNone = Annotated[
    str | None, typer.Argument(metavar="[FILE]", help="Rows id,name,schema,country,address,...; - for standard input.")
]


def screen(
    file: FileOrNone = None,
    name: Annotated[str | None, typer.Option("--name", help="Screen this one name.")] = None,
    schema: Annotated[Schema | None, typer.Option("--schema", help="Kind of the party named.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Country of the party named.")] = None,
    address: Annotated[str | None, typer.Option("--address", help="Address of the party, or alone.")] = None,
    city: Annotated[str | None, typer.Option("--city", help="Town of the party, where the address has none.")] = None,
    alias: Annotated[list[str] | None, typer.Option("--alias", help="Another name of the party; repeat it.")] = None,
    birth_date: Annotated[str | None, typer.Option("--birth-date", help="Of a person; a year will do.")] = None,
    gender: Annotated[str | None, typer.Option("--gender", help="Of a person, male or female.")] = None,
    nationality: Annotated[str | None, typer.Option("--nationality", help="Of a person.")] = None,
    identifier: Annotated[
        list[str] | None,
        typer.Option("--identifier", metavar="KIND=NUMBER", help="A number, such as imo=9074729; repeat it."),
    ] = None,
    lists: Annotated[str | None, typer.Option("--lists", metavar="A,B", help="Only these lists.")] = None,
    threshold: Annotated[float | None, typer.Option("--threshold", min=0.0, max=1.0, help="Least score.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most hits a row.")] = 10,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="SNAPSHOT", help="Only what changed since a date, or LIST@DATE."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="With --since: rows without a change too.")] = False,
    store: Annotated[
        str | None, typer.Option("--store", metavar="NAME", help="Keep the parties of FILE in the workspace.")
    ] = None,
    stored: Annotated[
        str | None, typer.Option("--stored", metavar="NAME", help="Screen parties kept with --store.")
    ] = None,
    workers: WorkersOpt = None,
    engine: EngineOpt = Engine.DUCKDB,
    spark_master: MasterOpt = None,
    spark_shared: SharedOpt = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="PATH", help="Write the answers to this file, whole or not at all.")
    ] = None,
    as_of: AsOfOpt = None,
    encoding: EncodingOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Screen names and addresses against the restricted-party lists, with an explanation of each hit."""
    facts = {
        "name": name,
        "schema": schema,
        "country": country,
        "address": address,
        "city": city,
        "aliases": alias,
        "birth_date": birth_date,
        "gender": gender,
        "nationality": nationality,
        "identifiers": identifier,
    }
    asked_here = any(value is not None for value in facts.values())
    _check_usage(
        questions=sum((file is not None, asked_here, stored is not None)),
        since=since is not None,
        everything=everything,
        workers=workers is not None,
        spark=engine is Engine.SPARK,
        file_alone=file is not None and store is None,
    )
    space = open_workspace(workspace)
    messages = Messages(quiet=quiet)
    rows: Iterable[ScreenRow | RowError]
    if stored is not None:
        rows = space.counterparties.read(stored)
    elif file is not None and engine is Engine.SPARK:
        rows = ()  # Spark reads them
    elif file is not None:
        rows = read_names(file, encoding=encoding, warn=messages.note)
    else:
        rows = _one_row(facts)
    wanted = _known_lists(lists, space.lists.ids())
    good = good_rows(rows, messages.reject)
    if store is not None:
        good = space.counterparties.keep(store, good)
    if since is not None:
        day, only = _since(since, space.lists.ids())
        _note_unknown_past(messages, space.lists.snapshots(day), day, wanted if only is None else (only,))
        changes = space.rescreen(
            good,
            since=day,
            as_of=as_of,
            lists=wanted if only is None else (only,),
            threshold=threshold,
            limit=limit,
            everything=everything,
        )
        write_answers(messages.track(changes, "rows", printed=out is None), format_, out=out)
        raise typer.Exit(messages.exit_code())
    asked: Iterator[ScreenRow] = iter(())
    form = Format.JSONL if out is not None and format_ is None else chosen_format(format_)
    if form is Format.TABLE:  # a person is shown the question beside the answer
        good, asked = tee(good)
    view = partial(
        show_screening,
        asked=(row.party for row in asked),
        threshold=DEFAULT_THRESHOLD if threshold is None else threshold,
    )
    asking = partial(space.screening, as_of=as_of, lists=wanted, threshold=threshold, limit=limit)
    as_lines = form in {Format.JSONL, Format.JSON}
    answers: Iterator[ScreenAnswer | JsonLine]
    if engine is Engine.SPARK:
        lines = screen_on_spark(
            asking, file or "", master=spark_master, shared=spark_shared, encoding=encoding, messages=messages
        )
        answers = lines if as_lines else (from_json(ScreenAnswer, line) for line in lines)
    else:
        answers = _answers(asking, good, workers, as_lines=as_lines)
    write_answers(messages.track(answers, "rows", printed=out is None), form, views={ScreenAnswer: view}, out=out)
    raise typer.Exit(messages.exit_code())


def _check_usage(
    *, questions: int, since: bool, everything: bool, workers: bool, spark: bool, file_alone: bool
) -> None:
    """Refuse options that do not go together."""
    if questions != 1:
        raise UsageError("give a FILE, or --name, --address or --identifier, or --stored NAME (only one of them).")
    if everything and not since:
        raise UsageError("--all goes with --since: without it every row is answered.")
    if since and (workers or spark):
        raise UsageError("--since screens few rows again: it goes neither with --workers nor with --engine spark.")
    if spark and (not file_alone or workers):
        raise UsageError("--engine spark screens a FILE, and goes neither with --store nor with --workers.")


def _answers(
    asking: Callable[[], Screening], rows: Iterable[ScreenRow], workers: int | None, *, as_lines: bool
) -> Iterator[ScreenAnswer | JsonLine]:
    """Open the lists, which may take its time, and screen the rows: under the progress bar."""
    ready = asking()
    yield from ready.lines(rows, workers=workers) if as_lines else ready.answers(rows, workers=workers)


def _since(text: str, known: Iterable[str]) -> tuple[dt.date, str | None]:
    """Read ``2024-08-01`` or ``us.bis.entity_list@2024-08-01``."""
    name, _, day = text.rpartition("@")
    if name and name not in set(known):
        raise UsageError(f"--since: {name} is no list of this workspace.")
    try:
        return dt.date.fromisoformat(day), name or None
    except ValueError:
        raise UsageError(f"--since: {text!r} is neither a date such as 2024-08-01 nor LIST@DATE.") from None


def _note_unknown_past(
    messages: Messages, then: Iterable[Snapshot], day: dt.date, lists: Collection[str] | None
) -> None:
    """Say of which lists nobody knows what they said on the earlier day: what came to them may look as if it had been.

    A list that was imported later, or whose first snapshot is later, is rebuilt from the dates of its entries.
    """
    rebuilt = [s for s in then if s.reconstructed and (lists is None or s.list in lists)]
    if rebuilt:
        named = ", ".join(f"{s.list} ({s.date})" for s in rebuilt)
        messages.note(
            f"The first snapshot is later than {day} of {named}. What they said then is rebuilt from the dates of "
            "their entries; an entry dated before, or not at all, counts as known then and is not shown as new. Screen "
            "once without --since after a list was added."
        )


def _one_row(facts: dict[str, Any]) -> Iterator[ScreenRow]:
    row = one_row(facts)
    if isinstance(row, RowError):
        option = {"identifiers": "identifier", "aliases": "alias"}.get(row.column or "", row.column or "name")
        raise UsageError(f"--{option.replace('_', '-')}: {row.reason} {row.remedy}")
    yield row


def _known_lists(text: str | None, known: Iterable[str]) -> tuple[str, ...] | None:
    if text is None:
        return None
    asked = tuple(part.strip() for part in text.split(",") if part.strip())
    known = tuple(known)
    if unknown := [part for part in asked if part not in known]:
        raise UsageError(f"--lists: {', '.join(unknown)} not in this workspace; it has {', '.join(known)}.")
    return asked
