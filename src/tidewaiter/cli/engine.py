"""Where bulk work runs, as the command line is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated

import typer

from tidewaiter.cli.progress import Messages
from tidewaiter.reports import JsonLine
from tidewaiter.workspace import Screening


class Engine(StrEnum):
    """The engines of bulk work."""

    DUCKDB = "duckdb"
    SPARK = "spark"


EngineOpt = Annotated[
    Engine, typer.Option("--engine", help="Where the work runs: on this machine, or on Spark (needs the extra spark).")
]
MasterOpt = Annotated[
    str | None,
    typer.Option("--spark-master", metavar="URL", help="Spark's master; by default Spark's own configuration says."),
]
MemoryOpt = Annotated[
    str | None,
    typer.Option(
        "--memory",
        metavar="SIZE",
        envvar="TIDEWAITER_MEMORY",
        help="What DuckDB may use before it spills to disk, as 4GB; by default a quarter of the machine's.",
    ),
]
SharedOpt = Annotated[
    bool,
    typer.Option("--spark-shared", help="Every executor sees the workspace at its path: do not send the index."),
]


def screen_on_spark(
    asking: Callable[[], Screening],
    file: str,
    *,
    master: str | None,
    shared: bool,
    encoding: str | None,
    messages: Messages,
) -> Iterator[JsonLine]:
    """Screen a file on Spark; a session of its own ends with the last answer."""
    from tidewaiter.engines.spark_session import spark_session  # noqa: PLC0415 - only this engine needs them
    from tidewaiter.workspace.on_spark import screen_file  # noqa: PLC0415

    with spark_session(master, quiet=messages.quiet) as session:
        yield from screen_file(
            asking(),
            session,
            file,
            encoding=encoding,
            shared=shared,
            rejected=messages.reject,
            warn=messages.note,
        )
