"""All signs of all companies, with the share of their peers that shows each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tidewaiter.networks.signs.catalog import SIGNS
from tidewaiter.networks.signs.definition import PRESENT, UNDETERMINED, Facts, Floats, Measured, SignDefinition

#: Fewest peers of a country a base rate is taken from; with fewer, all countries' are.
PEERS = 20


def measure_all(facts: Facts, signs: Sequence[SignDefinition] = SIGNS) -> Mapping[str, Measured]:
    """Measure every sign on every company, by the sign's id."""
    return {sign.id: sign.measure(facts) for sign in signs}


def base_rates(facts: Facts, found: Measured) -> Floats:
    """Return for each company the share of its peers that show a sign, NaN where nobody can be compared.

    Peers are the companies of the same country that sell the goods, to whatever destination, and of which the sign is
    determined; where they are fewer than 20, those of all countries.
    """
    known = found.state != UNDETERMINED
    present = found.state == PRESENT
    rates = np.full(len(facts), present[known].mean() if known.any() else np.nan)
    homes = np.array([home or "" for home in facts.texts("home")])
    for home in np.unique(homes):
        here = known & (homes == home)
        if here.sum() >= PEERS:
            rates[homes == home] = present[here].mean()
    return rates
