"""Listings as one Arrow table with nested columns, and as Parquet bytes that depend on nothing but the listings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from tidewaiter.model import Listing
from tidewaiter.store.columns import arrow_type, columns_of, from_array, to_array

#: Raised by one whenever a stored column changes its meaning or type; a new optional column does not need it.
SCHEMA_VERSION = 1

LISTING_SCHEMA = pa.schema([pa.field(column.name, arrow_type(column.hint)) for column in columns_of(Listing)])


def listings_to_table(listings: Iterable[Listing]) -> pa.Table:
    """Return listings as a table of :data:`LISTING_SCHEMA`, one row an entry, ordered by id."""
    ordered = sorted(listings, key=lambda entry: entry.id)
    return pa.Table.from_struct_array(to_array(ordered, Listing)).cast(LISTING_SCHEMA)


def table_to_listings(table: pa.Table) -> tuple[Listing, ...]:
    """Return the rows of a table as listings, in the table's order: the inverse of :func:`listings_to_table`.

    Args:
        table: With the columns of :data:`LISTING_SCHEMA`; a column it lacks is read as the field's default.

    Raises:
        KeyError: when it lacks a column that has no default.
    """
    return tuple(listing for rows in table.to_struct_array().chunks for listing in from_array(rows, Listing))


def write_listings(listings: Iterable[Listing]) -> bytes:
    """Return listings as the bytes of a Parquet file.

    The same listings, in any order, give the same bytes: rows are ordered by id, and neither a time nor a schema of the
    writing program is put in. (Another version of the Parquet library may still lay the same rows out in other bytes.)
    """
    sink = io.BytesIO()
    pq.write_table(
        listings_to_table(listings), sink, compression="zstd", compression_level=19, store_schema=False, version="2.6"
    )
    return sink.getvalue()


def read_table(data: bytes, columns: Sequence[str] | None = None) -> pa.Table:
    """Return a stored listings file as Arrow, without building any object.

    Args:
        data: The file's bytes, as :func:`write_listings` made them.
        columns: Names of the columns wanted; all when None. Only these are decoded.

    Raises:
        pyarrow.ArrowInvalid: when it is not a Parquet file.
    """
    names = None if columns is None else list(columns)
    return pq.ParquetFile(pa.BufferReader(data)).read(columns=names, use_threads=False)


def read_listings(data: bytes) -> tuple[Listing, ...]:
    """Return the listings of a stored listings file, ordered by id."""
    return table_to_listings(read_table(data))
