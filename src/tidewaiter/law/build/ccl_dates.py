"""Known changes of the Commerce Control List: what was controlled otherwise, or not there yet, before a day."""

from __future__ import annotations

from pathlib import Path

from tidewaiter.law.build.overrun import ccl_rows
from tidewaiter.law.build.table_file import TableFile, read_authored, require

_KINDS = {"absent", "controlled", "open"}


def ccl_dates(data: Path) -> TableFile:
    """Return what is known of how entries and paragraphs of the CCL stood before a day.

    ``controlled``: the control named acted, beside those of the newest text. ``absent``: the entry or paragraph did not
    exist. ``open``: it is known that it changed, not how.
    """
    columns = ("eccn", "paragraphs", "kind", "since", "until", "reason", "column", "status", "citation", "note")
    rows = [tuple(r[c] for c in columns) for r in read_authored("ccl_dates.csv")]
    astray = sorted({r[0] for r in rows} - {r["eccn"] for r in ccl_rows(data, "heading")})
    require(not astray, f"every entry whose change is known is in the newest CCL, not so {astray}")
    require({r[2] for r in rows} <= _KINDS, f"a change of the CCL is one of {sorted(_KINDS)}")
    require(all((r[2] == "controlled") == bool(r[5] and r[6]) for r in rows), "an earlier control names its column")
    require(len({r[:7] for r in rows}) == len(rows), "a change of the CCL stands once")
    return TableFile(
        name="ccl_dates.csv",
        columns=columns,
        rows=sorted(rows),
        source="Federal Register rules named in each row",
        as_of="2026-07-23",
        verified="partly verified",
        note="From `since`, or the beginning, until the day before `until`. What no row names is taken to have stood "
        "as in the newest text; changes may be missing.",
    )
