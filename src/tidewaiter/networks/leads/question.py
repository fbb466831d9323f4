"""The question leads answer, as a person or a program asks it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tidewaiter.model import UnknownCountryError, country_name, resolve_country

_COALITION, _UNION = "coalition", "EU"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadQuestion:
    """Which companies carry goods to a destination.

    Attributes:
        destination: Code or name of the country goods may be diverted to.
        goods: Goods under suspicion, as for hubs: ``chpl``, ``chpl:1``, ``hs:8542,870323`` or a file of codes.
        origins: Countries the goods come from: ``coalition``, ``US``, ``EU``, or countries separated by commas.
        as_of: Nothing later is used, of records, lists and registers; None for today.
        goods_as_of: Day of the list of goods; None for its newest version, since goods that were listed later were
            wanted before: the list follows what is found in weapons.
        since: Day from which the goods are controlled for the destination; None for what the law says.
        engine: ``duckdb`` on this machine, ``spark`` on a cluster.
        limit: Leads wanted; None for all.
    """

    destination: str = "RU"
    goods: str = "chpl"
    origins: str = "coalition"
    as_of: dt.date | None = None
    goods_as_of: dt.date | None = None
    since: dt.date | None = None
    engine: str = "duckdb"
    limit: int | None = None


def no_lead(question: LeadQuestion) -> str:
    """Say that a question has no lead, in the words of what was asked, and what may be lacking."""
    sent = f"sent {question.goods} to {_country(question.destination)}"
    days = f"up to {question.as_of} " if question.as_of else ""
    if question.since:
        days += f"since {question.since} "
    return (
        f"No lead: in the records {days}no company outside {_origins(question.origins)} {sent}, or stood between, "
        "with a sign that counts. Records that were not imported are not looked at: `tidewaiter shipments list` names "
        "those that were."
    )


def _origins(text: str) -> str:
    if text.strip().casefold() == _COALITION:
        return "the coalition"
    parts = [part.strip() for part in text.split(",") if part.strip()]
    named = ["European Union" if part.upper() == _UNION else _country(part) for part in parts]
    return f"the origins asked for ({', '.join(named)})"


def _country(text: str) -> str:
    try:
        return country_name(resolve_country(text).code)
    except UnknownCountryError:
        return text
