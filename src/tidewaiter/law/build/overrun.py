"""Entries of the CCL that ran into the next one in the source: each stands for two, with the controls of the second.

The source's own text of the first entry holds what was lost, so the rows kept by hand (``ccl_overrun*.csv``) are read
from there. When the source is mended, the builder says so instead of overwriting it.
"""

from __future__ import annotations

from pathlib import Path

from tidewaiter.law.build.table_file import read_authored, read_csv, require

_SIGN = "License Requirements"


def ccl_rows(data: Path, *columns: str) -> list[dict[str, str]]:
    """Return the entries of the source, with those that ran together taken apart."""
    rows = read_csv(data / "ear" / "eccn.csv", "eccn", *columns)
    apart = read_authored("ccl_overrun.csv")
    run = {row["eccn"] for row in rows if _SIGN in row["heading"]}
    named = {row["eccn"] for row in apart}
    require(run <= named, f"entries that ran into the next are known: {sorted(run - named)}")
    require(len(run) * 2 == len(named), "each entry kept by hand is still run together in the source")
    lost = named - run
    require(lost.isdisjoint(row["eccn"] for row in rows), "no entry kept by hand stands in the source as well")
    return [row for row in rows if row["eccn"] not in run] + apart


def control_rows(data: Path, *columns: str) -> list[dict[str, str]]:
    """Return the control rows of the source, with those of the entries that ran together put right."""
    rows = read_csv(data / "ear" / "eccn_controls.csv", "eccn", *columns)
    apart = read_authored("ccl_overrun_controls.csv")
    named = {row["eccn"] for row in read_authored("ccl_overrun.csv")}
    require({row["eccn"] for row in apart} == named, "every entry taken apart has its controls")
    return [row for row in rows if row["eccn"] not in named] + apart
