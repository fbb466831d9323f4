"""A number of each identity by which equal weights are ordered."""

from __future__ import annotations

import pyarrow as pa

from tidewaiter.networks.companies.company_ids import spelling_numbers
from tidewaiter.networks.companies.identities import Identities
from tidewaiter.networks.companies.reading import Ints


def ties(spellings: pa.Table, parties: Identities) -> Ints:
    """Return a number made of the text of each identity, so that it is the same whatever else is resolved beside it."""
    return spelling_numbers(spellings.take(pa.array(parties.first)))
