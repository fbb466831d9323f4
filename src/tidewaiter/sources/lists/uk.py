"""United Kingdom lists: a names-only JSON of the UK Sanctions List, and OFSI's old ConList.csv.

ConList has a first line ``Last Updated,dd/mm/yyyy`` before the header, and one row for each name and address of a
group. Name 6 is the family name or the whole name of an entity.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from tidewaiter.model import Address, Identifier, ListedName, Listing, NameKind, Schema
from tidewaiter.sources.lists.days import partial_date, whole_date
from tidewaiter.sources.lists.demonyms import nationality_codes
from tidewaiter.sources.lists.eu_financial import read_names_only
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import unique_names
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import clean, is_name

LIST = "gb.fcdo"
_GIVEN = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5")
_ADDRESS = tuple(f"Address {n}" for n in range(1, 7))
_SCHEMAS = {"individual": Schema.PERSON, "entity": Schema.ORGANIZATION, "ship": Schema.VESSEL}
_IMO = re.compile(r"\bIMO(?: number)?:?\s*(\d{7})\b", re.IGNORECASE)
_MMSI = re.compile(r"\bMMSI:?\s*(\d{9})\b", re.IGNORECASE)
_PASSPORT = re.compile(r"(?:Passport(?: No\.?| Number)?:?\s*|\d\)\s*)([A-Z]{0,3}\d{5,10})\b", re.IGNORECASE)


def recognise_json(raw: RawFile) -> bool:
    """Say whether the file is the names-only JSON."""
    return raw.head.startswith("[") and "UK Sanctions List" in raw.head


def read_json(raw: RawFile) -> Reading:
    """Read names; every alias is a record of its own there, so listings are not parties."""
    return read_names_only(raw, LIST)


def recognise_csv(raw: RawFile) -> bool:
    """Say whether the file is ConList.csv."""
    return raw.head.startswith(("Last Updated,", "Report Date")) and "Name 6,Name 1," in raw.head


def read_csv(raw: RawFile) -> Reading:
    """Read ConList.csv; rows of one Group ID are one party."""
    first, _, rest = raw.any_text().partition("\n")
    reading = Reading(raw.name, data_date=whole_date(first, day_first=True))
    groups: dict[str, list[dict[str, str]]] = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(rest, newline="")), start=3):
        reading.rows += 1
        if not is_name(_name(row)):
            reading.reject(number, "Name 6", "The row has no name.", "Look the group up by its ID.", row["Group ID"])
        elif not row["Group ID"]:
            reading.reject(number, "Group ID", "The row has no group ID.", "Compare with the publisher's file.")
        else:
            groups.setdefault(row["Group ID"].strip(), []).append(row)
    reading.listings = [_group(number, rows) for number, rows in groups.items()]
    return reading


def _name(row: dict[str, str]) -> str:
    return clean(" ".join(p for column in (*_GIVEN, "Name 6") if (p := clean(row[column] or ""))))


def _group(number: str, rows: list[dict[str, str]]) -> Listing:
    ordered = sorted(rows, key=lambda r: not r["Alias Type"].lower().startswith("prim"))
    addresses = tuple(a for r in rows if (a := _address(r)))
    nationalities = tuple(dict.fromkeys(c for r in rows for c in nationality_codes(r["Nationality"] or "")))
    births = (partial_date(r["DOB"], day_first=True) for r in rows if r["DOB"])
    listed = [d for r in rows if (d := whole_date(r["Listed On"] or "", day_first=True))]
    changed = [d for r in rows if (d := whole_date(r["Last Updated"] or "", day_first=True))]
    identifiers = tuple(dict.fromkeys(i for r in rows for i in _identifiers(r)))
    schema = _SCHEMAS.get(rows[0]["Group Type"].strip().lower(), Schema.ENTITY)
    return Listing(
        id=f"{LIST}:{number}",
        list=LIST,
        schema=Schema.VESSEL if any(i.type == "imo" for i in identifiers) and schema is Schema.ORGANIZATION else schema,
        names=unique_names(_listed_name(r, first=i == 0) for i, r in enumerate(ordered)),
        addresses=tuple(dict.fromkeys(addresses)),
        countries=tuple(dict.fromkeys([*(a.country for a in addresses if a.country), *nationalities])),
        identifiers=identifiers,
        programs=tuple(dict.fromkeys(r["Regime"] for r in rows if r["Regime"])),
        listed_on=min(listed, default=None),
        changed_on=max(changed, default=None) if changed and listed and max(changed) > min(listed) else None,
        birth_dates=tuple(dict.fromkeys(b for b in births if b)),
        nationalities=nationalities,
        source_number=number,
    )


def _listed_name(row: dict[str, str], *, first: bool) -> ListedName:
    kind = row["Alias Type"].lower()
    if first:
        return ListedName(text=_name(row))
    return ListedName(
        text=_name(row), kind=NameKind.FORMER if kind.startswith("f") else NameKind.ALIAS, weak="low" in kind
    )


def _address(row: dict[str, str]) -> Address | None:
    parts = [clean(row[c]) for c in _ADDRESS if row[c]]
    postal, country = clean(row["Post/Zip Code"] or ""), clean(row["Country"] or "")
    full = ", ".join(p for p in (*parts, postal, country) if p)
    return Address(full=full, postal_code=postal or None, country=country_code(country)) if full else None


def _identifiers(row: dict[str, str]) -> Iterator[Identifier]:
    other = row["Other Information"] or ""
    for kind, pattern, text in (
        ("imo", _IMO, other),
        ("mmsi", _MMSI, other),
        ("passport", _PASSPORT, row["Passport Details"] or ""),
    ):
        yield from (Identifier(type=kind, value=m[1]) for m in pattern.finditer(text))
    if row["NI Number"]:
        yield Identifier(type="national_id", value=clean(row["NI Number"]))
