"""Addresses: what names the building, what names the unit inside it, and how far two addresses agree.

An address is taken apart into country (`country`), floor and unit (`units`), and the names of streets, buildings and
towns (`names`, of the kinds in `part`, by the words in `words`; `han` divides what is written without spaces). `match`
compares such names, and `compare` whole addresses. `pairs` holds the addresses of a whole index as arrays, and `search`
finds entries by them.
"""

from tidewaiter.screening.addresses.compare import (
    AddressForm,
    AddressMatch,
    compare_addresses,
    may_share_building,
    normalise_address,
)

__all__ = ["AddressForm", "AddressMatch", "compare_addresses", "may_share_building", "normalise_address"]
