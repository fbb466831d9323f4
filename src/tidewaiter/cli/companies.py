"""``tidewaiter companies``: the companies of shipment records, and why each is one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from tidewaiter.cli.options import FormatOpt, WorkspaceOpt, open_workspace
from tidewaiter.cli.output import write_answers
from tidewaiter.model import Company

app = typer.Typer(help="Companies of shipment records.", invoke_without_command=True)


class _Networks(Protocol):
    """What these commands ask of ``Workspace.networks``."""

    def companies(self) -> Iterable[Company]: ...
    def spellings(self) -> Iterable[object]: ...
    def company(self, company_id: str) -> object: ...


@app.callback()
def companies(
    context: typer.Context,
    spellings: Annotated[
        bool, typer.Option("--map", help="One row a way a name is written: company_id, name, country.")
    ] = False,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
) -> None:
    """Without a subcommand: the companies, one a line."""
    if context.invoked_subcommand is None:
        networks = _networks(workspace)
        write_answers(networks.spellings() if spellings else networks.companies(), format_)


@app.command()
def show(
    company_id: Annotated[str, typer.Argument(metavar="ID", help="Company id, as the list of companies has it.")],
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
) -> None:
    """Show one company: names, addresses, and the pairs of spellings that joined it or nearly did, with the reasons."""
    write_answers([_networks(workspace).company(company_id)], format_)


def _networks(workspace: Path | None) -> _Networks:
    space: Any = open_workspace(workspace)
    found: _Networks = space.networks
    return found
