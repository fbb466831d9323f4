"""Listings of a party: those found by screening, those the caller stated, and those of the party's owners."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tidewaiter.model import ItemScope, ListedAs, Owner, Party, Requirement

#: A list id, then footnotes (``#3``) or programs (``#RUSSIA-EO14024``; a colon does as well).
_STATED = re.compile(r"^\s*([^#:\s]+)\s*(?:[#:]\s*(.+?))?\s*$")
_FOOTNOTES = re.compile(r"^[\d,\s]+$")
#: Lists whose entries reach what they own by half or more, under their own rule on the date.
OWNERSHIP_LISTS = ("us.bis.entity_list", "us.bis.military_end_user", "us.ofac.sdn")


def stated_listings(party: Party) -> tuple[ListedAs, ...]:
    """Return the listings a caller stated for a party, and those its stated owners pass on.

    ``us.bis.entity_list#3`` states an Entity List entry with footnote 3, ``us.ofac.sdn#RUSSIA-EO14024`` the program of
    an SDN entry. For owners the aggregate share of listed owners is kept with the listing; a share
    that is not known leaves it open (None), which is a question and not a pass.
    """
    own = tuple(_stated(text, party.name) for text in party.listings)
    return own + tuple(_owned(party.owners or (), list_id) for list_id in _owner_lists(party.owners or ()))


def _stated(text: str, name: str | None) -> ListedAs:
    match = _STATED.match(text)
    list_id, rest = (match[1].lower(), match[2] or "") if match else (text.strip().lower(), "")
    if _FOOTNOTES.match(rest):
        footnotes = tuple(int(n) for n in re.findall(r"\d+", rest))
        return ListedAs(list=list_id, name=name, requirement=_footnoted(footnotes), stated=True)
    programs = tuple(p.strip().upper() for p in rest.split(",") if p.strip())
    return ListedAs(list=list_id, name=name, programs=programs, stated=True)


def _footnoted(footnotes: tuple[int, ...]) -> Requirement | None:
    return Requirement(items=ItemScope.ALL, footnotes=footnotes) if footnotes else None


@dataclass(frozen=True, slots=True)
class OwnedShare:
    """Aggregate share of owners on one list: what is certain, and whether an unknown share could add to it."""

    certain_pct: float
    open: bool
    footnotes: tuple[int, ...]
    names: tuple[str, ...]
    programs: tuple[str, ...]


def _owner_lists(owners: Iterable[Owner]) -> tuple[str, ...]:
    found = {s.list for owner in _walk(owners) for s in (_stated(t, owner.name) for t in owner.listings)}
    return tuple(list_id for list_id in OWNERSHIP_LISTS if list_id in found)


def _walk(owners: Iterable[Owner]) -> Iterable[Owner]:
    for owner in owners:
        yield owner
        yield from _walk(owner.owners)


def owned_share(owners: Iterable[Owner], list_id: str) -> OwnedShare:
    """Return the share that owners on a list hold together, directly or through owners they hold by half or more."""
    certain, is_open = 0.0, False
    footnotes: list[int] = []
    names: list[str] = []
    programs: list[str] = []
    for owner in owners:
        stated = [s for s in (_stated(text, owner.name) for text in owner.listings) if s.list == list_id]
        above = owned_share(owner.owners, list_id)
        if not stated and above.certain_pct < 50 and not above.open:
            continue
        names.extend([owner.name] if stated else above.names)
        footnotes.extend(above.footnotes)
        programs.extend(above.programs)
        for listing in stated:
            footnotes.extend(listing.requirement.footnotes if listing.requirement else ())
            programs.extend(listing.programs)
        listed_itself = bool(stated) or above.certain_pct >= 50
        if owner.share_pct is None or not listed_itself:
            is_open = True
        else:
            certain += owner.share_pct
    return OwnedShare(
        certain, is_open, tuple(sorted(set(footnotes))), tuple(dict.fromkeys(names)), tuple(dict.fromkeys(programs))
    )


def _owned(owners: Iterable[Owner], list_id: str) -> ListedAs:
    share = owned_share(owners, list_id)
    requirement = _footnoted(share.footnotes)
    return ListedAs(
        list=list_id,
        name=", ".join(share.names),
        requirement=requirement,
        programs=share.programs,
        certain=share.certain_pct >= 50 or not share.open,
        stated=True,
        owner_share_pct=share.certain_pct,
    )
