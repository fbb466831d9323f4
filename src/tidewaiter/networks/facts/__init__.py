"""Facts of companies, drawn from the tables of a run by a day: what signs are read off."""

from tidewaiter.networks.facts.assemble import company_facts
from tidewaiter.networks.facts.chained import chain_members
from tidewaiter.networks.facts.contacts import company_contacts, listing_contacts, register_contacts
from tidewaiter.networks.facts.seen import seen
from tidewaiter.networks.facts.tables import (
    CONTACTS,
    COVERED,
    LISTED,
    LISTED_CONTACTS,
    MEMBERS,
    REGISTER,
    NetworkTables,
)

__all__ = [
    "CONTACTS",
    "COVERED",
    "LISTED",
    "LISTED_CONTACTS",
    "MEMBERS",
    "REGISTER",
    "NetworkTables",
    "chain_members",
    "company_contacts",
    "company_facts",
    "listing_contacts",
    "register_contacts",
    "seen",
]
