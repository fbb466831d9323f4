"""What owners on lists hold of a party under each rule that adds them up, and the question that would settle it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tidewaiter.law import Law, RuleAt, Tri
from tidewaiter.licensing.blocked import programs_of
from tidewaiter.licensing.facts import PartyFacts, party_facts
from tidewaiter.licensing.ownership import Owned, Path, gaps, owned, owner_at
from tidewaiter.model import ListedAs, Owner, Ownership, Party

SDN = "us.ofac.sdn"
#: What the rules have in common where neither stands on the day.
_HALF = 50.0
_BIS = ("us.bis.entity_list", "us.bis.military_end_user")


@dataclass(frozen=True, slots=True)
class OwnerShare:
    """What owners that count under a rule hold of a party together.

    Attributes:
        rule: The rule on the day, None where it did not exist.
    """

    party: PartyFacts
    rule: RuleAt | None
    owned: Owned

    @property
    def listings(self) -> tuple[ListedAs, ...]:
        """Listings of the owners that count, or may."""
        return self.owned.listings

    @property
    def threshold(self) -> float:
        """Percent the rule asks for."""
        return float(self.rule.get("share_pct", _HALF)) if self.rule else _HALF

    @property
    def reaches(self) -> Tri:
        """Whether the owners hold that much."""
        return self.owned.reaches(self.threshold)

    @property
    def words(self) -> str:
        """The share as a sentence names it."""
        return self.owned.words

    @property
    def owners(self) -> tuple[str, ...]:
        """Names of the owners that count, or may, as the transaction states them."""
        return tuple(dict.fromkeys(self._owner(one) or one.list for one in self.listings))

    @property
    def question(self) -> str:
        """What would settle an open share: who an owner is, who holds the rest, or how much they hold."""
        name = self.party.party.name or "the party"
        settled = {self._owner(one) for one in self.listings if one.certain}
        doubt = next((one for one in self.listings if not one.certain and self._owner(one) not in settled), None)
        if doubt is not None:
            return f"Is {self._owner(doubt)}, an owner of {name}, the listed {doubt.name or 'entry'} ({doubt.list})?"
        gap = next(gaps(name, self.party.party.owners or ()), None)
        if gap is not None:
            return f"Who holds the other {gap[1]:g} percent of {gap[0]}, directly and through others? It is not stated."
        return f"What share of {name} do listed owners hold together, directly and indirectly?"

    @property
    def facts(self) -> dict[str, str]:
        """Facts used, by name."""
        party = self.party.party
        named = {"party": party.name or "", "role": party.role.value}
        named["list"] = " ".join(dict.fromkeys(one.list for one in self.listings))
        return named | {"owned by": ", ".join(self.owners), "owned by listed parties": self.words}

    def _owner(self, listing: ListedAs) -> str:
        owners = self.party.party.owners or ()
        return owner_at(owners, listing.owner_path).name if listing.owner_path else listing.name or ""


def blocked_share(law: Law, day: dt.date, party: PartyFacts) -> OwnerShare:
    """Return what blocked persons hold of a party, under OFAC's rule on the day."""
    rule = law.at("us.ofac.blocking", day)
    return _share(party, rule, lambda one: one.list == SDN)


def affiliate_share(law: Law, day: dt.date, party: PartyFacts) -> OwnerShare:
    """Return what owners on the lists of BIS hold of a party together, under its rule on affiliates on the day.

    Owners on the SDN list add up with those on the lists of BIS as far as 744.8 names their program.
    """
    rule = law.at("us.ear.744.11.affiliates", day)
    lists = rule.get("lists") if rule else _BIS
    programs = law.at("us.ear.744.8", day)
    named = frozenset(programs.get("programs")) if programs else frozenset()

    def counts(one: ListedAs) -> bool:
        return one.list in lists and (one.list != SDN or not one.programs or bool(programs_of(one) & named))

    return _share(party, rule, counts)


def other_shares(party: PartyFacts) -> Iterator[tuple[str, OwnerShare]]:
    """Yield, for each list that neither rule counts, what owners on it hold of a party."""
    found = dict.fromkeys(one.list for listings in party.owner_listings.values() for one in listings)
    for list_id in (one for one in found if one not in (*_BIS, SDN)):
        share = _share(party, None, lambda one, list_id=list_id: one.list == list_id)  # type: ignore[misc]  # bound now
        if share.listings:
            yield list_id, share


def ownership(party: Party, found: Sequence[ListedAs], law: Law, as_of: dt.date) -> tuple[Ownership, ...]:
    """Return what listed owners hold of a party, direct and indirect, under each rule that adds them up on a day.

    Args:
        party: The party with its owners as stated.
        found: Listings screening found; those of owners carry ``owner_path``.
        as_of: Day whose law is applied.
    """
    if not party.owners:
        return ()
    counted = party_facts(party, found, as_of)
    if not counted.owner_listings:
        return ()
    day = law.period(as_of)
    shares = (blocked_share(law, day, counted), affiliate_share(law, day, counted))
    return tuple(_ownership(one.rule, one) for one in shares if one.rule is not None and one.listings)


def _ownership(rule: RuleAt, share: OwnerShare) -> Ownership:
    return Ownership(
        rule=rule.rule.id,
        citation=rule.citation,
        force=rule.force.value,
        share_pct=share.threshold,
        reaches=share.reaches.value,
        certain_pct=share.owned.certain_pct,
        possible_pct=share.owned.possible_pct,
        owners=share.owners,
        lists=tuple(dict.fromkeys(one.list for one in share.listings)),
        question=share.question if share.reaches is Tri.UNKNOWN else None,
    )


def _share(party: PartyFacts, rule: RuleAt | None, counts: Callable[[ListedAs], bool]) -> OwnerShare:
    """Add owners up; a listed address is not a listed owner (744.11(a)(1))."""

    def counting(_: Owner, path: Path) -> tuple[ListedAs, ...]:
        return tuple(one for one in party.owner_listings.get(path, ()) if not one.address_only and counts(one))

    alone = bool(rule and rule.get("each_alone", default=False))
    threshold = float(rule.get("share_pct", _HALF)) if rule else _HALF
    return OwnerShare(party, rule, owned(party.party.owners or (), counting, threshold, each_alone=alone))
