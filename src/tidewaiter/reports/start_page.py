"""The start page of the service: what can be asked, on which data; and the page of what cannot. No script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tidewaiter.model import Snapshot
from tidewaiter.reports.page_templates import page_templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address of the service.

    Attributes:
        method: Such as ``GET``; `path` its address, `parameters` what its query may name.
        about: What it answers, in a sentence.
    """

    method: str
    path: str
    parameters: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """A file of trade statistics or shipment records: its name, rows, and first and last day or month."""

    name: str
    rows: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the page tells.

    Attributes:
        version: Of the program.
        problem: Why nothing is answered yet; None when the service is ready.
        snapshots: Lists that answer today.
        flows: Imported trade statistics; `shipments` imported shipment records.
        routes: Every address, in the order of the description.
    """

    version: str
    problem: str | None
    snapshots: Sequence[Snapshot]
    flows: Sequence[ImportedFile]
    shipments: Sequence[ImportedFile]
    routes: Sequence[Route]


def problem_page(message: str) -> str:
    """Return a page that says what is wrong and what to do, for a person whose question cannot be answered."""
    return page_templates().get_template("problem.html").render(message=message)


def start_page(start: Start) -> str:
    """Return the page as HTML that needs no script and no other file; its forms ask the service itself."""
    return page_templates().get_template("start.html").render(start=start)
