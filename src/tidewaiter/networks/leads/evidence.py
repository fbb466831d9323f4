"""Which records show a sign of a company: shipment ids, listing ids, register entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from tidewaiter.networks.leads.records import LeadRecords, Row
from tidewaiter.networks.leads.scope import LeadScope
from tidewaiter.networks.signs import Records, SignDefinition

#: Most records named for one sign; the company's file has all.
MOST = 12


def evidence_of(
    sign: SignDefinition, row: Row, records: LeadRecords, scope: LeadScope, *, most: int = MOST
) -> tuple[str, ...]:
    """Return the records that show a sign, at most ``most``: the first ones in time.

    Args:
        sign: The sign.
        row: Facts of the company.
        records: Records of the leads.
        scope: The question.
    """
    found = _FINDERS[sign.records](row, records, scope)
    return tuple(dict.fromkeys(found))[:most]


def _sent(row: Row, records: LeadRecords, scope: LeadScope) -> list[str]:
    return _ids(leg for leg in records.legs_of(row["company"]) if is_sent(leg, row["company"], scope))


def _first(row: Row, records: LeadRecords, scope: LeadScope) -> list[str]:
    sold = [leg for leg in records.legs_of(row["company"]) if leg["seller"] == row["company"] and leg["asked"]]
    since = [leg for leg in sold if leg["day"] >= scope.since]
    return _ids((since or sold)[:3])


def _supply(row: Row, records: LeadRecords, scope: LeadScope) -> list[str]:
    return _ids(
        leg
        for leg in records.legs_of(row["company"])
        if leg["buyer"] == row["company"] and leg["asked"] and leg["day"] >= scope.since
    )


def _both(row: Row, records: LeadRecords, scope: LeadScope) -> list[str]:
    chains = records.chains_of(row["company"], limit=3)
    found = [record for chain in chains for leg in chain.legs for record in leg.shipment_ids]
    return found or [*_supply(row, records, scope)[:3], *_sent(row, records, scope)[:3]]


def _siblings(row: Row, records: LeadRecords, scope: LeadScope) -> list[str]:
    legs = records.legs_of(row["company"])
    headings = {leg["hs6"][:4] for leg in legs if leg["buyer"] == row["company"] and leg["asked"] and leg["hs6"]}
    return _ids(
        leg
        for leg in legs
        if leg["seller"] == row["company"]
        and not leg["asked"]
        and (leg["hs6"] or "")[:4] in headings
        and scope.destination in {leg["to_country"], leg["destination"]}
    )


def _split(row: Row, records: LeadRecords, scope: LeadScope) -> list[str]:
    sent = [leg for leg in records.legs_of(row["company"]) if is_sent(leg, row["company"], scope)]
    same = Counter((leg["buyer"], leg["hs6"], leg["day"]) for leg in sent)
    return _ids(leg for leg in sent if same[leg["buyer"], leg["hs6"], leg["day"]] > 1)


def _predecessor(row: Row, records: LeadRecords, scope: LeadScope) -> list[str]:
    found: list[str] = []
    for name in ("listed_predecessor", "stopped_predecessor"):
        old = row.get(name)
        if old is not None:
            last = [leg for leg in records.legs_of(int(old)) if is_sent(leg, int(old), scope)][-3:]
            found += [listing.listing_id for listing in records.listings_of(int(old))] + _ids(last)
    return found + _first(row, records, scope)


def _listing(row: Row, records: LeadRecords, _: LeadScope) -> list[str]:
    return [listing.listing_id for listing in records.listings_of(row["company"])]


def _register(row: Row, records: LeadRecords, scope: LeadScope) -> list[str]:
    entry = row.get("register_entry")
    return [f"register:{entry}"] if entry else _first(row, records, scope)


_FINDERS: Mapping[Records, Callable[[Row, LeadRecords, LeadScope], Sequence[str]]] = {
    Records.SENT: _sent,
    Records.FIRST: _first,
    Records.SUPPLY: _supply,
    Records.BOTH: _both,
    Records.SIBLINGS: _siblings,
    Records.SPLIT: _split,
    Records.PREDECESSOR: _predecessor,
    Records.LISTING: _listing,
    Records.REGISTER: _register,
}


def is_sent(leg: Row, company: int, scope: LeadScope) -> bool:
    """Return whether a leg is goods a company sent to the destination since they are controlled."""
    there = scope.destination in {leg["to_country"], leg["destination"]}
    return bool(leg["seller"] == company and leg["asked"] and there and leg["day"] >= scope.since)


def _ids(legs: Iterable[Row]) -> list[str]:
    return [record for leg in legs for record in leg["records"]]
