"""Trade terms: everyday words for goods, kept by hand and held against the code lists."""

from __future__ import annotations

from pathlib import Path

from tidewaiter.law.build import ccl, harmonized
from tidewaiter.law.build.table_file import TableFile, read_authored, require


def goods_terms(data: Path) -> TableFile:
    """Return everyday words for goods: the tariff's wording for them, and where such goods usually stand.

    They widen a search and move its candidates up; they never decide what an item is.
    """
    rows = [(r["term"], r["wording"], r["hs"], r["eccn"]) for r in read_authored("goods_terms.csv")]
    require(len({row[0] for row in rows}) == len(rows), "every trade term stands once")
    require(all(any(row[1:]) for row in rows), "every trade term leads somewhere")
    known = {code for code, vintages, _ in harmonized.code_list(data).rows if "2022" in vintages}
    require({code for row in rows for code in row[2].split()} <= known, "trade terms name codes of HS 2022")
    entries = {row[0] for row in ccl.entries(data).rows}
    require({code for row in rows for code in row[3].split()} <= entries, "trade terms name entries of the CCL")
    return TableFile(
        name="goods_terms.csv",
        columns=("term", "wording", "hs", "eccn"),
        rows=sorted(rows),
        source="kept by hand: trade language against HS 2022 and the headings of the CCL",
        as_of="2026-09-24",
        verified="unverified",
        note="Where goods of a name usually stand, most usual first; a place to look, never a classification.",
    )
