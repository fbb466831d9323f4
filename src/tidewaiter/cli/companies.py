"""``tidewaiter companies``: the companies of shipment records, and why each is one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.cli.engine import Engine, EngineOpt, MasterOpt, MemoryOpt
from tidewaiter.cli.leads import (
    DestinationOpt,
    GoodsAsOfOpt,
    GoodsOpt,
    OriginsOpt,
    SinceOpt,
    networks_of,
    work_of,
)
from tidewaiter.cli.options import AsOfOpt, EncodingOpt, FormatOpt, QuietOpt, WorkspaceOpt
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.networks.leads.question import LeadQuestion

app = typer.Typer(help="Companies of shipment records.", invoke_without_command=True)


@app.callback()
def companies(
    context: typer.Context,
    spellings: Annotated[
        bool, typer.Option("--map", help="One row a way a name is written: company_id, name, country.")
    ] = False,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="TEXT", help="Only companies whose name has these words, in any alphabet."),
    ] = None,
    as_of: AsOfOpt = None,
    engine: EngineOpt = Engine.DUCKDB,
    master: MasterOpt = None,
    memory: MemoryOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Without a subcommand: the companies, one a line."""
    if context.invoked_subcommand is not None:
        return
    networks = networks_of(workspace)
    with Messages(quiet=quiet).working("resolving companies") as say:
        work = work_of(engine, master, memory, say)
        networks.resolve(as_of=as_of, work=work)
    if spellings and name is not None:
        raise typer.BadParameter("--map lists every spelling: leave --name out.")
    found = networks.spellings(as_of=as_of) if spellings else networks.companies(name=name, as_of=as_of)
    write_answers(found, format_)


@app.command()
def show(
    company_id: Annotated[str, typer.Argument(metavar="ID", help="Company id, as the list of companies has it.")],
    as_of: AsOfOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
) -> None:
    """Show one company: names, addresses, and the pairs of spellings that joined it or nearly did, with the reasons."""
    write_answers([networks_of(workspace).company(company_id, as_of=as_of)], format_)


@app.command("file")
def file_(
    company_id: Annotated[str, typer.Argument(metavar="ID", help="Company id, as the list of companies has it.")],
    destination: DestinationOpt = "RU",
    goods: GoodsOpt = "chpl",
    origins: OriginsOpt = "coalition",
    as_of: AsOfOpt = None,
    goods_as_of: GoodsAsOfOpt = None,
    since: SinceOpt = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="DIR", help="Also write its page there.")] = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Write the file of one company, a lead or none: its signs, chains, partners and every movement."""
    asked = LeadQuestion(
        destination=destination, goods=goods, origins=origins, as_of=as_of, goods_as_of=goods_as_of, since=since
    )
    with Messages(quiet=quiet).working("following goods"):
        file = networks_of(workspace).company_file(company_id, asked)
    if html is not None:
        from tidewaiter.reports.company_page import write_company_page  # noqa: PLC0415  charts are loaded when one is drawn

        write_company_page(file, html)
    write_answers([file], format_)


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A register: name,country,address,registered_on,register_id,phone,email,activity,owners.",
        ),
    ],
    encoding: EncodingOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Import entries of a business register, which tell when companies were registered, by whom, and for what."""
    messages = Messages(quiet=quiet)
    count = networks_of(workspace).import_register(
        file, rejected=messages.reject, encoding=encoding, warn=messages.note
    )
    write_answers([{"file": file.name, "entries": count, "rejected": messages.rejected}], format_)
    raise typer.Exit(messages.exit_code())
