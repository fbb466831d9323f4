"""Every entry of the lists that answer a day, in columns: found by id, searched by words, filtered and counted."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tempfile
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model import Listing, Schema, Snapshot
from tidewaiter.reports.ftm.export import interchange_id
from tidewaiter.reports.ftm.listing import entity_of, referents, topics_of
from tidewaiter.reports.ftm.schemata import their_schema
from tidewaiter.screening import ScreeningIndex
from tidewaiter.store.asof import in_force_rows
from tidewaiter.workspace import Workspace
from tidewaiter.workspace.fingerprint import package_sha256

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
        ("topics", pa.list_(pa.string())),
        ("target", pa.bool_()),
        ("text", pa.string()),
        ("listed_on", pa.date32()),
        ("listed_after", pa.date32()),
        ("delisted_on", pa.date32()),
        ("last_change", pa.date32()),
    ]
)


class EntityTable:
    """The entries of one set of snapshots. Rows of `table` are numbered; the numbers are what methods take and give.

    Args:
        table: Of the columns that are searched and counted, a row an entry.
        index: The index of the same snapshots, which holds the entries themselves in the same order.
    """

    def __init__(self, table: pa.Table, index: ScreeningIndex, snapshots: Sequence[Snapshot]) -> None:
        self.table = table
        self._index = index
        self._rows = {key: row for row, key in enumerate(table["id"].to_pylist())}
        self._snapshots = {snapshot.list: snapshot for snapshot in snapshots}

    def row(self, entity_id: str) -> int | None:
        """Return the row of an entity, or None."""
        return self._rows.get(entity_id)

    def listing(self, row: int) -> Listing:
        """Return an entry."""
        return self._index.listing(row)

    def entity(self, row: int) -> dict[str, Any]:
        """Return an entry as a FollowTheMoney entity."""
        entry = self.listing(row)
        return entity_of(entry, self._snapshots.get(entry.list))

    def in_force(self, day: dt.date) -> pa.Array:
        """Return which rows were in force on a day."""
        return in_force_rows(self.table, day)

    def changed_by(self) -> pa.Array:
        """Return, for each row, the day it last changed: where that is not known, the day its list is of."""
        days = {name: snapshot.date for name, snapshot in self._snapshots.items()}
        lists = [days.get(name) for name in self.table["list"].to_pylist()]
        return pc.coalesce(self.table["last_change"], pa.array(lists, pa.date32()))

    def listed_for(self, topics: Collection[str], *, every: bool = False) -> npt.NDArray[np.bool_]:
        """Return which rows are listed for one of some topics, or for every one.

        An entry of a list that never says why anything is on it may be listed for any of them.
        """
        said, rows = pc.list_flatten(self.table["topics"]), pc.list_parent_indices(self.table["topics"])
        masks = [np.zeros(len(self.table), dtype=np.bool_) for _ in topics]
        for topic, mask in zip(topics, masks, strict=True):
            mask[rows.filter(pc.equal(said, topic)).to_numpy()] = True
        found: npt.NDArray[np.bool_] = (np.logical_and if every else np.logical_or).reduce(masks) | self._untold
        return found

    @cached_property
    def _untold(self) -> npt.NDArray[np.bool_]:
        lists = self.table["list"]
        told = pc.unique(lists.filter(pc.greater(pc.list_value_length(self.table["topics"]), 0)))
        untold: npt.NDArray[np.bool_] = ~pc.is_in(lists, told).to_numpy()
        return untold

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


class Entities:
    """The entity tables of a workspace, one for each set of snapshots in use; on disk beside their indexes."""

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
                screener, _ = self._space.screener(day)
                file = self.file(day)
                table = _opened(file, len(screener.index)) or self._built(file, snapshots)
                self._tables[key] = EntityTable(table, screener.index, snapshots)
                while len(self._tables) > _KEPT:
                    self._tables.popitem(last=False)
            self._tables.move_to_end(key)
            return self._tables[key]

    def file(self, day: dt.date) -> Path:
        """Return where the table of a day is kept, once it is built."""
        folder = self._space.index_folder(day)
        made_by = package_sha256("tidewaiter.api", "open_screening") + package_sha256("tidewaiter.reports", "ftm")
        return folder.with_name(f"{folder.name}-{hashlib.sha256(made_by.encode()).hexdigest()[:8]}.entities")

    def _built(self, file: Path, snapshots: Sequence[Snapshot]) -> pa.Table:
        store = self._space.store
        rows = (_row(e) for s in snapshots for e in store.entries(s.list, s.date, s.supplement_date))
        batches = iter(lambda: list(islice(rows, _BATCH)), [])
        parts = [pa.RecordBatch.from_pylist(batch, schema=_SCHEMA) for batch in batches]
        table = pa.Table.from_batches(parts, schema=_SCHEMA).combine_chunks()
        with suppress(OSError):  # a workspace that cannot be written to still answers, from memory
            _put_whole(table, file)
            return _opened(file, len(table)) or table
        return table


def _put_whole(table: pa.Table, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".staging-") as staging:
        staged = Path(staging) / file.name
        with pa.OSFile(str(staged), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        staged.replace(file)


def _opened(file: Path, entries: int) -> pa.Table | None:
    """Return a table that was kept, memory-mapped; None when there is none of so many entries that can be read."""
    try:
        with pa.memory_map(str(file)) as source:
            table = pa.ipc.open_file(source).read_all()
    except (OSError, pa.ArrowException):
        return None
    return table if table.schema == _SCHEMA and len(table) == entries else None


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
        "caption": entry.caption,
        "countries": [code.lower() for code in entry.countries],
        "identifiers": list(dict.fromkeys(number.value for number in entry.identifiers)),
        "gender": entry.gender,
        "topics": topics_of(entry),
        "target": entry.target,
        "text": "".join(f" {word}" for text in said for word in words(text)),
        "listed_on": entry.listed_on,
        "listed_after": entry.listed_after,
        "delisted_on": entry.delisted_on,
        "last_change": entry.changed_on or entry.listed_on,
    }
