"""The page of what travels with the package: law tables and list snapshots."""

from __future__ import annotations

import csv
from importlib import resources

from docs.generate.markdown import blocks, code, opening, table

from tidewaiter.law.tables.read import provenance
from tidewaiter.store import SnapshotStore
from tidewaiter.workspace import package_root


def data_page() -> tuple[str, str]:
    """Return title and text of the page of carried data."""
    return "Carried data", blocks(
        opening("data"),
        "## Restricted-party lists",
        opening("data-lists"),
        _snapshots(),
        "## Law tables",
        _tables(),
        "## Country names",
        _countries(),
    )


def _snapshots() -> str:
    store = SnapshotStore(package_root() / "data")
    found = [store.snapshot(list_id, day) for list_id in store.lists() for day in store.dates(list_id)]
    return table(
        ("list", "date", "entries", "sha256", "source", "note"),
        (
            (code(s.list), s.date.isoformat(), str(s.entries), code(s.sha256[:12]), s.source, s.note or "")
            for s in found
        ),
    )


def _tables() -> str:
    return table(
        ("table", "as of", "rows", "sha256", "source", "verified", "note"),
        (
            (
                code(name),
                str(facts.get("as_of") or ""),
                str(facts["rows"]),
                code(str(facts["sha256"])[:12]),
                str(facts["source"]),
                str(facts["verified"]),
                str(facts.get("note") or ""),
            )
            for name, facts in sorted(provenance().items())
        ),
    )


def _countries() -> str:
    folder = resources.files("tidewaiter.model")
    rows = []
    for name, source in (
        ("countries.csv", "ISO 3166 codes, UN M49 numbers and official names in the six UN languages"),
        ("country_aliases.csv", "names that lists and traders write, kept by hand"),
    ):
        text = folder.joinpath(name).read_text(encoding="utf-8")
        rows.append((code(name), str(sum(1 for _ in csv.DictReader(text.splitlines()))), source))
    return table(("table", "rows", "source"), rows)
