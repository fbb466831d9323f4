"""Rows of any layout to the canonical shipment table, a batch of columns at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model import RowError
from tidewaiter.sources.rows import DecimalMark
from tidewaiter.sources.shipments import cells
from tidewaiter.sources.shipments.columns import COUNTRIES, NUMBERS, SCHEMA
from tidewaiter.sources.shipments.layout import Layout, UsdValue
from tidewaiter.sources.shipments.notes import Notes

_PARTIES = ("shipper", "consignee", "shipper_id", "consignee_id")
_TYPED = ("date", "hs", "value_usd", "shipment_id", "date_precision", "row", "reporter", "direction", "source")


@dataclass(frozen=True, slots=True)
class Stated:
    """What the user says of a file that the file does not say itself.

    Attributes:
        source: Name of the source in the table.
        reporter: ISO 3166 alpha-2 of the customs that recorded it.
        currency: Currency of amounts whose currency the file does not state.
        date: Day of rows without a date.
        decimal: Decimal mark of the numbers, ``.`` or ``,``.
        last: Last day a record can be of; later ones are set aside.
    """

    source: str
    reporter: str | None = None
    currency: str | None = None
    date: str | None = None
    decimal: str | None = None
    last: dt.date | None = None


@dataclass(slots=True)
class Converter:
    """Turns batches of one file's columns into batches of the canonical table.

    Attributes:
        file: Name of the file as the user gave it.
        layout: How its headings are read.
        stated: What the user says of it.
        decimal: Its decimal mark, as far as it is known.
    """

    file: str
    layout: Layout
    stated: Stated
    notes: Notes = field(default_factory=Notes)
    decimal: DecimalMark = field(init=False)

    def __post_init__(self) -> None:
        """Take the decimal mark that is stated."""
        self.decimal = DecimalMark(self.file, self.stated.decimal or self.layout.decimal)

    @property
    def numbers(self) -> frozenset[str]:
        """Headings (keys) of numbers."""
        keys = {key for name in NUMBERS for key in self.layout.columns.get(name, ())}
        return frozenset(keys | {key for way in self.layout.values for key in (way.amount, way.per_usd) if key})

    def finish(self) -> list[str]:
        """Return what a person should know of the file as a whole.

        Raises:
            UsageError: when its numbers can be read with either decimal mark.
        """
        self.decimal.settle()
        return self.notes.lines(self.file)

    def convert(self, columns: Mapping[str, pa.Array], rows: pa.Array) -> tuple[pa.RecordBatch, list[RowError]]:
        """Convert a batch.

        Args:
            columns: Cells by heading key, all of one length.
            rows: Row number of each, as a person counts them.

        Returns:
            The usable rows, and why each other row is not usable.
        """
        if not self.decimal.told:
            self.decimal.look(self._numbers(columns))
        batch = _Batch(self, columns, len(rows))
        dates, precision = batch.dates()
        monthly = pc.fill_null(pc.equal(batch.text("date_precision"), "month"), False)
        precision = pc.if_else(monthly, "month", precision)
        codes = batch.hs()
        found = {name: batch.text(name) for name in SCHEMA.names if name not in {*NUMBERS, *COUNTRIES, *_TYPED}}
        found |= {name: batch.country(name) for name in COUNTRIES if name != "reporter"}
        found |= {name: batch.number(name) for name in NUMBERS if name != "value_usd"}
        found |= {"date": dates.values, "date_precision": precision, "hs": codes.values, "row": rows}
        found["value_usd"] = batch.dollars(found)
        for side in ("shipper", "consignee"):
            _settle_party(found, side)
        self._say_who_recorded(found, batch)
        found["shipment_id"] = batch.identity(found)
        found["source"] = pa.array([self.stated.source] * len(rows), pa.string())
        rejected, usable = self._judge(found, batch, dates, codes)
        table = pa.RecordBatch.from_arrays(
            [found[name].cast(SCHEMA.field(name).type) for name in SCHEMA.names], schema=SCHEMA
        )
        return table.filter(usable), rejected

    def _numbers(self, columns: Mapping[str, pa.Array]) -> Iterator[str]:
        """Yield each distinct number that is written as text."""
        for key in sorted(self.numbers & set(columns)):
            if pa.types.is_string(columns[key].type):
                yield from columns[key].unique().drop_null().to_pylist()

    def _say_who_recorded(self, found: dict[str, pa.Array], batch: _Batch) -> None:
        """Fill in who recorded it, and what that implies: an import is consigned to the country that recorded it.

        What a row states itself counts before what is said of the file.
        """
        reporter = self.layout.reporter or self.stated.reporter
        stated = batch.country("reporter")
        found["reporter"] = stated if reporter is None else pc.fill_null(stated, reporter)
        told = pc.utf8_lower(batch.text("direction"))
        told = pc.if_else(pc.is_in(told, pa.array(["import", "export"])), told, pa.scalar(None, pa.string()))
        found["direction"] = told if self.layout.direction is None else pc.fill_null(told, self.layout.direction)
        for direction, own, there in (("import", "consignee", "destination"), ("export", "shipper", "dispatch")):
            implied = pc.if_else(
                pc.fill_null(pc.equal(found["direction"], direction), False),
                found["reporter"],
                pa.scalar(None, pa.string()),
            )
            for name in (f"{own}_country", f"{there}_country"):
                found[name] = pc.coalesce(found[name], implied)

    def _judge(
        self, found: Mapping[str, pa.Array], batch: _Batch, dates: cells.Column, codes: cells.Column
    ) -> tuple[list[RowError], pa.Array]:
        named = pc.is_valid(found["shipper"])
        for name in _PARTIES[1:]:
            named = pc.or_(named, pc.is_valid(found[name]))
        usable = pc.and_(pc.and_(pc.is_valid(dates.values), pc.is_valid(codes.values)), named)
        rejected = []
        for at in np.flatnonzero(~usable.to_numpy(zero_copy_only=False)).tolist():
            number = found["row"][at].as_py()
            column, reason, remedy = _why(batch, at, dates, codes)
            rejected.append(RowError(self.file, number, column, reason, remedy, id=found["shipment_id"][at].as_py()))
        return rejected, usable


class _Batch:
    """One batch of cells under one layout."""

    def __init__(self, converter: Converter, columns: Mapping[str, pa.Array], rows: int) -> None:
        self._layout, self._stated, self._notes = converter.layout, converter.stated, converter.notes
        self._mark = converter.decimal.mark
        self._columns, self._rows = columns, rows

    def heading(self, name: str) -> str:
        """Return the heading a canonical column is read from first, for messages."""
        keys = self._layout.columns.get(name, ())
        return next((key for key in keys if key in self._columns), name)

    def raw(self, name: str) -> list[pa.Array]:
        """Return the columns a canonical column may be read from, best first."""
        return [self._columns[key] for key in self._layout.columns.get(name, ()) if key in self._columns]

    def text(self, name: str) -> pa.Array:
        found = [cells.texts(_as_text(column)) for column in self.raw(name)]
        return cells.first_stated(found, self._rows, pa.string())

    def country(self, name: str) -> pa.Array:
        found = [cells.countries(_as_text(column), self._notes.add_unknown_countries) for column in self.raw(name)]
        return cells.first_stated(found, self._rows, pa.string())

    def number(self, name: str) -> pa.Array:
        found = [self._numbers(column, name) for column in self.raw(name)]
        return cells.first_stated(found, self._rows, pa.float64())

    def dates(self) -> tuple[cells.Column, pa.Array]:
        columns = self.raw("date")
        if columns and all(pa.types.is_temporal(column.type) for column in columns):
            found = cells.first_stated([column.cast(pa.date32()) for column in columns], self._rows, pa.date32())
            days = cells.not_later(cells.Column(found), found.cast(pa.string()), self._stated.last)
            return days, pa.array(["day"] * self._rows, pa.string())
        told = cells.first_stated([cells.texts(_as_text(c)) for c in columns], self._rows, pa.string())
        if self._stated.date is not None:
            told = pc.fill_null(told, self._stated.date)
        days, precision = cells.dates(told, self._layout.dates, self._layout.utc_offset_minutes)
        return cells.not_later(days, told, self._stated.last), precision

    def hs(self) -> cells.Column:
        return cells.hs_codes(self.text("hs"))

    def dollars(self, found: dict[str, pa.Array]) -> pa.Array:
        """Return amounts in US dollars, by the best way the layout knows; others stay in ``value`` and ``currency``."""
        ways = [self._dollars(way) for way in self._layout.values if way.amount in self._columns]
        ways += [self.number("value_usd")] if self.raw("value_usd") else []
        total = cells.first_stated(ways, self._rows, pa.float64())
        currency = pc.utf8_upper(found["currency"])
        if self._stated.currency is not None:
            currency = pc.if_else(pc.is_valid(found["value"]), pc.fill_null(currency, self._stated.currency), currency)
        found["currency"] = currency
        in_dollars = pc.if_else(pc.fill_null(pc.equal(currency, "USD"), False), found["value"], None)
        return pc.coalesce(total, in_dollars.cast(pa.float64()))

    def identity(self, found: Mapping[str, pa.Array]) -> pa.Array:
        """Return the record's own id, else its declaration and item, else none: the store makes one of its content."""
        own, item = self.text("shipment_id"), self.text("item_number")
        item = pc.if_else(pc.fill_null(pc.equal(item, "0"), True), None, item).cast(pa.string())
        return pc.coalesce(own, pc.binary_join_element_wise(found["declaration"], item, "#"))

    def cell(self, name: str, at: int) -> str | None:
        """Return what a row states for a column, as text."""
        return next((str(v) for c in self.raw(name) if (v := c[at].as_py()) is not None and str(v).strip()), None)

    def _dollars(self, way: UsdValue) -> pa.Array:
        amount = pc.multiply(self._numbers(self._columns[way.amount], way.amount), way.times)
        if way.per_usd is not None:
            if way.per_usd not in self._columns:
                return pa.nulls(self._rows, pa.float64())
            rate = self._numbers(self._columns[way.per_usd], way.per_usd)
            amount = pc.divide(amount, rate)
        if way.currency is not None:
            said = self._columns.get(way.currency)
            told = pa.nulls(self._rows, pa.string()) if said is None else cells.texts(_as_text(said))
            dollars = pc.fill_null(pc.equal(pc.utf8_upper(told), "USD"), False)
            amount = pc.if_else(dollars, amount, pa.scalar(None, pa.float64()))
        return amount

    def _numbers(self, column: pa.Array, name: str) -> pa.Array:
        if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
            found = column.cast(pa.float64())
            if pc.any(wrong := cells.no_amounts(found)).as_py():
                reason = f"{found.filter(wrong)[0].as_py():g} is negative or not finite."
                self._notes.add_unread(name, reason, pc.sum(wrong).as_py())
                found = pc.if_else(wrong, None, found)
        else:
            told = cells.texts(_as_text(column))
            read = cells.numbers(told, self._mark)
            if read.faults:
                reason, _ = next(iter(read.faults.values()))
                self._notes.add_unread(name, reason, read.values.null_count - told.null_count)
            found = read.values
        return pc.if_else(pc.equal(found, 0), None, found).cast(pa.float64()) if self._layout.zero_is_missing else found


def _settle_party(found: dict[str, pa.Array], side: str) -> None:
    """Take a tax number out of a name, and drop a second name that says the same."""
    names, numbers = cells.numbered_names(found[side])
    aliases, _ = cells.numbered_names(found[f"{side}_alias"])
    same = pc.fill_null(pc.equal(names, aliases), False)
    found[side] = names
    found[f"{side}_alias"] = pc.if_else(same, pa.scalar(None, pa.string()), aliases)
    found[f"{side}_id"] = pc.coalesce(cells.identifiers(found[f"{side}_id"]), numbers)


def _as_text(column: pa.Array) -> pa.Array:
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def _why(batch: _Batch, at: int, dates: cells.Column, codes: cells.Column) -> tuple[str, str, str]:
    """Return the column, the reason and the remedy of a row that cannot be used."""
    for name, column, what in (("date", dates, "date"), ("hs", codes, "HS code")):
        if column.values[at].is_valid:
            continue
        text = batch.cell(name, at)
        if text is None:
            remedy = ", state the day of all rows without one with --date" if name == "date" else ""
            return batch.heading(name), f"The row has no {what}.", f"Fill in the {what}{remedy}, or leave the row out."
        key = " ".join(text.split())
        reason, remedy = column.faults.get(key, (f"{text!r} is no {what}.", f"Correct the {what}."))
        return batch.heading(name), reason, remedy
    return batch.heading("shipper"), "The row names neither a shipper nor a consignee.", "Fill in one of them."
