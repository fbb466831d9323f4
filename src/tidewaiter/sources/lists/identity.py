"""Stable ids: the same entry has the same id in every snapshot."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from tidewaiter.model import Listing
from tidewaiter.sources.lists.places import country_code

_NOT_WORD = re.compile(r"[\W_]+")
#: Lists ordered by country; in copies without headings the only country of an entry stands for it.
_HEADED = frozenset({"us.bis.entity_list", "us.bis.unverified_list", "us.bis.military_end_user", "us.bis.mieu"})
#: The BIS supplements print Hong Kong and Macau entries under China; the CSL gives them a code of their own.
_UNDER_CHINA = {"HK": "CN", "MO": "CN"}


def name_key(text: str) -> str:
    """Return a name folded for comparison: lower case, ``&`` as ``and``, no diacritics, punctuation or spacing."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    return _NOT_WORD.sub("", "".join(c for c in folded if not unicodedata.combining(c)))


def heading_key(listing: Listing) -> str:
    """Return what tells apart entries of one name: the country of the heading, or the only country of the entry."""
    if listing.heading is not None:
        code = country_code(listing.heading)
        return _UNDER_CHINA.get(code, code) if code else name_key(listing.heading)
    codes = {_UNDER_CHINA.get(c, c) for c in listing.countries}
    return codes.pop() if len(codes) == 1 and listing.list in _HEADED else ""


def country_keys(listing: Listing) -> tuple[str, ...]:
    """Return the heading key and every country of the entry, Hong Kong and Macau counted as China."""
    return tuple(dict.fromkeys([heading_key(listing), *(_UNDER_CHINA.get(c, c) for c in listing.countries)]))


def identify(listings: Iterable[Listing]) -> list[Listing]:
    """Give an id to every listing that has none yet: list id, colon, 12 hex digits of a hash of name and heading.

    A publisher's number that stands twice in a file is told apart in the same way.

    Entries that share name and heading are told apart by a suffix in the order of their first citation and content,
    not of the file, so that a reshuffled file gives the same ids.
    """
    entries = list(listings)
    places: dict[str, list[int]] = defaultdict(list)
    for i, listing in enumerate(entries):
        places[listing.id or _base(listing)].append(i)
    for base, positions in places.items():
        for n, i in enumerate(sorted(positions, key=lambda i: _order(entries[i])), start=1):
            entries[i] = replace(entries[i], id=base if n == 1 else f"{base}-{n}")
    return entries


def _base(listing: Listing) -> str:
    basis = f"{name_key(listing.name)}\n{heading_key(listing)}"
    return f"{listing.list}:{hashlib.sha256(basis.encode()).hexdigest()[:12]}"


def _order(listing: Listing) -> tuple[str, ...]:
    first = listing.listed_on.isoformat() if listing.listed_on else "9999"
    return (
        first,
        *(c.text for c in listing.citations),
        *(a.full for a in listing.addresses),
        *(n.text for n in listing.names),
    )
