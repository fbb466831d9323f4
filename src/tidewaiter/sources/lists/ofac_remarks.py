"""Facts in the remarks of OFAC's delimited files: weak aliases, birth dates, nationality, numbers.

Remarks are items separated by ``; ``, each opened by its kind: ``DOB 23 Dec 1973; nationality Israel; Passport 10945182
(Israel) issued 28 Jun 2010; a.k.a. 'SBERBANK INDIA'.``. An alias in single quotes there is a weak alias (OFAC SDN data
specification).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tidewaiter.model import Identifier, ListedName, NameKind
from tidewaiter.sources.lists.days import partial_date
from tidewaiter.sources.lists.places import country_code
from tidewaiter.sources.lists.text import clean

_ITEM = re.compile(r";\s+(?!Ltd|LLC)")
_ALIAS = re.compile(r"^(?:alt\. )?(?P<mark>[afn]\.k\.a\.)\s+'(?P<name>.+)'$", re.IGNORECASE)
_NUMBER = re.compile(
    r"^#?\s*(?P<value>\S.*?)(?:\s+\((?P<country>[^()]+(?:\([^()]*\))?[^()]*)\))?(?:\s+(?:issued|expires)\b.*)?$"
)
#: Kind of number by the words that open the item, longest first.
KINDS = (
    ("Vessel Registration Identification IMO", "imo"),
    ("Vessel Registration Identification", "vessel_registration"),
    ("Unified Social Credit Code (USCC)", "registration"),
    ("Aircraft Manufacturer's Serial Number (MSN)", "aircraft_msn"),
    ("Business Registration Document #", "registration"),
    ("Commercial Registry Number", "registration"),
    ("Business Registration Number", "registration"),
    ("Business Number", "registration"),
    ("Economic Register Number (CBLS)", "registration"),
    ("Certificate of Incorporation Number", "registration"),
    ("Chamber of Commerce Number", "registration"),
    ("Enterprise Number", "registration"),
    ("Trade License No.", "registration"),
    ("Registration Number", "registration"),
    ("Registration ID", "registration"),
    ("Company Number", "registration"),
    ("Public Registration Number", "registration"),
    ("Matricula Mercantil No", "registration"),
    ("Folio Mercantil No.", "registration"),
    ("Government Gazette Number", "gazette"),
    ("Legal Entity Number", "lei"),
    ("SWIFT/BIC", "swift"),
    ("Tax ID No.", "tax"),
    ("V.A.T. Number", "tax"),
    ("R.F.C.", "tax"),
    ("RUC #", "tax"),
    ("RTN", "tax"),
    ("RIF #", "tax"),
    ("NIT #", "tax"),
    ("D-U-N-S Number", "duns"),
    ("Diplomatic Passport", "passport"),
    ("Stateless Person Passport", "passport"),
    ("Passport", "passport"),
    ("National ID No.", "national_id"),
    ("National Foreign ID Number", "national_id"),
    ("Identification Number", "national_id"),
    ("Personal ID Card", "national_id"),
    ("Cedula No.", "national_id"),
    ("C.U.R.P.", "national_id"),
    ("C.U.I.T.", "national_id"),
    ("C.U.I.P.", "national_id"),
    ("D.N.I.", "national_id"),
    ("D.U.I.", "national_id"),
    ("Electoral Registry No.", "national_id"),
    ("Residency Number", "national_id"),
    ("Turkish Identification Number", "national_id"),
    ("Afghan Money Service Provider License Number", "license"),
    ("Driver's License No.", "drivers_license"),
    ("SSN", "national_id"),
    ("MMSI", "mmsi"),
    ("Aircraft Tail Number", "aircraft_tail"),
    ("ISIN", "isin"),
    ("Digital Currency Address -", "digital_currency"),
)


@dataclass(slots=True)
class RemarkFacts:
    """What the remarks of one entry say.

    Attributes:
        names: Weak aliases and former names.
        countries: ISO codes of former flags and countries of numbers are not among them: only nationality and
            citizenship.
        birth_places: Places of birth, as published.
        established: Founding date of an organization, as far as given.
        linked_to: Names of parties the entry is linked to.
    """

    names: list[ListedName] = field(default_factory=list)
    birth_dates: list[str] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    gender: str | None = None
    established: str | None = None
    linked_to: list[str] = field(default_factory=list)


def read_remarks(text: str) -> RemarkFacts:
    """Read the facts out of a remarks cell; what it does not know it passes over."""
    facts = RemarkFacts()
    for item in _ITEM.split(text.strip().removesuffix(".")):
        _read_item(facts, item.strip().rstrip(";"))
    return facts


def _read_item(facts: RemarkFacts, item: str) -> None:
    if alias := _ALIAS.match(item.rstrip(".")):
        kind = NameKind.FORMER if alias["mark"].lower().startswith("f") else NameKind.ALIAS
        facts.names.append(ListedName(text=clean(alias["name"]), kind=kind, weak=True))
        return
    item = item.removeprefix("alt. ")
    if item.startswith("DOB "):
        if born := partial_date(item[4:].split(" to ")[0]):
            facts.birth_dates.append(born)
    elif item.startswith("POB "):
        facts.birth_places.append(item[4:])
    elif item.startswith(("nationality ", "citizen ")):
        if code := country_code(item.split(" ", 1)[1]):
            facts.nationalities.append(code)
    elif item.startswith("Gender "):
        facts.gender = {"male": "male", "female": "female"}.get(item[7:].strip(" .").lower())
    elif item.startswith("Organization Established Date "):
        facts.established = partial_date(item)
    elif item.startswith("Linked To: "):
        facts.linked_to.append(item[11:].strip())
    else:
        _read_number(facts, item)


def _read_number(facts: RemarkFacts, item: str) -> None:
    kind = next(((words, kind) for words, kind in KINDS if item.startswith(words)), None)
    if kind is None:
        return
    match = _NUMBER.match(item[len(kind[0]) :].strip())
    if match is None or not any(c.isdigit() or c.isupper() for c in match["value"]):
        return
    country = country_code(match["country"]) if match["country"] else None
    facts.identifiers.append(Identifier(type=kind[1], value=match["value"].rstrip("."), country=country))
