"""What an address names: streets, buildings and places, each by the words that tell, and its house numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tidewaiter.screening.addresses.part import AddressPart, Named, Parts, Sort, is_house, like_postcode, well_known
from tidewaiter.screening.addresses.words import joined_endings, roles

_PART = re.compile(r"[,;()\n\"“”|]+")
#: A range of house numbers, an ordinal, a number with or without a letter, or a word.
_TOKEN = re.compile(r"\d+[a-z]?\s?[-–]\s?\d+[a-z]?(?![^\W_])|\d+(?:st|nd|rd|th)\b|\d+[a-z]?(?![^\W_])|[^\W_]+")
_POST_BOX = re.compile(r"\bp\s?\.?\s?o\s?\.?\s?box\b[.:]?\s?(?:nos?\b\.?\s?)?#?\s?(\d+(?:[ -]\d+)*)")
#: Street types written with their first and last letters.
_CONTRACTIONS = {
    "pr-t": "prospekt",
    "pr-kt": "prospekt",
    "pr-d": "proezd",
    "pr-zd": "proezd",
    "b-r": "bulvar",
    "pl-d": "ploshchad",
}
_CONTRACTED = re.compile(rf"\b(?:{'|'.join(_CONTRACTIONS)})\b")
_POSTCODE = re.compile(r"\b\d{5}-\d{3,4}\b|\b\d{6,}\b")


def read_names(plain: str) -> Parts:
    """Read what an address names.

    Args:
        plain: The address in lower-case Latin letters, without floors and doors.
    """
    found = Parts()
    for box in _POST_BOX.findall(plain):
        digits = re.sub(r"\D", "", box)
        found.names.append(Named(Sort.BOX, ("#" + digits,)))
        found.words.append("#" + digits)
    plain = _POSTCODE.sub(" ", _POST_BOX.sub(" , ", plain))
    if "-" in plain:
        plain = _CONTRACTED.sub(lambda type_: _CONTRACTIONS[type_[0]], plain)
    parts = [tokens for text in _PART.split(plain) if (tokens := _tokens(text))]
    found.flat = _take_flat(parts)
    read = [AddressPart(tokens) for tokens in parts]
    for part in read:
        part.read(found)
    _read_beside_numbers(read, found)
    found.numbers = found.numbers or found.within
    return found


def _tokens(text: str) -> list[str]:
    tokens = _TOKEN.findall(text)
    endings = joined_endings()
    if any(token.endswith(endings) for token in tokens):
        tokens = [part for token in tokens for part in _split_ending(token, endings)]
    return tokens


def _split_ending(token: str, endings: tuple[str, ...]) -> list[str]:
    """Return a street's name and its type where they are one word: Schmidenerstrasse."""
    ending = next((end for end in endings if token.endswith(end) and len(token) > len(end) + 2), "")
    return [token.removesuffix(ending), ending] if ending else [token]


def _take_flat(parts: list[list[str]]) -> str | None:
    """Take a leading ``16D`` out, where a building is named beside it, or a house number in a later part."""
    if not parts or not re.fullmatch(r"\d{1,2}[a-z]", parts[0][0]):
        return None
    sorts = {roles()[word].sort for word in parts[0][1:] if word in roles()}
    numbered = any(is_house(part[at]) for part in parts[1:] for at in range(len(part)) if not like_postcode(part[at]))
    if "street" in sorts or not (sorts & {"building", "either"} or (len(parts[0]) == 1 and numbered)):
        return None
    flat = parts[0].pop(0)
    if not parts[0]:
        del parts[0]
    return flat


def _read_beside_numbers(parts: Sequence[AddressPart], found: Parts) -> None:
    """Where no street is named as one, take the words beside the house number for it."""
    if any(name.sort is Sort.STREET for name in found.names):
        return
    for at, part in enumerate(parts):
        if not part.numbered or part.typed:
            continue
        beside = [part] if part.rest else [*parts[max(at - 1, 0) : at], *parts[at + 1 : at + 2]]
        for near in beside:
            words = tuple(near.rest)
            if words and not near.typed and not all(word in well_known() for word in words):
                found.names.append(Named(Sort.BESIDE_NUMBER, words))
                break
