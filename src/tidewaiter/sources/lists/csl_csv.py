"""The official CSV of the US Consolidated Screening List (29 columns), International Trade Administration.

Values of a cell are joined with ``; ``. An address ends with its country code, so a street that holds ``; and`` stays
whole.
"""

from __future__ import annotations

import csv
import io
import re

from tidewaiter.model import Address, Identifier, RefusedListError
from tidewaiter.sources.lists.bis_denied import merge_denied
from tidewaiter.sources.lists.csl_entry import CslEntry, join_numbered
from tidewaiter.sources.lists.csl_sources import list_of
from tidewaiter.sources.lists.days import whole_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import is_name

COLUMNS = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
]
_JOIN = re.compile(r"\s*;\s+")
_IMO = re.compile(r"\bIMO (\d{7})\b")
_MMSI = re.compile(r"\b(\d{9}), MMSI|MMSI,? (\d{9})\b")
_DAY = re.compile(r"^(?:\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]{2} \d{4})$")
_ID_TYPES = {
    "passport": "passport",
    "tax id no": "tax",
    "registration number": "registration",
    "registration id": "registration",
    "business registration number": "registration",
    "company number": "registration",
    "unified social credit code (uscc)": "registration",
    "national id no": "national_id",
    "cedula no": "national_id",
    "swift/bic": "swift",
    "legal entity number": "lei",
}


def recognise(raw: RawFile) -> bool:
    """Say whether the file starts with the CSL header."""
    return raw.head.startswith("_id,source,entity_number,")


def read(raw: RawFile) -> Reading:
    """Read the official CSV.

    Raises:
        RefusedListError: when the header stands twice or a row is cut off: the signs of a broken download.
    """
    reading = Reading(raw.name)
    reader = csv.reader(io.StringIO(raw.text(), newline=""), strict=True)
    header = next(reader)
    if header != COLUMNS:
        missing = ", ".join(c for c in COLUMNS if c not in header) or "none, but the order differs"
        raise RefusedListError(f"{raw.name}:1: not the CSL header of 29 columns (missing: {missing}).")
    try:
        for number, row in enumerate(reader, start=2):
            reading.rows += 1
            _read_row(reading, number, row)
    except csv.Error as error:
        raise RefusedListError(
            f"{raw.name}:{reading.rows + 2}: the file ends inside a quoted cell ({error}); it is cut off."
        ) from error
    reading.listings = merge_denied(join_numbered(reading.listings))
    return reading


def _read_row(reading: Reading, number: int, row: list[str]) -> None:
    if row == COLUMNS:
        raise RefusedListError(
            f"{reading.file}:{number}: the header stands twice; the download is broken. Download it again."
        )
    if len(row) != len(COLUMNS):
        raise RefusedListError(
            f"{reading.file}:{number}: {len(row)} cells instead of {len(COLUMNS)}; the file is cut off."
        )
    cells = dict(zip(COLUMNS, row, strict=True))
    list_id = list_of(cells["source"])
    if list_id is None:
        reading.reject(
            number, "source", f"{cells['source']!r} is no CSL source this reader knows.", "Report the new source."
        )
        return
    if not is_name(cells["name"]):
        reading.reject(number, "name", "The entry has no name.", "Look the entry up at its source.", cells["_id"])
        return
    started = whole_date(cells["start_date"])
    if started and (reading.data_date is None or started > reading.data_date):
        reading.data_date = started  # the newest entry: the file itself carries no date
    reading.listings.append(_entry(list_id, cells).listing())


def _entry(list_id: str, cells: dict[str, str]) -> CslEntry:
    identifiers, gender = _identifiers(cells["ids"])
    if cells["call_sign"]:
        identifiers.append(Identifier(type="call_sign", value=cells["call_sign"]))
    flag = country_code(cells["vessel_flag"]) if cells["vessel_flag"] else None
    addresses = _addresses(cells["addresses"])
    return CslEntry(
        list_id=list_id,
        name=cells["name"],
        type=cells["type"],
        entity_number=cells["entity_number"],
        aliases=_JOIN.split(cells["alt_names"]),
        addresses=[a for a in addresses if "," in a.full or not a.country],
        countries=[*(a.country or "" for a in addresses), *([flag] if flag else [])],
        programs=cells["programs"],
        federal_register=cells["federal_register_notice"],
        start_date=cells["start_date"],
        end_date=cells["end_date"],
        license_requirement=cells["license_requirement"],
        license_policy=cells["license_policy"],
        nationalities=_JOIN.split(cells["nationalities"]) + _JOIN.split(cells["citizenships"]),
        birth_dates=_JOIN.split(cells["dates_of_birth"]),
        identifiers=identifiers,
        gender=gender,
    )


def _addresses(cell: str) -> list[Address]:
    """Split at ``; `` where the part before ends with a country, and read the parts from the back."""
    found: list[Address] = []
    held = ""
    for piece in _JOIN.split(cell.strip()):
        held = f"{held}; {piece}" if held else piece
        country = country_code(held.rsplit(",", 1)[-1])
        if country:
            found.append(Address(full=" ".join(held.split()), country=country))
            held = ""
    if held.strip(" ;,"):
        found.append(Address(full=" ".join(held.split())))
    return found


def _identifiers(cell: str) -> tuple[list[Identifier], str | None]:
    """Read numbers out of the ``ids`` cell: ``RU, 7736618039, Tax ID No.`` or ``Tax ID No., 7736618039, RU``."""
    found = [Identifier(type="imo", value=m[1]) for m in _IMO.finditer(cell)]
    found += [Identifier(type="mmsi", value=m[1] or m[2]) for m in _MMSI.finditer(cell)]
    gender = None
    for item in _JOIN.split(cell):
        parts = [p.strip() for p in item.split(",")]
        kinds = [i for i, p in enumerate(parts) if p.lower().rstrip(".") in _ID_TYPES]
        if len(parts) >= 2 and kinds:
            kind = _ID_TYPES[parts[kinds[0]].lower().rstrip(".")]
            rest = [p for i, p in enumerate(parts) if i != kinds[0] and p]
            country = next((code for p in rest if len(p) == 2 and (code := country_code(p))), None)
            value = next((p for p in rest if any(c.isdigit() for c in p) and not _DAY.match(p)), None)
            if value:
                found.append(Identifier(type=kind, value=value, country=country))
        elif "Gender" in parts:
            gender = "male" if "Male" in parts else "female" if "Female" in parts else None
    return found, gender
