"""What was known by the day asked about: later records, listings, entries and months are left out, once, here."""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals as nw

from tidewaiter.networks.days import ordinal
from tidewaiter.networks.facts.tables import Frame, NetworkTables
from tidewaiter.networks.leads.scope import LeadScope

#: Longest time a supply counts as the goods that were sold on, in days (diversion-methods of the field: 180).
CARRY_DAYS = 180


def is_true(expression: nw.Expr) -> nw.Expr:
    """Return the expression with unknown taken as false."""
    return expression.fill_null(False)


def seen_legs(legs: Frame, scope: LeadScope) -> Frame:
    """Return the legs known by the day, with what all facts ask of them.

    Added columns: ``on`` and ``in_on`` days of departure and arrival as ordinals; ``usd`` value with 0 for none;
    ``to_destination`` whether the buyer, or the declared destination, is in the destination; ``after`` whether it left
    since the goods are controlled; ``is_asked`` whether the goods are under suspicion; ``chapter`` and ``heading``.

    A leg of which only the month is known is known when the month is over.
    """
    known = nw.col("arrived_to") <= _day(scope.as_of)
    there = nw.lit(scope.destination)
    return legs.filter(known).with_columns(
        on=ordinal("day"),
        in_on=ordinal("arrived"),
        usd=nw.col("value_usd").fill_null(0.0),
        to_destination=is_true(nw.col("to_country") == there) | is_true(nw.col("destination") == there),
        after=nw.col("day") >= _day(scope.since),
        is_asked=is_true(nw.col("asked")),
        chapter=nw.col("hs6").str.slice(0, 2),
        heading=nw.col("hs6").str.slice(0, 4),
    )


def seen(tables: NetworkTables, scope: LeadScope) -> NetworkTables:
    """Return the tables as they were known by the day: legs as by `seen_legs`, links between such legs, and so on.

    Chains that ended before the goods were controlled are left out: they were free trade.
    """
    day = _day(scope.as_of)
    ended = (nw.col("last") <= day) & (nw.col("last") >= _day(scope.since))
    legs = seen_legs(tables.legs, scope)
    known = legs.select("leg")
    links = tables.links.join(known, left_on="inward", right_on="leg", how="semi").join(
        known, left_on="outward", right_on="leg", how="semi"
    )
    months = _day(scope.as_of.replace(day=1))
    return NetworkTables(
        companies=tables.companies,
        legs=legs,
        links=links,
        chains=tables.chains.filter(ended),
        contacts=tables.contacts,
        members=tables.members.filter(ended),
        listed=tables.listed.filter(nw.col("listed_on") <= day),
        coverage=tables.coverage.filter(nw.col("month") <= months),
        register=None if tables.register is None else tables.register.filter(_not_later("registered_on", day)),
        listed_contacts=None
        if tables.listed_contacts is None
        else tables.listed_contacts.filter(nw.col("listed_on") <= day),
    )


def _not_later(name: str, day: nw.Expr) -> nw.Expr:
    return nw.col(name).is_null() | (nw.col(name) <= day)


def _day(day: dt.date) -> Any:  # noqa: ANN401 - narwhals takes a date as a literal
    return nw.lit(day)


def flag(condition: nw.Expr) -> nw.Expr:
    """Return 1 where it holds, else 0, as a number that every engine adds up the same way."""
    return nw.when(condition).then(nw.lit(1.0)).otherwise(nw.lit(0.0))


def amount(condition: nw.Expr, name: str = "usd") -> nw.Expr:
    """Return a column where a condition holds, else 0."""
    return nw.when(condition).then(nw.col(name)).otherwise(nw.lit(0.0))
