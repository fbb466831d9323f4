"""The three anomalous patterns of BIS and FinCEN, and being new to the destination."""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.leads.spikes import FALSE_SHARE, GROWTH, burstiness, q_values, spike_p_values
from tidewaiter.networks.signs.definition import Facts, Kind, Measured, Records, Row, SignDefinition, measured, ratio
from tidewaiter.networks.signs.wording import count, day, get, number, usd

_ALERT = "FinCEN and BIS joint alert FIN-2023-Alert004 (19 May 2023)"
_WORDING = "the wording of the three patterns in the alert"
_MONTHS_BEFORE = "fewer than 12 of the 24 months before the goods were controlled are covered by "
_NO_PAST = _MONTHS_BEFORE + "the exports of the company's country"
_NO_PAST_AT_ALL = _NO_PAST + " or the imports of the destination"


def _no_exports(facts: Facts) -> Measured:
    before = facts.count("sold_value_before")
    present = (facts.count("sold_legs_before") == 0) & (facts.count("asked_legs_after") > 0)
    return measured(before, present, facts.own_past)


def _no_controlled(facts: Facts) -> Measured:
    before = facts.count("asked_value_before")
    present = (
        (facts.count("sold_legs_before") > 0)
        & (facts.count("asked_legs_before") == 0)
        & (facts.count("asked_legs_after") > 0)
    )
    return measured(before, present, facts.own_past)


def _spike(facts: Facts) -> Measured:
    before, after = facts.count("asked_legs_window"), facts.count("asked_legs_after")
    months_before, months_after = (
        np.maximum(facts.count(f"export_{when}"), facts.count(f"destination_{when}")) for when in ("before", "after")
    )
    rates = ratio(after, months_after) / np.where(before > 0, ratio(before, months_before), np.nan)
    p = spike_p_values(before, after, months_before, months_after, burstiness(before, facts.number("month_squares")))
    q = q_values(np.where(before > 0, p, np.nan))
    # Without any consignment before there is no rate to grow: the other two patterns speak of that.
    value = np.where(before > 0, rates, 0.0)
    return measured(value, (rates > GROWTH) & (q <= FALSE_SHARE), facts.past)


def _new_there(facts: Facts) -> Measured:
    first = facts.number("first_to") - facts.since
    return measured(first, first >= 0, facts.past)


def _say_spike(row: Row) -> str:
    after, before = get(row, "asked_legs_after"), get(row, "asked_legs_window")
    if before == 0:
        return f"no consignment of the goods before to compare with, {count(after, 'consignment')} since"
    return (
        f"{count(after, 'consignment')} of the goods since they are controlled, {number(before)} in the 24 months "
        f"before: {row['value']:.1f} times as many a covered month"
    )


SIGNS = (
    SignDefinition(
        id="no_exports_before",
        title="Exported nothing before",
        meaning="Sold nothing at all before the goods were controlled, and sells them since (pattern 1). Present when "
        "no record before shows a sale.",
        unit="USD sold before",
        kind=Kind.HISTORY,
        source=_ALERT,
        unverified=_WORDING,
        clears_if="Sales before that day that the records do not hold, shown by declarations or contracts.",
        missing=_NO_PAST,
        measure=_no_exports,
        say=lambda row: (
            f"no export before the goods were controlled, {usd(get(row, 'asked_value_after'))} of them since"
            if row["state"] == 1
            else f"{usd(get(row, 'sold_value_before'))} in {count(row['sold_legs_before'], 'consignment')} exported "
            "before"
        ),
        records=Records.FIRST,
        since="first_asked",
    ),
    SignDefinition(
        id="no_controlled_goods_before",
        title="Exported other goods only",
        meaning="Exported before, but none of the goods under suspicion, and exports them since (pattern 2).",
        unit="USD of the goods sold before",
        kind=Kind.HISTORY,
        source=_ALERT,
        unverified=_WORDING,
        clears_if="A reason for the new line of goods that its own customers and suppliers confirm.",
        missing=_NO_PAST,
        measure=_no_controlled,
        say=lambda row: (
            f"{count(row['sold_legs_before'], 'consignment')} of other goods before, none of these; "
            f"{usd(get(row, 'asked_value_after'))} of these since"
            if row["state"] == 1
            else f"{usd(get(row, 'asked_value_before'))} of the goods sold before"
        ),
        records=Records.FIRST,
        since="first_asked",
    ),
    SignDefinition(
        id="spike",
        title="Sudden growth",
        meaning=f"Consignments of the goods a covered month grew more than {GROWTH:g} times, by a rate test that "
        f"allows for bursts, at a share of false findings of {FALSE_SHARE:g} over all companies (pattern 3).",
        unit="times the rate before",
        kind=Kind.HISTORY,
        source=_ALERT,
        unverified=_WORDING,
        clears_if="Growth of the same size in sales of the goods to other countries, or a new line of own production.",
        missing=_NO_PAST_AT_ALL,
        measure=_spike,
        say=_say_spike,
        since="first_asked",
    ),
    SignDefinition(
        id="new_to_destination",
        title="New to the destination",
        meaning="Sold nothing to the destination, of any goods, before these goods were controlled, and sells there "
        "since.",
        unit="days from the control to the first sale there",
        kind=Kind.HISTORY,
        source="FIN-2022-Alert003 (28 Jun 2022): transactions that began after 24 February 2022",
        unverified="the wording of that flag",
        clears_if="Earlier business with the destination that the records do not hold.",
        missing=_NO_PAST_AT_ALL,
        measure=_new_there,
        say=lambda row: (
            f"first sale to the destination on {day(row.get('first_to'))}, "
            f"{number(abs(row['value']))} days {'after' if row['value'] >= 0 else 'before'} the goods were controlled"
        ),
        records=Records.FIRST,
    ),
)
