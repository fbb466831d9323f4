"""License requirement and review policy of an Entity List, MEU or Unverified List entry, coded from their text.

The text is prose with footnote numbers glued to it: ``734.9(g),3 746.8(a)(3)`` carries footnote 3, ``of the EAR)4``
footnote 4. Footnotes 1, 3, 4 and 5 of Supp. No. 4 to 15 CFR part 744 designate entities of the foreign-direct-product
rules in 734.9(e)(1), 734.9(g), 734.9(e)(2) and 734.9(e)(3). The ``2`` behind the entries of footnote 1 is another note
and no designation.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tidewaiter.model import ItemScope, Requirement, ReviewPolicy

_SECTION = re.compile(r"(?<![\d.])(7\d{2})\.(\d{1,2})[lI]?((?:\s?\((?:[a-z]{1,4}|[A-Z]|\d{1,2})\))*)")
#: A lower-case L where the digit 1 stood: ``744.2l(b)``.
_MISREAD_ONE = re.compile(r"(?<=\b7\d\d\.\d)[lI](?=\()")
_EXCEPTION = re.compile(
    r"License "
    r"Exceptions?\s+([A-Z]{3})\s+under\s+§*\s*(7\d\d\.\d+)((?:\([a-z0-9]+\))*)(?:\s+and\s+\(?([a-z])\)?(?![a-z]))?"
)
_FOOTNOTE = re.compile(r"\s*,?\s?([1-5])(?![\d.(])")
_TRAILING = re.compile(r"(?:EAR\.?\s?\)?|\))\.?\s?([1-5])(?=\.?\s*(?:$|This license|The license|Policy|Presumption))")
_RULE_FOOTNOTE = {"734.9(e)(1)": 1, "734.9(g)": 3, "734.9(e)(2)": 4, "734.9(e)(3)": 5}
_PRODUCT_RULES = ("734.9(e)", "734.9(g)")
_CONDITION = re.compile(r"when used by the (U\.?S\.? Geological Survey)", re.IGNORECASE)

#: Code of a stated exclusion, by what the text must hold.
_EXCLUSIONS = (
    ("petroleum_products", re.compile(r"crude oil|hydrocarbon", re.IGNORECASE)),
    ("ofac_general_license", re.compile(r"Office of Foreign Assets Contro|OFAC", re.IGNORECASE)),
    ("ear99_uav_technology", re.compile(r"unmanned aerial vehicle", re.IGNORECASE)),
    ("standards_organization_release", re.compile(r"standards organization", re.IGNORECASE)),
    ("ear99_food_medicine_5a992c_5d992c", re.compile(r"food or medicine.*5A992\.c", re.IGNORECASE | re.DOTALL)),
    ("ear99_food_medicine", re.compile(r"food (?:or|and) medicine", re.IGNORECASE)),
)
_EXCLUDING = re.compile(r"\b(?:except (?:for|that)|except\b(?!ion)|apart from|other than)", re.IGNORECASE)
_SCOPES = (
    (ItemScope.PROJECT_746_8_A_4, re.compile(r"used in projects specified in", re.IGNORECASE)),
    (
        ItemScope.CCL_AND_SUPP7,
        re.compile(r"items? on the CCL\b.*supplement no\. ?7 to part 746", re.IGNORECASE | re.DOTALL),
    ),
    (ItemScope.MEU_SUPP2, re.compile(r"supplement no\. ?2 to part 744", re.IGNORECASE)),
    (ItemScope.ALL, re.compile(r"\ball items? subjects? to the EAR\b", re.IGNORECASE)),
    (ItemScope.CCL, re.compile(r"items? (?:listed )?on the (?:CCL|Commerce Control List)\b", re.IGNORECASE)),
)
_REVIEWS = (
    (ReviewPolicy.PRESUMPTION_OF_DENIAL, re.compile(r"presumption (?:of|for) +denial", re.IGNORECASE)),
    (ReviewPolicy.DENIAL, re.compile(r"policy (?:of|for) +denial", re.IGNORECASE)),
    (ReviewPolicy.CASE_BY_CASE, re.compile(r"cas[ea][ -]by[ -]case", re.IGNORECASE)),
    (ReviewPolicy.PRESUMPTION_OF_APPROVAL, re.compile(r"presumption (?:of|for) +approval", re.IGNORECASE)),
)


@lru_cache(maxsize=4096)
def parse_requirement(text: str) -> Requirement:
    """Code the License Requirement cell of an entry.

    Args:
        text: The cell as published, footnote digits included.

    Returns:
        The coded requirement; its item scope is ``UNREAD`` when the text says nothing this parser knows.
    """
    plain = _MISREAD_ONE.sub("1", " ".join(text.split()))
    head = plain.split("License Exception")[0]
    scope = next((code for code, pattern in _SCOPES if pattern.search(head)), ItemScope.UNREAD)
    exclusion = _exclusion(head) if scope is ItemScope.ALL else None
    return Requirement(
        items=ItemScope.ALL_EXCEPT if exclusion else scope,
        footnotes=read_footnotes(plain),
        sections=read_sections(head),
        exceptions=_exceptions(plain),
        exclusion=exclusion,
        extends_to=_extends_to(plain),
    )


def read_sections(text: str) -> tuple[str, ...]:
    """Return the EAR sections a text cites, each once, written like ``746.8(a)(3)``."""
    plain = _MISREAD_ONE.sub("1", text)
    return tuple(dict.fromkeys(_section(m) for m in _SECTION.finditer(plain)))


def read_footnotes(text: str) -> tuple[int, ...]:
    """Return the footnote designations 1, 3, 4 and 5 in a License Requirement text, in ascending order.

    They are read from the digit behind a foreign-direct-product section, from the digit at the end of the requirement,
    and from the section itself, since 734.9(g) and 734.9(e)(1) to (3) each belong to one footnote.
    """
    plain = _MISREAD_ONE.sub("1", " ".join(text.split()))
    found: set[int] = set()
    for match in _SECTION.finditer(plain):
        section = _section(match)
        if section in _RULE_FOOTNOTE:
            found.add(_RULE_FOOTNOTE[section])
        if section.startswith(_PRODUCT_RULES) and (digit := _FOOTNOTE.match(plain, match.end())):
            found.add(int(digit[1]))
    found |= {int(m[1]) for m in _TRAILING.finditer(plain)}
    return tuple(sorted(found - {2}))


@lru_cache(maxsize=4096)
def parse_review_policy(text: str) -> ReviewPolicy | None:
    """Code the License Review Policy cell; None when the text states no policy (a few cells repeat the requirement)."""
    kinds = [code for code, pattern in _REVIEWS if pattern.search(text)]
    if len(kinds) > 1:
        return ReviewPolicy.MIXED
    if kinds:
        return kinds[0]
    states_section = _SECTION.search(text) and not any(pattern.search(text) for _, pattern in _SCOPES[3:])
    return ReviewPolicy.SEE_SECTION if states_section and "projects" not in text else None


def _section(match: re.Match[str]) -> str:
    return f"{match[1]}.{match[2]}{match[3].replace(' ', '')}"


def _exclusion(text: str) -> str | None:
    marker = _EXCLUDING.search(text)
    if marker is None:
        return None
    return next((code for code, pattern in _EXCLUSIONS if pattern.search(text, marker.start())), "stated_in_entry")


def _exceptions(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for match in _EXCEPTION.finditer(text):
        condition = _CONDITION.search(text, match.end())
        suffix = f" when used by the {condition[1]}" if condition else ""
        found.append(f"{match[1]} {match[2]}{match[3]}{suffix}")
        if match[4]:
            found.append(f"{match[1]} {match[2]}({match[4]})")
    return tuple(dict.fromkeys(found))


def _extends_to(text: str) -> str | None:
    if "also extend to" not in text:
        return None
    return "worldwide" if "wherever located worldwide" in text else "other_parties"
