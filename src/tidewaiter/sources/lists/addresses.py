"""Several addresses in one cell, cross references between country headings, and names that strayed into the cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tidewaiter.model import Address
from tidewaiter.sources.lists.party_kind import organization_before
from tidewaiter.sources.lists.places import country_at_end, country_codes

_SPACE = re.compile(r"\s+")
_CROSS_REFERENCE = re.compile(
    r"[\s(]*\bsee (?:also )?(?:the )?(?:alternat(?:e|ive)|additional|"
    r"address(?:es)?)\b(?: address(?:es)?)?\s*(?:under|in)?\s*(?:the )?"
    r"(?P<where>[^;]*?)\s*(?:\.?\)[\s.)]*|$)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*;\s*(?:and\b\s*;?\s*|and(?=[A-Z0-9#]))?\s*|(?<=[A-Za-z.0-9]),?\s+and\s+(?=[A-Z0-9#])")
_ADDRESS_START = re.compile(
    r"^(?:#?\d|[a-z]?/?\d+[a-z]?\b|(?:no|nos|rooms?|rm|units?|flat|suites?|ste|offices?|floors?|p\.? ?o\.? ?box|"
    r"box|bldg|building|block|apt|house|plot|street|st|level|lot)\b)",
    re.IGNORECASE,
)
_SUBORDINATES = re.compile(
    r"^(?P<names>.*?)\s*The following addresses apply to the entity(?: and (?:to )?(?:the|"
    r"its) [\w ]*?(?:institutions?|entit(?:y|ies)))?:\s*",
    re.DOTALL,
)
_LEADING_ALIASES = re.compile(r"^\((?:a\.?k\.?a\.?,?)\s+(?P<names>[^()]+)\),?\s*")
_SENTENCE = re.compile(r"\.\s+(?=[A-Z])")
_LABEL = re.compile(r"^Address(?:es)? for [^:]{3,80}:\s*")
_SUBORDINATE = re.compile(r"^subordinate institutions?\b:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AddressCell:
    """What an address cell holds.

    Attributes:
        addresses: The single addresses; unsplit where a split would be a guess.
        elsewhere: ISO codes of the countries it refers to (``See alternate address under Turkey``).
        affiliates: Names of subordinate institutions printed in the cell.
        aliases: Aliases printed in the cell.
    """

    addresses: tuple[Address, ...] = ()
    elsewhere: tuple[str, ...] = ()
    affiliates: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries of the addresses and of the references, each once."""
        codes = [a.country for a in self.addresses if a.country]
        return tuple(dict.fromkeys([*codes, *self.elsewhere]))


@lru_cache(maxsize=16384)
def read_address_cell(text: str, heading: str | None = None) -> AddressCell:
    """Split an address cell of the BIS supplements into its addresses.

    Args:
        text: The cell, as published.
        heading: ISO code of the country heading, the country of addresses that name none themselves.
    """
    plain = _SPACE.sub(" ", text).strip()
    affiliates: list[str] = []
    aliases: list[str] = []
    if strayed := _SUBORDINATES.match(plain):
        affiliates.extend(_strayed_names(strayed["names"]))
        plain = plain[strayed.end() :]
    if known_as := _LEADING_ALIASES.match(plain):
        aliases.extend(re.split(r",\s*(?:and\s+)?|\s+and\s+", known_as["names"]))
        plain = plain[known_as.end() :]
    plain, elsewhere = without_cross_reference(_LABEL.sub("", plain))
    addresses: list[Address] = []
    for piece in split_addresses(plain):
        for sentence in _sentences(piece):
            led = organization_before(sentence) if sentence is not piece else None
            name, address = led or ("", sentence)
            affiliates += [name] if name else []
            if any(c.isalnum() for c in address) and not address.startswith("including "):
                addresses.append(Address(full=_bare(address), country=country_at_end(address) or heading))
    return AddressCell(tuple(dict.fromkeys(addresses)), elsewhere, tuple(dict.fromkeys(affiliates)), tuple(aliases))


def _sentences(piece: str) -> list[str]:
    """Split at full stops that follow a country, where the next address is that of another organization."""
    parts: list[str] = []
    start = 0
    for match in _SENTENCE.finditer(piece):
        if country_at_end(piece[start : match.start()]) and organization_before(piece[match.end() :]):
            parts.append(piece[start : match.start()])
            start = match.end()
    return [*parts, piece[start:]] if parts else [piece]


def without_cross_reference(text: str) -> tuple[str, tuple[str, ...]]:
    """Take ``(See alternate address under Turkey)`` out of a text; return the rest and the ISO codes referred to."""
    elsewhere: list[str] = []
    for match in _CROSS_REFERENCE.finditer(text):
        elsewhere.extend(country_codes(re.split(r"\s+for this entry", match["where"])[0]))
    return _CROSS_REFERENCE.sub(" ", text).strip() if elsewhere or "(" in text else text, tuple(
        dict.fromkeys(elsewhere)
    )


def split_addresses(text: str) -> list[str]:
    """Split at ``; and`` and its variants, but only between what reads as two addresses.

    A separator counts when the part before it ends with a country; a semicolon also when the part behind it begins like
    an address (a number, ``Room``, ``P.O. Box``) or is itself one that ends with a country and has a comma. Otherwise
    the parts stay together: an unsplit address is found, a wrongly split one misleads.
    """
    parts: list[str] = []
    start = 0
    for match in _SEPARATOR.finditer(text):
        before, behind = text[start : match.start()], text[match.end() :]
        if _separates(match[0], before, behind):
            parts.append(before)
            start = match.end()
    parts.append(text[start:])
    return parts


def _separates(separator: str, before: str, behind: str) -> bool:
    if country_at_end(before):
        return ";" in separator or "," in behind
    if ";" not in separator or "," not in before:
        return False
    following = _SEPARATOR.split(behind, maxsplit=1)[0]
    if "and" not in separator or "," not in following:
        return False
    return bool(_ADDRESS_START.match(following)) or country_at_end(following) is not None


def _strayed_names(text: str) -> Iterable[str]:
    for piece in re.split(r"\.\s+(?=[A-Z])", text.strip(" .")):
        name = _SUBORDINATE.sub("", piece).strip(" .,;")
        if name:
            yield name


def _bare(text: str) -> str:
    text = text.strip(" ;,")
    return (
        text[:-1].rstrip() if text.endswith(".") and not text.endswith(("U.A.E.", "U.K.", "U.S.A.", "U.S.")) else text
    )
