"""How much of a hub's excess in trade statistics the chains of shipment records explain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from tidewaiter.flows.detail import GoodDetail, HubDetail
from tidewaiter.networks.chains.explains import Direction, Excess, Explained, explained

#: Half the width of a central 90 % interval, in standard errors.
_NINETY = 1.6449
#: Companies named with each family of goods.
_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedGood:
    """What chains explain of the excess of one family of goods, US dollars; of all of them together where it is None.

    Attributes:
        excess: What trade exceeds its counterfactual by, by the statistics.
        explained: Value of the chains, each weighted with its confidence, at most the excess; `low` the same of the
            sure ones alone, `high` the value of all in full.
        share: Explained part of the excess; None without one. `share_low` and `share_high` are its bounds, over those
            of the excess.
        chains: Number of chains.
        companies: Ids of the hub's companies that carry most of it, by value.
    """

    hub: str
    direction: str
    family: str | None
    title: str
    excess: float
    explained: float
    low: float
    high: float
    unexplained: float
    share: float | None
    share_low: float | None
    share_high: float | None
    chains: int
    companies: tuple[str, ...]


def hub_explained(
    detail: HubDetail, chains: pa.Table, company_ids: Mapping[int, str], *, direction: Direction
) -> tuple[ExplainedGood, ...]:
    """Return what chains explain of a hub's excess, by goods, the greatest excess first, and last of all in total.

    Args:
        detail: The hub, as trade statistics show it.
        chains: Rows of ``CHAINS``.
        company_ids: Id of each company by its number.
        direction: ``imports`` for what came to the hub, ``exports`` for what it sent on.
    """
    hub = detail.assessment.hub
    months = [month.period for month in detail.months if month.part == "window"]
    rows = [row for good in detail.goods for row in _excess(good, months, direction)]
    titles = {good.family: good.title for good in detail.goods}
    numbered = {row["chain"]: row for row in chains.to_pylist()}

    def shown(found: Explained) -> ExplainedGood:
        value = defaultdict[int, float](float)
        for chain in found.chains:
            row = numbered[chain]
            for company, country in zip(row["companies"][1:-1], row["countries"][1:-1], strict=True):
                if country == hub and company is not None:
                    value[company] += row["value_usd"] or 0.0
        ranked = sorted(value, key=lambda company: (-value[company], company_ids[company]))
        return ExplainedGood(
            hub=hub,
            direction=direction,
            family=found.family,
            title=titles.get(found.family or "", "all goods asked about"),
            excess=round(found.excess, 2),
            explained=round(found.explained, 2),
            low=round(found.low, 2),
            high=round(found.high, 2),
            unexplained=round(found.unexplained, 2),
            share=_rounded(found.share),
            share_low=_rounded(found.share_low),
            share_high=_rounded(found.share_high),
            chains=len(found.chains),
            companies=tuple(company_ids[company] for company in ranked[:_NAMED]),
        )

    *parts, total = explained(chains, rows, hub=hub, direction=direction)
    parts.sort(key=lambda part: (-part.excess, part.family or ""))
    return tuple(shown(found) for found in (*parts, total))


def _excess(good: GoodDetail, months: list[str], direction: Direction) -> list[Excess]:
    """Spread the excess of the window evenly over its months: only their sum counts."""
    value = good.imports_excess if direction == "imports" else good.exports_excess
    error = good.imports_error if direction == "imports" else good.exports_error
    if value is None or not months:
        return []
    wide, parts = _NINETY * (error or 0.0), len(months)
    return [
        Excess(
            family=good.family, month=month, usd=value / parts, low=(value - wide) / parts, high=(value + wide) / parts
        )
        for month in months
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
