"""``tidewaiter world``: a simulated trading world with known diversion."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.cli.options import FormatOpt, QuietOpt
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.world import Scale, firm_parameters, make_world, parameters

app = typer.Typer(help="A simulated trading world with known diversion.", invoke_without_command=True)


@app.callback()
def world(
    context: typer.Context,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same world.")] = 1,
    scale: Annotated[Scale, typer.Option("--scale", help="How large it is.")] = Scale.SMALL,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder the files are written into.")] = None,
    format_: FormatOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Make a world to test in: trade as statistics and customs records would show it, and what is true of it."""
    if context.invoked_subcommand:
        return
    if out is None:
        raise typer.BadParameter("give a folder with --out DIR.")
    with Messages(quiet=quiet).working(f"making world {seed}"):
        made = make_world(seed, scale)
        truth = made.write(out)
    firms = truth["firms"]
    answer = {
        "seed": seed,
        "scale": str(scale),
        "flows": str(out / "flows.csv"),
        "coverage": str(out / "coverage.csv"),
        "truth": str(out / "truth.json"),
        "shipments": str(out / "shipments.parquet"),
        "companies": str(out / "companies.csv"),
        "listings": str(out / "listings.csv"),
        "truth_tables": str(out / "truth"),
        "rows": made.flows.num_rows,
        "records": firms["records"],
        "diverted_records": firms["diverted_records"],
        "origins": truth["origins"],
        "hubs": [hub["country"] for hub in truth["hubs"]],
        "diverted_usd": round(truth["diverted_usd"]),
    }
    write_answers([answer], format_)


@app.command()
def settings(format_: FormatOpt = None) -> None:
    """List what a world is drawn from: each setting with its range, unit and meaning."""
    write_answers((*parameters(), *firm_parameters()), format_)
