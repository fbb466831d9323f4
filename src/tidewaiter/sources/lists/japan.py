"""Japan's Foreign End User List (METI), parsed to JSON. The address column holds only the country or region."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tidewaiter.model import ListedName, Listing, NameKind, Schema
from tidewaiter.sources.lists.days import whole_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import read_names, unique_names
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import clean, is_name

LIST = "jp.meti.eul"
_IN_BRACKETS = re.compile(r"\s*[(（]([^()（）]*[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af][^()（）]*)[)）]")
_WIDE_BRACKETS = re.compile(r"\s*（([ -~]+)）")
#: Codes of the concern in the last column: biological, chemical, missile, nuclear, conventional weapons.
_CONCERNS = re.compile(r"\b(?:B|C|M|N|CW)(?:,(?:B|C|M|N|CW))*\b")
_MIDDLE_DOT = re.compile(r"\s*[・･]\s*")


def recognise(raw: RawFile) -> bool:
    """Say whether the file is the parse of the list."""
    return raw.head.startswith("[") and '"list_id": "jp-end-user-list"' in raw.head


def read(raw: RawFile) -> Reading:
    """Read the parse; its ``country`` is the publisher's, the country of the party stands under ``addresses``."""
    records = raw.json()
    reading = Reading(raw.name, rows=len(records))
    for number, record in enumerate(map(_untangled, records), start=1):
        if is_name(record.get("entity_name") or ""):
            reading.listings.append(_listing(record))
        else:
            reading.reject(
                number, "entity_name", "The record has no name.", "Look it up in the list.", record.get("id")
            )
    return reading


def _untangled(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a record its name back when the parse ran it into the country: ``North Korea BVI Electronics``."""
    places = record.get("addresses") or [""]
    words = places[0].split()
    if is_name(record.get("entity_name") or ""):
        return record
    end = next((n for n in range(min(len(words) - 1, 6), 0, -1) if country_code(" ".join(words[:n]))), None)
    if end is None:
        return record
    return {**record, "entity_name": " ".join(words[end:]), "addresses": [" ".join(words[:end])]}


def _listing(record: Mapping[str, Any]) -> Listing:
    places = [clean(p) for p in record.get("addresses") or ()]
    concerns = (code for m in _CONCERNS.finditer(record.get("reason") or "") for code in m[0].split(","))
    return Listing(
        id="",
        list=LIST,
        schema=Schema.ORGANIZATION,
        names=unique_names(_names(record)),
        countries=tuple(dict.fromkeys(code for p in places if (code := country_code(p)))),
        heading=places[0] if places else None,
        programs=tuple(dict.fromkeys(concerns)),
        listed_on=whole_date(record.get("date_added") or ""),
    )


def _names(record: Mapping[str, Any]) -> Iterator[ListedName]:
    """Names, the ones in Japanese, Chinese or Korean script taken out of their brackets as aliases of their own."""
    cells = [record["entity_name"], *(a for cell in record.get("aliases") or () for a in _MIDDLE_DOT.split(cell))]
    for position, cell in enumerate(cells):
        bare = clean(_WIDE_BRACKETS.sub(r" (\1)", _IN_BRACKETS.sub("", cell)))
        for name in read_names(bare if is_name(bare) else clean(cell)):
            yield name if position == 0 else ListedName(text=name.text, kind=NameKind.ALIAS)
        for match in _IN_BRACKETS.finditer(cell):
            yield ListedName(text=clean(match[1]), kind=NameKind.ALIAS)
