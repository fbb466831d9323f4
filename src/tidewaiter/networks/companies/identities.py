"""Spellings taken apart, those that differ in case and punctuation only brought together: what is compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.companies.identifiers import mail_keys, phone_keys, tax_keys, tax_shapes
from tidewaiter.networks.companies.name_pairs import NamePairs
from tidewaiter.networks.companies.naming import named, own_aliases, without_addresses, without_marks
from tidewaiter.networks.companies.numbering import dense, distinct
from tidewaiter.networks.companies.reading import Floats, Ints, ReadAddresses, Reader, ReadNames
from tidewaiter.networks.companies.tax_ids import times_stated, without_agents, without_mistaken
from tidewaiter.networks.companies.text_columns import NONE, Texts, taken, texts, together
from tidewaiter.networks.companies.worth import PRIOR, buildings, name_roots, name_worth, street_worth


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Distinct spellings in numbers; `NONE` stands for what is missing.

    Attributes:
        of: Identity of each spelling; `NONE` for one that names nobody.
        first: The first spelling of each identity.
        name: Number of its name, likewise `alias`, the other one.
        country: Number of its country, likewise `tax`, `shape` (of the tax id), `phone`, `mail`, `address`.
        building: Equal for addresses that may be one building.
        names: Names taken apart, and `addresses`.
        compared: Pairs of names, compared.
        worth: Bits of each distinct word of names; `street_worth` of addresses.
        bits: Bits by which one company is told from all others.
        root: Equal for names whose rarest word is the same or nearly so.
        tax_ids: Text of each tax id.
        records: Records of each identity.
        principals: For how many others its name is stated together with theirs.
        stated: Records that state its tax id under its name, or one that is nearly so; 0 without a tax id.
    """

    of: Ints
    first: Ints
    name: Ints
    alias: Ints
    country: Ints
    tax: Ints
    shape: Ints
    phone: Ints
    mail: Ints
    address: Ints
    building: Ints
    names: ReadNames
    compared: NamePairs
    addresses: ReadAddresses
    worth: Floats
    street_worth: Floats
    bits: float
    root: Ints
    tax_ids: list[str]
    records: Ints
    principals: Ints
    stated: Ints

    @property
    def size(self) -> int:
        """How many identities there are."""
        return len(self.first)


def identities(spellings: pa.Table, reader: Reader) -> Identities:
    """Take spellings apart.

    Args:
        spellings: Table of ``SPELLINGS``.
        reader: Reads names and addresses.
    """
    own_names, places = without_addresses(texts(spellings["name"]).changed(named), texts(spellings["address"]))
    aliases, principal = without_marks(texts(spellings["alias"]))
    written, fields = together([own_names, aliases.changed(named)])
    names = reader.names(written.to_pylist())
    worth = name_worth(names)
    root = name_roots(names, worth)
    name, alias = _same_names(names, *fields)
    own = own_aliases(written, names, worth, root, (name, alias, principal))
    address = places.at
    addresses = reader.addresses(places.values.to_pylist())
    streets = street_worth(addresses)
    country, phone, mail = _others(spellings)
    records = np.asarray(pc.fill_null(spellings["records"], 1), dtype=np.int64)
    tax_ids, tax, shape, stated = _tax_ids(spellings, taken(root, name), country, records)
    somebody = np.flatnonzero((name != NONE) | (tax != NONE))
    columns = (name, own.alias, country, tax, phone, mail, address)
    number = dense(*(column[somebody] for column in columns))
    first = somebody[np.unique(number, return_index=True)[1]]
    of = np.full(len(name), NONE)
    of[somebody] = number
    return Identities(
        of=of,
        first=first,
        name=name[first],
        alias=own.alias[first],
        country=country[first],
        tax=tax[first],
        shape=shape[first],
        phone=phone[first],
        mail=mail[first],
        address=address[first],
        building=taken(buildings(addresses, streets), address[first]),
        names=names,
        compared=NamePairs(names, worth),
        addresses=addresses,
        worth=worth,
        street_worth=streets,
        bits=float(np.log2(PRIOR + len(distinct(names.key)))),
        root=root,
        tax_ids=tax_ids,
        records=np.bincount(number, records[somebody], len(first)).astype(np.int64),
        principals=own.principals[first],
        stated=stated[first],
    )


def _same_names(names: ReadNames, name: Ints, alias: Ints) -> tuple[Ints, Ints]:
    """Return names and aliases by the first of those that differ in case and punctuation only.

    Texts without words are none; an alias stands for a name that is missing.
    """
    group = dense(names.key, names.form)
    first = np.unique(group, return_index=True)[1][group] if len(group) else group
    first = np.where(np.diff(names.at) == 0, NONE, first)
    name, alias = taken(first, name), taken(first, alias)
    return np.where(name == NONE, alias, name), np.where((name == NONE) | (alias == name), NONE, alias)


def _others(spellings: pa.Table) -> tuple[Ints, Ints, Ints]:
    """Return country, phone and mail."""
    phone, mail = texts(spellings["phone"]).changed(phone_keys), texts(spellings["email"]).changed(mail_keys)
    return texts(spellings["country"]).at, phone.at, mail.at


def _tax_ids(spellings: pa.Table, root: Ints, country: Ints, records: Ints) -> tuple[list[str], Ints, Ints, Ints]:
    """Return the tax ids as texts; and that of each spelling, its kind, and how often it is stated."""
    stated = texts(spellings["tax_id"]).changed(tax_keys)
    tax = without_mistaken(without_agents(stated.at, root), root, country, records)
    shape = Texts(stated.values, tax).changed(tax_shapes).at
    return stated.values.to_pylist(), tax, shape, times_stated(tax, root, records)
