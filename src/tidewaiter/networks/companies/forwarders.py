"""Companies that carry for others: what they ship is not their own, so that no chain goes through them by itself."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from tidewaiter.networks.companies.identities import Identities
from tidewaiter.networks.companies.numbering import distinct_per
from tidewaiter.networks.companies.reading import Bools, Ints, Reader
from tidewaiter.networks.companies.spellings import SIDES, party_key
from tidewaiter.networks.companies.text_columns import NONE, texts

#: Other companies from which one that declares or carries for them does so as a trade.
_CLIENTS = 8
#: Different companies for which it is named in their place.
_PRINCIPALS = 3
#: Companies it acts for, by which a name of the trade, or being named in the place of others, is borne out where acts
#: are known at all.
_BORNE_OUT = 2
#: Of a company with many records of its own more is asked: a trader with hundreds of them declares once or twice for
#: another, or shares a line with its name. Clients of one that carries as a trade are at least so many roots of its
#: own records; the root, because clients come back.
_ROOTS = 2.0
#: Direction of records whose declarant does not act for the shipper, and for the consignee.
_NOT_FOR = {"shipper": "import", "consignee": "export"}


def agencies(records: nw.LazyFrame[Any], spellings: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return who is named as declarant or carrier for which party: distinct ``agent`` and ``spelling``.

    A declaration is made for the party in the country that records it: the shipper of an export, the consignee of an
    import; for either where the direction is not known.

    Args:
        records: Shipment records in the canonical columns.
        spellings: Rows of ``SPELLINGS``.
    """
    keyed = spellings.select("spelling", party_key=party_key())
    found = []
    direction = nw.col("direction").cast(nw.String).fill_null("")
    for agent in ("declarant", "carrier"):
        for side in SIDES:
            pairs = records.filter(direction != _NOT_FOR[side]).select(
                nw.col(agent).cast(nw.String).alias("agent"), party_key(side).alias("party_key")
            )
            found.append(pairs.filter(~nw.col("agent").is_null(), ~nw.col("party_key").is_null()).unique())
    every = nw.concat(found, how="vertical").join(keyed, on="party_key", how="inner")
    return every.select("agent", "spelling").unique()


def forwarders(
    parties: Identities,
    company: Ints,
    acted: pa.Table | None,
    reader: Reader,
) -> Bools:
    """Tell which companies carry for others.

    Args:
        parties: The identities.
        company: Company of each spelling, or `NONE`.
        acted: Who is named as declarant or carrier beside whom (`agencies`); None when it is not known.
        reader: Reads names.
    """
    size = int(company.max(initial=-1)) + 1
    members = _members(parties, company)
    root = np.sqrt(_records(parties, members, size))
    sure, doubtful = (_named_so(parties, members, size, doubtful=which) for which in (False, True))
    known = (parties.of != NONE) & (company != NONE)
    principals = np.zeros(size, dtype=np.int64)
    np.maximum.at(principals, company[known], parties.principals[parties.of[known]])
    clients = _clients(parties, company, acted, reader)
    named = principals >= np.maximum(_PRINCIPALS, root)
    if acted is not None and acted.num_rows:
        borne_out = clients >= np.maximum(_BORNE_OUT, root)
        doubtful, named = doubtful & borne_out, named & borne_out
    return sure | doubtful | named | (clients >= np.maximum(_CLIENTS, _ROOTS * root))


def _members(parties: Identities, company: Ints) -> tuple[Ints, Ints]:
    """Return the identities that are of a company, each once, and the company of each."""
    known = np.flatnonzero((parties.of != NONE) & (company != NONE))
    identity, first = np.unique(parties.of[known], return_index=True)
    return identity, company[known][first]


def _records(parties: Identities, members: tuple[Ints, Ints], size: int) -> Ints:
    """Return how many records each company is a party to."""
    identity, group = members
    return np.bincount(group, parties.records[identity], size).astype(np.int64)


def _named_so(parties: Identities, members: tuple[Ints, Ints], size: int, *, doubtful: bool) -> Bools:
    """Tell which companies have a word of the trade, or one that may be, in the names most of their records state."""
    words = _words(doubtful=doubtful)
    told = np.array([word in words for word in parties.names.latin], dtype=np.bool_)
    of_name = np.zeros(len(parties.names.at) - 1, dtype=np.bool_)
    owner = np.repeat(np.arange(len(of_name)), np.diff(parties.names.at))
    of_name[owner[told[parties.names.word]]] = True
    identity, group = members
    records = parties.records[identity]
    name = parties.name[identity]
    yes = (name != NONE) & of_name[np.maximum(name, 0)] if len(of_name) else np.zeros(len(name), dtype=np.bool_)
    return np.bincount(group, records * yes, size) * 2 > np.bincount(group, records, size)


def _clients(parties: Identities, company: Ints, acted: pa.Table | None, reader: Reader) -> Ints:
    """Return for how many other companies each company declares or carries."""
    size = int(company.max(initial=-1)) + 1
    if acted is None or not acted.num_rows:
        return np.zeros(size, dtype=np.int64)
    agents = texts(acted["agent"])
    read = reader.names(agents.values.to_pylist())
    of_key = _company_of_names(parties, company)
    agent = np.array([of_key.get(key, NONE) for key in read.key.tolist()], dtype=np.int64)
    agent = np.where(np.diff(read.at) == 0, NONE, agent)[agents.at]
    client = company[np.asarray(acted["spelling"], dtype=np.int64)]
    return distinct_per(np.where(agent == client, NONE, agent), client, size)


def _company_of_names(parties: Identities, company: Ints) -> dict[int, int]:
    """Return the company each name is of; of several the one most on record."""
    known = np.flatnonzero((parties.of != NONE) & (company != NONE))
    identity = parties.of[known]
    name = parties.name[identity]
    some = name != NONE
    key, owner = parties.names.key[name[some]], company[known][some]
    order = np.lexsort((-owner, np.bincount(owner, minlength=1)[owner]))
    return dict(zip(key[order].tolist(), owner[order].tolist(), strict=True))


@cache
def _words(*, doubtful: bool) -> frozenset[str]:
    text = resources.files("tidewaiter.networks").joinpath("data", "forwarder_words.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return frozenset(word for word, *mark in lines if bool(mark) == doubtful)
