"""Listings a caller states, of a party or of an owner, read from their short form."""

from __future__ import annotations

import re

from tidewaiter.model import ItemScope, ListedAs, Owner, Party, Requirement

#: A list id, then footnotes (``#3``) or programs (``#RUSSIA-EO14024``; a colon does as well).
_STATED = re.compile(r"^\s*([^#:\s]+)\s*(?:[#:]\s*(.+?))?\s*$")
_FOOTNOTES = re.compile(r"^[\d,\s]+$")


def stated_listings(party: Party | Owner) -> tuple[ListedAs, ...]:
    """Return the listings a caller stated for a party or an owner.

    ``us.bis.entity_list#3`` states an Entity List entry with footnote 3, ``us.ofac.sdn#RUSSIA-EO14024`` the program of
    an SDN entry.
    """
    return tuple(_stated(text, party.name) for text in party.listings)


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
