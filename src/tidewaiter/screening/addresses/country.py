"""The country at the end of an address, written out or as a code."""

from __future__ import annotations

import re
from functools import lru_cache

from tidewaiter.model import UnknownCountryError, resolve_country

#: A word, and the numbers and signs after the last word.
_WORDS = re.compile(r"[^\W\d_][^\W_]*(?:\.(?=[a-z]\b)[a-z])*")
#: A code or initials in a part of its own: ``HK``, ``UAE``, ``U.S.A.``.
_CODE = re.compile(r"(?:^|[,;])\s*([a-z]{2,3}|(?:[a-z]\.\s?){1,2}[a-z]\.?)\s*$")
#: Codes of countries that are also those of states and provinces, by which addresses there end.
_ALSO_STATES = re.compile(
    "al|ar|az|ca|co|de|ga|id|il|in|ky|la|ma|md|me|mn|mo|ms|mt|nc|ne|pa|sc|sd|tn|va|nl|nu|pe|sk|nt|sa"
)
#: Places that addresses put in China or in themselves.
_OF_CHINA = frozenset({"HK", "MO", "TW"})
_LONGEST = 3


def take_country(plain: str) -> tuple[str, str | None]:
    """Return an address without the country at its end, and the country's ISO 3166 alpha-2 code if it names one.

    Args:
        plain: The address in lower-case Latin letters.
    """
    rest, country = _take(plain)
    if country == "CN":
        nearer, within = _take(rest)
        if within in _OF_CHINA:
            return nearer, within
    return rest, country


def other_countries(left: str | None, right: str | None) -> bool:
    """Tell whether two countries are named and differ; addresses in Hong Kong are also written as in China."""
    if not left or not right or left == right:
        return False
    return not (left in _OF_CHINA and right == "CN") and not (right in _OF_CHINA and left == "CN")


def _take(plain: str) -> tuple[str, str | None]:
    code = _CODE.search(plain)
    if code and not _ALSO_STATES.fullmatch(code[1]):
        found = _country_of(re.sub(r"[.\s]", "", code[1]))
        if found is not None:
            return plain[: code.start()], found
    words = list(_WORDS.finditer(plain))[-_LONGEST:]
    for length in range(1, len(words) + 1):
        text = " ".join(word[0] for word in words[-length:])
        if len(text) > _LONGEST and (found := _country_of(text)) is not None:
            return plain[: words[-length].start()] + plain[words[-1].end() :], found
    return plain, None


@lru_cache(maxsize=32768)
def _country_of(text: str) -> str | None:
    try:
        return resolve_country(text).code
    except UnknownCountryError:
        return None
