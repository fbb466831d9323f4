"""Leads: what is asked, and how their facts are drawn from the tables of a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.law import Law
from tidewaiter.model import LinkedListing, Listing, UsageError
from tidewaiter.networks.facts import (
    CONTACTS,
    COVERED,
    LISTED,
    MEMBERS,
    REGISTER,
    NetworkTables,
    chain_members,
    company_contacts,
    company_facts,
    listing_contacts,
    register_contacts,
    seen,
)
from tidewaiter.networks.leads.ranking import Ranking, rank_companies
from tidewaiter.networks.leads.records import LeadRecords, lead_frames
from tidewaiter.networks.leads.scope import LeadScope
from tidewaiter.networks.signs import Facts
from tidewaiter.screening import Screener
from tidewaiter.store.runs import Run, RunStore
from tidewaiter.workspace.chains import Chained
from tidewaiter.workspace.companies import Resolved, named_by
from tidewaiter.workspace.linking import listings_of
from tidewaiter.workspace.stages import Frame, Stages

KIND = "leads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What leads rest on beside the shipment records.

    Attributes:
        snapshots: Names of the lists' snapshots that answer the day.
        screener: Gives the lists, for screening; `entries` gives all their entries.
    """

    snapshots: tuple[str, ...]
    screener: Callable[[], Screener]
    entries: Callable[[], Iterable[Listing]]


def controlled_since(law: Law, destination: str, name: str) -> dt.date:
    """Return the first day on which part 746 controls goods for a destination by what they are.

    Whole categories of the Commerce Control List count first, such as those of section 746.8(a)(1); where no rule names
    categories, the supplements that name codes do.

    Raises:
        UsageError: when no rule does.
    """
    for parameter in ("categories", "supplement"):
        first = min(
            (
                segment.start
                for rule in law.rules.values()
                if rule.part == "746"
                for segment in rule.segments
                if segment.parameters.get(parameter) and destination in segment.parameters.get("destinations", ())
            ),
            default=None,
        )
        if first is not None:
            return first
    raise UsageError(
        f"part 746 controls no goods by what they are for {name}: say from when they count with --since DATE."
    )


class LeadRun:
    """The stages from chains to facts of companies, for one question.

    Args:
        runs: Where the stages are kept.
        resolved: Records and companies.
        found: Legs, links and chains.
        scope: The question.
        grounds: Lists.
        stages: Opens the stages of a run.
    """

    def __init__(
        self,
        runs: RunStore,
        resolved: Resolved,
        found: Chained,
        scope: LeadScope,
        grounds: Grounds,
        *,
        stages: Callable[[Run], Stages],
    ) -> None:
        rests_on = {
            "chains": found.run.name,
            "as_of": scope.as_of.isoformat(),
            "since": scope.since.isoformat(),
            "lists": list(grounds.snapshots),
        }
        self.run = runs.open(KIND, named_by(rests_on))
        self._resolved, self._found, self._scope, self._grounds = resolved, found, scope, grounds
        self._stages = stages(self.run)
        self._engine = self._stages.engine

    def tables(self) -> NetworkTables:
        """Return everything a ranking rests on."""
        engine, stages, found = self._engine, self._stages, self._found
        companies, register = self._resolved.companies, _entries(self._resolved.register)
        by_group = engine.apply
        # What ended before the goods were controlled was free trade.
        ways = found.chains.filter(nw.col("last") >= nw.lit(self._scope.since))
        members = stages.frame("members", lambda: by_group(ways, group="chain", work=chain_members, schema=MEMBERS))

        def marks() -> Frame:
            own = by_group(engine.frame(companies), group="company", work=company_contacts, schema=CONTACTS)
            more = by_group(engine.frame(register), group="company", work=register_contacts, schema=CONTACTS)
            return nw.concat([own, more], how="vertical").unique(CONTACTS.names)

        def listed() -> pa.Table:
            concerned = engine.collect(_concerned(found, members, self._scope))["company"]
            wanted = companies.filter(pc.is_in(companies["company"], concerned))
            return _listed(listings_of(wanted, self._grounds.screener(), self._scope.as_of))

        def listed_marks() -> pa.Table:
            return listing_contacts(_parties(self._grounds.entries(), self._scope.as_of))

        return NetworkTables(
            companies=engine.frame(companies),
            legs=found.legs,
            links=found.links,
            chains=ways,
            contacts=stages.frame("contacts", marks),
            members=members,
            listed=engine.frame(stages.table("listed", listed)),
            coverage=stages.frame("coverage", lambda: _covered(found.movements)),
            register=engine.frame(register),
            listed_contacts=engine.frame(stages.table("listed_contacts", listed_marks)),
        )

    def ranking(self, tables: NetworkTables) -> Ranking:
        """Return the ranking of companies."""
        scope, engine = self._scope, self._engine

        def facts() -> pa.Table:
            return engine.collect(company_facts(tables, scope, keep=engine.keep)).sort_by("company")

        return rank_companies(Facts(self._stages.table("facts", facts), since=scope.since, as_of=scope.as_of))

    def records(self, tables: NetworkTables, companies: Iterable[int]) -> LeadRecords:
        """Return the records behind some companies."""
        engine = self._engine
        wanted = engine.frame(pa.table({"company": pa.array(sorted(companies), pa.int64())}))
        frames = lead_frames(seen(tables, self._scope), wanted, keep=engine.keep)
        return LeadRecords(
            legs=engine.collect(frames.legs),
            links=engine.collect(frames.links),
            chains=engine.collect(frames.chains),
            members=engine.collect(frames.members),
            companies=engine.collect(frames.companies),
            listed=engine.collect(frames.listed),
        )


def _concerned(found: Chained, members: Frame, scope: LeadScope) -> Frame:
    """Return the companies that sell the goods asked about, or stand in a chain: those whose listing matters."""
    sellers = found.legs.filter(nw.col("asked")).select(nw.col("seller").alias("company"))
    there = nw.lit(scope.destination)
    senders = found.legs.filter((nw.col("to_country") == there) | (nw.col("destination") == there))
    every = [sellers, senders.select(nw.col("seller").alias("company")), members.select("company")]
    return nw.concat(every, how="vertical").filter(~nw.col("company").is_null()).unique(["company"])


def _covered(moves: Frame) -> Frame:
    said = moves.filter(~nw.col("reporter").is_null(), ~nw.col("direction").is_null())
    month = nw.col("day").dt.truncate("1mo").cast(nw.Date)
    return said.select("reporter", "direction", month=month).unique(COVERED.names)


def _entries(register: pa.Table) -> pa.Table:
    known = register.filter(pc.is_valid(register["company"]))
    rows = known.append_column("entry", known["register_id"])
    return rows.select(REGISTER.names).cast(REGISTER)


def _listed(listings: Mapping[int, tuple[LinkedListing, ...]]) -> pa.Table:
    rows = [
        {
            "company": company,
            "listing_id": listing.listing_id,
            "list": listing.list,
            "name": listing.name,
            "score": listing.score,
            "listed_on": listing.listed_on,
        }
        for company, found in sorted(listings.items())
        for listing in found
    ]
    return pa.Table.from_pylist(rows, schema=LISTED)


def _parties(listings: Iterable[Listing], as_of: dt.date) -> Iterator[dict[str, Any]]:
    for listing in listings:
        addresses = [address.full for address in listing.addresses if address.full]
        if addresses and (listing.listed_on is None or listing.listed_on <= as_of):
            yield {"listing_id": listing.id, "listed_on": listing.listed_on, "addresses": addresses}
