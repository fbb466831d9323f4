"""Whom a company sells to, how exclusively, and in what pieces."""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.signs.definition import (
    COVERED_MONTHS,
    COVERED_SINCE,
    Facts,
    Kind,
    Measured,
    Records,
    Row,
    SignDefinition,
    measured,
    ratio,
    settled,
)
from tidewaiter.networks.signs.wording import count, get, share, usd

#: Fewest consignments that say how concentrated sales are.
FEW = 5
#: Sum of squared shares of the buyers from which on one buyer is nearly all.
CONCENTRATED = 0.9
#: Shares from which on signs are present: of new buyers, of split invoices, of sales to the destination.
NEW, SPLIT, ONLY = 0.5, 0.3, 0.8


def _new_buyers(facts: Facts) -> Measured:
    part = ratio(facts.count("new_buyer_value"), facts.count("paired_value"))
    return measured(part, part >= NEW, facts.count("destination_before") >= COVERED_MONTHS)


def _single(facts: Facts) -> Measured:
    hhi = np.where(facts.count("paired_value") > 0, settled(facts.number("hhi")), np.nan)
    return measured(hhi, hhi >= CONCENTRATED, facts.count("sent_legs") >= FEW)


def _split(facts: Facts) -> Measured:
    cut = np.maximum(facts.count("split_legs"), facts.count("under_legs"))
    part = ratio(cut, facts.count("dated_legs"))
    return measured(part, part >= SPLIT, facts.count("dated_legs") >= FEW)


def _only(facts: Facts) -> Measured:
    there, elsewhere = facts.count("to_value"), facts.count("elsewhere_value")
    part = ratio(there, there + elsewhere)
    return measured(
        part, part >= ONLY, (facts.count("export_after") >= COVERED_SINCE) & (facts.count("sent_legs") >= FEW)
    )


def _say_split(row: Row) -> str:
    pieces, days, under = get(row, "split_legs"), get(row, "split_days"), get(row, "under_legs")
    if under > pieces:
        return f"{count(under, 'consignment')} of {count(row.get('dated_legs'), 'consignment')} just under USD 2,500"
    if pieces == 0:
        return f"none of {count(row.get('dated_legs'), 'consignment')} was one of several on its day"
    return (
        f"{count(pieces, 'consignment')} of {count(row.get('dated_legs'), 'consignment')} were several of one day, to "
        f"one buyer, of one code, on {count(days, 'day')}"
    )


SIGNS = (
    SignDefinition(
        id="new_buyers",
        title="New buyers in the destination",
        meaning=f"Share of what it sent that went to buyers first seen since the goods are controlled. Present from "
        f"{NEW:.0%} on.",
        unit="share",
        kind=Kind.BUYERS,
        source="Reuters and RUSI (Dec 2022): Fortap, a buyer set up in April 2022",
        clears_if="The buyer is an old company under a new name, or has another line of supply.",
        missing=f"fewer than {COVERED_MONTHS} of the 24 months before are covered by the destination's imports",
        graded=True,
        measure=_new_buyers,
        say=lambda row: f"{share(row['value'])} of its sales to known buyers went to ones first seen since the control",
    ),
    SignDefinition(
        id="single_buyer",
        title="Serves one buyer",
        meaning=f"Sum of the squared shares of its buyers (Herfindahl index) of at least {FEW} consignments. Present "
        f"from {CONCENTRATED:g} on.",
        unit="index, 0 to 1",
        kind=Kind.BUYERS,
        source="Reuters and RUSI (Dec 2022): Azu International served one buyer's needs",
        unverified="that the report says so of most of its sales",
        clears_if="Other customers outside the destination, or a distributor's contract.",
        missing=f"fewer than {FEW} consignments with a known buyer",
        graded=True,
        measure=_single,
        say=lambda row: (
            f"{count(row.get('buyers'), 'buyer')} for {count(row.get('sent_legs'), 'consignment')}, index "
            f"{row['value']:.2f}; it supplies {share(get(row, 'dependence'))} of what they buy of these goods"
        ),
    ),
    SignDefinition(
        id="split_invoices",
        title="Invoices cut into pieces",
        meaning="Share of its consignments that are several on one day, to one buyer, of one code, or of those just "
        "under USD 2,500, below which exports from the United States need no declaration (15 CFR 30.37(a)). Present "
        f"from {SPLIT:.0%} of at least {FEW} dated ones on.",
        unit="share",
        kind=Kind.BUYERS,
        source="G7 industry guidance of 24 September 2024: invoice splitting",
        clears_if="An order delivered in parts, with one contract and one payment.",
        missing=f"fewer than {FEW} consignments with a known day and buyer",
        graded=True,
        measure=_split,
        say=_say_split,
        records=Records.SPLIT,
    ),
    SignDefinition(
        id="destination_only",
        title="Sells to the destination only",
        meaning=f"Share of the destination in all it sold, of any goods, since the goods are controlled. Present "
        f"from {ONLY:.0%} on.",
        unit="share",
        kind=Kind.BUYERS,
        source="FIN-2023-Alert004 (19 May 2023): customers whose business is with the destination",
        unverified="that the alert names the share of sales",
        clears_if="Sales at home or elsewhere that the records do not hold.",
        missing=f"the exports of its country are not covered since, or it sent fewer than {FEW} consignments",
        graded=True,
        measure=_only,
        say=lambda row: (
            f"{usd(get(row, 'to_value'))} of {usd(get(row, 'to_value') + get(row, 'elsewhere_value'))} sold went to "
            "the destination"
        ),
    ),
)
