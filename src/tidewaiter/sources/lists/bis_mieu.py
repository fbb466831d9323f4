"""Military-intelligence end users named in 15 CFR 744.22(f)(2), typed up as CSV. The section names examples only."""

from __future__ import annotations

import csv
import io

from tidewaiter.model import ItemScope, Listing, Requirement, Schema
from tidewaiter.sources.lists.days import whole_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import read_names
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import is_name

_HEADER = "Type,Name,Alias,Country,Topics,Program,Date,End date,Source URL"


def recognise(raw: RawFile) -> bool:
    """Say whether the file starts with the header of the typed-up list."""
    return raw.head.startswith(_HEADER)


def read(raw: RawFile) -> Reading:
    """Read the list. The license requirement is that of 744.22(b): all items subject to the EAR."""
    reading = Reading(raw.name)
    for number, row in enumerate(csv.DictReader(io.StringIO(raw.text(), newline="")), start=2):
        reading.rows += 1
        if not is_name(row["Name"] or ""):
            reading.reject(number, "Name", "The row has no name.", "Look it up in 15 CFR 744.22(f)(2).")
            continue
        code = country_code(row["Country"] or "")
        reading.listings.append(
            Listing(
                id="",
                list="us.bis.mieu",
                schema=Schema.ORGANIZATION,
                names=read_names(row["Name"], [row["Alias"] or ""]),
                countries=(code,) if code else (),
                heading=row["Country"] or None,
                requirement=Requirement(items=ItemScope.ALL, sections=("744.22",)),
                listed_on=whole_date(row["Date"] or ""),
                delisted_on=whole_date(row["End date"] or ""),
            )
        )
    return reading
