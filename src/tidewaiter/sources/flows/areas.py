"""Country and area codes of the statistical sources, as the areas of the canonical table.

``areas.csv`` carries what ISO 3166 does not say: Comtrade's numbers for the world, areas not elsewhere specified and
former countries (its reference list of partners and reporters), Eurostat's letters beyond ISO, the US Census Schedule C
numbers (as carried by the client library ``ustrade`` 0.5.0), and the names Taiwan's customs prints. Everything else
is looked up among the countries of the model.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from tidewaiter.model import UNSPECIFIED_PARTNERS, WORLD, UnknownCountryError, resolve_country


class AreaKind(StrEnum):
    """What an area code stands for. Aggregates sum members that stand beside them, and are left out."""

    COUNTRY = "country"
    FORMER = "former"
    WORLD = "world"
    UNSPECIFIED = "unspecified"
    AGGREGATE = "aggregate"


@dataclass(frozen=True, slots=True)
class Area:
    """An area: its code in the canonical table (blank for an aggregate) and its kind."""

    code: str
    kind: AreaKind


#: Schemes tried after a source's own, in order.
_FURTHER = ("comtrade", "comext")
_WORLD_NAMES = frozenset({"world", "w00", "w0", "wld", "wl", "total", "all countries", "worldwide"})
_UNSPECIFIED_NAMES = frozenset({"areas nes", "areas, nes", "areas n.e.s.", "not specified", "unspecified", "zz", "nes"})
_EXPLAINED = re.compile(r"\s*\(.*\)\s*$")
_CENSUS_GROUP = re.compile(r"0\d{3}|[1-9]XXX", re.IGNORECASE)


@cache
def _listed() -> dict[tuple[str, str], Area]:
    text = resources.files("tidewaiter.sources.flows").joinpath("areas.csv").read_text(encoding="utf-8")
    found: dict[tuple[str, str], Area] = {}
    for row in csv.DictReader(text.splitlines()):
        area = Area(row["area"], AreaKind(row["kind"]))
        found[row["scheme"], row["code"].casefold()] = area
        if row["kind"] != AreaKind.COUNTRY and row["name"]:
            found.setdefault((row["scheme"], row["name"].casefold()), area)
    return found


@cache
def find_area(text: str, scheme: str) -> Area | None:
    """Return the area a code or name of a source stands for, None when it is not known.

    Args:
        text: Code or name as the source writes it.
        scheme: ``comtrade``, ``comext``, ``census``, ``taiwan`` or ``iso``.
    """
    plain = text.strip()
    key = plain.casefold()
    listed = _listed()
    if found := listed.get((scheme, key)) or listed.get((scheme, key.lstrip("0"))):
        return found
    if scheme == "census" and plain[:1].isdigit():
        return Area("", AreaKind.AGGREGATE) if _CENSUS_GROUP.fullmatch(plain) else None
    if found := _country(plain):
        return found
    if key in _WORLD_NAMES:
        return Area(WORLD, AreaKind.WORLD)
    if plain.upper() in UNSPECIFIED_PARTNERS:
        return Area(plain.upper(), AreaKind.UNSPECIFIED)
    if key in _UNSPECIFIED_NAMES:
        return Area("_X", AreaKind.UNSPECIFIED)
    return next((listed[other, key] for other in _FURTHER if (other, key) in listed), None)


def _country(text: str) -> Area | None:
    for name in (text, _EXPLAINED.sub("", text)):  # Eurostat explains the borders of a country in brackets
        try:
            return Area(resolve_country(name).code, AreaKind.COUNTRY)
        except UnknownCountryError:
            continue
    return None
