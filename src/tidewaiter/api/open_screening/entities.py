"""Every entry of the lists that answer a day, in columns: found by id, searched by words, filtered and counted."""

from __future__ import annotations

import datetime as dt
import re
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

import pyarrow as pa

from tidewaiter.model import Listing, Schema, Snapshot, from_json, to_json
from tidewaiter.reports.ftm.export import interchange_id
from tidewaiter.reports.ftm.listing import entity_of, referents
from tidewaiter.reports.ftm.schemata import their_schema
from tidewaiter.store.asof import in_force_rows
from tidewaiter.workspace import Workspace

#: Sets of snapshots whose entries are kept in memory.
_KEPT = 2
#: Entries turned into columns at once.
_BATCH = 1000
_SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("list", pa.string()),
        ("schema", pa.string()),
        ("caption", pa.string()),
        ("countries", pa.list_(pa.string())),
        ("identifiers", pa.list_(pa.string())),
        ("gender", pa.string()),
        ("text", pa.string()),
        ("listed_on", pa.date32()),
        ("listed_after", pa.date32()),
        ("delisted_on", pa.date32()),
        ("last_change", pa.date32()),
        ("listing", pa.large_binary()),
    ]
)


class EntityTable:
    """The entries of one set of snapshots. Rows of `table` are numbered; the numbers are what methods take and give."""

    def __init__(self, entries: Iterable[Listing], snapshots: Sequence[Snapshot]) -> None:
        rows = map(_row, entries)
        batches = iter(lambda: list(islice(rows, _BATCH)), [])
        parts = [pa.RecordBatch.from_pylist(batch, schema=_SCHEMA) for batch in batches]
        self.table = pa.Table.from_batches(parts, schema=_SCHEMA).combine_chunks()
        self._rows = {key: row for row, key in enumerate(self.table["id"].to_pylist())}
        self._snapshots = {snapshot.list: snapshot for snapshot in snapshots}
        self.listing = lru_cache(maxsize=1024)(self._listing)

    def row(self, entity_id: str) -> int | None:
        """Return the row of an entity, or None."""
        return self._rows.get(entity_id)

    def entity(self, row: int) -> dict[str, Any]:
        """Return an entry as a FollowTheMoney entity."""
        entry = self.listing(row)
        return entity_of(entry, self._snapshots.get(entry.list))

    def in_force(self, day: dt.date) -> pa.Array:
        """Return which rows were in force on a day."""
        return in_force_rows(self.table, day)

    def canonical(self, referent: str) -> str | None:
        """Return the id of the entity that another id means: ``ofac-45937``, or the one it has in an exported file."""
        number = referent.removeprefix("ofac-")
        if number == referent:
            return self._exported.get(referent)
        return next(
            (key for name in ("sdn", "ssi", "nonsdn") if (key := f"us.ofac.{name}:{number}") in self._rows), None
        )

    @cached_property
    def _exported(self) -> dict[str, str]:
        return {interchange_id(key): key for key in self._rows}

    def _listing(self, row: int) -> Listing:
        return from_json(Listing, self.table["listing"][row].as_py())


class Entities:
    """The entity tables of a workspace, one for each set of snapshots in use."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._tables: OrderedDict[tuple[object, ...], EntityTable] = OrderedDict()
        self._building = threading.Lock()

    def of(self, day: dt.date) -> EntityTable:
        """Return the entries of the snapshots that answer a day."""
        snapshots = self._space.lists.snapshots(day)
        key = tuple((s.list, s.sha256, s.supplement_sha256) for s in snapshots)
        with self._building:
            if key not in self._tables:
                store = self._space.store
                entries = (e for s in snapshots for e in store.entries(s.list, s.date, s.supplement_date))
                self._tables[key] = EntityTable(entries, snapshots)
                while len(self._tables) > _KEPT:
                    self._tables.popitem(last=False)
            self._tables.move_to_end(key)
            return self._tables[key]


def words(text: str) -> list[str]:
    """Return the words of a text without regard to case, accents and punctuation."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(c for c in folded if not unicodedata.combining(c)).replace("_", " "))


def _row(entry: Listing) -> dict[str, Any]:
    said = [
        entry.id,
        *(name.text for name in entry.names),
        *(address.full for address in entry.addresses),
        *(number.value for number in entry.identifiers),
        *entry.programs,
        *entry.birth_dates,
        *referents(entry),
    ]
    return {
        "id": entry.id,
        "list": entry.list,
        "schema": their_schema(Schema.ADDRESS if entry.address_only else entry.schema),
        "caption": entry.name or next((a.full for a in entry.addresses), entry.id),
        "countries": [code.lower() for code in entry.countries],
        "identifiers": list(dict.fromkeys(number.value for number in entry.identifiers)),
        "gender": entry.gender,
        "text": "".join(f" {word}" for text in said for word in words(text)),
        "listed_on": entry.listed_on,
        "listed_after": entry.listed_after,
        "delisted_on": entry.delisted_on,
        "last_change": entry.changed_on or entry.listed_on,
        "listing": to_json(entry).encode(),
    }
