"""Ids of companies that stay the same from run to run: made at first sight, then handed on with the spellings."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.companies.numbering import mixed
from tidewaiter.networks.companies.reading import Ints
from tidewaiter.networks.companies.text_columns import NONE, hashed, texts

#: Characters of an id after its country.
_LENGTH = 10
#: Text columns of ``SPELLINGS``.
_WRITTEN = ["name", "alias", "country", "address", "tax_id", "phone", "email"]
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
    spellings: pa.Table, company: Ints, countries: list[str | None], previous: Previous | None
) -> tuple[list[str], pa.Table]:
    """Return the id of each company, and what became of the companies of the run before (`CHANGES`).

    A company keeps the id under which most of its spellings were known. Of two that share the spellings of one before,
    the one with more of them keeps the id, of equals the one numbered first. A new company has an id made of its first
    spelling.

    Args:
        spellings: Table of ``SPELLINGS``.
        company: Company of each spelling, or `NONE`.
        countries: Of each company.
        previous: The run before; None when there is none.
    """
    now, before, count, known = _shared(spellings, company, previous)
    ids: dict[int, str] = {}
    taken: set[str] = set()
    order = sorted(range(len(now)), key=lambda row: (-count[row], now[row], before[row]))
    for row in order:
        if now[row] not in ids and before[row] not in taken:
            ids[now[row]] = before[row]
            taken.add(before[row])
    taken |= known
    found = []
    for number, (key, country) in enumerate(zip(_first_keys(spellings, company), countries, strict=True)):
        found.append(ids[number] if number in ids else _made(key, country, taken))
        taken.add(found[-1])
    return found, _changes(found, now, before, count)


def spelling_numbers(spellings: pa.Table) -> Ints:
    """Return a number for each row of ``SPELLINGS`` that is equal for equal rows of any such table.

    Rows that differ have one number with a chance of 2**-64 a pair.
    """
    return mixed(*(hashed(texts(spellings[name])) for name in _WRITTEN))


def _shared(
    spellings: pa.Table, company: Ints, previous: Previous | None
) -> tuple[list[int], list[str], list[int], set[str]]:
    """Return which companies of now share how many spellings with which of before, and all ids of before."""
    if previous is None:
        return [], [], [], set()
    ids, number = previous.companies["company_id"].to_pylist(), np.asarray(previous.companies["company"])
    earlier = np.asarray(pc.fill_null(previous.resolved["company"], NONE), dtype=np.int64)
    _, mine, theirs = np.intersect1d(
        spelling_numbers(spellings), spelling_numbers(previous.spellings), assume_unique=True, return_indices=True
    )
    one, other = company[mine], earlier[theirs]
    both = (one != NONE) & (other != NONE)
    pair, count = np.unique(np.column_stack((one[both], other[both])), axis=0, return_counts=True)
    of = dict(zip(number.tolist(), ids, strict=True))
    rows = sorted((mine, of[was], n) for (mine, was), n in zip(pair.tolist(), count.tolist(), strict=True))
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], set(ids)


def _first_keys(spellings: pa.Table, company: Ints) -> list[str]:
    """Return of each company the text of its first spelling."""
    known = np.flatnonzero(company != NONE)
    first = known[np.unique(company[known], return_index=True)[1]]
    rows = spellings.select(_WRITTEN).take(pa.array(first))
    columns = [pc.fill_null(rows[name].cast(pa.string()).combine_chunks(), "") for name in _WRITTEN]
    found: list[str] = pc.binary_join_element_wise(*columns, "\x1f").to_pylist()
    return found


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
