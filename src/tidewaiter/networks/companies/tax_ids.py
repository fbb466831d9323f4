"""Tax ids that are stated by mistake or stand for nobody in particular, and how often each is stated under a name."""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.companies.numbering import dense, distinct_per
from tidewaiter.networks.companies.reading import Ints
from tidewaiter.networks.companies.text_columns import NONE, taken

#: Companies of different names from which a tax id is nobody's: a stand-in, or that of an agent.
_AGENT = 12
#: Share of the records of a tax id, and of a name, below which the two together are a mistake.
_MISTAKEN = 0.2


def without_agents(tax: Ints, root: Ints) -> Ints:
    """Leave out tax ids that companies of very many different names state."""
    count = distinct_per(tax, root, int(tax.max(initial=-1)) + 1)
    return np.where(taken(count, tax) >= _AGENT, NONE, tax)


def without_mistaken(tax: Ints, root: Ints, country: Ints, records: Ints) -> Ints:
    """Leave out tax ids that are another company's: stated rarely under this name, which has an id of its own.

    A company that took another name keeps its tax id, since its new name has no other.

    Args:
        tax: Tax id of each spelling; `root` what its name is known by, `country` and `records` likewise.
    """
    known = np.flatnonzero((tax != NONE) & (root != NONE))
    tax_, count = tax[known], records[known].astype(np.float64)
    bearer = dense(root[known], country[known])
    both, of_root = dense(tax_, root[known]), dense(tax_, bearer)
    by_both, by_pair = np.bincount(both, count), np.bincount(of_root, count)
    most_of_tax = np.zeros(int(tax.max(initial=-1)) + 1)
    np.maximum.at(most_of_tax, tax_, by_both[both])
    most_of_bearer = np.zeros(int(bearer.max(initial=-1)) + 1)
    np.maximum.at(most_of_bearer, bearer, by_pair[of_root])
    rare = (by_both[both] < _MISTAKEN * most_of_tax[tax_]) & (by_pair[of_root] < _MISTAKEN * most_of_bearer[bearer])
    found = tax.copy()
    found[known[rare]] = NONE
    return found


def times_stated(tax: Ints, root: Ints, records: Ints) -> Ints:
    """Return how many records state the tax id of each row under its name."""
    pair = dense(tax, root)
    count = np.bincount(pair, records)
    return np.where(tax == NONE, 0, count[pair]).astype(np.int64)
