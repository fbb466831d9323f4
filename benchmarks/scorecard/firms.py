"""Firms that trade in ordinary goods: companies to measure false alerts on, as the negatives hold people only.

They are the importers and exporters of the flat vendor samples under ``trade/``, nearly all of ceramic tiles. Whether
one of them is listed was not checked, so an alert may be right: the share that alerts is an upper bound of false
alerts. Only shares are written anywhere, never a name.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

from openpyxl import load_workbook

from tidewaiter.model import Schema
from tidewaiter.screening import Query

FOLDER = "trade/port_real_samples"
#: Columns that hold a trader's name, in the many spellings of the vendors.
_TRADER = re.compile(r"^(buyer|supplier|importer|exporter|consignee|shipper)(_name)?(_en)?$", re.IGNORECASE)
#: Samples of one to a few rows for every column of a declaration; the flat ones are those with many rows.
_FEWEST_ROWS = 100
_NOTHING = {"", "null", "n/a", "na", "none", "-"}


@lru_cache(maxsize=1)
def firm_queries(data: Path) -> list[Query]:
    """Return the firms, each name once, in the order of the files."""
    folder = data / FOLDER
    with (folder / "INDEX.csv").open(encoding="utf-8", newline="") as source:
        flat = [row for row in csv.DictReader(source) if int(row["data_rows"] or 0) >= _FEWEST_ROWS]
    names: dict[str, None] = {}
    for row in flat:
        if (folder / row["file"]).exists():
            names |= dict.fromkeys(_names(folder / row["file"], int(row["header_row"])))
    return [Query(name=name, schema=Schema.ORGANIZATION) for name in names]


def _names(file: Path, header: int) -> list[str]:
    book = load_workbook(file, read_only=True)
    rows = book.worksheets[0].iter_rows(min_row=header, values_only=True)
    headings = [str(cell or "").strip().replace(" ", "_") for cell in next(rows)]
    places = [place for place, heading in enumerate(headings) if _TRADER.match(heading)]
    found = [str(row[place] or "").strip() for row in rows for place in places if place < len(row)]
    book.close()
    return [name for name in found if name.casefold() not in _NOTHING and any(map(str.isalpha, name))]
