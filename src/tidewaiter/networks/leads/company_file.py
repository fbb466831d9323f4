"""The file of one company: everything the records hold of it, to be read, checked and disputed."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tidewaiter.model.networks import Company, Lead, Leg
from tidewaiter.networks.leads.evidence import is_sent
from tidewaiter.networks.leads.leads import lead_of
from tidewaiter.networks.leads.ranking import Ranking
from tidewaiter.networks.leads.records import LeadRecords, Row
from tidewaiter.networks.leads.scope import LeadScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A day in the life of a company: registered, first seen, first consignment of the goods, listed, last seen."""

    on: dt.date
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A company it trades with.

    Attributes:
        side: ``buys from`` or ``sells to``.
        legs: Movements between the two; `value_usd` their value, `goods_usd` that of goods under suspicion.
    """

    company_id: str
    names: tuple[str, ...]
    country: str | None
    side: str
    legs: int
    value_usd: float
    goods_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFile:
    """The file of a company.

    Attributes:
        company: As the records show it.
        lead: Its lead with every sign, absent ones too, and every chain; None when it is none.
        events: In order of time.
        partners: The largest in goods under suspicion first.
        countries: Countries it buys from and sells to, with the value of goods under suspicion.
        legs: Every movement it takes part in, by day.
        asked: Numbers, in `legs`, of those of goods under suspicion.
        names: Names of every company in the chains and movements, by id.
        as_of: Nothing later is in it; `since` the day the goods are controlled from; `destination` the one asked about.
    """

    company: Company
    lead: Lead | None
    events: tuple[Event, ...]
    partners: tuple[Partner, ...]
    countries: tuple[tuple[str, str, float], ...]
    legs: tuple[Leg, ...]
    asked: tuple[int, ...]
    names: dict[str, str]
    as_of: dt.date
    since: dt.date
    destination: str


def company_file(ranking: Ranking, row: int, records: LeadRecords, scope: LeadScope) -> CompanyFile:
    """Write the file of one company.

    Args:
        ranking: Of `tidewaiter.networks.leads.ranking.rank_companies`.
        row: Of the company, in its facts.
        records: Records of the company.
        scope: The question.
    """
    number = int(ranking.facts.table["company"][row].as_py())
    places = {int(at): rank for rank, at in enumerate(ranking.order.tolist(), start=1)}
    lead = None
    if row in places:
        lead = lead_of(ranking, row, places[row], records, scope, chains=None, absent=True)
    rows = records.legs_of(number)
    return CompanyFile(
        company=_company(number, records, rows),
        lead=lead,
        events=_events(ranking, row, rows, number, scope),
        partners=_partners(rows, number, records),
        countries=_countries(rows, number),
        legs=tuple(records.leg(leg["leg"]) for leg in rows),
        asked=tuple(at for at, leg in enumerate(rows) if leg["asked"]),
        names={
            str(r["company_id"]): next(iter(r["names"] or ()), str(r["company_id"])) for r in records.companies.values()
        },
        as_of=scope.as_of,
        since=scope.since,
        destination=scope.destination,
    )


def _company(number: int, records: LeadRecords, rows: Sequence[Row]) -> Company:
    said = records.companies[number]
    sold = [leg["value_usd"] for leg in rows if leg["seller"] == number and leg["value_usd"] is not None]
    return Company(
        company_id=records.company_id(number),
        names=records.names(number),
        country=said["country"],
        addresses=tuple(said["addresses"] or ()),
        identifiers=tuple(said["identifiers"] or ()),
        phones=tuple(said["phones"] or ()),
        domains=tuple(said["domains"] or ()),
        records=sum(len(leg["records"]) for leg in rows),
        first_seen=rows[0]["day"] if rows else None,
        last_seen=rows[-1]["day"] if rows else None,
        value_usd=round(sum(sold), 2) if sold else None,
        forwarder=bool(said["forwarder"]),
        linked_listings=records.listings_of(number),
    )


def _events(ranking: Ranking, row: int, rows: Sequence[Row], number: int, scope: LeadScope) -> tuple[Event, ...]:
    table = ranking.facts.table
    found = [Event(on=scope.since, what=f"{scope.goods}: controlled for {scope.destination} from this day")]
    for name, what in (("registered_on", "registered"), ("listed_on", "listed")):
        value = table[name][row].as_py() if name in table.column_names else None
        if value is not None:
            found.append(Event(on=dt.date.fromordinal(int(value)), what=what))
    if rows:
        found.append(Event(on=rows[0]["day"], what="first record"))
    sent = [leg["day"] for leg in rows if is_sent(leg, number, scope)]
    if sent:
        found += [Event(on=sent[0], what="first goods sent on"), Event(on=sent[-1], what="last goods sent on")]
    return tuple(sorted(found, key=lambda event: (event.on, event.what)))


def _partners(rows: Sequence[Row], number: int, records: LeadRecords) -> tuple[Partner, ...]:
    legs: Counter[tuple[str, int]] = Counter()
    value: dict[tuple[str, int], float] = defaultdict(float)
    goods: dict[tuple[str, int], float] = defaultdict(float)
    for leg in rows:
        buys = leg["buyer"] == number
        other = leg["seller"] if buys else leg["buyer"]
        if other is None:
            continue
        key = ("buys from" if buys else "sells to", other)
        legs[key] += 1
        value[key] += leg["value_usd"] or 0.0
        goods[key] += (leg["value_usd"] or 0.0) if leg["asked"] else 0.0
    order = sorted(legs, key=lambda key: (-goods[key], -value[key], key))
    return tuple(
        Partner(
            company_id=records.company_id(other),
            names=records.names(other),
            country=records.companies[other]["country"],
            side=side,
            legs=legs[side, other],
            value_usd=round(value[side, other], 2),
            goods_usd=round(goods[side, other], 2),
        )
        for side, other in order
    )


def _countries(rows: Sequence[Row], number: int) -> tuple[tuple[str, str, float], ...]:
    found: dict[tuple[str, str], float] = defaultdict(float)
    for leg in rows:
        if leg["asked"]:
            side, place = ("from", leg["from_country"]) if leg["buyer"] == number else ("to", leg["to_country"])
            found[side, place or "unknown"] += leg["value_usd"] or 0.0
    order = sorted(found, key=lambda key: (key[0], -found[key], key[1]))
    return tuple((side, place, round(found[side, place], 2)) for side, place in order)
