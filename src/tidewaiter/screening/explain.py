"""From scores to hits: what matched what, how strongly, and how it is to be treated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from tidewaiter.model import Feature, Hit, Schema, Strength
from tidewaiter.screening.addresses.search import AddressHit
from tidewaiter.screening.features import NAMES
from tidewaiter.screening.index import ScreeningIndex
from tidewaiter.screening.model import evidence_weights, log_odds_of, probability, score_model
from tidewaiter.screening.name_search import NameMatches
from tidewaiter.screening.query import Query
from tidewaiter.screening.readings import as_read

#: Features that do not weigh.
WITHOUT_WEIGHT = {
    "alias": "Which of several names given answers, where it is not the first.",
    "read_as": "The words of a name in another script as they were compared; legal forms are left out.",
}
#: Said of a hit on a party that is named beside those a dataset lists.
NO_TARGET = "named in the list beside the parties it targets, not as one of them"
#: Said of a hit that an identifier makes under a name that would make none.
OTHER_NAME = "the identifier agrees, the name does not"
#: Score of an entry found by an identifier whose name does not agree.
_IDENTIFIER_SCORE = 0.97


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with what breaks a tie between equal scores.

    Attributes:
        exact: Whether the name is written the same.
        apart: Edits between the names as written, punctuation included.
        strength: Strength of the name in its entry (``index.name_strength``).
    """

    hit: Hit
    exact: bool = False
    apart: int = 0
    strength: int = 0


def rank(found: Found) -> tuple[float, bool, int, int, str, str]:
    """Return the key that sorts hits best first, always in the same order."""
    return (-found.hit.score, not found.exact, found.apart, -found.strength, found.hit.list, found.hit.listing_id)


def name_hit(
    index: ScreeningIndex,
    query: Query,
    matches: NameMatches,
    row: int,
    *,
    score: float,
    evidence: Mapping[str, Feature],
) -> Found:
    """Return the hit of a name."""
    name, entry = int(matches.name[row]), int(matches.entry[row])
    features = {
        feature: _feature(value, weight)
        for feature, value, weight in zip(NAMES, matches.matrix[row].tolist(), _weights(), strict=True)
        if value
    }
    features.update(evidence)
    features.update(_which_name(query, matches, row))
    matched = index.texts[name]
    person = index.listing(entry).schema is Schema.PERSON
    strength = _strength(score, float(matches.information[row]), evidence, person=person)
    note = _note_of_name(float(matches.log_odds[row]), evidence)
    hit = _hit(index, entry, matched, score=score, strength=strength, features=features, note=note)
    part = matches.part(row)
    asked = query.names if part is None else (part.text,)
    listed = matched.casefold()
    apart = min([OSA.distance(each.casefold(), listed) for each in asked])
    return Found(hit, bool(matches.verbatim[row]), apart, int(index.strength_of_name[name]))


def _which_name(query: Query, matches: NameMatches, row: int) -> dict[str, Feature]:
    """Say which of several names answers, and how it was read where it is in another script; neither weighs."""
    form, said = matches.asked(row), {}
    if query.aliases and matches.part(row) is None and form.text != query.name:
        said["alias"] = Feature(score=1.0, detail=form.text)
    if not matches.verbatim[row] and (reading := as_read(form)):
        said["read_as"] = Feature(score=1.0, detail=reading)
    return said


def identifier_hit(index: ScreeningIndex, entry: int, value: str, names: Sequence[str]) -> Found:
    """Return the hit of an identifier by itself; only possible where a name was given, which does not agree.

    Args:
        index: The index searched.
        entry: Number of the entry.
        value: The identifier as asked.
        names: Names asked about, none of which is like one of the entry.
    """
    agrees = evidence_weights()["identifier_agrees"]
    features = {"identifier": Feature(score=1.0, weight=agrees, detail=value)}
    if names:
        # What the other name speaks against is what is between the identifier's worth and the score.
        against = round(log_odds_of(_IDENTIFIER_SCORE) - agrees, 4)
        detail = f"{names[0]} / {index.listing(entry).caption}"
        features["other_name"] = Feature(score=0.0, weight=against, detail=detail)
    strength, note = (Strength.POSSIBLE, OTHER_NAME) if names else (Strength.MATCH, None)
    return Found(_hit(index, entry, value, score=_IDENTIFIER_SCORE, strength=strength, features=features, note=note))


def _note_of_name(log_odds: float, evidence: Mapping[str, Feature]) -> str | None:
    """Say that a name by itself would make no hit where an identifier does."""
    identifier = evidence.get("identifier")
    decides = identifier is not None and identifier.weight > 0
    return OTHER_NAME if decides and probability(log_odds) < score_model().threshold else None


def address_hit(index: ScreeningIndex, found: AddressHit) -> Found:
    """Return the hit of an address by itself: a match only for the very unit of a listed address (15 CFR 744.16)."""
    detail = f"{found.match.level}: {found.text}"
    feature = Feature(score=found.match.score, weight=round(log_odds_of(found.score), 6), detail=detail)
    certain = index.address_only[found.entry] and found.match.level in ("same unit", "same address")
    strength = Strength.MATCH if certain else Strength.POSSIBLE
    return Found(
        _hit(
            index,
            found.entry,
            found.text,
            score=found.score,
            strength=strength,
            features={"address": feature},
            note=found.match.level,
        )
    )


def _strength(score: float, information: float, evidence: Mapping[str, Feature], *, person: bool) -> Strength:
    """A match is near certain.

    A high score, nothing against it, and a telling name or something besides the name for it.
    """
    model = score_model()
    against = any(feature.weight < 0 for feature in evidence.values())
    supported = any(feature.weight > 0 for kind, feature in evidence.items() if kind != "verbatim")
    enough = model.match_information_person if person else model.match_information
    telling = information >= enough or supported
    return Strength.MATCH if score >= model.match_score and telling and not against else Strength.POSSIBLE


@cache
def _weights() -> tuple[float, ...]:
    return tuple(score_model().weights.tolist())


@lru_cache(maxsize=4096)
def _feature(value: float, weight: float) -> Feature:
    """Return what agreement of a name adds; whole agreement, and none, are met again and again."""
    return Feature(score=round(value, 4), weight=round(value * weight, 4))


def _hit(
    index: ScreeningIndex,
    number: int,
    matched: str,
    *,
    score: float,
    strength: Strength,
    features: dict[str, Feature],
    note: str | None = None,
) -> Hit:
    entry = index.listing(number)
    said = [text for text in (note, None if entry.target else NO_TARGET) if text]
    return Hit(
        listing_id=entry.id,
        list=entry.list,
        name=entry.caption,
        matched=matched,
        score=score,
        strength=strength if entry.target else Strength.POSSIBLE,
        features=features,
        listed_on=entry.listed_on,
        citation="; ".join([citation.text for citation in entry.citations]) or None,
        country=entry.countries,
        addresses=tuple([address.full for address in entry.addresses]),
        license_requirement=entry.requirement,
        review_policy=entry.review_policy,
        schema=entry.schema.value,
        programs=entry.programs,
        note="; ".join(said) or None,
    )
