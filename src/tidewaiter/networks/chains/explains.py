"""Which part of a hub's excess the chains through it explain, and what stays unexplained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa

#: Chains whose weakest join is at least this sure count for the lower bound.
SURE = 0.9

Direction = Literal["imports", "exports"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Excess of a hub's trade in one family of goods and one month.

    Attributes:
        family: Family of HS codes.
        month: Such as ``2023-04``.
        usd: Central value, US dollars; months below the counterfactual are negative.
        low: Lower bound; `high` upper bound.
    """

    family: str
    month: str
    usd: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What chains explain of an excess, US dollars.

    Attributes:
        family: Family of HS codes; None for all together.
        excess: Sum over the months, nothing when it is negative.
        explained: Value of the chains, each weighted with its confidence, at most the excess.
        low: The same of the sure chains alone; `high` is the value of all chains in full. Both at most the excess.
        unexplained: Rest of the excess.
        share: Explained part of the excess, None without excess; `share_low` is the lower value over the upper bound of
            the excess, `share_high` the higher value over its lower bound, at most 1.
        chains: Numbers of the chains, the most valuable first.
    """

    family: str | None
    excess: float
    explained: float
    low: float
    high: float
    unexplained: float
    share: float | None
    share_low: float | None
    share_high: float | None
    chains: tuple[int, ...]


def explained(
    chains: pa.Table, excess: Iterable[Excess], *, hub: str, direction: Direction = "exports"
) -> tuple[Explained, ...]:
    """Return what chains through a hub explain of its excess, by family, and last of all in total.

    Chains can exceed the excess of a family, since an excess is what trade has grown by and chains also carry what was
    there before: the surplus explains nothing of another family.

    Args:
        chains: Rows of ``CHAINS``.
        excess: By family and month; chains of other families and months do not count.
        hub: Country, ISO 3166 alpha-2; it is neither the first nor the last one of a chain.
        direction: ``exports`` compares the value the goods were sold at to the destination, by the month they left or
            arrived there; ``imports`` the value they were bought at, by the month they left the origin.
    """
    rows = list(excess)
    through = _through(chains, hub)
    value = through["value_in_usd" if direction == "imports" else "value_usd"].fill_null(0.0).to_numpy()
    day = through["first" if direction == "imports" else "last"].cast(pa.date32())
    month = np.array([found.isoformat()[:7] for found in day.to_pylist()], dtype=object)
    family = np.array(through["family"].to_pylist(), dtype=object)
    sure, number = through["confidence"].to_numpy(), through["chain"].to_numpy()
    made = []
    for name in dict.fromkeys(row.family for row in rows):
        own = [row for row in rows if row.family == name]
        which = (family == name) & np.isin(month, [row.month for row in own])
        weighted = value * sure  # in the lower bound too: a sure chain counts no more there than in the estimate
        sums = weighted[which].sum(), weighted[which & (sure >= SURE)].sum(), value[which].sum()
        order = np.lexsort((number[which], -value[which]))
        made.append(_one(name, own, sums, tuple(number[which][order].tolist())))
    return (*made, _total(made, rows))


def _through(chains: pa.Table, hub: str) -> pa.Table:
    inner = [hub in countries[1:-1] for countries in chains["countries"].to_pylist()]
    return chains.filter(pa.array(inner, pa.bool_()))


def _one(family: str, rows: list[Excess], sums: tuple[float, float, float], chains: tuple[int, ...]) -> Explained:
    bounds = tuple(max(sum(values), 0.0) for values in zip(*((r.usd, r.low, r.high) for r in rows), strict=True))
    capped = tuple(min(float(found), bounds[0]) for found in sums)
    return _shared(family, bounds, capped, chains)


def _total(parts: list[Explained], rows: list[Excess]) -> Explained:
    names = dict.fromkeys(row.family for row in rows)
    low, high = (
        sum(max(sum(getattr(row, bound) for row in rows if row.family == name), 0.0) for name in names)
        for bound in ("low", "high")
    )
    bounds = (sum(part.excess for part in parts), low, high)
    sums = tuple(sum(getattr(part, name) for part in parts) for name in ("explained", "low", "high"))
    return _shared(None, bounds, sums, tuple(chain for part in parts for chain in part.chains))


def _shared(
    family: str | None, bounds: tuple[float, ...], sums: tuple[float, ...], chains: tuple[int, ...]
) -> Explained:
    excess, least, most = bounds
    value, low, high = sums
    return Explained(
        family=family,
        excess=excess,
        explained=value,
        low=low,
        high=high,
        unexplained=excess - value,
        share=value / excess if excess > 0 else None,
        share_low=low / most if most > 0 else None,
        share_high=min(high / least, 1.0) if least > 0 else (None if excess <= 0 else 1.0 if high > 0 else 0.0),
        chains=chains,
    )
