"""A group of identities as one: what most of its records say of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tidewaiter.networks.companies.identities import Identities
from tidewaiter.networks.companies.reading import Ints
from tidewaiter.networks.companies.text_columns import NONE, taken


def profiles(parties: Identities, of: Ints) -> tuple[Identities, Ints]:
    """Return one identity for each group, and the number of the group of each identity.

    Each has the name, country, tax id, phone, mail and address that most of its group's records state; as alias it has
    the name that is next, so that a company that took another name is known by both.

    Args:
        parties: The identities.
        of: Group of each, by the number of any of its members.
    """
    members, group = np.unique(of, return_inverse=True)
    size = len(members)
    names = np.concatenate((parties.name, parties.alias))
    twice, records = np.concatenate((group, group)), np.concatenate((parties.records, parties.records))
    name = _commonest(twice, names, records, size)
    alias = _commonest(twice, np.where(names == name[twice], NONE, names), records, size)
    tax = _commonest(group, parties.tax, parties.records, size)
    shape = np.full(int(parties.tax.max(initial=-1)) + 2, NONE)
    shape[parties.tax] = parties.shape
    address = _commonest(group, parties.address, parties.records, size)
    building = np.full(int(parties.address.max(initial=-1)) + 2, NONE)
    building[parties.address] = parties.building
    made = replace(
        parties,
        of=taken(np.asarray(group, dtype=np.int64), parties.of),
        first=parties.first[members],
        name=name,
        alias=alias,
        country=_commonest(group, parties.country, parties.records, size),
        tax=tax,
        shape=np.where(tax == NONE, NONE, shape[tax]),
        phone=_commonest(group, parties.phone, parties.records, size),
        mail=_commonest(group, parties.mail, parties.records, size),
        address=address,
        building=np.where(address == NONE, NONE, building[address]),
        records=np.bincount(group, parties.records, size).astype(np.int64),
        stated=np.bincount(group, np.where(parties.tax == tax[group], parties.records, 0), size).astype(np.int64)
        * (tax != NONE),
    )
    return made, np.asarray(group, dtype=np.int64)


def _commonest(group: Ints, value: Ints, records: Ints, size: int) -> Ints:
    """Return for each group the value most of its records state, the lowest of equals; `NONE` where there is none."""
    known = value != NONE
    group, value, records = group[known], value[known], records[known]
    span = int(value.max(initial=0)) + 1
    pair, inverse = np.unique(group * span + value, return_inverse=True)
    count = np.bincount(inverse, records)
    order = np.lexsort((-pair, count, pair // span))
    found = np.full(size, NONE)
    found[pair[order] // span] = pair[order] % span  # of several assignments the last stays
    return found
