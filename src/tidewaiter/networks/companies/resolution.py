"""From the ways parties are written to companies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tidewaiter.networks.companies.attaching import anchored, attach
from tidewaiter.networks.companies.candidates import candidates
from tidewaiter.networks.companies.clusters import Weigh, clusters
from tidewaiter.networks.companies.company_ids import Previous, company_ids
from tidewaiter.networks.companies.company_table import company_countries, company_table
from tidewaiter.networks.companies.edges import edges
from tidewaiter.networks.companies.folding import folded
from tidewaiter.networks.companies.forwarders import forwarders
from tidewaiter.networks.companies.identities import Identities, identities
from tidewaiter.networks.companies.levels import levels, shared
from tidewaiter.networks.companies.numbering import dense
from tidewaiter.networks.companies.profiles import profiles
from tidewaiter.networks.companies.reading import Bools, Floats, Ints, Reader
from tidewaiter.networks.companies.text_columns import NONE
from tidewaiter.networks.companies.ties import ties
from tidewaiter.networks.companies.weights import Weights, weights
from tidewaiter.networks.stages import RESOLVED

#: Times groups are compared as wholes; after the second nothing changes but in contrived cases.
_ROUNDS = 3
#: Pairs weighed at a time.
_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Resolution:
    """Companies found.

    Attributes:
        resolved: Table of ``RESOLVED``; a spelling that names nobody (``TO ORDER``) has no company.
        companies: Table of ``COMPANIES``.
        edges: Table of ``EDGES``: what joined spellings, and what came near to it.
        changes: Table of ``CHANGES``: what became of the companies of the run before.
    """

    resolved: pa.Table
    companies: pa.Table
    edges: pa.Table
    changes: pa.Table


def resolve(
    spellings: pa.Table,
    reader: Reader,
    *,
    agencies: pa.Table | None = None,
    previous: Previous | None = None,
    weighed: Weights | None = None,
) -> Resolution:
    """Find the companies of shipment records.

    Args:
        spellings: Table of ``SPELLINGS``.
        reader: Reads names and addresses: `tidewaiter.screening.reader.Reader`.
        agencies: Who is named as declarant or carrier beside whom (`forwarders.agencies`).
        previous: The run before, whose ids companies inherit.
        weighed: Weights of what is compared; those carried with the package when None.
    """
    table = weighed or weights()
    parties = identities(spellings, reader)
    nodes, _ = profiles(parties, folded(parties))
    tie = ties(spellings, nodes)
    i, j = candidates(nodes)
    weigh = weigher(nodes, table)
    pairs = (i, j, weigh(i, j))
    of = grouped(nodes, pairs, weigh, table, tie)
    company = _numbered(nodes, of)
    countries = company_countries(spellings, company, int(company.max(initial=-1)) + 1)
    ids, changes = company_ids(spellings, company, countries, previous)
    forwarder = forwarders(parties, company, agencies, reader)
    resolved = pa.table(
        {"spelling": spellings["spelling"], "company": pa.array(company, pa.int64(), mask=company == NONE)}
    )
    return Resolution(
        resolved=resolved.cast(RESOLVED),
        companies=company_table(spellings, company, ids, countries, forwarder),
        edges=edges(spellings, parties, nodes, of, pairs=pairs, table=table),
        changes=changes,
    )


def weigher(parties: Identities, table: Weights) -> Weigh:
    """Return what weighs pairs of identities."""
    common = shared(parties)

    def weigh(i: Ints, j: Ints) -> Floats:
        found = np.empty(len(i))
        for first in range(0, len(i), _PAIRS):
            part = slice(first, first + _PAIRS)
            found[part] = table.total(levels(parties, common, i[part], j[part]))
        return found

    return weigh


def grouped(parties: Identities, pairs: tuple[Ints, Ints, Floats], weigh: Weigh, table: Weights, tie: Ints) -> Ints:
    """Return the group of each identity, by the number of one of its members.

    First those that have more than a name, since a name by itself would bridge namesakes; then the groups as wholes, in
    which what some spellings say of phone and address completes the others; then those that have a name only.
    """
    i, j, weight = pairs
    anchor = anchored(parties)
    firm = anchor[i] & anchor[j]
    of = clusters(parties, i[firm], j[firm], weight[firm], tie=tie, weigh=weigh)
    for _ in range(_ROUNDS):
        whole = _as_wholes(parties, of, anchor, table, tie)
        if np.array_equal(whole, of):
            break
        of = whole
    of = attach(of, np.bincount(of, parties.records, parties.size).astype(np.int64), ~anchor, pairs)
    loose = ~anchor & (of == np.arange(parties.size))
    kept = loose[i] & loose[j]
    return np.where(loose, clusters(parties, i[kept], j[kept], weight[kept], tie=tie, weigh=weigh), of)


def _as_wholes(parties: Identities, of: Ints, anchor: Bools, table: Weights, tie: Ints) -> Ints:
    made, group = profiles(parties, of)
    firm = np.zeros(made.size, dtype=np.bool_)
    firm[group[anchor]] = True
    i, j = candidates(made)
    kept = firm[i] & firm[j]
    i, j = i[kept], j[kept]
    weigh = weigher(made, table)
    members = np.unique(of)
    joined = clusters(made, i, j, weigh(i, j), tie=tie[members], weigh=weigh)
    return np.asarray(members[joined][group], dtype=np.int64)


def _numbered(parties: Identities, of: Ints) -> Ints:
    """Number the companies in the order of their first spellings; return that of each spelling."""
    company = np.full(len(parties.of), NONE)
    known = np.flatnonzero(parties.of != NONE)
    company[known] = dense(of[parties.of[known]])
    return company
