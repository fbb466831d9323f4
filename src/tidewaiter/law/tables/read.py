"""Read the carried table files. A malformed file stops everything: half a law is no law."""

from __future__ import annotations

import csv
import datetime as dt
import json
from functools import cache
from importlib import resources
from typing import Any

from tidewaiter.model import LawError

_FOLDER = "data/tables"


def _text(name: str) -> str:
    try:
        return resources.files("tidewaiter.law").joinpath(_FOLDER, name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LawError(f"law table {name} is missing. Reinstall Tidewaiter or run `tidewaiter data build`.") from None


def read_rows(name: str, *columns: str) -> list[list[str]]:
    """Return the rows of a carried CSV table as lists in file order of columns.

    Args:
        name: File name inside ``law/data/tables``.
        columns: The header the file must have, exactly.

    Raises:
        LawError: when the file is missing, its header differs, or a row has another number of cells.
    """
    rows = csv.reader(_text(name).splitlines())
    header = next(rows, [])
    if header != list(columns):
        raise LawError(f"law table {name}: the columns are {header}, expected {list(columns)}. Rebuild the tables.")
    found = list(rows)
    for number, row in enumerate(found, start=2):
        if len(row) != len(columns):
            raise LawError(f"law table {name}:{number}: {len(row)} cells, expected {len(columns)}. Correct the row.")
    return found


@cache
def provenance() -> dict[str, dict[str, Any]]:
    """Return the provenance record of each table file: source, as_of, rows, sha256, verified, note."""
    records: dict[str, dict[str, Any]] = json.loads(_text("provenance.json"))
    return records


def day(text: str) -> dt.date:
    """Return an ISO date cell."""
    return dt.date.fromisoformat(text)


def maybe_day(text: str) -> dt.date | None:
    """Return an ISO date cell, or None when it is empty."""
    return dt.date.fromisoformat(text) if text else None


def words(text: str) -> tuple[str, ...]:
    """Return the space-separated entries of a cell."""
    return tuple(text.split())
