"""The page of what travels with the package: law tables and list snapshots."""

from __future__ import annotations

import csv
from importlib import resources

from docs.generate.markdown import blocks, code, table
from tidewaiter.law.tables.read import provenance
from tidewaiter.store import SnapshotStore
from tidewaiter.workspace import package_root

_INTRODUCTION = """
The package carries what the main job needs, so that it runs with no network. It holds facts in Tidewaiter's own schema, built by its
own importers from the official files (`tidewaiter data build`), and no copy of a source file. `tidewaiter data verify` checks
counts, dates and hashes. The dates are those the data are of, not those on which they were fetched.

*verified* means checked against the official text or a second independent copy; *partly verified* and *unverified* say less, and the
note says what is open.

The source folder that `tidewaiter data build --from DIR` reads has `lists/` (restricted-party lists as their publishers or a named copy
give them), `ear/` (the regulations' tables) and `trade/` (Harmonized System and country code tables).
"""
_LISTS = """
One snapshot a list. An answer for an earlier date is rebuilt from the dates of its entries and says so
([answer as of a past date](../how-to/as-of.md)). Newer snapshots are brought in by `tidewaiter lists import`
([layouts read](lists.md)).
"""


def data_page() -> tuple[str, str]:
    """Return title and text of the page of carried data."""
    return "Carried data", blocks(
        _INTRODUCTION, "## Restricted-party lists", _LISTS, _snapshots(), "## Law tables", _tables(), "## Country names", _countries()
    )


def _snapshots() -> str:
    store = SnapshotStore(package_root() / "data")
    found = [store.snapshot(list_id, day) for list_id in store.lists() for day in store.dates(list_id)]
    return table(
        ("list", "date", "entries", "sha256", "source", "note"),
        ((code(s.list), s.date.isoformat(), str(s.entries), code(s.sha256[:12]), s.source, s.note or "") for s in found),
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
