"""Six-digit codes of every edition with their families: the small table records are joined with."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa

from tidewaiter.law.tables import CARRIED_VINTAGES, hs_family, hs_titles

GOODS = pa.schema(
    [
        ("code", pa.string()),  # six digits; four or two where a record states no more
        ("edition", pa.int64()),
        ("family", pa.string()),
        ("asked", pa.bool_()),
    ]
)


def goods_table(families: Collection[str], headings: Collection[str] = ()) -> pa.Table:
    """Return the codes of all editions with their families, a table of ``GOODS``.

    A code is read by the edition of its year. Not every customs service adopts an edition on its first day, so that a
    code which that edition does not have is read by the nearest one that has it.

    Args:
        families: Families of goods under suspicion, such as ``2022:854231``.
        headings: Headings and chapters under suspicion as a whole: records that state no more count, too.
    """
    known = {vintage: frozenset(hs_titles(vintage)) for vintage in CARRIED_VINTAGES}
    rows: list[tuple[str, int, str, bool]] = []
    for code in sorted(frozenset().union(*known.values())):
        for edition in CARRIED_VINTAGES:
            if len(code) < 6:
                family = f"{CARRIED_VINTAGES[-1]}:{code}"
                rows.append((code, edition, family, code in headings))
                continue
            nearest = min((v for v in CARRIED_VINTAGES if code in known[v]), key=lambda v: (abs(v - edition), -v))
            found = hs_family(code, nearest)
            family = found.id if found else f"{nearest}:{code}"
            rows.append((code, edition, family, family in families))
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(GOODS.names)}, schema=GOODS)
