"""How goods pass through a company: chains, supply, stay, price, code and route."""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.facts.goods_moved import SOON_DAYS
from tidewaiter.networks.signs.definition import (
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

#: Confidence from which on a chain counts.
SURE = 0.5
#: Shares from which on signs are present: passed through soon, controlled supply, switched code, detour.
SOON, SUPPLIED, SWITCHED, INDIRECT = 0.3, 0.3, 0.3, 0.1
#: Price out over price in, or over the peers', from which on there is a premium; least number it rests on.
PREMIUM, PRICED = 1.3, 3
#: Least number of consignments under a sibling code; countries of a chain from which on it is a detour.
SIBLINGS, COUNTRIES = 3, 4

_SUPPLY = "its country's imports are not covered since, so supplies may be missing"


def _supply_seen(facts: Facts) -> np.ndarray:
    return (facts.count("import_after") >= COVERED_SINCE) | (facts.count("bought_legs") > 0)


def _chained(facts: Facts) -> Measured:
    sure = settled(facts.count("chain_confidence"))
    return measured(sure, sure >= SURE, _supply_seen(facts) | (sure >= SURE))


def _through(facts: Facts) -> Measured:
    part = np.minimum(ratio(facts.count("soon_value"), facts.count("sent_value")), 1.0)
    return measured(part, part >= SOON, _supply_seen(facts))


def _supplied(facts: Facts) -> Measured:
    part = np.minimum(ratio(facts.count("bought_controlled_value"), facts.count("sent_value")), 1.0)
    return measured(part, part >= SUPPLIED, _supply_seen(facts))


def _made(facts: Facts) -> Measured:
    part = ratio(facts.count("made_value"), facts.count("origin_value"))
    return measured(part, part >= SUPPLIED, facts.count("origin_value") > 0)


def _premium(facts: Facts) -> Measured:
    own = ratio(facts.count("price_log_sum"), facts.count("price_links"))
    rests = facts.count("price_links") >= PRICED
    peers = np.where(facts.count("peer_price_legs") >= PRICED, facts.number("peer_price_log"), np.nan)
    value = settled(np.exp(np.where(rests, own, peers)))
    return measured(value, value >= PREMIUM, ~np.isnan(value))


def _switched(facts: Facts) -> Measured:
    legs, matched = facts.count("sibling_legs"), facts.count("switched_legs")
    part = np.where(legs > 0, ratio(matched, legs), 0.0)
    return measured(part, (part >= SWITCHED) & (matched >= SIBLINGS), _supply_seen(facts))


def _detour(facts: Facts) -> Measured:
    part = ratio(facts.count("indirect_value"), facts.count("sent_value"))
    long = facts.count("chain_countries") >= COUNTRIES
    value = np.where(np.isnan(part), np.where(facts.count("chains") > 0, 0.0, np.nan), part)
    return measured(value, (value >= INDIRECT) | long, ~np.isnan(value))


def _say_premium(row: Row) -> str:
    if get(row, "price_links") >= PRICED:
        return f"sold at {row['value']:.2f} times the price it paid, on average of {int(row['price_links'])} supplies"
    legs = count(row.get("peer_price_legs"), "consignment")
    return f"sold at {row['value']:.2f} times what the same code costs elsewhere, over {legs}"


SIGNS = (
    SignDefinition(
        id="in_chains",
        title="Stands in chains to the destination",
        meaning=f"Confidence of the surest chain from a supplier through it to the destination. Present from "
        f"{SURE:g} on.",
        unit="confidence, 0 to 1",
        kind=Kind.GOODS,
        source="15 CFR 732 Supp. No. 3: goods that pass on to an embargoed destination; C4ADS (Feb 2024) on chains of "
        "five to seven companies",
        unverified="the wording of the report",
        clears_if="Another supply for what it sent, or other use of what it bought: stock records of the two.",
        missing=_SUPPLY,
        graded=True,
        measure=_chained,
        say=lambda row: (
            f"{count(row.get('chains'), 'chain')} worth {usd(get(row, 'chain_value'))}, the surest with a confidence "
            f"of {row['value']:.2f}"
            if get(row, "chains")
            else "no chain of records leads through it"
        ),
        records=Records.BOTH,
        since="first_sent",
    ),
    SignDefinition(
        id="pass_through",
        title="What comes in goes out",
        meaning=f"Share of what it sent that a supply of the same goods explains that came in at most {SOON_DAYS} days "
        f"before. Present from {SOON:.0%} on.",
        unit="share",
        kind=Kind.GOODS,
        source="FIN-2022-Alert003 (28 Jun 2022): transshipment without a use of its own",
        unverified="the wording of that flag",
        clears_if="Use, assembly or stock in the country that the goods pass through.",
        missing=_SUPPLY,
        graded=True,
        measure=_through,
        say=lambda row: (
            f"{share(row['value'])} of {usd(get(row, 'sent_value'))} sent is explained by supplies of the "
            f"{SOON_DAYS} days before"
        ),
        records=Records.BOTH,
    ),
    SignDefinition(
        id="controlled_supply",
        title="Buys the goods where they are controlled",
        meaning="Value of the goods it bought from the countries that control them, or made there, over what it sent, "
        f"at most 1. Present from {SUPPLIED:.0%} on.",
        unit="ratio",
        kind=Kind.GOODS,
        source="BIS guidance of 10 July 2024 and the request of August 2024 to Türkiye: goods of US origin that go "
        "on to Russia",
        unverified="the wording of the request",
        clears_if="The goods bought were used or sold elsewhere, and those sent came from another source.",
        missing=_SUPPLY,
        graded=True,
        measure=_supplied,
        say=lambda row: (
            f"bought {usd(get(row, 'bought_controlled_value'))} of the goods from countries that control them, sent "
            f"{usd(get(row, 'sent_value'))} to the destination"
        ),
        records=Records.SUPPLY,
    ),
    SignDefinition(
        id="controlled_origin",
        title="Sends goods made where they are controlled",
        meaning="Share of what it sent, where an origin is stated, that was made in the countries that control the "
        f"goods. Present from {SUPPLIED:.0%} on.",
        unit="share",
        kind=Kind.GOODS,
        source="15 CFR 746.8 and 734.3: items of US origin are subject to the EAR wherever they are",
        clears_if="Origins stated wrongly, or a license for the sale.",
        missing="no record states an origin",
        graded=True,
        measure=_made,
        say=lambda row: (
            f"{share(row['value'])} of {usd(get(row, 'origin_value'))} with a stated origin was made in countries "
            "that control the goods"
        ),
    ),
    SignDefinition(
        id="price_premium",
        title="Sells at a premium",
        meaning=f"Price per kilogram out over in, as a geometric mean over at least {PRICED} matched supplies; without "
        f"them, over what the same code costs elsewhere. Present from {PREMIUM:g} times on.",
        unit="ratio",
        kind=Kind.GOODS,
        source="FIN-2022-Alert003 (28 Jun 2022): prices above the market",
        unverified="the wording of that flag",
        clears_if="Testing, packing, credit or small lots that explain the price.",
        missing=f"fewer than {PRICED} matched supplies and comparable consignments with value and weight",
        graded=True,
        measure=_premium,
        say=_say_premium,
        records=Records.BOTH,
    ),
    SignDefinition(
        id="code_switching",
        title="Another code on the way out",
        meaning=f"Share of its consignments under an unlisted code of the same heading that have the weight of goods "
        "that came in under a "
        f"suspicious code up to 180 days before. Present from {SWITCHED:.0%} and {SIBLINGS} of them on.",
        unit="share",
        kind=Kind.GOODS,
        source="Fisman and Wei (2004): goods move to a similar code that is treated better",
        clears_if="A ruling or a description that shows both codes are right for what was moved.",
        missing=_SUPPLY,
        graded=True,
        measure=_switched,
        say=lambda row: (
            f"{count(row.get('switched_legs'), 'consignment')} of {count(row.get('sibling_legs'), 'consignment')} "
            f"under a sibling code weigh what came in under a suspicious one, {usd(get(row, 'switched_value'))}"
            if get(row, "sibling_legs")
            else "sent nothing under a sibling code"
        ),
        records=Records.SIBLINGS,
        since="switched_first",
    ),
    SignDefinition(
        id="route_detour",
        title="A detour of papers or goods",
        meaning=f"Share of what it sent that a company in a third country bought while the goods went to the "
        "destination. Present from "
        f"{INDIRECT:.0%} on, or when a chain through it touches {COUNTRIES} countries or more.",
        unit="share",
        kind=Kind.GOODS,
        source="15 CFR 732 Supp. No. 3: an abnormal shipping route",
        clears_if="A reason of transport or of contract for the third country.",
        missing="none of what it sent has both a buyer and a declared destination",
        measure=_detour,
        say=lambda row: (
            f"{share(row['value'])} of what it sent was bought in a third country"
            + (
                f"; a chain through it touches {int(get(row, 'chain_countries'))} countries"
                if get(row, "chains")
                else ""
            )
        ),
    ),
)
