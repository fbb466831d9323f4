"""Countries from any common name, by table lookup. An unknown country is an error, never a guess.

``countries.csv`` carries ISO 3166 codes, the UN M49 numbers Comtrade uses, and official names in the six UN languages;
``country_aliases.csv`` the names lists and traders write (``PRC``, ``TURKIYE``, ``CRIMEA (OCCUPIED)``).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_SEPARATORS = re.compile(r"[^\w]+")
_SAINT = re.compile(r"^st\b")
_DOTLESS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "&": " and "})
#: Codes ISO has withdrawn that old lists still print.
_WITHDRAWN = {"AN": "ANT", "SU": "SUN", "YU": "YUG", "CS": "SCG"}
_WITHDRAWN_NAMES = {
    "AN": "Netherlands Antilles",
    "SU": "Soviet Union",
    "YU": "Yugoslavia",
    "CS": "Serbia and Montenegro",
}


class UnknownCountryError(ValueError):
    """The text names no country known to the table."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country, and the occupied region inside it when the name said so.

    Attributes:
        code: ISO 3166 alpha-2.
        region: ``crimea``, ``dnr`` or ``lnr``, else None.
    """

    code: str
    region: str | None = None


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_DOTLESS))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    words = _SEPARATORS.sub(" ", bare.replace("'", "").replace("’", "")).replace("_", " ").split()
    if words and words[0] == "the":
        words = words[1:]
    if words and words[-1] == "the":
        words = words[:-1]
    return _SAINT.sub("saint", " ".join(words))


def _read(name: str) -> list[dict[str, str]]:
    text = resources.files("tidewaiter.model").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _names() -> dict[str, str]:
    return {row["iso2"]: row["name"] for row in _read("countries.csv")} | _WITHDRAWN_NAMES


@cache
def _table() -> dict[str, Country]:
    table: dict[str, Country] = {}
    for row in _read("countries.csv"):
        country = Country(row["iso2"])
        for text in (row["iso2"], row["iso3"], row["name"], *row["aliases"].split("|"), *row["comtrade"].split()):
            if text:
                table.setdefault(_key(text), country)
        if row["numeric"]:
            table.setdefault(row["numeric"], country)
            table.setdefault(row["numeric"].lstrip("0"), country)
    for code, iso3 in _WITHDRAWN.items():
        table[code.lower()] = table[iso3.lower()] = Country(code)
    for row in _read("country_aliases.csv"):
        table[_key(row["alias"])] = Country(row["code"], row["region"] or None)
    return table


@lru_cache(maxsize=4096)
def resolve_country(text: str | int) -> Country:
    """Return the country that a code or common name means.

    Args:
        text: ISO alpha-2, alpha-3 or numeric code, M49 number, or a name in any of the six UN languages, in any case,
            with or without diacritics.

    Raises:
        UnknownCountryError: when the table has no such name; the message quotes the text.
    """
    found = _table().get(_key(str(text)))
    if found is None:
        raise UnknownCountryError(f"{text!r} is not a country this system knows.")
    return found


def country_name(code: str) -> str:
    """Return the common English name of an ISO alpha-2 code (the code itself when it is unknown)."""
    return _names().get(code, code)
