"""Rows of one movement made into one leg: what each side says best is taken from it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.chains.spans import Spans, joined_spans
from tidewaiter.networks.stages import LEGS

#: Legs before they are numbered; `record` is the first of their records.
DRAFTS = pa.schema([("record", pa.string()), *(field for field in LEGS if field.name != "leg")])
#: The exporter's word counts for these, the importer's where there is none; for the origin, which the importing customs
#: check, the other way round.
_TEXTS = (
    "seller",
    "buyer",
    "from_country",
    "to_country",
    "destination",
    "brand",
    "part",
    "sent_as",
    "came_under",
    "received_as",
)
_CODES = ("hs6", "family", "asked")


def merged(table: pa.Table, group: npt.NDArray[np.int64]) -> pa.Table:
    """Return one row for each group of rows of a table of ``DRAFTS``.

    Values are those of the exporter, free on board, where they are stated. Where the sides declare different codes,
    that of goods under suspicion is taken.

    Args:
        group: Number of each row's group.
    """
    alone = np.bincount(group, minlength=len(group))[group] == 1
    kept = table.filter(pa.array(alone)).select(DRAFTS.names).cast(DRAFTS)
    rows = np.flatnonzero(~alone)
    if not len(rows):
        return kept
    side = np.where(table["sides"].fill_null("").to_numpy(zero_copy_only=False)[rows] == "export", 0, 1)
    order = np.lexsort((rows, side, group[rows]))
    rows, side = rows[order], side[order]
    return pa.concat_tables([kept, _made(table.take(pa.array(rows)), side, group[rows])])


def _made(table: pa.Table, side: npt.NDArray[np.int64], group: npt.NDArray[np.int64]) -> pa.Table:
    """Make one row of each group; rows are sorted by group, then side, the exporter's first."""
    first = np.flatnonzero(np.diff(group, prepend=-1) != 0)
    importer = np.searchsorted(group * 2 + side, group[first] * 2 + 1)
    place = np.cumsum(np.diff(group, prepend=-1) != 0) - 1
    one, two = table.take(pa.array(first)), table.take(pa.array(importer))
    columns: dict[str, Any] = {name: pc.coalesce(one[name], two[name]) for name in _TEXTS}
    columns["origin"] = pc.coalesce(two["origin"], one["origin"])
    switched = pc.and_(pc.invert(one["asked"]), two["asked"])
    columns |= {name: pc.if_else(switched, two[name], one[name]) for name in _CODES}
    columns |= {name: _total(table[name], side, place) for name in ("quantity", "net_kg", "value_usd")}
    spans = Spans(*(table[name].cast(pa.int32()).to_numpy() for name in Spans._fields))
    for name, days in joined_spans(spans, first, importer)._asdict().items():
        columns[name] = pa.array(days).cast(pa.date32())
    offsets = np.append(first, len(group)).astype(np.int32)
    lists = table["records"].combine_chunks()
    names = pc.list_flatten(lists)
    columns["records"] = pa.ListArray.from_arrays(pa.array(offsets), names)
    columns["record"] = names.take(pa.array(first))
    columns["sides"] = pa.array(np.full(len(first), "both"), pa.string())
    return pa.table({name: columns[name] for name in DRAFTS.names}).cast(DRAFTS)


def _total(column: pa.ChunkedArray, side: npt.NDArray[np.int64], place: npt.NDArray[np.int64]) -> pa.Array:
    """Return the sum of the exporter's rows, or where they do not all state an amount, that of the importer's."""
    amount = column.fill_null(float("nan")).to_numpy()
    size = int(place[-1]) + 1
    sums = [np.bincount(place[side == s], weights=amount[side == s], minlength=size) for s in (0, 1)]
    return pa.array(np.where(np.isnan(sums[0]), sums[1], sums[0]), pa.float64(), from_pandas=True)
