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
        as_of: Nothing later is used; None for today.
        engine: ``duckdb`` on this machine, ``spark`` on a cluster.
        limit: Leads wanted; None for all.
    """

    destination: str = "RU"
    goods: str = "chpl"
    as_of: dt.date | None = None
    engine: str = "duckdb"
    limit: int | None = None
