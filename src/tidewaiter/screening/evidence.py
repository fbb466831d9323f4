"""What besides the name speaks for or against a hit: country, birth date, identifiers, address."""

from __future__ import annotations

from tidewaiter.model import Feature, Listing, Schema
from tidewaiter.screening.addresses import compare_addresses, normalise_address
from tidewaiter.screening.identifiers import identifier_keys, identifiers_of
from tidewaiter.screening.index import ScreeningIndex
from tidewaiter.screening.model import evidence_weights
from tidewaiter.screening.query import Query

_DAY, _MONTH = 10, 7
#: Numbers a party has one of: two that differ are two parties. Passports are renewed and flags are changed; an
#: aircraft is known by its mark alone.
_UNIQUE = frozenset({"imo", "lei", "aircraft_tail"})
#: Papers that are issued anew under another number: that they differ says little.
_RENEWED = frozenset({"passport", "visa", "travel_document", "drivers_license"})
#: Of which a party has many: that they differ says nothing.
_SEVERAL = frozenset({"digital_currency", "ticker", "ric", "isin", "figi", "account", "iban"})
_GENDERS = {"male": "male", "m": "male", "female": "female", "f": "female"}
#: What agreement of addresses is worth beside a name, by how far it goes.
_SAME_PLACE = {
    "same town": "same_town",
    "same building": "same_building",
    "same address": "same_unit",
    "same unit": "same_unit",
}
#: An organization is where it is registered; a person travels and a vessel changes its flag.
_COUNTRY_DIFFERS = {
    Schema.PERSON: "country_differs_person",
    Schema.VESSEL: "country_differs_craft",
    Schema.AIRCRAFT: "country_differs_craft",
}


def party_evidence(query: Query, index: ScreeningIndex, entry: int) -> dict[str, Feature]:
    """Return the evidence besides the name; what either side does not say is left out, neither for nor against."""
    if not most_evidence(query) and not query.gender:
        return {}
    listing = index.listing(entry)
    found = {
        "country": _country(query, listing),
        "birth_date": _birth_date(query, listing),
        "gender": _gender(query, listing),
        "identifier": _identifier(query, listing),
        "address": _address(query, listing),
    }
    return {name: feature for name, feature in found.items() if feature is not None}


def most_evidence(query: Query) -> float:
    """Return the most log odds that evidence besides the name can add for a query."""
    if query.is_name_only:
        return 0.0
    weights = evidence_weights()
    return (
        weights["country_agrees"] * bool(query.country or query.nationality)
        + weights["birth_date_agrees"] * bool(query.birth_dates)
        + weights["identifier_agrees"] * bool(query.numbers)
        + weights["same_unit"] * bool(query.addresses)
    )


def _country(query: Query, entry: Listing) -> Feature | None:
    asked = {code for code in (query.country, query.nationality) if code}
    listed = {*entry.countries, *entry.nationalities}
    if not asked or not listed:
        return None
    agrees = bool(asked & listed)
    kind = "country_agrees" if agrees else _COUNTRY_DIFFERS.get(entry.schema, "country_differs")
    weight = evidence_weights()[kind]
    return Feature(
        score=float(agrees), weight=weight, detail=f"{', '.join(sorted(asked))} / {', '.join(sorted(listed))}"
    )


def _gender(query: Query, entry: Listing) -> Feature | None:
    """Compare the gender of two people; that it agrees says nothing, since half of all people share it."""
    asked, listed = (_GENDERS.get((gender or "").casefold()) for gender in (query.gender, entry.gender))
    if not asked or not listed:
        return None
    weight = 0.0 if asked == listed else evidence_weights()["gender_differs"]
    return Feature(score=float(asked == listed), weight=weight, detail=f"{asked} / {listed}")


def _birth_date(query: Query, entry: Listing) -> Feature | None:
    asked = query.birth_dates
    if not asked or not entry.birth_dates:
        return None
    kind = max((_shared_date(one, listed) for one in asked for listed in entry.birth_dates), key=_DATE_ORDER.index)
    detail = f"{', '.join(asked)} / {', '.join(entry.birth_dates)}"
    return Feature(
        score=_DATE_ORDER.index(kind) / (len(_DATE_ORDER) - 1), weight=evidence_weights()[kind], detail=detail
    )


_DATE_ORDER = ("birth_date_differs", "birth_date_near", "birth_year_agrees", "birth_date_agrees")


def _shared_date(left: str, right: str) -> str:
    """Compare two partial dates as far as both say.

    Day and month exchanged count as the same date. One of year, month and day written otherwise, or years that differ
    by one, are near: lists carry circa years and slips of the pen.
    """
    length = min(len(left), len(right))
    if left[:length] == right[:length]:
        return "birth_date_agrees" if length >= _MONTH else "birth_year_agrees"
    one, other = left[:length].split("-"), right[:length].split("-")
    if length == _DAY and one[0] == other[0] and one[1:] == other[:0:-1]:
        return "birth_date_agrees"
    slip = length == _DAY and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    near = slip or (length < _DAY and abs(int(one[0]) - int(other[0])) <= 1)
    return "birth_date_near" if near else "birth_date_differs"


def _identifier(query: Query, entry: Listing) -> Feature | None:
    asked = query.numbers if query.identifiers else {}
    known = identifiers_of(entry) if asked else []
    if not asked or not known:
        return None
    listed = {key for i in known for key in identifier_keys(i.type, i.value)}
    same = [value for kind, value in asked.items() if listed.intersection(identifier_keys(kind, value))]
    if same:
        return Feature(score=1.0, weight=evidence_weights()["identifier_agrees"], detail=", ".join(same))
    types = (set(asked) & {i.type for i in known}) - _SEVERAL
    if not types:
        return None
    kind = "unique_identifier_differs" if types & _UNIQUE else "identifier_differs"
    weight = evidence_weights()["document_differs" if types <= _RENEWED else kind]
    return Feature(score=0.0, weight=weight, detail=", ".join(sorted(types)))


def _address(query: Query, entry: Listing) -> Feature | None:
    asked = [normalise_address(text) for text in query.addresses]
    if not asked or not entry.addresses:
        return None
    matches = [(compare_addresses(one, normalise_address(a.full)), a.full) for one in asked for a in entry.addresses]
    match, text = max(
        matches,
        key=lambda found: (found[0].same_unit, found[0].same_building, found[0].same_town, found[0].score),
    )
    kind = _SAME_PLACE.get(match.level)
    if kind is None:
        return None
    weight = evidence_weights()[kind]
    return Feature(score=match.score, weight=weight, detail=f"{match.level}: {text}")
