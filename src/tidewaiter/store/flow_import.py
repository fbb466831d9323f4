"""What is known of one imported file of trade flows, and how it is written beside it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tidewaiter.model import UnusableWorkspaceError


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowImport:
    """One imported file.

    Attributes:
        id: Of the import: the beginning of the file's SHA-256.
        source: Name its rows carry; ``layout`` the layout it was read by.
        file: Name of the file without its folder.
        rows: Cells kept; ``rejected`` rows set aside, with reasons beside them.
        left_out: Rows that would count something twice, by reason.
        repeated: Rows that say another row again; ``added_up`` parts of cells that were added up; ``restated`` rows of
            cells stated more than once.
        parents: Cells that sum more detailed cells of the file.
        unconverted: Cells with an amount but no US dollars, for want of a rate.
        currencies: Currencies of the amounts.
        first: First period; ``last`` the last.
        reporters: How many countries report.
        partners: Partners that occur: of others the file says nothing.
        released: Day of release of the data, None when neither the file nor the user says so.
        imported: Day of the import, which stands for the release where that is not known.
        releases: How many days of release the rows state; more than one when the file holds revisions.
        complete: The file holds all trade of its reporters and periods, so that what it lacks was withdrawn.
        by_partner: Headings were told from their parts partner by partner; imports of before are put together anew when
            they are read.
        sha256: Of the file.
        sequence: Number of the import.
    """

    id: str
    source: str
    layout: str
    file: str
    rows: int
    rejected: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    repeated: int = 0
    added_up: int = 0
    restated: int = 0
    parents: int = 0
    unconverted: int = 0
    currencies: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    reporters: int = 0
    partners: tuple[str, ...] = ()
    released: dt.date | None = None
    imported: dt.date
    releases: int = 1
    complete: bool = False
    by_partner: bool = False
    sha256: str
    sequence: int

    @property
    def day(self) -> dt.date:
        """Day from which the data were known: that of their release, else of their import."""
        return self.released or self.imported


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the reader of a file says of the rows it wrote; the fields are those of `FlowImport`."""

    source: str
    layout: str
    rejected: int
    left_out: Mapping[str, int]
    repeated: int
    added_up: int
    restated: int
    parents: int
    unconverted: int
    currencies: tuple[str, ...]
    released: dt.date | None
    complete: bool


def write_manifest(done: FlowImport, path: Path) -> None:
    """Write what is known of an import."""
    path.write_text(json.dumps(asdict(done), default=str) + "\n", encoding="utf-8")


def read_manifest(manifest: Path) -> FlowImport:
    """Return what is known of an import.

    Raises:
        UnusableWorkspaceError: when its manifest is damaged.
    """
    try:
        data: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
        days = {name: dt.date.fromisoformat(data[name]) for name in ("released", "imported") if data[name]}
        lists = {name: tuple(data[name]) for name in ("partners", "currencies")}
        return FlowImport(**data | days | lists)
    except (ValueError, TypeError, KeyError) as error:
        raise UnusableWorkspaceError(f"{manifest} is damaged: import the file again.") from error
