"""Under which numbers an identifier is looked up, by its kind."""

from __future__ import annotations

from tidewaiter.screening.keys import identifier_key

#: Short words of a market, which mean something else among numbers of other kinds: they agree with their kind alone.
_OF_THEIR_KIND = frozenset({"ticker", "ric", "account"})
#: An address on a block chain, which lists write behind the code of its currency: ``XBT 12QtD5...``.
_WALLET = "digital_currency"


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
