"""One company with all that joined it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model import Company, LinkedListing
from tidewaiter.networks.companies.read_companies import read_companies


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A way a company is written; the fields are those of ``SPELLINGS``."""

    name: str | None
    alias: str | None
    country: str | None
    address: str | None
    tax_id: str | None
    phone: str | None
    email: str | None
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Why two spellings are one company, or nearly were.

    Attributes:
        one: A spelling of the company; `other` one of it or of another company.
        weight: Log odds of the two being one company by themselves; None where all compared is the same.
        joined: Whether they are one company.
        company_id: Of the company `other` is of.
        features: What agreed and how; `weights` the log odds each adds.
    """

    one: Spelling
    other: Spelling
    weight: float | None
    joined: bool
    company_id: str | None
    features: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFile:
    """A company, its spellings, those most on record first, and the edges among them and to others, surest first."""

    company: Company
    spellings: tuple[Spelling, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyTables:
    """The tables of one run: of ``SPELLINGS``, ``RESOLVED``, ``COMPANIES`` and ``EDGES``."""

    spellings: pa.Table
    resolved: pa.Table
    companies: pa.Table
    edges: pa.Table


def company_file(
    company_id: str, tables: CompanyTables, listings: Mapping[int, tuple[LinkedListing, ...]] | None = None
) -> CompanyFile | None:
    """Return all that joined a company; None when there is none of that id.

    Args:
        company_id: Its id.
        tables: Of one run.
        listings: Listings of companies by number.
    """
    spellings, resolved, companies, edges = tables.spellings, tables.resolved, tables.companies, tables.edges
    found = companies.filter(pc.equal(companies["company_id"], company_id))
    if not found.num_rows:
        return None
    (company,) = read_companies(found, listings)
    number = found["company"][0]
    own = resolved.filter(pc.equal(resolved["company"], number))["spelling"].combine_chunks()
    touching = pc.or_(pc.is_in(edges["spelling"], value_set=own), pc.is_in(edges["other"], value_set=own))
    near = edges.filter(touching).to_pylist()
    mine = set(own.to_pylist())
    wanted = pa.array(sorted(mine.union(*({edge["spelling"], edge["other"]} for edge in near))), pa.int64())
    rows = spellings.filter(pc.is_in(spellings["spelling"], value_set=wanted)).to_pylist()
    written = {row["spelling"]: _spelling(row) for row in rows}
    of = {
        row["spelling"]: row["company"] for row in resolved.filter(pc.is_in(resolved["spelling"], wanted)).to_pylist()
    }
    ids = dict(zip(companies["company"].to_pylist(), companies["company_id"].to_pylist(), strict=True))
    made = [_edge(edge, mine, written, {each: ids.get(company) for each, company in of.items()}) for edge in near]
    made.sort(key=lambda edge: (not edge.joined, -_strength(edge), str(edge.one), str(edge.other)))
    listed = sorted((written[each] for each in mine), key=lambda each: (-each.records, str(each)))
    return CompanyFile(company=company, spellings=tuple(listed), edges=tuple(made))


def _strength(edge: Edge) -> float:
    return float("inf") if edge.weight is None else edge.weight


def _edge(row: dict[str, Any], mine: set[int], written: dict[int, Spelling], ids: dict[int, str | None]) -> Edge:
    """Return a row of ``EDGES`` as seen from a company whose spellings are `mine`."""
    one, other = row["spelling"], row["other"]
    if one not in mine:
        one, other = other, one
    return Edge(
        one=written[one],
        other=written[other],
        weight=None if row["weight"] is None else round(row["weight"], 3),
        joined=row["joined"],
        company_id=ids[other],
        features=tuple(row["features"]),
        weights=tuple(round(weight, 3) for weight in row["weights"]),
    )


def _spelling(row: dict[str, Any]) -> Spelling:
    return Spelling(**{field.name: row[field.name] for field in fields(Spelling)})
