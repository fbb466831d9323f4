"""Ids of companies that stay the same from run to run: made at first sight, then handed on with the spellings."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.companies.reading import Ints
from tidewaiter.networks.companies.text_columns import NONE

#: Characters of an id after its country.
_LENGTH = 10
#: What became of the companies of the run before: one row a company of now and one of before that share spellings,
#: unless both are the same and whole.
CHANGES = pa.schema(
    [
        ("company_id", pa.string()),  # now
        ("before", pa.string()),  # company that had some of its spellings
        ("change", pa.string()),  # merged: had another id before; split: some spellings of `before` are now elsewhere
        ("spellings", pa.int64()),  # how many are shared
    ]
)


@dataclass(frozen=True, slots=True)
class Previous:
    """The run before: its tables of ``SPELLINGS``, ``RESOLVED`` and ``COMPANIES``."""

    spellings: pa.Table
    resolved: pa.Table
    companies: pa.Table


def company_ids(
    keys: pa.Array, company: Ints, countries: list[str | None], previous: Previous | None
) -> tuple[list[str], pa.Table]:
    """Return the id of each company, and what became of the companies of the run before (`CHANGES`).

    A company keeps the id under which most of its spellings were known. Of two that share the spellings of one before,
    the one with more of them keeps the id, of equals the one numbered first.

    Args:
        keys: Party key of each spelling.
        company: Company of each spelling, or `NONE`.
        countries: Of each company.
        previous: The run before; None when there is none.
    """
    now, before, count, known = _shared(keys, company, previous)
    ids: dict[int, str] = {}
    taken: set[str] = set()
    order = sorted(range(len(now)), key=lambda row: (-count[row], now[row], before[row]))
    for row in order:
        if now[row] not in ids and before[row] not in taken:
            ids[now[row]] = before[row]
            taken.add(before[row])
    taken |= known
    first = _least_keys(keys, company, len(countries))
    found = []
    for number, (key, country) in enumerate(zip(first, countries, strict=True)):
        found.append(ids[number] if number in ids else _made(key, country, taken))
        taken.add(found[-1])
    return found, _changes(found, now, before, count)


def _shared(
    keys: pa.Array, company: Ints, previous: Previous | None
) -> tuple[list[int], list[str], list[int], set[str]]:
    """Return which companies of now share how many spellings with which of before, and all ids of before."""
    if previous is None:
        return [], [], [], set()
    number = dict(
        zip(previous.companies["company"].to_pylist(), previous.companies["company_id"].to_pylist(), strict=True)
    )
    of_spelling = dict(
        zip(previous.resolved["spelling"].to_pylist(), previous.resolved["company"].to_pylist(), strict=True)
    )
    earlier = [of_spelling.get(spelling) for spelling in previous.spellings["spelling"].to_pylist()]
    place = pc.fill_null(pc.index_in(keys, value_set=spelling_keys(previous.spellings)), NONE)
    rows = np.asarray(place.cast(pa.int64()))
    pairs: dict[tuple[int, str], int] = {}
    for mine, row in zip(company.tolist(), rows.tolist(), strict=True):
        if NONE not in {mine, row} and earlier[row] is not None:
            pair = (mine, number[earlier[row]])
            pairs[pair] = pairs.get(pair, 0) + 1
    ordered = sorted(pairs.items())
    return (
        [mine for (mine, _), _ in ordered],
        [was for (_, was), _ in ordered],
        [n for _, n in ordered],
        set(number.values()),
    )


def spelling_keys(spellings: pa.Table) -> pa.Array:
    """Return one text for each row of ``SPELLINGS``: what `spellings.party_key` gives on an engine."""
    names = ("name", "alias", "country", "address", "tax_id", "phone", "email")
    columns = [pc.fill_null(spellings[name].combine_chunks().cast(pa.string()), "") for name in names]
    return pc.binary_join_element_wise(*columns, "\x1f")


def _least_keys(keys: pa.Array, company: Ints, size: int) -> list[str]:
    """Return of each company the least key of its spellings, in the order of their bytes."""
    kept = np.flatnonzero(company != NONE)
    least: list[str] = [""] * size
    ordered = pc.sort_indices(keys.take(pa.array(kept)))
    rows = kept[np.asarray(ordered)[::-1]]
    for number, key in zip(company[rows].tolist(), keys.take(pa.array(rows)).to_pylist(), strict=True):
        least[number] = key
    return least


def _made(key: str, country: str | None, taken: set[str]) -> str:
    """Return an id made of the text of a company that is seen for the first time."""
    salt = 0
    while True:
        digest = hashlib.blake2b(f"{key}\x1e{salt}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
        text = base64.b32encode(digest).decode("ascii").rstrip("=").lower()[:_LENGTH]
        found = f"{(country or 'xx').lower()}-{text}"
        if found not in taken:
            return found
        salt += 1


def _changes(ids: list[str], now: list[int], before: list[str], count: list[int]) -> pa.Table:
    parts: dict[str, set[int]] = {}
    wholes: dict[int, set[str]] = {}
    for mine, was in zip(now, before, strict=True):
        parts.setdefault(was, set()).add(mine)
        wholes.setdefault(mine, set()).add(was)
    rows = []
    for mine, was, shared in zip(now, before, count, strict=True):
        if ids[mine] != was or len(parts[was]) > 1 or len(wholes[mine]) > 1:
            change = "split" if len(parts[was]) > 1 else "merged"
            rows.append({"company_id": ids[mine], "before": was, "change": change, "spellings": shared})
    return pa.Table.from_pylist(rows, schema=CHANGES)
