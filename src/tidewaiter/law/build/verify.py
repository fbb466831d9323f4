"""Check carried law tables against their provenance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from tidewaiter.model import LawError


def verify_tables(folder: Path) -> Iterator[tuple[str, dict[str, object], str | None]]:
    """Compare every table file with its provenance record.

    Args:
        folder: Folder of the tables, such as ``law/data/tables`` of the installed package.

    Yields:
        File name, provenance record, and what is wrong (None when nothing is).

    Raises:
        LawError: when the folder has no provenance.
    """
    try:
        records: dict[str, dict[str, object]] = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LawError(f"{folder} has no provenance.json. Run `tidewaiter data build`.") from None
    for name, record in records.items():
        yield name, record, _problem(folder / name, record)
    for path in sorted(folder.glob("*.csv")):
        if path.name not in records:
            data = path.read_bytes()
            found = {"rows": data.count(b"\n") - 1, "sha256": hashlib.sha256(data).hexdigest()}
            yield path.name, found, "has no provenance record"


def _problem(path: Path, record: dict[str, object]) -> str | None:
    if not path.is_file():
        return "is missing"
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != record["sha256"]:
        return "differs from the file its provenance describes"
    rows = data.count(b"\n") - 1
    return None if rows == record["rows"] else f"has {rows} rows, its provenance says {record['rows']}"
