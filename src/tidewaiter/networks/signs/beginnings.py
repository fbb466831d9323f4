"""How a company began: its age, what it dealt in before, and how large it started."""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.facts.trade import START_DAYS
from tidewaiter.networks.leads.activities import activity_chapters
from tidewaiter.networks.signs.definition import Facts, Kind, Measured, Records, Row, SignDefinition, measured, ratio
from tidewaiter.networks.signs.wording import count, day, get, number, share, usd

#: A company that came to the goods so soon after it began is young, in days.
YOUNG_DAYS = 365
#: Least number of former consignments that say what a company dealt in, and the share in the goods' chapters below
#: which it dealt in something else.
FORMER_LEGS, RELATED_SHARE = 5, 0.05
#: A start so many times larger than the median of its peers is instant scale.
INSTANT = 3.0
#: Least number of peers in the same country whose median is taken.
_PEERS = 10
#: Chapters in which goods of high priority lie: machinery, electrical machinery, instruments, vehicles, aircraft.
GOODS = frozenset({"84", "85", "87", "88", "90"})


def _age(facts: Facts) -> Measured:
    """From the register where it knows the company, else from its first record, where the past is covered."""
    began, first = facts.number("registered_on"), facts.number("first_asked")
    seen_first = np.where(facts.own_past, facts.number("first_seen"), np.nan)
    age = first - np.where(np.isnan(began), seen_first, began)
    # A day of registration after the first sale is one of a new entry, or wrong: the company is no younger than 0.
    age = np.maximum(age, 0.0)
    return measured(age, (age <= YOUNG_DAYS) & (first >= facts.since), ~np.isnan(age))


def _recent(facts: Facts) -> Measured:
    days = facts.number("registered_on") - facts.since
    return measured(days, days >= 0, ~np.isnan(days))


def _jump(facts: Facts) -> Measured:
    legs = facts.count("former_legs")
    related = ratio(facts.count("former_related_legs"), legs)
    return measured(related, related <= RELATED_SHARE, legs >= FORMER_LEGS)


def _activity(facts: Facts) -> Measured:
    fits = [activity_chapters(text) for text in facts.texts("activity")]
    value = np.array([np.nan if chapters is None else float(bool(chapters & GOODS)) for chapters in fits])
    return measured(value, value == 0, ~np.isnan(value))


def _scale(facts: Facts) -> Measured:
    start, first = facts.number("start_value"), facts.number("first_asked")
    began = ~np.isnan(start) & (start > 0)
    median = np.full(len(facts), np.nanmedian(start[began]) if began.any() else np.nan)
    homes = np.array([home or "" for home in facts.texts("home")])
    for home in np.unique(homes):
        here = began & (homes == home)
        if here.sum() >= _PEERS:
            median[homes == home] = np.median(start[here])
    times = ratio(np.where(began, start, np.nan), median)
    return measured(times, (times >= INSTANT) & (first >= facts.since), facts.past & began)


def _say_age(row: Row) -> str:
    began = row.get("registered_on")
    from_ = f"registered on {day(began)}" if began is not None else f"first seen on {day(row.get('first_seen'))}"
    return f"{from_}; its first consignment of the goods followed after {number(row['value'])} days"


SIGNS = (
    SignDefinition(
        id="young_at_first_shipment",
        title="Young at its first consignment",
        meaning="Days from registration, or from the first record where the register does not know the company, to its "
        f"first consignment of the goods. Present up to {YOUNG_DAYS} days, when that consignment left since the goods "
        "are controlled.",
        unit="days",
        kind=Kind.HISTORY,
        source="Reuters and RUSI (Dec 2022): Azu International shipped a week after its registration",
        clears_if="Earlier registration or business under another name, or a parent company of long standing.",
        missing="the register does not know the company, and its country's exports before are not covered",
        graded=True,
        measure=_age,
        say=_say_age,
        records=Records.FIRST,
        since="first_asked",
        lower_is_stronger=True,
    ),
    SignDefinition(
        id="recent_incorporation",
        title="Founded since the goods are controlled",
        meaning="The register has it from a day since the goods are controlled.",
        unit="days from the control to the registration",
        kind=Kind.REGISTER,
        source="FIN-2023-Alert004 (19 May 2023): incorporated after 24 February 2022",
        clears_if="A predecessor of long standing in the same trade, or owners and customers known for years.",
        missing="no register entry with a day was matched to the company",
        measure=_recent,
        say=lambda row: f"registered on {day(row.get('registered_on'))}",
        records=Records.REGISTER,
        since="registered_on",
    ),
    SignDefinition(
        id="sector_jump",
        title="Came from another sector",
        meaning=f"Share of its consignments, in or out, up to 180 days before its first sale of the goods, that were "
        "in the "
        f"goods' chapters of the HS. Present at {RELATED_SHARE:.0%} or less of at least {FORMER_LEGS} consignments.",
        unit="share",
        kind=Kind.HISTORY,
        source="Militarnyi on Bion Group: a textile trader, then electronics",
        clears_if="Staff, stock and customers of the new sector; a bought business.",
        missing=f"fewer than {FORMER_LEGS} consignments of former business are in the records",
        measure=_jump,
        say=lambda row: (
            f"{share(row['value'])} of {count(row['former_legs'], 'former consignment')} were in the chapters of the "
            "goods"
        ),
        records=Records.FIRST,
        since="first_asked",
        lower_is_stronger=True,
    ),
    SignDefinition(
        id="activity_mismatch",
        title="Registered for another trade",
        meaning="The registered activity, in words, is one of goods of other chapters than machinery, electronics, "
        "instruments, vehicles and aircraft. Value 1 when it fits.",
        unit="1 fits, 0 does not",
        kind=Kind.REGISTER,
        source="FIN-2023-Alert004 (19 May 2023): line of business",
        clears_if="A further registered activity, or a license for the trade.",
        missing="no register entry with an activity that names goods was matched to the company",
        measure=_activity,
        say=lambda row: f"registered for {row.get('activity')!r}",
        records=Records.REGISTER,
        since="first_asked",
        lower_is_stronger=True,
    ),
    SignDefinition(
        id="instant_scale",
        title="Large from the start",
        meaning=f"Value of the goods sold in its first {START_DAYS} days with them over the median of sellers of its "
        f"country. Present from {INSTANT:g} times on, when it began since the goods are controlled.",
        unit="times the median",
        kind=Kind.HISTORY,
        source="Reuters and RUSI (Dec 2022): Fortap, set up in April 2022, at least USD 138 mn",
        clears_if="Capital, staff and stores that fit the size; a parent company that sold as much before.",
        missing="its beginning is not covered: " + "neither its country's exports nor the destination's imports before",
        graded=True,
        measure=_scale,
        say=lambda row: (
            f"{usd(get(row, 'start_value'))} of the goods in the first {START_DAYS} days from "
            f"{day(row.get('first_asked'))}, {row['value']:.1f} times the median of its peers"
        ),
        records=Records.FIRST,
        since="first_asked",
    ),
)
