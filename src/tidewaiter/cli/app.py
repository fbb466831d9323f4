"""The application object and its entry point."""

from __future__ import annotations

import sys

import typer

from tidewaiter.cli import (
    audit,
    check,
    companies,
    compare,
    data,
    demo,
    flows,
    goods,
    hubs,
    law,
    leads,
    lists,
    monitor,
    pull,
    screen,
    serve,
    shipments,
    world,
)
from tidewaiter.cli.license import license_
from tidewaiter.model import RowError, TidewaiterError

app = typer.Typer(
    name="tidewaiter",
    help="Screen parties, determine licenses, and find where controlled goods leak, with the law behind every answer.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("check")(check.check)
app.command("screen")(screen.screen)
app.command("compare")(compare.compare)
app.command("license")(license_)
app.command("goods")(goods.goods)
app.command("progress")(monitor.progress)
app.command("displacement")(monitor.displacement)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.add_typer(lists.app, name="lists")
app.add_typer(shipments.app, name="shipments")
app.add_typer(companies.app, name="companies")
app.add_typer(flows.app, name="flows")
app.add_typer(hubs.app, name="hubs")
app.command("leads")(leads.leads)
app.add_typer(pull.app, name="pull")
app.add_typer(world.app, name="world")
app.add_typer(law.app, name="law")
app.add_typer(data.app, name="data")
app.add_typer(audit.app, name="audit")


def main() -> None:
    """Run the command line; exit 0 on success, 1 when rows were rejected, 2 on wrong usage or an unusable workspace."""
    try:
        app()
    except RowError as error:  # a whole file that cannot be read
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except TidewaiterError as error:
        sys.stderr.write(f"tidewaiter: {error}\n")
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        sys.stderr.close()
        sys.exit(0)
