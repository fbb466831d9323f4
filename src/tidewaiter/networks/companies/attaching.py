"""Spellings that give a name and nothing else are put to the company whose name it is."""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.companies.identities import Identities
from tidewaiter.networks.companies.reading import Bools, Floats, Ints
from tidewaiter.networks.companies.text_columns import NONE


def anchored(parties: Identities) -> Bools:
    """Tell which identities have more than a name and a country."""
    found: Bools = (parties.tax != NONE) | (parties.phone != NONE) | (parties.mail != NONE) | (parties.address != NONE)
    return found


def attach(of: Ints, records: Ints, loose: Bools, pairs: tuple[Ints, Ints, Floats]) -> Ints:
    """Return the groups after each loose identity was put to the group it most likely belongs to.

    How likely, is what speaks for the member most like it and how much the group is on record: of two companies of one
    name, most spellings of it are of the larger.

    Args:
        of: Group of each identity, by the number of a member.
        records: Records of each group, by that number.
        loose: Identities that may be put to another group.
        pairs: Pairs compared, with their weights.
    """
    low, high, weight = pairs
    one, other = np.concatenate((low, high)), np.concatenate((high, low))
    both = np.concatenate((weight, weight))
    kept = loose[one] & ~loose[other] & (both > 0)
    one, group, both = one[kept], of[other[kept]], both[kept]
    merit = both + np.log(records[group] + 1.0)
    order = np.lexsort((-group, merit, one))
    found = of.copy()
    found[one[order]] = group[order]  # of several assignments the last, which is the likeliest, stays
    return found
