"""What listed owners of a party mean for it: OFAC's 50 percent rule, and that of BIS in its dated segments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tidewaiter.law import Force, RuleAt, Tri, any_of
from tidewaiter.licensing.blocked import blocking_finding
from tidewaiter.licensing.entry_scope import Reach, entry_reaches
from tidewaiter.licensing.facts import Facts, PartyFacts
from tidewaiter.licensing.findings import Finding, finding, weakened
from tidewaiter.licensing.other_lists import other_list_findings
from tidewaiter.licensing.owner_shares import SDN, OwnerShare, affiliate_share, blocked_share, other_shares
from tidewaiter.licensing.ownership import may_reach
from tidewaiter.model import LISTED_ROLES, Effect, ListedAs, Schema

#: Sections a requirement stands under by the lists of the owners, the first that fits.
_SECTIONS = (("us.bis.entity_list", "744.11"), ("us.bis.military_end_user", "744.21"), (SDN, "744.8"))
#: Lists of BIS whose entries do not pass on to what the listed party owns.
_PERSONAL = frozenset({"us.bis.denied_persons", "us.bis.unverified_list", "us.bis.mieu"})


def owner_findings(facts: Facts, party: PartyFacts) -> Iterator[Finding]:
    """Return what the listed owners of a party require, all of them added up."""
    yield from _blocked_owners(facts, party)
    yield from _listed_owners(facts, party)
    yield from _other_owners(facts, party)


def owners_not_given(facts: Facts) -> list[Finding]:
    """Return a note on parties half of which nobody stated owners for, and the question while the rule of BIS stands.

    The ownership rules bind on whoever does not ask as well, so their absence from an order is said and never passed
    over; it does not open the outcome by itself, as no order would ever be settled then.
    """
    affiliates = facts.law.at("us.ear.744.11.affiliates", facts.day)
    asked = affiliates if affiliates and affiliates.force is not Force.SUSPENDED else None
    rule = asked or facts.law.at("us.ofac.blocking", facts.day)
    if rule is None:
        return []
    unknown = tuple(party for party in facts.parties if _owners_matter(party) and _owners_open(rule, party))
    if not unknown:
        return []
    names = ", ".join(dict.fromkeys(party.party.name or f"the {party.label}" for party in unknown))
    text = "Owners were not stated, or not all of them: whether listed owners hold half or more was not fully examined."
    question = f"Who owns {names}, directly and through others, and by what share?" if asked else None
    return [finding(rule, Effect.NOTES, text, {"owners not stated": names}, question=question)]


def _owners_matter(party: PartyFacts) -> bool:
    organization = party.party.schema not in (Schema.PERSON, Schema.ADDRESS)
    return party.party.role in LISTED_ROLES and party.party.country != "US" and organization


def _owners_open(rule: RuleAt, party: PartyFacts) -> bool:
    """Tell whether owners nobody stated may hold as much of a party as a rule asks for.

    Where a stated owner is listed, the sum under the rule itself asks.
    """
    owners = party.party.owners
    if owners is None:
        return True
    alone = bool(rule.get("each_alone", default=False))
    return not party.owner_listings and may_reach(owners, float(rule.get("share_pct")), each_alone=alone)


def affiliate_footnotes(facts: Facts, party: PartyFacts, footnote: int) -> Tri:
    """Tell whether a footnote of an owner's entry reaches a party under the rule on affiliates (734.9(e), (g))."""
    if not party.owner_listings:
        return Tri.NO
    share = affiliate_share(facts.law, facts.day, party)
    if share.rule is None or share.rule.force is Force.SUSPENDED:
        return Tri.NO
    marked = (one for one in share.listings if one.requirement and footnote in one.requirement.footnotes)
    answers = (Tri.YES if one.certain else Tri.UNKNOWN for one in marked)
    confirmed = Tri.YES if share.rule.force is Force.IN_FORCE else Tri.UNKNOWN
    return any_of(answers) & share.reaches & confirmed


def _blocked_owners(facts: Facts, party: PartyFacts) -> Iterator[Finding]:
    share = blocked_share(facts.law, facts.day, party)
    if share.rule is None or not share.listings:
        return
    if share.reaches is Tri.NO:
        text = f"Blocked persons own less than half of the {party.label}: a red flag, not a blocking by itself."
        yield finding(share.rule, Effect.NOTES, text, share.facts)
        return
    found = blocking_finding(facts, share.rule, party, share.facts)
    why = "What blocked persons own by half or more is blocked as they are"
    yield found if share.reaches is Tri.YES else weakened(found, share.question, why)


def _listed_owners(facts: Facts, party: PartyFacts) -> Iterator[Finding]:
    share = affiliate_share(facts.law, facts.day, party)
    if not share.listings:
        return
    if share.rule is None or share.reaches is Tri.NO:
        note = facts.law.at("us.ear.744.11", facts.day)
        if note and any(one.list != SDN for one in share.listings):
            text = f"Listed parties own {share.words} of the {party.label}: a red flag, not a requirement by itself."
            yield finding(note, Effect.NOTES, text, share.facts)
        return
    if party.party.role not in LISTED_ROLES or party.party.country == "US":
        text = f"Listed parties own {share.words} of the {party.label}, which the rule does not reach as such."
        yield finding(share.rule, Effect.NOTES, text, share.facts)
        return
    yield _required(facts, _Affiliate(party, share.rule, share))


@dataclass(frozen=True, slots=True)
class _Affiliate:
    """A party that listed owners may hold by half or more, and the rule that then reaches it."""

    party: PartyFacts
    rule: RuleAt
    share: OwnerShare

    @property
    def section(self) -> str:
        lists = {one.list for one in self.share.listings}
        return next(section for list_id, section in _SECTIONS if list_id in lists)


def _required(facts: Facts, case: _Affiliate) -> Finding:
    """The most restrictive requirement of any owner applies; the possible ones are asked about."""
    share, rule = case.share, case.rule
    reaches = [_reach(facts, one) for one in share.listings]
    item = any_of(
        reach.answer & (Tri.YES if one.certain else Tri.UNKNOWN)
        for reach, one in zip(reaches, share.listings, strict=True)
    )
    named = share.facts | {"scope": "; ".join(dict.fromkeys(reach.scope for reach in reaches))}
    text = f"Listed parties own {share.words} of the {case.party.label}."
    if item is Tri.NO:
        return finding(rule, Effect.DOES_NOT_APPLY, f"{text} The owners' entries do not reach the item.", named)
    found = finding(rule, Effect.REQUIRES, text, named, section=case.section)
    if item is Tri.UNKNOWN:
        asked = next((reach.question for reach in reaches if reach.question), share.question)
        found = weakened(found, asked, f"The entries of the owners reach the item, or not ({case.section})")
    if share.reaches is Tri.UNKNOWN:
        found = weakened(found, share.question, f"{rule.rule.title} ({case.section})")
    return found


def _reach(facts: Facts, listing: ListedAs) -> Reach:
    if listing.list == SDN:
        answer = Tri.YES if listing.certain and listing.programs else Tri.UNKNOWN
        question = "Under which program (identifier) does the SDN list carry the owner?"
        return Reach(answer, "all items subject to the EAR", question)
    return entry_reaches(facts, listing)


def _other_owners(facts: Facts, party: PartyFacts) -> Iterator[Finding]:
    """Lists that neither rule adds up: those of others are judged as for the party itself from half on."""
    for list_id, share in other_shares(party):
        text = f"Owners of the {party.label} are on {list_id} and hold {share.words} of it."
        if list_id not in _PERSONAL and share.reaches is not Tri.NO:
            yield from other_list_findings(facts, party, share.listings[0], text)
        elif note := facts.law.at("us.ear.736.gp5", facts.day):
            yield finding(note, Effect.NOTES, f"{text} A red flag, not a requirement by itself.", share.facts)
