"""Debarments of the Directorate of Defense Trade Controls: the statutory and the administrative export."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import replace

from tidewaiter.model import Citation, ListedName, Listing, NameKind, Schema
from tidewaiter.sources.lists.citations import citation_dates, parse_citations
from tidewaiter.sources.lists.days import partial_dates, us_date
from tidewaiter.sources.lists.identity import name_key
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import read_names, unique_names
from tidewaiter.sources.lists.party_kind import organization_before, schema_of
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import clean, is_name

LIST = "us.state.ddtc"
_STATUTORY = "Party Name,Date Of Birth,Federal Register Notice,Notice Date,"
_ADMINISTRATIVE = "Name,Date,Charging Letter,Debarment Order,Federal Register Notice"
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|v)\.?$", re.IGNORECASE)
_PARTIES = re.compile(r"\s*;\s*|,?\s+and\s+(?=[A-Z])")


def recognise(raw: RawFile) -> bool:
    """Say whether the file is one of the two exports."""
    return raw.head.startswith((_STATUTORY, _ADMINISTRATIVE))


def read(raw: RawFile) -> Reading:
    """Read either export. Rows of one name and birth date are one party with several notices."""
    reading = Reading(raw.name)
    parties: dict[tuple[str, tuple[str, ...]], Listing] = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(raw.any_text(), newline="")), start=2):
        reading.rows += 1
        name = row.get("Party Name") or row.get("Name") or ""
        if not is_name(name):
            reading.reject(number, "Party Name", "The row has no name.", "Look the notice up in the Federal Register.")
            continue
        listing = _listing(clean(name), row)
        key = (name_key(listing.name), listing.birth_dates)
        parties[key] = _join(parties[key], listing) if key in parties else listing
    reading.listings = list(parties.values())
    return reading


def _listing(name: str, row: dict[str, str]) -> Listing:
    born = partial_dates(row.get("Date Of Birth") or "")
    noticed = us_date(row.get("Notice Date") or row.get("Date") or "")
    citations = _citations(row.get("Federal Register Notice") or "", noticed)
    citations += _citations(row.get("Corrected Notice") or "", us_date(row.get("Corrected Notice Date") or ""))
    listed, changed = citation_dates(citations)
    names = _names(name)
    person = bool(born) or any(n.text == given_name_first(name) for n in names[1:])
    return Listing(
        id="",
        list=LIST,
        schema=Schema.PERSON if person else schema_of(names),
        names=names,
        birth_dates=born,
        citations=citations,
        listed_on=noticed or listed,
        changed_on=changed,
    )


def _citations(text: str, day: dt.date | None) -> tuple[Citation, ...]:
    return tuple(Citation(text=c.text, date=c.date or day) for c in parse_citations(text))


def given_name_first(name: str) -> str | None:
    """Return ``Edwin Acety`` for ``Acety, Edwin``; None when the text is not one person's name in that order."""
    parts = [p.strip() for p in name.split(",")]
    suffix = [p for p in parts[1:] if _SUFFIX.match(p)]
    rest = [p for p in parts if p not in suffix]
    if (
        len(rest) != 2
        or not all(rest)
        or schema_of([ListedName(text=name)]) is Schema.ORGANIZATION
        or organization_before(name)
    ):
        return None
    return " ".join([rest[1], rest[0], *suffix])


def _names(name: str) -> tuple[ListedName, ...]:
    pieces = [p for p in _PARTIES.split(name) if is_name(p)]
    several = len(pieces) > 1 and (";" in name or any("," in p for p in pieces))
    named = [ListedName(text=p, kind=NameKind.AFFILIATE) for p in pieces] if several else []
    turned = [given_name_first(p) for p in (pieces if several else [name])]
    kind = NameKind.AFFILIATE if several else NameKind.ALIAS
    return unique_names([*read_names(name), *named, *(ListedName(text=t, kind=kind) for t in turned if t)])


def _join(one: Listing, other: Listing) -> Listing:
    citations = tuple({c.text: c for c in (*other.citations, *one.citations)}.values())
    dates = [d for d in (one.listed_on, other.listed_on) if d]
    latest = [d for d in (one.changed_on, other.changed_on, *dates) if d]
    first = min(dates, default=None)
    changed = max(latest, default=None)
    return replace(one, citations=citations, listed_on=first, changed_on=changed if changed != first else None)
