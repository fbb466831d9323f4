"""Advanced computing items for entities with their headquarters or ultimate parent in Macau or D:5 (742.6(a)(6))."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tidewaiter.law import RuleAt, Tri, eccn_in
from tidewaiter.licensing.facts import Facts
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.licensing.ownership import gaps
from tidewaiter.model import LISTED_ROLES, Act, Effect, Owner, Party, UnknownCountryError, country_name, resolve_country

#: Share from which an owner is taken to be a parent company, in percent.
_PARENT_PCT = 50.0
_HEADQUARTERS = re.compile(r"\bheadquartere?d? (?:in|at) ([^();]+)", re.IGNORECASE)


def headquarters_findings(facts: Facts) -> Iterator[Finding]:
    """Return what the item needs because of where those who receive it have their headquarters, wherever it goes."""
    rule = facts.law.at("us.ear.742.6.headquarters", facts.day)
    if rule is None or not facts.goods.on_ccl or facts.act is Act.DEEMED_EXPORT:
        return
    item = _named(rule, facts.goods.code)
    if item is Tri.NO:
        return
    for one in facts.parties:
        if one.party.role in LISTED_ROLES and (found := _found(facts, rule, item, one.party)):
            yield found


@lru_cache(maxsize=4096)
def _named(rule: RuleAt, code: str) -> Tri:
    return eccn_in(code, rule.get("eccns")) & ~eccn_in(code, rule.get("except_eccns"))


def _found(facts: Facts, rule: RuleAt, item: Tri, party: Party) -> Finding | None:
    name = party.name or "the party that receives the item"
    parent = next(_parents(facts, rule, party), None)
    if parent is None and any(country is None for country, _ in _above(party.owners or (), Tri.YES)):
        question = f"In which country has each parent company of {name} its headquarters?"
        text = f"A parent company of {name} is stated, but not where it has its headquarters."
        return finding(rule, Effect.UNDETERMINED, text, {"party": name, "item": facts.goods.code}, question=question)
    if parent is None:
        if party.owners is not None and not _may_be_a_parent(name, party.owners):
            return None
        question = f"Has {name} its headquarters, or its ultimate parent, in Macau or a country of Group D:5?"
        text = f"The owners of {name} are not stated, or not all of them."
        return finding(rule, Effect.NOTES, text, {"party": name}, question=question)
    country, certain = parent
    named = {"party": name, "headquarters": country, "item": facts.goods.code}
    text = f"The headquarters or a parent company of {name} is in {country_name(country)}."
    if (certain & item) is Tri.YES:
        return finding(rule, Effect.REQUIRES, text, named)
    question = (
        f"Is the item in a paragraph this rule names, and the ultimate parent of {name} in {country_name(country)}?"
    )
    return finding(rule, Effect.UNDETERMINED, text, named, question=question)


@lru_cache(maxsize=4096)
def _headquarters_named(name: str) -> str | None:
    """Return the country a name states as its headquarters, "Example Holding (headquartered in Hangzhou, China)"."""
    stated = _HEADQUARTERS.search(name)
    if stated is None:
        return None
    try:
        return resolve_country(stated[1].split(",")[-1].strip()).code
    except UnknownCountryError:
        return None


def _parents(facts: Facts, rule: RuleAt, party: Party) -> Iterator[tuple[str, Tri]]:
    """Places of the party and of its parents, as far as the rule means them, the certain ones first."""
    places = [(party.country, Tri.YES), *_above(party.owners or (), Tri.YES)]
    meant = [
        (country, certain)
        for country, certain in places
        if country is not None and facts.law.within(country, rule.get("destinations"), facts.day)
    ]
    yield from sorted(meant, key=lambda place: place[1] is not Tri.YES)


def _may_be_a_parent(name: str, owners: tuple[Owner, ...]) -> bool:
    """Tell whether the shares nobody stated are enough for a parent company, directly or of an owner."""
    return any(share >= _PARENT_PCT for _, share in gaps(name, owners))


def _above(owners: tuple[Owner, ...], so_far: Tri) -> Iterator[tuple[str | None, Tri]]:
    for owner in owners:
        if owner.share_pct is not None and owner.share_pct < _PARENT_PCT:
            continue
        certain = so_far & (Tri.UNKNOWN if owner.share_pct is None or owner.share_pct == _PARENT_PCT else Tri.YES)
        yield owner.country or _headquarters_named(owner.name), certain
        yield from _above(owner.owners, certain)
