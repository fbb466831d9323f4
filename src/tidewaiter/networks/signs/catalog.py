"""All signs, in the order they are shown in the reference."""

from __future__ import annotations

from collections.abc import Mapping

from tidewaiter.networks.signs import beginnings, buyers, movement, patterns, ties
from tidewaiter.networks.signs.definition import SignDefinition

SIGNS: tuple[SignDefinition, ...] = (
    *patterns.SIGNS,
    *beginnings.SIGNS,
    *ties.SIGNS,
    *buyers.SIGNS,
    *movement.SIGNS,
)
BY_ID: Mapping[str, SignDefinition] = {sign.id: sign for sign in SIGNS}
