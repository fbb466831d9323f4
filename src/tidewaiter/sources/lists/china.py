"""Lists of China's Ministry of Commerce: export-control list, unreliable entities, attention list (parsed JSON)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tidewaiter.model import Address, Listing, Schema
from tidewaiter.sources.lists.days import whole_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import read_names
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import is_name

_LISTS = {
    "cn-export-control-watchlist": "cn.mofcom.export_control",
    "cn-unreliable-entity-list": "cn.mofcom.unreliable",
    "cn-attention-list": "cn.mofcom.attention",
}
#: Chinese names of countries are two to four characters long and open an address.
_LENGTHS = (4, 3, 2)


def recognise(raw: RawFile) -> bool:
    """Say whether the file is the parse of these lists."""
    return raw.head.startswith("[") and any(f'"list_id": "{key}"' in raw.head for key in _LISTS)


def read(raw: RawFile) -> Reading:
    """Read the parse; its ``country`` is the publisher's and no fact about the party."""
    records = raw.json()
    reading = Reading(raw.name, rows=len(records))
    for number, record in enumerate(records, start=1):
        if record.get("list_id") not in _LISTS:
            reading.reject(
                number,
                "list_id",
                f"{record.get('list_id')!r} is no list this reader knows.",
                "Report the new list.",
                record.get("id"),
            )
        elif not is_name(record.get("entity_name") or ""):
            reading.reject(
                number, "entity_name", "The record has no name.", "Look it up at the publisher.", record.get("id")
            )
        else:
            reading.listings.append(_listing(record))
    return reading


def _listing(record: Mapping[str, Any]) -> Listing:
    addresses = tuple(Address(full=text, country=_country_of(text)) for text in record.get("addresses") or () if text)
    return Listing(
        id="",
        list=_LISTS[record["list_id"]],
        schema=Schema.ORGANIZATION,
        names=read_names(record["entity_name"], record.get("aliases") or ()),
        addresses=addresses,
        countries=tuple(dict.fromkeys(a.country for a in addresses if a.country)),
        listed_on=whole_date(record.get("date_added") or ""),
    )


def _country_of(text: str) -> str | None:
    return next((code for n in _LENGTHS if (code := country_code(text[:n]))), None)
