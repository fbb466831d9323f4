"""From scores to hits: what matched what, how strongly, and how it is to be treated."""

from __future__ import annotations

from collections.abc import Mapping

from tidewaiter.model import Feature, Hit, Listing, Strength


def hit_of(
    entry: Listing, matched: str, score: float, strength: Strength, features: Mapping[str, Feature], note: str | None = None
) -> Hit:
    """Return the hit that reports a listing."""
    return Hit(
        listing_id=entry.id,
        list=entry.list,
        name=entry.name,
        matched=matched,
        score=score,
        strength=strength,
        features=dict(features),
        listed_on=entry.listed_on,
        citation="; ".join(citation.text for citation in entry.citations) or None,
        country=entry.countries,
        addresses=tuple(address.full for address in entry.addresses),
        license_requirement=entry.requirement,
        schema=entry.schema.value,
        programs=entry.programs,
        note=note,
    )
