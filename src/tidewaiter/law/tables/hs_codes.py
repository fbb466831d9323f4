"""The Harmonized System's own code list: which codes exist in which edition, their titles, and their families."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tidewaiter.law.tables.read import read_rows, words
from tidewaiter.model import parse_hs, parse_vintage

#: Editions carried; older codes can be neither confirmed nor refused.
CARRIED_VINTAGES = (2012, 2017, 2022)


@dataclass(frozen=True, slots=True, kw_only=True)
class HsFamily:
    """Codes of the three editions that share goods, so that trade can be compared across editions only in sum.

    Attributes:
        id: Newest code of the family, with the edition, such as ``2022:852589``.
        members: Codes by edition.
        collecting: Codes that gather residues of very many others (waste, display modules); only their principal
            counterpart joins them to a family, so a small flow may cross its edge.
    """

    id: str
    members: dict[int, tuple[str, ...]]
    collecting: tuple[str, ...] = ()

    @property
    def split(self) -> bool:
        """Whether some edition has more than one code in the family."""
        return any(len(codes) != 1 for codes in self.members.values())


@cache
def _titles() -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {vintage: {} for vintage in CARRIED_VINTAGES}
    for code, vintages, title in read_rows("hs_codes.csv", "hs", "vintages", "title"):
        for vintage in vintages.split():
            found[int(vintage)][code] = title
    return found


def hs_titles(vintage: int) -> dict[str, str]:
    """Return the titles of every chapter, heading and subheading of an HS edition (2012, 2017 or 2022), by code."""
    return _titles()[vintage]


@cache
def _families() -> dict[tuple[int, str], HsFamily]:
    found: dict[tuple[int, str], HsFamily] = {}
    for identity, *codes, collecting in read_rows(
        "hs_families.csv", "family", "hs2012", "hs2017", "hs2022", "collecting"
    ):
        members = {vintage: words(cell) for vintage, cell in zip(CARRIED_VINTAGES, codes, strict=True)}
        family = HsFamily(id=identity, members=members, collecting=words(collecting))
        for vintage, listed in members.items():
            for code in listed:
                found[vintage, code] = family
    return found


def hs_family(hs6: str, vintage: int) -> HsFamily | None:
    """Return the family of a six-digit code, or None when the edition has no such code.

    A code that kept its number and its goods through all three editions is a family of its own.
    """
    if hs6 not in _titles().get(vintage, ()) or len(hs6) != 6:
        return None
    family = _families().get((vintage, hs6))
    return family or HsFamily(id=f"2022:{hs6}", members=dict.fromkeys(CARRIED_VINTAGES, (hs6,)))


def valid_hs6(code: str | int, vintage: int | str | None = None) -> bool:
    """Tell whether a code exists in the Harmonized System, by its first six digits.

    Args:
        code: Code of two or more digits, with or without dots; national digits beyond the sixth are not checked.
        vintage: Edition it is written in; None accepts a code of any edition carried (2012, 2017, 2022). A code of an
            older edition, which is not carried, is accepted when it is well formed.
    """
    try:
        parsed = parse_hs(code, vintage)
    except ValueError:
        return False
    key = parsed.hs6 or parsed.code
    if vintage is not None:
        edition = parse_vintage(vintage)
        return True if edition not in CARRIED_VINTAGES else key in _titles()[edition]
    return any(key in titles for titles in _titles().values())
