"""The records behind leads: their legs and chains, the names of everyone in them, and their listings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa

from tidewaiter.model.networks import Chain, Leg, LinkedListing
from tidewaiter.networks.facts.tables import Frame, NetworkTables
from tidewaiter.networks.keeping import Keep, as_it_is

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFrames:
    """What is to be collected to write leads down: give each, collected, to `LeadRecords`."""

    legs: Frame
    links: Frame
    chains: Frame
    members: Frame
    companies: Frame
    listed: Frame


def lead_frames(known: NetworkTables, wanted: Frame, *, keep: Keep = as_it_is) -> LeadFrames:
    """Return the rows that concern some companies.

    Args:
        known: Tables as by `tidewaiter.networks.facts.seen`.
        wanted: ``company`` of each lead, and of each predecessor.
        keep: What an engine does with a table that several others are made of.
    """
    ids = wanted.select("company").unique(["company"])
    members = keep(known.members.join(ids, on="company", how="semi"))
    chains = keep(known.chains.join(members.select("chain").unique(["chain"]), on="chain", how="semi"))
    chained = chains.select("legs").explode("legs").select(nw.col("legs").alias("leg"))
    own = [
        known.legs.join(ids, left_on=side, right_on="company", how="semi").select("leg") for side in ("seller", "buyer")
    ]
    numbers = nw.concat([chained, *own], how="vertical").unique(["leg"])
    legs = keep(known.legs.join(numbers, on="leg", how="semi"))
    firms = nw.concat([legs.select(nw.col(side).alias("company")) for side in ("seller", "buyer")], how="vertical")
    everyone = nw.concat([firms, ids], how="vertical").unique(["company"])
    companies = known.companies.join(everyone, on="company", how="semi")
    links = known.links
    for end in ("inward", "outward"):
        links = links.join(chained.select(nw.col("leg").alias(end)).unique([end]), on=end, how="semi")
    return LeadFrames(
        legs=legs,
        links=links,
        chains=chains,
        members=members,
        companies=companies,
        listed=known.listed.join(ids, on="company", how="semi"),
    )


class LeadRecords:
    """Records of leads, found by company. Rows are small: only those of companies somebody reads of.

    Args:
        legs: Rows of `LeadFrames.legs`, collected; likewise the others.
    """

    def __init__(
        self,
        *,
        legs: pa.Table,
        links: pa.Table,
        chains: pa.Table,
        members: pa.Table,
        companies: pa.Table,
        listed: pa.Table,
    ) -> None:
        self.legs: dict[int, Row] = {row["leg"]: row for row in legs.sort_by("leg").to_pylist()}
        self.companies: dict[int, Row] = {row["company"]: row for row in companies.to_pylist()}
        self._chains: dict[int, Row] = {row["chain"]: row for row in chains.to_pylist()}
        self._joins: dict[tuple[int, int], Row] = {(row["inward"], row["outward"]): row for row in links.to_pylist()}
        self._chained: dict[int, set[int]] = defaultdict(set)
        for row in members.select(["company", "chain"]).to_pylist():
            self._chained[row["company"]].add(row["chain"])
        self._listed: dict[int, list[Row]] = defaultdict(list)
        for row in listed.to_pylist():
            self._listed[row["company"]].append(row)
        self._of: dict[int, list[int]] = defaultdict(list)
        for number, leg in self.legs.items():
            for company in {leg["seller"], leg["buyer"]} - {None}:
                self._of[company].append(number)

    def company_id(self, company: int | None) -> str:
        """Return the id of a company by its number; ``unknown`` where a record names nobody."""
        return "unknown" if company is None else str(self.companies[company]["company_id"])

    def names(self, company: int) -> tuple[str, ...]:
        """Return the spellings of a company, the most frequent first."""
        return tuple(self.companies[company]["names"] or ())

    def legs_of(self, company: int) -> Sequence[Row]:
        """Return the legs a company takes part in, by day, then number."""
        rows = [self.legs[number] for number in self._of.get(company, ())]
        return sorted(rows, key=lambda leg: (leg["day"], leg["leg"]))

    def leg(self, number: int) -> Leg:
        """Return a leg by its number."""
        row = self.legs[number]
        return Leg(
            shipment_ids=tuple(row["records"]),
            from_company=self.company_id(row["seller"]),
            to=self.company_id(row["buyer"]),
            date=row["day"],
            date_precision="day" if row["day"] == row["day_to"] else "month",
            value_usd=row["value_usd"],
            from_country=row["from_country"],
            to_country=row["to_country"],
            goods=row["family"],
            net_kg=row["net_kg"],
            quantity=row["quantity"],
        )

    def chains_of(self, company: int, limit: int | None = None) -> tuple[Chain, ...]:
        """Return the chains a company stands in, the surest first, then the most valuable; at most `limit`."""
        rows = [self._chains[number] for number in self._chained.get(company, ()) if number in self._chains]
        rows.sort(key=lambda row: (-row["confidence"], -(row["value_usd"] or 0.0), row["chain"]))
        return tuple(
            Chain(
                legs=tuple(self.leg(number) for number in row["legs"]),
                confidence=row["confidence"],
                weakest=self._weakest(row),
            )
            for row in rows[:limit]
        )

    def _weakest(self, chain: Row) -> str:
        """Say where the weakest join of a chain is, and what speaks for it."""
        at = chain["weakest"]
        if at is None or not 0 <= at < len(chain["companies"]) - 2:
            return ""
        company = chain["companies"][at + 1]
        name = next(iter(self.names(company)), "") if company in self.companies else ""
        said = f"join {at + 1} of {len(chain['legs']) - 1}, at {name or self.company_id(company)}"
        join = self._joins.get((chain["legs"][at], chain["legs"][at + 1]))
        if join is None:
            return said
        agrees = join["why"] or "nothing but time and heading"
        least, most = join["gap_days"], join["gap_days_to"]
        apart = f"{least} days" if least == most else f"{least} to {most} days"
        return f"{said}: {apart} apart, {agrees} agree, confidence {join['confidence']:.2f}"

    def listings_of(self, company: int) -> tuple[LinkedListing, ...]:
        """Return the listings a company is, or may be, the likeliest first."""
        rows = sorted(self._listed.get(company, ()), key=lambda row: (-row["score"], row["listing_id"]))
        return tuple(
            LinkedListing(
                listing_id=row["listing_id"],
                list=row["list"],
                name=row["name"],
                score=row["score"],
                listed_on=row["listed_on"],
            )
            for row in rows
        )
