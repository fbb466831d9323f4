"""Countries named in list texts. What is no country stays out; nothing is guessed."""

from __future__ import annotations

import re
from functools import lru_cache

from tidewaiter.model import UnknownCountryError, resolve_country

_POSTAL = re.compile(r"^[\w-]*\d[\w-]*$")
_SPLIT = re.compile(r"\s*(?:[;,/]|\band\b)\s*")
_EDGES = " .;:,()[]\n\t"
_FINAL_NOTE = re.compile(r"\s*\([^()]*(?:\([^()]*\)[^()]*)*\)[\s.]*$")


@lru_cache(maxsize=65536)
def country_code(text: str) -> str | None:
    """Return the ISO alpha-2 code a text means; None when it names no country, such as ``undetermined``."""
    if text.lower().startswith("region:"):
        text = text[len("region:") :]
    try:
        return resolve_country(text.strip()).code
    except UnknownCountryError:
        return None


def country_codes(text: str) -> tuple[str, ...]:
    """Return the codes of all countries named in an enumeration such as ``Iran, Laos, and U.A.E.``."""
    whole = country_code(text.strip(_EDGES))
    if whole:
        return (whole,)
    found = (country_code(part.strip(_EDGES)) for part in _SPLIT.split(text) if part.strip(_EDGES))
    return tuple(dict.fromkeys(code for code in found if code))


@lru_cache(maxsize=65536)
def country_at_end(text: str) -> str | None:
    """Return the code of the country an address ends with, postal codes after or before it ignored.

    The last comma part decides; when it is no country by itself, its last four to one words. Two-letter codes count
    only as a part of their own, because ``IN`` and ``DE`` are words too.
    """
    part = text.replace("，", ",").strip(_EDGES).rsplit(",", 1)[-1]
    words = [w for w in part.split() if not _POSTAL.match(w)]
    if not words:
        rest = text.strip(_EDGES).rsplit(",", 1)
        return country_at_end(rest[0]) if len(rest) == 2 and rest[0].strip(_EDGES) else None
    whole = country_code(" ".join(words).strip(_EDGES))
    if whole:
        return whole
    for length in range(min(4, len(words)), 0, -1):
        tail = " ".join(words[-length:]).strip(_EDGES)
        if len(tail) > 3 or tail in {"UAE", "PRC", "USA"}:
            code = country_code(tail)
            if code:
                return code
    return None


@lru_cache(maxsize=65536)
def country_in(text: str) -> str | None:
    """Return the code of the country an address names: at its end, before a final note in brackets, or inside.

    Inside the address only a whole comma part with a country's full name counts, and only when all such parts agree.
    """
    plain = text.replace("，", ",")
    found = country_at_end(plain) or country_at_end(_FINAL_NOTE.sub("", plain))
    if found:
        return found
    parts = [p.strip(_EDGES) for p in _FINAL_NOTE.sub("", plain).split(",")]
    codes = {code for p in parts if len(p) > 3 and (code := country_code(p))}
    return codes.pop() if len(codes) == 1 else None
