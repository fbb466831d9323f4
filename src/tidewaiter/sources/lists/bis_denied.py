"""The Denied Persons List of the Bureau of Industry and Security, in its three layouts.

A row is one address of a party; rows of one name that share an order (a Federal Register citation or an effective date)
are one party. The order's expiry is the date the party leaves the list; of several, the last counts, and none at all
means no end.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from tidewaiter.model import Address, Listing, RefusedListError
from tidewaiter.sources.lists.citations import citation_dates, parse_citations
from tidewaiter.sources.lists.days import whole_date
from tidewaiter.sources.lists.identity import name_key
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import read_names, unique_names
from tidewaiter.sources.lists.party_kind import schema_of
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import clean, is_name

LIST = "us.bis.denied_persons"
_OLD = ("Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date",
        "Standard_Order", "Last_Update", "Action", "FR_Citation")  # fmt: skip
_NEW = (
    "Name_and_Address",
    "Effective_Date",
    "Expiration_Date",
    "Appropriate Federal Register Citations",
    "Type of Denial",
)
_EXPIRES = re.compile(r"Expires: (\S+)")
#: Comma parts that still belong to the name: legal forms, generations and titles.
_NAME_TAIL = re.compile(
    r"^(?:jr|sr|ii|iii|iv|inc|incorporated|ltd|limited|llc|l\.l\.c|llp|co|corp|corporation|gmbh|s\.?a|s\.?l|"
    r"s\.?r\.?l|b\.?v|n\.?v|plc|pte|pvt|fze|"
    r"md|m\.d|phd|ph\.d|esq|co\.,? ?ltd|ltd\.? ?sti|a\.?s)\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DeniedRow:
    """One row of the list, whichever layout it came from."""

    name: str
    address: Address | None
    effective: str
    expires: str
    citations: str
    aliases: tuple[str, ...] = ()

    def listing(self) -> Listing:
        """Return the row as a listing of one address."""
        names = read_names(self.name, self.aliases)
        citations = parse_citations(self.citations)
        listed, changed = citation_dates(citations)
        country = self.address.country if self.address else None
        return Listing(
            id="",
            list=LIST,
            schema=schema_of(names, [self.address.full] if self.address else []),
            names=names,
            addresses=(self.address,) if self.address else (),
            countries=(country,) if country else (),
            citations=citations,
            listed_on=whole_date(self.effective) or listed,
            changed_on=changed,
            delisted_on=whole_date(self.expires),
        )


def recognise_text(raw: RawFile) -> bool:
    """Say whether the file is the old tab-separated ``dpl.txt``."""
    return raw.head.replace('"', "").startswith("Name\tStreet_Address\t")


def recognise_csv(raw: RawFile) -> bool:
    """Say whether the file is the present CSV, which has name and address in one cell."""
    return raw.head.startswith("Name_and_Address,")


def recognise_json(raw: RawFile) -> bool:
    """Say whether the file is a third party's JSON parse of the list."""
    return '"list_id": "bis-dpl"' in raw.head


def read_text(raw: RawFile) -> Reading:
    """Read the old tab-separated layout of 12 columns."""
    return _read(raw, _OLD, "\t", _from_old)


def read_csv(raw: RawFile) -> Reading:
    """Read the present layout of 5 columns, whose first cell ends with city, state, country and postal code."""
    return _read(raw, _NEW, ",", _from_new)


def read_json(raw: RawFile) -> Reading:
    """Read a third party's JSON; a legal form that its split at the first comma left in the address is put back."""
    data = raw.json()
    reading = Reading(raw.name, rows=len(data["entities"]), data_date=whole_date(str(data.get("extracted", ""))))
    rows = []
    for number, entry in enumerate(data["entities"], start=1):
        if is_name(entry.get("name") or ""):
            rows.append(_from_json(entry).listing())
        else:
            reading.reject(number, "name", "The entry has no name.", "Look it up in the list of BIS.")
    reading.listings = merge_denied(rows)
    return reading


def _read(
    raw: RawFile, columns: tuple[str, ...], delimiter: str, build: Callable[[dict[str, str]], DeniedRow]
) -> Reading:
    encoding = "utf-8-sig" if _is_utf8(raw.data) else "latin-1"
    reader = csv.reader(io.StringIO(raw.text(encoding), newline=""), delimiter=delimiter, strict=True)
    header = tuple(cell.strip() for cell in next(reader))
    if header != columns:
        raise RefusedListError(f"{raw.name}:1: not the header {', '.join(columns)}. Give the file as published.")
    reading = Reading(raw.name)
    rows: list[Listing] = []
    try:
        for number, cells in enumerate(reader, start=2):
            if not any(cells):
                continue
            reading.rows += 1
            _check_row(raw.name, number, cells, columns)
            row = build(dict(zip(columns, (c.strip() for c in cells), strict=True)))
            if is_name(row.name):
                rows.append(row.listing())
            else:
                reading.reject(number, columns[0], "The row has no name.", "Look the order up in the Federal Register.")
    except csv.Error as error:
        raise RefusedListError(
            f"{raw.name}:{reading.rows + 2}: the file ends inside a quoted cell ({error}); it is cut off."
        ) from error
    reading.listings = merge_denied(rows)
    return reading


def _check_row(file: str, number: int, cells: list[str], columns: tuple[str, ...]) -> None:
    if tuple(cells) == columns:
        raise RefusedListError(f"{file}:{number}: the header stands twice; the download is broken. Download it again.")
    if len(cells) != len(columns):
        raise RefusedListError(f"{file}:{number}: {len(cells)} cells instead of {len(columns)}; the file is cut off.")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _from_old(cells: dict[str, str]) -> DeniedRow:
    address = _address(
        cells["Street_Address"], cells["City"], cells["State"], cells["Postal_Code"], country=cells["Country"]
    )
    return DeniedRow(cells["Name"], address, cells["Effective_Date"], cells["Expiration_Date"], cells["FR_Citation"])


def _from_new(cells: dict[str, str]) -> DeniedRow:
    parts = [p.strip() for p in cells["Name_and_Address"].split(",")]
    effective, expires, citations = (
        cells["Effective_Date"],
        cells["Expiration_Date"],
        cells["Appropriate Federal Register Citations"],
    )
    if len(parts) < 5 or not (country_code(parts[-2]) or not parts[-2]):
        whole = Address(full=", ".join(p for p in parts[1:] if p)) if len(parts) > 1 else None
        return DeniedRow(parts[0], whole, effective, expires, citations)
    *front, city, state, country, postal = parts
    end = 1
    while end < len(front) and (_NAME_TAIL.match(front[end]) or _is_open(front[:end])):
        end += 1
    address = _address(", ".join(front[end:]), city, state, postal, country=country)
    return DeniedRow(", ".join(front[:end]), address, effective, expires, citations)


def _is_open(parts: list[str]) -> bool:
    """Say whether a bracket opened in these parts is still to be closed, as in ``SOCCER ZONE (MNC GROUP, INC.)``."""
    text = ",".join(parts)
    return text.count("(") > text.count(")")


def _from_json(entry: dict[str, Any]) -> DeniedRow:
    name, text = entry["name"].strip(), entry.get("address") or ""
    while (head := text.split(",", 1)) and len(head) == 2 and _NAME_TAIL.match(head[0].strip()):
        name, text = f"{name}, {head[0].strip()}", head[1].strip()
    address = Address(full=text, country=country_code(entry.get("country") or "")) if text else None
    expires = _EXPIRES.search(entry.get("notes") or "")
    aliases = tuple(entry.get("aliases") or ())
    effective, citations = entry.get("effective_date") or "", entry.get("federal_register") or ""
    return DeniedRow(name, address, effective, expires[1] if expires else "", citations, aliases)


def _address(street: str, city: str, state: str, postal: str, *, country: str) -> Address | None:
    full = ", ".join(p for p in (street, city, state, postal, country) if p)
    if not full:
        return None
    return Address(
        full=clean(full),
        street=street or None,
        city=city or None,
        region=state or None,
        postal_code=postal or None,
        country=country_code(country) if country else None,
    )


def merge_denied(listings: Iterable[Listing]) -> list[Listing]:
    """Join denied-persons rows that are one party under one order; other lists pass through in their order."""
    merged: list[Listing] = []
    groups: dict[str, list[int]] = defaultdict(list)
    for listing in listings:
        if listing.list != LIST:
            merged.append(listing)
            continue
        positions = groups[name_key(listing.name)]
        joined = [i for i in positions if _same_order(merged[i], listing)]
        if joined:
            merged[joined[0]] = _join(merged[joined[0]], listing)
        else:
            positions.append(len(merged))
            merged.append(listing)
    return merged


def _same_order(one: Listing, other: Listing) -> bool:
    if one.listed_on and one.listed_on == other.listed_on:
        return True
    if not one.citations and not other.citations:
        return one.countries == other.countries
    return bool({c.text for c in one.citations} & {c.text for c in other.citations})


def _join(one: Listing, other: Listing) -> Listing:
    return replace(
        one,
        names=unique_names([*one.names, *other.names]),
        addresses=tuple(dict.fromkeys([*one.addresses, *other.addresses])),
        countries=tuple(dict.fromkeys([*one.countries, *other.countries])),
        citations=tuple({c.text: c for c in [*other.citations, *one.citations]}.values()),
        listed_on=min(_dates(one.listed_on, other.listed_on), default=None),
        changed_on=max(_dates(one.changed_on, other.changed_on), default=None),
        delisted_on=max(one.delisted_on, other.delisted_on) if one.delisted_on and other.delisted_on else None,
    )


def _dates(*dates: dt.date | None) -> list[dt.date]:
    return [d for d in dates if d is not None]
