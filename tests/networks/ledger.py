"""A small book of trade to write down by hand: legs, companies, listings, register and coverage as a run gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from tidewaiter.engines import TableEngine
from tidewaiter.networks.facts import (
    CONTACTS,
    COVERED,
    LISTED,
    LISTED_CONTACTS,
    MEMBERS,
    REGISTER,
    NetworkTables,
    chain_members,
    company_contacts,
    register_contacts,
)
from tidewaiter.networks.keeping import Keep
from tidewaiter.networks.leads.scope import LeadScope
from tidewaiter.networks.stages import CHAINS, COMPANIES, LEGS, LINKS

SINCE = dt.date(2022, 3, 1)
SCOPE = LeadScope(
    destination="RU", as_of=dt.date(2023, 12, 31), since=SINCE, coalition=frozenset({"US", "DE"}), goods="chpl"
)


@dataclass
class Ledger:
    """Rows of every table, added one by one."""

    companies: list[dict[str, Any]] = field(default_factory=list)
    legs: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    chains: list[dict[str, Any]] = field(default_factory=list)
    listed: list[dict[str, Any]] = field(default_factory=list)
    register: list[dict[str, Any]] = field(default_factory=list)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    listed_contacts: list[dict[str, Any]] = field(default_factory=list)

    def company(self, country: str, **said: Any) -> int:
        """Add a company and return its number."""
        number = len(self.companies)
        row = {"company": number, "company_id": f"c{number}", "names": [f"Firm {number}"], "country": country}
        self.companies.append({**row, "forwarder": False, **said})
        return number

    def leg(self, seller: int | None, buyer: int | None, day: dt.date, value: float = 10_000.0, **said: Any) -> int:
        """Add a leg of integrated circuits, unless told otherwise, and return its number."""
        number = len(self.legs)

        def home(firm: int | None) -> str | None:
            return None if firm is None else self.companies[firm]["country"]

        row = {
            "leg": number,
            "records": [f"r{number}"],
            "day": day,
            "arrived": day,
            "seller": seller,
            "buyer": buyer,
            "from_country": home(seller),
            "to_country": home(buyer),
            "destination": home(buyer),
            "hs6": "854231",
            "family": "854231",
            "asked": True,
            "net_kg": value / 100.0,
            "value_usd": value,
            "sides": "export",
        }
        row |= said
        self.legs.append({"day_to": row["day"], "arrived_to": row["arrived"], **row})
        return number

    def link(self, inward: int, outward: int, share: float = 1.0, confidence: float = 0.9) -> None:
        """Join two legs at the company between them."""
        into, out = self.legs[inward], self.legs[outward]
        self.links.append(
            {
                "company": out["seller"],
                "inward": inward,
                "outward": outward,
                "share": share,
                "gap_days": (out["day"] - into["day_to"]).days,
                "gap_days_to": (out["day_to"] - into["day"]).days,
                "price_ratio": (out["value_usd"] / out["net_kg"]) / (into["value_usd"] / into["net_kg"]),
                "confidence": confidence,
                "why": "part number",
            }
        )

    def chain(self, *legs: int, confidence: float = 0.9) -> None:
        """Make a chain of legs."""
        rows = [self.legs[leg] for leg in legs]
        self.chains.append(
            {
                "chain": len(self.chains),
                "legs": list(legs),
                "companies": [rows[0]["seller"], *(row["buyer"] for row in rows)],
                "countries": [rows[0]["from_country"], *(row["to_country"] for row in rows)],
                "family": rows[0]["family"],
                "first": rows[0]["day"],
                "last": rows[-1]["day"],
                "net_kg": rows[-1]["net_kg"],
                "value_usd": rows[-1]["value_usd"],
                "value_in_usd": rows[0]["value_usd"],
                "confidence": confidence,
                "weakest": 0,
            }
        )

    def covers(self, reporter: str, direction: str, first: dt.date, last: dt.date) -> None:
        """Say that a country's records of a direction are there, month by month."""
        self.coverage.extend({"reporter": reporter, "direction": direction, "month": m} for m in months(first, last))

    def tables(self, engine: TableEngine) -> NetworkTables:
        """Return the tables as frames of an engine."""
        companies = engine.frame(_table(self.companies, COMPANIES))
        chains = engine.frame(_table(self.chains, CHAINS))
        register = engine.frame(_table(self.register, REGISTER))
        contacts = engine.apply(companies, group="company", work=company_contacts, schema=CONTACTS)
        more = engine.apply(register, group="company", work=register_contacts, schema=CONTACTS)
        import narwhals as nw

        return NetworkTables(
            companies=companies,
            legs=engine.frame(_table(self.legs, LEGS)),
            links=engine.frame(_table(self.links, LINKS)),
            chains=chains,
            contacts=nw.concat([contacts, more], how="vertical").unique(["company", "kind", "key"]),
            members=engine.apply(chains, group="chain", work=chain_members, schema=MEMBERS),
            listed=engine.frame(_table(self.listed, LISTED)),
            coverage=engine.frame(_table(self.coverage, COVERED)),
            register=register,
            listed_contacts=engine.frame(_table(self.listed_contacts, LISTED_CONTACTS)),
        )


def months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Return the first days of months."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + dt.timedelta(days=32)).replace(day=1)


def days(first: dt.date, count: int, step: int = 30) -> Iterator[dt.date]:
    """Return days at equal distance."""
    return (first + dt.timedelta(days=step * n) for n in range(count))


def _table(rows: Iterable[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema)


def facts_of(ledger: Ledger, scope: LeadScope = SCOPE, engine: TableEngine | None = None) -> pa.Table:
    """Return the facts of a ledger, ordered by company."""
    from tidewaiter.engines import duck_tables
    from tidewaiter.networks.facts import company_facts

    if engine is not None:
        return engine.collect(company_facts(ledger.tables(engine), scope, keep=keeping(engine))).sort_by("company")
    with duck_tables(workers=1) as duck:
        return facts_of(ledger, scope, duck)


def keeping(engine: TableEngine) -> Keep:
    """Return what keeps a small frame in memory, so that what rests on it is planned once."""
    return lambda frame: engine.frame(engine.collect(frame))


def leads_from(ledger: Ledger, scope: LeadScope = SCOPE, engine: TableEngine | None = None, **said: Any) -> list[Any]:
    """Return the leads of a ledger."""
    from tidewaiter.engines import duck_tables
    from tidewaiter.networks.facts import company_facts, seen
    from tidewaiter.networks.leads.leads import leads_of, wanted_companies
    from tidewaiter.networks.leads.ranking import rank_companies
    from tidewaiter.networks.leads.records import LeadRecords, lead_frames
    from tidewaiter.networks.signs import Facts

    if engine is None:
        with duck_tables(workers=1) as duck:
            return leads_from(ledger, scope, duck, **said)
    tables = ledger.tables(engine)
    drawn = engine.collect(company_facts(tables, scope, keep=keeping(engine)))
    ranking = rank_companies(Facts(drawn, since=scope.since, as_of=scope.as_of))
    wanted = engine.frame(pa.table({"company": pa.array(wanted_companies(ranking), pa.int64())}))
    frames = lead_frames(seen(tables, scope), wanted)
    names = ("legs", "links", "chains", "members", "companies", "listed")
    records = LeadRecords(**{name: engine.collect(getattr(frames, name)) for name in names})
    return list(leads_of(ranking, records, scope, **said))


def file_from(ledger: Ledger, company: int, scope: LeadScope = SCOPE) -> Any:
    """Return the file of a company of a ledger."""
    from tidewaiter.engines import duck_tables
    from tidewaiter.networks.facts import company_facts, seen
    from tidewaiter.networks.leads.company_file import company_file
    from tidewaiter.networks.leads.leads import wanted_companies
    from tidewaiter.networks.leads.ranking import rank_companies
    from tidewaiter.networks.leads.records import LeadRecords, lead_frames
    from tidewaiter.networks.signs import Facts

    with duck_tables(workers=1) as engine:
        tables = ledger.tables(engine)
        facts = Facts(
            engine.collect(company_facts(tables, scope, keep=keeping(engine))).sort_by("company"),
            since=scope.since,
            as_of=scope.as_of,
        )
        ranking = rank_companies(facts)
        row = facts.table["company"].to_pylist().index(company)
        wanted = pa.array(wanted_companies(ranking, rows=[row]), pa.int64())
        frames = lead_frames(seen(tables, scope), engine.frame(pa.table({"company": wanted})))
        names = ("legs", "links", "chains", "members", "companies", "listed")
        records = LeadRecords(**{name: engine.collect(getattr(frames, name)) for name in names})
        return company_file(ranking, row, records, scope)
