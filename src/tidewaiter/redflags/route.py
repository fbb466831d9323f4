"""Predicates on route and countries. Each returns the evidence, empty when the flag is not raised."""

from __future__ import annotations

from tidewaiter.model import Role, country_name
from tidewaiter.redflags.facts import RECEIVERS, Facts, named
from tidewaiter.redflags.goods import Evidence, Parameters


def transit_embargoed(facts: Facts, parameters: Parameters) -> Evidence:
    """The goods pass through a country under embargo that is not their destination."""
    groups, countries = set(parameters["groups"]), set(parameters["countries"])
    return tuple(
        f"transit through {country_name(code)}, destination {_destination(facts)}"
        for code in _passed(facts)
        if code in countries or groups & facts.tables.groups(code, facts.on)
    )


def transit_hub(facts: Facts, _: Parameters) -> Evidence:
    """Goods worth a question pass through a known transshipment point."""
    hubs = [(code, hub) for code in _passed(facts) if (hub := facts.hub(code))]
    if facts.goods is None or not hubs:
        return ()
    return (*(f"transit through {country_name(code)}, named in {hub.citation}" for code, hub in hubs), facts.goods)


def transit_third_country(facts: Facts, _: Parameters) -> Evidence:
    """The goods pass through any third country: common, therefore a note."""
    return tuple(f"transit through {country_name(code)}, destination {_destination(facts)}" for code in _passed(facts))


def recipient_elsewhere(facts: Facts, _: Parameters) -> Evidence:
    """The party who receives or uses the goods is in another country than the stated destination."""
    if facts.tx.destination is None:
        return ()
    return tuple(
        f"{named(party)} is in {country_name(party.country)}, destination {_destination(facts)}"
        for party in facts.parties(*RECEIVERS)
        if party.country and party.country != facts.tx.destination
    )


def purchaser_in_hub(facts: Facts, _: Parameters) -> Evidence:
    """The purchaser is in a transshipment point and the goods go elsewhere: often for good reasons, so a note."""
    if facts.tx.destination is None:
        return ()
    return tuple(
        f"{named(party)} is in {country_name(str(party.country))}, named in {hub.citation}; "
        f"destination {_destination(facts)}"
        for party in facts.parties(Role.PURCHASER)
        if party.country != facts.tx.destination and (hub := facts.hub(party.country))
    )


def _passed(facts: Facts) -> list[str]:
    ends = {facts.tx.destination, facts.tx.from_country}
    return [code for code in facts.tx.transit if code not in ends]


def _destination(facts: Facts) -> str:
    return country_name(facts.tx.destination) if facts.tx.destination else "not stated"
