"""Annexes of EU sanctions acts, transcribed from the Official Journal: one row a party, one file a framework act.

Annex IV of Regulation 833/2014 is the list of military end users; its rows have no country column, the country ends the
address. Rows whose measure is an asset freeze are the financial sanctions list. Other annexes are lists of their own,
named by act and annex, such as ``eu.833.annex_xlii`` for vessels.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from tidewaiter.model import Address, Identifier, ListedName, Listing, NameKind, Schema
from tidewaiter.sources.lists.addresses import split_addresses
from tidewaiter.sources.lists.days import partial_dates, whole_date
from tidewaiter.sources.lists.demonyms import nationality_codes
from tidewaiter.sources.lists.listfile import Reading
from tidewaiter.sources.lists.names import unique_names
from tidewaiter.sources.lists.places import country_code, country_codes, country_in
from tidewaiter.sources.lists.raw import RawFile
from tidewaiter.sources.lists.text import clean, is_name

_FRAMEWORK, _AMENDMENT = "celex,recordId,programKey,annex,measure,", "amendedCelex,amendmentCelex,recordId,"
_SCHEMAS = {
    "Person": Schema.PERSON,
    "Company": Schema.ORGANIZATION,
    "Organization": Schema.ORGANIZATION,
    "Vessel": Schema.VESSEL,
}
_NUMBERS = {
    "registrationNumber": "registration",
    "taxNumber": "tax",
    "innCode": "tax",
    "idNumber": "national_id",
    "ogrnCode": "registration",
    "leiCode": "lei",
    "swiftBic": "swift",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "passportNumber": "passport",
}
#: Biographical text that stands in alias cells of older annexes.
_BIOGRAPHY = re.compile(
    r"\.?\s*\b(?:Date|Place) of birth\b.*$|\.?\s*\bNationality:.*$|\.\s*Alias of\b.*$", re.IGNORECASE | re.DOTALL
)
_MARK = re.compile(r'^["\s]*\(?(?:[a-z]|[ivx]{1,4})\)\s*')
_BRACKETED = re.compile(r"\s*\(([^()]*)\)\s*$")


def recognise(raw: RawFile) -> bool:
    """Say whether the file is a transcribed framework act or amending act."""
    return raw.head.startswith((_FRAMEWORK, _AMENDMENT))


def read(raw: RawFile) -> Reading:
    """Read one act. Rows without a name are set aside."""
    reading = Reading(raw.name)
    for number, row in enumerate(csv.DictReader(io.StringIO(raw.text(), newline="")), start=2):
        reading.rows += 1
        if is_name(row["name"] or ""):
            reading.listings.append(_listing(row))
        else:
            reading.reject(
                number, "name", "The row has no name.", "Look it up in the Official Journal.", row["recordId"]
            )
    return reading


def _list_id(act: str, annex: str, measure: str) -> str:
    number = str(int(act[6:])) if act[6:].isdigit() else act
    label = annex.lower().replace(".", "_") or "main"
    if number == "833" and label == "iv":
        return "eu.833.annex_iv"
    return "eu.fsf" if measure == "Asset freeze" else f"eu.{number}.annex_{label}"


def _listing(row: dict[str, str]) -> Listing:
    act = row.get("amendedCelex") or row.get("celex") or ""
    addresses = tuple(_addresses(row["address"]))
    nationalities = nationality_codes(row["nationality"])
    stated = [*country_codes(row["country"]), *country_codes(row["jurisdiction"]), *country_codes(row["flag"])]
    countries = [*stated, *(a.country for a in addresses if a.country), *nationalities]
    gender = row["gender"].strip().lower()
    return Listing(
        id="",
        list=_list_id(act, row["annex"], row["measure"]),
        schema=_SCHEMAS.get(row["schema"], Schema.ENTITY),
        names=_names(row),
        addresses=addresses,
        countries=tuple(dict.fromkeys(countries)),
        heading=f"{act} {row['annex']}".strip(),
        identifiers=tuple(dict.fromkeys(_identifiers(row))),
        programs=tuple(p for p in (row["programKey"],) if p),
        listed_on=whole_date(row["startDate"]),
        birth_dates=partial_dates(_pieces(row["birthDate"])),
        nationalities=nationalities,
        gender=gender if gender in {"male", "female"} else None,
    )


def _pieces(cell: str) -> list[str]:
    """Split ``(a) 11.4.1963; (b) 11.4.1960`` and ``6.3.1955 or 15.3.1955``."""
    return [
        p
        for piece in re.split(r"\s*;\s*|\s+or\s+|,\s+(?=\d{1,2}\.\d)", cell.strip('" '))
        if (p := _MARK.sub("", piece).strip(' "'))
    ]


def _names(row: dict[str, str]) -> tuple[ListedName, ...]:
    names = [ListedName(text=clean(row["name"]))]
    for column, kind, weak in (
        ("alias", NameKind.ALIAS, False),
        ("previousName", NameKind.FORMER, False),
        ("weakAlias", NameKind.ALIAS, True),
    ):
        texts = (_closed(clean(_BIOGRAPHY.sub("", _MARK.sub("", piece)))) for piece in row[column].split(";"))
        names += [ListedName(text=t, kind=kind, weak=weak) for t in texts if is_name(t)]
    return unique_names(names)


def _closed(text: str) -> str:
    """Drop a quotation mark whose partner stayed behind in another piece."""
    return clean(text.replace('"', "")) if text.count('"') % 2 else text


def _addresses(cell: str) -> Iterator[Address]:
    for piece in split_addresses(cell.strip('" ')):
        full = clean(_MARK.sub("", piece))
        if any(c.isalnum() for c in full):
            bracketed = _BRACKETED.search(full)
            yield Address(full=full, country=country_in(full) or (country_code(bracketed[1]) if bracketed else None))


def _identifiers(row: dict[str, str]) -> Iterator[Identifier]:
    for column, kind in _NUMBERS.items():
        for piece in re.split(r"\s*;\s*", row[column].strip()):
            bracketed = _BRACKETED.search(piece)
            value = _BRACKETED.sub("", piece).strip()
            if any(c.isdigit() for c in value) or (kind == "swift" and value):
                note = bracketed[1] if bracketed else ""
                tax = "INN" in note or "Tax" in note
                yield Identifier(
                    type="tax" if tax else kind,
                    value=value.removeprefix("IMO ").strip(),
                    country=country_code(note) if note else None,
                )
