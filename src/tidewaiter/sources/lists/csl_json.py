"""A compact JSON of the Consolidated Screening List: a third party's projection with string tables and one-letter keys.

It keeps every entry, but of the addresses only the countries, and neither dates nor numbers of identity documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tidewaiter.model import RefusedListError
from tidewaiter.sources.lists.bis_denied import merge_denied
from tidewaiter.sources.lists.csl_entry import CslEntry, join_numbered
from tidewaiter.sources.lists.csl_sources import list_of
from tidewaiter.sources.lists.days import whole_date
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import is_name

_TABLES = {"lr": "licenceRequirements", "lp": "licencePolicies", "pg": "programmes"}


def recognise(raw: RawFile) -> bool:
    """Say whether the file is the compact JSON: it names the list and its generation time in its head."""
    return raw.head.startswith("{") and '"sourceGeneratedAt"' in raw.head and "Consolidated Screening List" in raw.head


def read(raw: RawFile) -> Reading:
    """Read the compact JSON.

    Raises:
        RefusedListError: when the file holds fewer entries than it says, or its tables are missing.
    """
    data: dict[str, Any] = raw.json()
    try:
        tables, entries = data["tables"], data["entries"]
        sources = [(name, list_of(name)) for name in tables["sources"]]
        expected = int(data["entryCount"])
    except (KeyError, TypeError) as error:
        raise RefusedListError(
            f"{raw.name}: the compact CSL lacks {error}. Build it again from consolidated.json."
        ) from error
    if len(entries) != expected:
        raise RefusedListError(f"{raw.name}: {len(entries)} entries, but the file says {expected}. Download it again.")
    reading = Reading(raw.name, rows=len(entries), data_date=whole_date(str(data["sourceGeneratedAt"])))
    for number, fields in enumerate(entries, start=1):
        name, list_id = sources[fields["s"]]
        if list_id is None:
            reading.reject(number, "s", f"{name!r} is no CSL source this reader knows.", "Report the new source.")
        elif not is_name(fields.get("n", "")):
            reading.reject(number, "n", "The entry has no name.", "Look the entry up at its source.")
        else:
            reading.listings.append(_entry(list_id, fields, tables).listing())
    reading.listings = merge_denied(join_numbered(reading.listings))
    return reading


def _entry(list_id: str, fields: Mapping[str, Any], tables: Mapping[str, Sequence[str]]) -> CslEntry:
    looked_up = {key: tables[table][fields[key]] if key in fields else "" for key, table in _TABLES.items()}
    return CslEntry(
        list_id=list_id,
        name=fields["n"],
        type=fields.get("t") or "",
        entity_number=fields.get("e") or "",
        aliases=fields.get("a", ()),
        countries=fields.get("c", ()),
        programs=looked_up["pg"],
        federal_register=fields.get("fr", ""),
        license_requirement=looked_up["lr"],
        license_policy=looked_up["lp"],
    )
