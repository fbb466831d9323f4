"""What besides the name speaks for or against a hit: country, birth date, identifiers, address."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from tidewaiter.model import Feature, Listing
from tidewaiter.screening.addresses import compare_addresses, normalise_address
from tidewaiter.screening.index import identifier_key
from tidewaiter.screening.query import Query


@cache
def evidence_weights() -> dict[str, float]:
    """Return the log odds each kind of evidence adds, from ``data/weights.json``."""
    data = json.loads(resources.files("tidewaiter.screening").joinpath("data/weights.json").read_text(encoding="utf-8"))
    return {name: float(value) for name, value in data["evidence"].items()}


def party_evidence(query: Query, entry: Listing) -> dict[str, Feature]:
    """Return the evidence besides the name; what either side does not say is left out, neither for nor against."""
    found = {
        "country": _country(query, entry),
        "birth_date": _birth_date(query, entry),
        "identifier": _identifier(query, entry),
        "address": _address(query, entry),
    }
    return {name: feature for name, feature in found.items() if feature is not None}


def most_evidence(query: Query) -> float:
    """Return the most log odds that evidence besides the name can add for a query."""
    weights = evidence_weights()
    return (
        weights["country_agrees"] * bool(query.country or query.nationality)
        + weights["birth_date_agrees"] * bool(query.birth_date)
        + weights["identifier_agrees"] * bool(query.identifiers)
        + weights["same_unit"] * bool(query.address)
    )


def _country(query: Query, entry: Listing) -> Feature | None:
    asked = {code for code in (query.country, query.nationality) if code}
    listed = {*entry.countries, *entry.nationalities}
    if not asked or not listed:
        return None
    agrees = bool(asked & listed)
    weight = evidence_weights()["country_agrees" if agrees else "country_differs"]
    return Feature(score=float(agrees), weight=weight, detail=f"{', '.join(sorted(asked))} / {', '.join(sorted(listed))}")


def _birth_date(query: Query, entry: Listing) -> Feature | None:
    if not query.birth_date or not entry.birth_dates:
        return None
    asked = query.birth_date
    shared = max(_shared_date(asked, listed) for listed in entry.birth_dates)
    name = {3: "birth_date_agrees", 2: "birth_date_agrees", 1: "birth_year_agrees"}.get(shared, "birth_date_differs")
    detail = f"{asked} / {', '.join(entry.birth_dates)}"
    return Feature(score=max(shared, 0) / 3, weight=evidence_weights()[name], detail=detail)


def _shared_date(left: str, right: str) -> int:
    """3 same day, 2 same month, 1 same year (all as far as both say), 0 different."""
    length = min(len(left), len(right))
    if left[:length] == right[:length]:
        return {10: 3, 7: 2}.get(length, 1)
    if length == 10 and left[:4] == right[:4] and left[5:7] == right[8:10] and left[8:10] == right[5:7]:
        return 2
    return 0


def _identifier(query: Query, entry: Listing) -> Feature | None:
    if not query.identifiers or not entry.identifiers:
        return None
    listed = {identifier_key(i.value): i for i in entry.identifiers}
    same = [value for value in query.identifiers.values() if identifier_key(value) in listed]
    if same:
        return Feature(score=1.0, weight=evidence_weights()["identifier_agrees"], detail=", ".join(same))
    types = set(query.identifiers) & {i.type for i in entry.identifiers}
    if not types:
        return None
    return Feature(score=0.0, weight=evidence_weights()["identifier_differs"], detail=", ".join(sorted(types)))


def _address(query: Query, entry: Listing) -> Feature | None:
    if not query.address or not entry.addresses:
        return None
    asked = normalise_address(query.address)
    best = max(entry.addresses, key=lambda a: compare_addresses(asked, normalise_address(a.full)).score)
    match = compare_addresses(asked, normalise_address(best.full))
    if not match.same_building:
        return None
    name = "same_unit" if match.same_unit else "same_building"
    return Feature(score=match.score, weight=evidence_weights()[name], detail=f"{name.replace('_', ' ')}: {best.full}")
