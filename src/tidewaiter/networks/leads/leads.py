"""Leads: ranked companies with their signs, chains and listings, ready to be read."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from tidewaiter.model.networks import Lead, Sign, SignState
from tidewaiter.networks.leads.evidence import evidence_of
from tidewaiter.networks.leads.ranking import Ranking
from tidewaiter.networks.leads.records import LeadRecords
from tidewaiter.networks.leads.scope import LeadScope
from tidewaiter.networks.signs import PRESENT, UNDETERMINED, SignDefinition

#: Most chains shown with a lead; its file has all.
MOST_CHAINS = 10
_STATES = {1: SignState.PRESENT, 0: SignState.ABSENT, -1: SignState.UNDETERMINED}


def leads_of(
    ranking: Ranking,
    records: LeadRecords,
    scope: LeadScope,
    *,
    limit: int | None = None,
    chains: int | None = MOST_CHAINS,
    absent: bool = False,
) -> Iterator[Lead]:
    """Write the leads down, the best first.

    Args:
        ranking: From `tidewaiter.networks.leads.ranking.rank_companies`.
        records: Records of at least the first ``limit`` leads and their predecessors.
        scope: The question.
        limit: How many; all when None.
        chains: Most chains of each; all when None.
        absent: Whether absent signs are said, too.
    """
    for rank, row in enumerate(ranking.order[:limit].tolist(), start=1):
        yield lead_of(ranking, row, rank, records, scope, chains=chains, absent=absent)


def wanted_companies(ranking: Ranking, limit: int | None = None, *, rows: Sequence[int] | None = None) -> list[int]:
    """Return the numbers of the first leads and of the companies they may have followed: whose records are wanted.

    Args:
        ranking: The ranking.
        limit: How many leads; all when None.
        rows: Rows of companies instead, such as the one of a file.
    """
    table = ranking.facts.table
    rows = ranking.order[:limit].tolist() if rows is None else rows
    found: set[int] = set()
    for name in ("company", "listed_predecessor", "stopped_predecessor"):
        found.update(
            int(number) for number in table[name].take(pa.array(rows, pa.int64())).to_pylist() if number is not None
        )
    return sorted(found)


def lead_of(
    ranking: Ranking,
    row: int,
    rank: int,
    records: LeadRecords,
    scope: LeadScope,
    *,
    chains: int | None = MOST_CHAINS,
    absent: bool = False,
) -> Lead:
    """Write one lead down."""
    facts: dict[str, Any] = {name: ranking.facts.table[name][row].as_py() for name in ranking.facts.table.column_names}
    for name in ("listed", "stopped"):
        if facts.get(f"{name}_predecessor") is not None:
            facts[f"{name}_predecessor_id"] = records.company_id(int(facts[f"{name}_predecessor"]))
    company = int(facts["company"])
    return Lead(
        company_id=str(facts["company_id"]),
        names=records.names(company),
        country=facts["home"],
        score=round(ranking.score(row), 6),
        rank=rank,
        signs=signs_of(ranking, row, facts, records, scope, absent=absent),
        chains=records.chains_of(company, chains),
        value_usd=_value(facts),
        first_seen=_day(facts.get("first_seen")),
        linked_listings=records.listings_of(company),
        grade=ranking.grade(row),
    )


def signs_of(
    ranking: Ranking,
    row: int,
    facts: Mapping[str, Any],
    records: LeadRecords,
    scope: LeadScope,
    *,
    absent: bool = False,
) -> tuple[Sign, ...]:
    """Return the signs of a company: present, then undetermined, then absent ones if asked, the heaviest first."""
    found = [_sign(sign, ranking, row=row, facts=facts, records=records, scope=scope) for sign in ranking.signs]
    kept = [sign for sign in found if absent or sign.state is not SignState.ABSENT]
    place = {SignState.PRESENT: 0, SignState.UNDETERMINED: 1, SignState.ABSENT: 2}
    order = {sign.id: at for at, sign in enumerate(ranking.signs)}
    return tuple(sorted(kept, key=lambda sign: (place[sign.state], -abs(sign.points), order[sign.sign])))


def _sign(
    sign: SignDefinition,
    ranking: Ranking,
    *,
    row: int,
    facts: Mapping[str, Any],
    records: LeadRecords,
    scope: LeadScope,
) -> Sign:
    found = ranking.found[sign.id]
    state, value = int(found.state[row]), float(found.value[row])
    determined = state != UNDETERMINED
    rate = float(ranking.base_rates[sign.id][row])
    present = state == PRESENT
    said = sign.say({**facts, "value": value, "state": state}) if determined else f"cannot be told: {sign.missing}"
    return Sign(
        sign=sign.id,
        state=_STATES[state],
        value=round(value, 6) if determined else None,
        why=said,
        clears_if=sign.clears_if,
        source=sign.source if sign.unverified is None else f"{sign.source} (unverified: {sign.unverified})",
        evidence=evidence_of(sign, facts, records, scope) if present else (),
        base_rate=None if math.isnan(rate) else round(rate, 4),
        points=round(float(ranking.points[sign.id][row]), 4),
        since=_day(facts.get(sign.since)) if present and sign.since else None,
    )


def _value(facts: Mapping[str, Any]) -> float | None:
    sent, chained = facts.get("sent_value") or 0.0, facts.get("chain_value") or 0.0
    more = facts.get("switched_value") or 0.0
    value = max(sent + more, chained)
    return round(value, 2) if value > 0 else None


def _day(ordinal: float | dt.date | None) -> dt.date | None:
    if ordinal is None or isinstance(ordinal, dt.date):
        return ordinal
    return dt.date.fromordinal(int(ordinal))
