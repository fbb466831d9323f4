"""Marks by which companies are recognised as belonging together: written alike, whatever the spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyarrow as pa

from tidewaiter.networks.facts.tables import CONTACTS, LISTED_CONTACTS
from tidewaiter.networks.leads.words import plain, says, word_lists

#: Fewest digits of a phone or tax number, and the last ones of a phone that are compared: prefixes are written or not.
_DIGITS, _PHONE = 6, 9
_IMPLAUSIBLE = ("dwelling", "virtual", "box", "forwarder", "care_of")

Mark = tuple[str, str]


def company_contacts(companies: pa.Table) -> pa.Table:
    """Return CONTACTS of COMPANIES. It is work on groups: run it with `TableEngine.apply`, by ``company``."""
    rows = (
        (row["company"], mark)
        for row in companies.select(["company", "addresses", "identifiers", "phones", "domains"]).to_pylist()
        for mark in marks(
            addresses=row["addresses"], identifiers=row["identifiers"], phones=row["phones"], domains=row["domains"]
        )
    )
    return _table(rows)


def register_contacts(register: pa.Table) -> pa.Table:
    """Return CONTACTS of REGISTER. It is work on groups: run it with `TableEngine.apply`, by ``company``."""
    wanted = register.select(["company", "address", "phone", "email", "owners"])
    rows = (
        (row["company"], mark)
        for row in wanted.to_pylist()
        for mark in marks(
            addresses=(row["address"],), phones=(row["phone"],), domains=(row["email"],), owners=row["owners"]
        )
    )
    return _table(rows)


def listing_contacts(listings: Iterable[dict[str, object]]) -> pa.Table:
    """Return LISTED_CONTACTS of listings: ``listing_id``, ``listed_on``, and any of the arguments of `marks`."""
    rows: list[dict[str, object]] = []
    for listing in listings:
        known = {name: listing[name] for name in ("addresses", "identifiers", "phones", "domains") if name in listing}
        head = {"listing_id": listing["listing_id"], "listed_on": listing["listed_on"]}
        found = marks(**known)  # type: ignore[arg-type] # the caller's rows are checked by the schema below
        rows.extend({**head, "kind": kind, "key": key} for kind, key in found if kind != "implausible")
    return pa.Table.from_pylist(rows, schema=LISTED_CONTACTS)


def marks(
    *,
    addresses: Iterable[str | None] | None = None,
    identifiers: Iterable[str | None] | None = None,
    phones: Iterable[str | None] | None = None,
    domains: Iterable[str | None] | None = None,
    owners: Iterable[str | None] | None = None,
) -> list[Mark]:
    """Return the marks of a party, each once, in order: kind and key.

    Args:
        addresses: As written.
        identifiers: Tax or registration numbers.
        phones: As written.
        domains: Domains, sites or e-mail addresses.
        owners: Names of owners and principals.
    """
    found: dict[Mark, None] = {}
    for address in _texts(addresses):
        found.update(dict.fromkeys(_address(address)))
    for kind, texts in (("tax", identifiers), ("phone", phones), ("domain", domains), ("owner", owners)):
        for text in _texts(texts):
            key = _KEYS[kind](text)
            if key:
                found[kind, key] = None
    return sorted(found)


def _texts(values: Iterable[str | None] | None) -> Iterator[str]:
    return (value for value in values or () if value)


def _address(address: str) -> Iterator[Mark]:
    words = plain(address)
    key = address_key(words)
    if key:
        yield "address", key
    for how in _IMPLAUSIBLE:
        if says(words, "implausible", how):
            yield "implausible", how


def address_key(words: str) -> str:
    """Return what two spellings of one address have in common; empty when it names no house.

    Numbers and the two longest words, in alphabetical order: street and town are written in any order, and kinds of
    street are translated, abbreviated or left out.
    """
    filler = set(word_lists()["address_filler"])
    parts = [part for part in words.split() if part not in filler]
    numbers = sorted({part for part in parts if any(c.isdigit() for c in part)})
    names = sorted({part for part in parts if not any(c.isdigit() for c in part) and len(part) > 2})
    if not numbers or not names:
        return ""
    longest = sorted(sorted(names, key=lambda name: (-len(name), name))[:2])
    return " ".join([*longest, *numbers])


def _tax(text: str) -> str:
    key = re.sub(r"[^0-9a-z]", "", plain(text))
    return key if sum(c.isdigit() for c in key) >= _DIGITS else ""


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[-_PHONE:] if len(digits) >= _DIGITS else ""


def _domain(text: str) -> str:
    key = text.strip().lower().rpartition("@")[2]
    key = re.sub(r"^(?:https?://)?(?:www\.)?", "", key).split("/")[0]
    return "" if "." not in key or key in word_lists()["free_mail"] else key


def _owner(text: str) -> str:
    parts = sorted(plain(text).split())
    return " ".join(parts) if len(parts) > 1 else ""


_KEYS = {"tax": _tax, "phone": _phone, "domain": _domain, "owner": _owner}


def _table(rows: Iterable[tuple[int, Mark]]) -> pa.Table:
    found = sorted({(company, *mark) for company, mark in rows})
    columns = list(zip(*found, strict=True)) if found else [(), (), ()]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, CONTACTS, strict=True)], schema=CONTACTS)
