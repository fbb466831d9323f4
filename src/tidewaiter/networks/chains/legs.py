"""Legs: the declarations of the exporting and of the importing side of one movement of goods are one."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.chains.declarations import Declared, chosen_pairs, likely_declarations
from tidewaiter.networks.chains.lots import amounts, days, headings, numbered_texts, whole_numbers
from tidewaiter.networks.chains.merging import DRAFTS, merged
from tidewaiter.networks.chains.numbering import numbered
from tidewaiter.networks.chains.pieces import in_pieces
from tidewaiter.networks.chains.procedures import meanings
from tidewaiter.networks.chains.spans import stated
from tidewaiter.networks.chains.step import Step
from tidewaiter.networks.stages import LEGS, MOVEMENTS

#: Group of the records without a buyer: every one of them has a seller, by which they are looked at in the second step.
_NO_BUYER = -1


def legs_by_buyer(movements: nw.LazyFrame[Any]) -> Step:
    """Return the first step from ``MOVEMENTS`` to legs: declarations are compared that have the same buyer.

    Records without a seller take part. Records without a buyer become legs of one record here, and are looked at again
    by `legs_by_seller`.

    Args:
        movements: Rows of ``MOVEMENTS``.
    """
    grouped = nw.when(nw.col("buyer").is_null()).then(_NO_BUYER - nw.col("seller")).otherwise(nw.col("buyer"))
    frame = movements.select(*MOVEMENTS.names, party=grouped)
    return Step(frame=frame, group="party", work=joined_by_buyer, schema=DRAFTS)


def legs_by_seller(drafts: nw.LazyFrame[Any]) -> Step:
    """Return the second step: legs without a buyer are compared with the others of their seller.

    Only the sellers of such legs take part: `settled` returns the legs that are not handed on to this step.

    Args:
        drafts: What the first step returned.
    """
    return Step(
        frame=_of_blanks(drafts, "semi").with_columns(party=nw.col("seller")),
        group="party",
        work=joined_by_seller,
        schema=DRAFTS,
    )


def settled(drafts: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the legs that `legs_by_seller` does not work on, to be put beside those it returns."""
    rest = _of_blanks(drafts, "anti")
    unsold = drafts.filter(nw.col("seller").is_null())
    return nw.concat([rest, unsold], how="vertical")


def numbered_legs(drafts: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return legs numbered by day, then first record, from 0: rows of ``LEGS``."""
    # A record is in one leg only; further columns decide where ids of records are not unique.
    return numbered(drafts, "leg", day="day", order=["record", "sides", "value_usd", "net_kg"]).select(LEGS.names)


def joined_by_buyer(table: pa.Table) -> pa.Table:
    """Join the declarations of whole buyers: rows of ``MOVEMENTS`` with their ``party`` to rows of ``DRAFTS``."""
    return _joined(_drafted(table), "seller")


def joined_by_seller(table: pa.Table) -> pa.Table:
    """Join the declarations of whole sellers: rows of ``DRAFTS`` with their ``party``, some of two records already."""
    return _joined(table, "buyer")


def _of_blanks(drafts: nw.LazyFrame[Any], how: Any) -> nw.LazyFrame[Any]:  # noqa: ANN401 - a literal of narwhals
    blank = drafts.filter(nw.col("buyer").is_null()).select("seller").unique()
    return drafts.filter(~nw.col("seller").is_null()).join(blank, on="seller", how=how)


def _drafted(table: pa.Table) -> pa.Table:
    """Return movements as legs of one record each."""
    table = table.combine_chunks()
    record = table["record"].combine_chunks()
    record = record if isinstance(record, pa.Array) else record.chunk(0)
    records = pa.ListArray.from_arrays(pa.array(np.arange(len(record) + 1, dtype=np.int32)), record)
    month = table["whole_month"].fill_null(False).to_numpy(zero_copy_only=False)
    made = table.drop_columns(["day"]).append_column("records", records)
    low, high = (pa.array(edge).cast(pa.date32()) for edge in stated(days(table["day"]), month))
    for name, edge in {"day": low, "day_to": high, "arrived": low, "arrived_to": high}.items():
        made = made.append_column(name, edge)
    asked, before = meanings(table["reporter"], table["procedure"])
    sent, received = (pc.equal(table["direction"], side) for side in ("export", "import"))
    for name, which, said in (
        ("sent_as", sent, asked), ("came_under", sent, before), ("received_as", received, asked)
    ):  # fmt: skip
        made = made.append_column(name, pc.if_else(which, said, None))
    return made.append_column("sides", table["direction"]).select([*DRAFTS.names, "party"])


def _joined(table: pa.Table, other: str) -> pa.Table:
    """Join declarations of one movement; `other` is the column of the company they are not grouped by."""
    table = table.sort_by([("party", "ascending"), ("record", "ascending"), ("sides", "ascending")]).combine_chunks()
    country = "from_country" if other == "seller" else "to_country"
    columns = _columns(table, other, country)
    order = np.lexsort((columns["day"], columns["heading"], columns["other"], columns["party"]))
    side = table["sides"].fill_null("").to_numpy(zero_copy_only=False)
    rows_ex, rows_im = order[side[order] == "export"], order[side[order] == "import"]
    ex, im = (Declared(**{name: columns[name][rows] for name in Declared._fields}) for rows in (rows_ex, rows_im))
    one, two, points = likely_declarations(ex, im)
    best = np.lexsort((two, one, np.abs(im.day[two] - ex.day[one]), -np.round(points, 6)))
    partner_ex, partner_im = chosen_pairs(one[best], two[best], len(rows_ex), len(rows_im))
    at_ex, at_im, number, again = in_pieces(ex, im, partner_ex, partner_im)
    group = np.arange(table.num_rows)
    paired = np.flatnonzero((partner_ex >= 0) & ~again)
    group[rows_im[partner_ex[paired]]] = rows_ex[paired]
    _, first, bundle = np.unique(number, return_index=True, return_inverse=True)
    for rows in (rows_ex[at_ex], rows_im[at_im]):
        group[rows] = rows_ex[at_ex[first]][bundle]
    return merged(table, group)


def _columns(table: pa.Table, other: str, country: str) -> dict[str, Any]:
    return {
        "party": whole_numbers(table["party"]),
        "other": whole_numbers(table[other]),
        "heading": headings(table["hs6"]),
        "hs": numbered_texts(table["hs6"]),
        "family": numbered_texts(table["family"]),
        "day": days(table["day"]),
        "slack": days(table["day_to"]) - days(table["day"]),
        "kg": amounts(table["net_kg"]),
        "pieces": amounts(table["quantity"]),
        "value": amounts(table["value_usd"]),
        "part": numbered_texts(table["part"]),
        "brand": numbered_texts(table["brand"]),
        "origin": numbered_texts(table["origin"]),
        "country": numbered_texts(table[country]),
    }
