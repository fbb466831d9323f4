"""Names and addresses of many parties read at once, for joining the ways parties are written."""

from __future__ import annotations

from collections.abc import Sequence

from tidewaiter.screening.addresses.pairs import ReadAddresses, read_addresses
from tidewaiter.screening.pairs import ReadNames, read_names


class Reader:
    """Reads names of organizations and addresses, each distinct one once; pairs of them are then compared in bulk."""

    def names(self, names: Sequence[str]) -> ReadNames:
        """Take distinct names apart."""
        return read_names(names)

    def addresses(self, texts: Sequence[str]) -> ReadAddresses:
        """Take distinct addresses apart."""
        return read_addresses(texts)
