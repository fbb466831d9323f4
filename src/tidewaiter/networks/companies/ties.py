"""A number of each identity by which equal weights are ordered."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa

from tidewaiter.networks.companies.company_ids import spelling_keys
from tidewaiter.networks.companies.identities import Identities
from tidewaiter.networks.companies.reading import Ints


def ties(spellings: pa.Table, parties: Identities) -> Ints:
    """Return a number made of the text of each identity, so that it is the same whatever else is resolved beside it."""
    keys = spelling_keys(spellings).take(pa.array(parties.first)).to_pylist()
    data = b"".join(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest() for key in keys)
    return np.frombuffer(data, dtype=np.int64).copy()
