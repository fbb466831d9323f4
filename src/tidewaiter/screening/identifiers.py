"""Under which numbers an identifier is looked up, by its kind."""

from __future__ import annotations

import re

from tidewaiter.model import Identifier, Listing, Schema
from tidewaiter.screening.keys import identifier_key, is_placeholder

#: Short words of a market, which mean something else among numbers of other kinds: they agree with their kind alone.
_OF_THEIR_KIND = frozenset({"ticker", "ric", "account"})
#: An address on a block chain, which lists write behind the code of its currency: ``XBT 12QtD5...``.
_WALLET = "digital_currency"
#: A registration mark: ``EP-MNI``, ``YV2040``; a word is none.
_MARK = re.compile(r"(?=.*[\d-])[A-Z0-9]{1,3}-?[A-Z0-9]{2,5}")
#: Characters of a mark, with room for blanks around it.
_LONGEST_MARK = 12


def is_registration_mark(name: str) -> bool:
    """Tell whether a name is the nationality and registration mark of an aircraft (ICAO Annex 7)."""
    return len(name) <= _LONGEST_MARK and _MARK.fullmatch(name.strip().upper()) is not None


def identifiers_of(entry: Listing) -> list[Identifier]:
    """Return the identifiers of an entry that say something; lists name an aircraft by its registration mark."""
    known = [identifier for identifier in entry.identifiers if not is_placeholder(identifier.value)]
    if entry.schema is not Schema.AIRCRAFT:
        return known
    marks = [name.text for name in entry.names if is_registration_mark(name.text)]
    return [*known, *(Identifier(type="aircraft_tail", value=mark) for mark in marks)]


def identifier_keys(kind: str, value: str) -> tuple[int, ...]:
    """Return the keys of an identifier; two identifiers agree where they have one in common.

    Kinds do not matter, since one number is called by many names, except where values are short words. The address of a
    wallet is looked up with and without the currency before it.
    """
    bare = kind.partition(" ")[0]  # the second number of a kind is keyed ``tax 2``
    if bare in _OF_THEIR_KIND:
        return (identifier_key(f"{bare} {value}"),)
    address = value.split()[-1:] if bare == _WALLET else []
    return tuple(dict.fromkeys(identifier_key(text) for text in (value, *address)))
