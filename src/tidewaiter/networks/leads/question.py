"""The question leads answer, as a person or a program asks it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadQuestion:
    """Which companies carry goods to a destination.

    Attributes:
        destination: Code or name of the country goods may be diverted to.
        goods: Goods under suspicion, as for hubs: ``chpl``, ``chpl:1``, ``hs:8542,870323`` or a file of codes.
        origins: Countries the goods come from: ``coalition``, ``US``, ``EU``, or countries separated by commas.
        as_of: Nothing later is used, of records, lists and registers; None for today.
        goods_as_of: Day of the list of goods; None for its newest version, since goods that were listed later were
            wanted before: the list follows what is found in weapons.
        since: Day from which the goods are controlled for the destination; None for what the law says.
        engine: ``duckdb`` on this machine, ``spark`` on a cluster.
        limit: Leads wanted; None for all.
    """

    destination: str = "RU"
    goods: str = "chpl"
    origins: str = "coalition"
    as_of: dt.date | None = None
    goods_as_of: dt.date | None = None
    since: dt.date | None = None
    engine: str = "duckdb"
    limit: int | None = None
