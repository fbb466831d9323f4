"""Predicates on who buys and who receives. Each returns the evidence, empty when the flag is not raised."""

from __future__ import annotations

import datetime as dt
import re

from tidewaiter.model import Hit, Party, Role, Schema, Strength, UnknownCountryError, resolve_country
from tidewaiter.redflags.facts import BUYING_SIDE, RECEIVERS, Facts, named
from tidewaiter.redflags.goods import Evidence, Parameters
from tidewaiter.redflags.wording import fold, says


def formed_after_february_2022(facts: Facts, parameters: Parameters) -> Evidence:
    """A party outside the coalition was, or may have been, formed since the date; the goods are worth a question."""
    if facts.goods is None:
        return ()
    since: dt.date = parameters["formed_from"]
    young = [
        f"{named(party)} was formed in {party.formed_on}"
        for party in facts.parties(*BUYING_SIDE)
        if party.formed_on and _latest(party.formed_on) >= since.isoformat() and _foreign_or_unknown(facts, party)
    ]
    return (*young, facts.goods) if young else ()


def forwarder_as_destination(facts: Facts, parameters: Parameters) -> Evidence:
    """The party who receives or uses the goods forwards goods for others, by its name, business or other role."""
    movers = {fold(p.name) for p in facts.parties(Role.FORWARDING_AGENT, Role.CARRIER) if p.name}
    words = tuple(parameters["words"])
    found: list[str] = []
    for party in facts.parties(*RECEIVERS):
        if party.name and fold(party.name) in movers:
            found.append(f"{named(party)} is also the forwarder or carrier of the goods")
        elif word := says(party.name, words) or says(party.line_of_business, words):
            found.append(f"{named(party)} is a forwarder or carrier by its name or business ({word!r})")
    return tuple(found)


def person_receives_priority_goods(facts: Facts, _: Parameters) -> Evidence:
    """A natural person, stated as such, receives or uses common high priority goods outside the coalition."""
    if facts.priority is None or not facts.outside_coalition:
        return ()
    people = [f"{named(party)} is a person" for party in facts.parties(*RECEIVERS) if party.schema is Schema.PERSON]
    return (*people, str(facts.goods)) if people else ()


def line_of_business_mismatch(facts: Facts, parameters: Parameters) -> Evidence:
    """The stated business is of a trade that does not use such goods. Only what is stated counts; silence does not."""
    category = (facts.tx.item.eccn or " ")[0] if facts.on_ccl else None
    if facts.priority is None and category not in parameters["categories"]:
        return ()
    words, unless = tuple(parameters["words"]), tuple(parameters["unless"])
    found = [
        f"{named(party)} states its business as {party.line_of_business!r}"
        for party in facts.parties(*BUYING_SIDE)
        if says(party.line_of_business, words) and not says(party.line_of_business, unless)
    ]
    return (*found, str(facts.goods)) if found else ()


def address_of_listed_party(facts: Facts, _: Parameters) -> Evidence:
    """Screening found a party's address at a listed one, the party itself not being the listed one by name."""
    return tuple(
        f"{named(party)}: {hit.features['address'].detail or hit.matched} is an address of {hit.name} ({hit.list})"
        for party, hits in zip(facts.tx.parties, facts.hits, strict=False)
        for hit in hits
        if _by_address(hit)
    )


def address_not_a_workplace(facts: Facts, parameters: Parameters) -> Evidence:
    """An address is nothing but a post box, in care of another, or a dwelling, as far as its words say so."""
    boxes, dwelling = tuple(parameters["post_box"]), tuple(parameters["dwelling"])
    found: list[str] = []
    for party in facts.parties(*BUYING_SIDE):
        if only_post_box(party, boxes):
            found.append(f"{named(party)} has only a post box: {party.address}")
        elif says(party.address, tuple(parameters["in_care_of"])):
            found.append(f"{named(party)} is addressed in care of another: {party.address}")
        elif says(party.address, dwelling):
            found.append(f"{named(party)} has a dwelling as its address: {party.address}")
    return tuple(found)


def only_post_box(party: Party, boxes: tuple[str, ...]) -> bool:
    """Tell whether an address has a post box and, apart from one place name and the country, nothing else."""
    if not party.address or not says(party.address, boxes):
        return False
    rest = [part.strip() for part in re.split(r"[,;\n]", party.address)]
    rest = [part for part in rest if part and not says(part, boxes) and not _place(part, party)]
    return len(rest) <= 1 and not any(c.isdigit() for part in rest for c in part)


def _place(part: str, party: Party) -> bool:
    if party.city and fold(part) == fold(party.city):
        return True
    try:
        resolve_country(part)
    except UnknownCountryError:
        return part.replace(" ", "").isdigit()  # a postal code
    return True


def _by_address(hit: Hit) -> bool:
    return "address" in hit.features and (hit.strength is not Strength.MATCH or set(hit.features) == {"address"})


def _latest(partial: str) -> str:
    """Return the last day a partial date can mean, for comparison as text."""
    return partial + "-12-31"[len(partial) - 4 :] if len(partial) < 10 else partial


def _foreign_or_unknown(facts: Facts, party: Party) -> bool:
    return party.country is None or facts.foreign(party.country)
