"""A carried table on its way to disk: rows with their provenance, written the same way every time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from tidewaiter.model import LawError


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """One table and where it comes from.

    Attributes:
        name: File name in ``law/data/tables``.
        rows: Cells as text, in the order they are written.
        source: What the rows were read from.
        as_of: Date the facts are of (ISO).
        verified: ``verified``, ``partly verified`` or ``unverified``.
        note: What a reader must know before relying on the table.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    source: str
    as_of: str
    verified: str
    note: str = ""

    def text(self) -> str:
        """Return the file's content as CSV with Unix line ends."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return out.getvalue()


def require(condition: bool, fact: str) -> None:
    """Refuse to build when a known fact does not hold in the data.

    Raises:
        LawError: naming the fact.
    """
    if not condition:
        raise LawError(f"the data contradict a known fact, nothing was written: {fact}")


def read_csv(path: Path, *columns: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the data folder.

    Raises:
        LawError: when the file is missing or one of `columns` is not in its header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise LawError(f"{path.name} lacks the columns {missing}: it is another file or another layout.")
            return list(reader)
    except FileNotFoundError:
        raise LawError(f"{path} is missing. Give the folder that holds ear/ and trade/.") from None


def read_authored(name: str) -> list[dict[str, str]]:
    """Return the rows of a table kept by hand beside the builders, each with its own citation."""
    text = resources.files("tidewaiter.law.build").joinpath("authored", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def write_tables(tables: Iterable[TableFile], out: Path) -> dict[str, dict[str, object]]:
    """Write tables and their ``provenance.json`` into a folder, and return the provenance records."""
    out.mkdir(parents=True, exist_ok=True)
    records: dict[str, dict[str, object]] = {}
    for table in sorted(tables, key=lambda t: t.name):
        data = table.text().encode()
        (out / table.name).write_bytes(data)
        records[table.name] = {
            "source": table.source,
            "as_of": table.as_of,
            "rows": len(table.rows),
            "sha256": hashlib.sha256(data).hexdigest(),
            "verified": table.verified,
            "note": table.note,
        }
    text = json.dumps(records, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (out / "provenance.json").write_bytes(text.encode())
    return records
