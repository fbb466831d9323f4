"""One batch of a shipment file under one layout: each canonical column read from the cells it can be read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.sources.shipments import cells, units
from tidewaiter.sources.shipments.codes import hs_codes
from tidewaiter.sources.shipments.days import DayOrder, days, not_later
from tidewaiter.sources.shipments.layout import Layout, UsdValue
from tidewaiter.sources.shipments.notes import Notes
from tidewaiter.sources.shipments.stated import Stated

#: Words of a status under which no goods moved: cancelled, annulled, void, withdrawn, refused, draft, in the languages
#: of the vocabulary.
CANCELLED = (
    r"(?i)\b(cancel+ed|cancel+ation|annul+ed|void|voided|withdrawn|refused|rejected|draft|deleted)\b|аннулир|отмен[её]н|отозван|"
    r"отказ|черновик|скасован|анульован|відкликан|[iİ]ptal|taslak|anulad|cancelad|rechazad|annul[ée]|storniert|撤销|删单|作废"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file as a whole: how it is read, what is said of it, and what was learned from it so far."""

    layout: Layout
    stated: Stated
    notes: Notes
    mark: str
    order: DayOrder


class Batch:
    """One batch of cells under one layout."""

    def __init__(self, known: Known, columns: Mapping[str, pa.Array], rows: int) -> None:
        self._layout, self._stated, self._notes = known.layout, known.stated, known.notes
        self._mark, self._order = known.mark, known.order
        self._columns, self._rows = columns, rows

    def heading(self, name: str) -> str:
        """Return the heading a canonical column is read from first, for messages."""
        keys = self._layout.columns.get(name, ())
        return next((key for key in keys if key in self._columns), name)

    def raw(self, name: str) -> list[pa.Array]:
        """Return the columns a canonical column may be read from, best first."""
        return [self._columns[key] for key in self._layout.columns.get(name, ()) if key in self._columns]

    def text(self, name: str) -> pa.Array:
        """Return a column as text."""
        found = [cells.texts(_as_text(column)) for column in self.raw(name)]
        return cells.first_stated(found, self._rows, pa.string())

    def country(self, name: str) -> pa.Array:
        """Return a column as ISO 3166 alpha-2 codes; what names no country is noted."""
        found = [cells.countries(_as_text(column), self._notes.add_unknown_countries) for column in self.raw(name)]
        return cells.first_stated(found, self._rows, pa.string())

    def number(self, name: str) -> pa.Array:
        """Return a column as numbers, each heading's in the unit that the layout gives it."""
        keys = [key for key in self._layout.columns.get(name, ()) if key in self._columns]
        found = [self._scaled(key, name) for key in keys]
        return cells.first_stated(found, self._rows, pa.float64())

    def weights(self, found: dict[str, pa.Array]) -> None:
        """Fill in weights in kilograms, the net weight from a quantity where that is stated as one."""
        told = self.text("weight_unit")
        per_unit = units.kilograms(told)
        if per_unit.faults:
            reason, _ = next(iter(per_unit.faults.values()))
            self._notes.add_unread("weights", reason, per_unit.values.null_count - told.null_count)
        unknown = pc.and_(pc.is_valid(told), pc.is_null(per_unit.values))
        for name in ("net_kg", "gross_kg"):
            kept = pc.multiply(self.number(name), pc.fill_null(per_unit.values, 1.0))
            found[name] = pc.if_else(unknown, pa.scalar(None, pa.float64()), kept)
        as_weight = pc.multiply(found["quantity"], units.weights_stated(found["unit"]))
        found["net_kg"] = pc.coalesce(found["net_kg"], as_weight)

    @cached_property
    def cancelled(self) -> pa.Array:
        """Which rows are of declarations under which nothing was shipped, by what their status says."""
        return pc.fill_null(pc.match_substring_regex(self.text("status"), CANCELLED), False)

    def dates(self) -> tuple[cells.Column, pa.Array]:
        """Return the day of each record, and how precise it was stated."""
        columns = self.raw("date")
        if columns and all(pa.types.is_temporal(column.type) for column in columns):
            found = cells.first_stated([column.cast(pa.date32()) for column in columns], self._rows, pa.date32())
            checked = not_later(cells.Column(found), found.cast(pa.string()), self._stated.last)
            return checked, pa.array(["day"] * self._rows, pa.string())
        told = cells.first_stated([cells.texts(_as_text(c)) for c in columns], self._rows, pa.string())
        if self._stated.date is not None:
            told = pc.fill_null(told, self._stated.date)
        found, precision = days(told, self._order, self._layout.utc_offset_minutes, self._stated.last)
        return not_later(found, told, self._stated.last), precision

    def hs(self) -> cells.Column:
        """Return HS codes as digits."""
        return hs_codes(self.text("hs"))

    def dollars(self, found: dict[str, pa.Array]) -> pa.Array:
        """Return amounts in US dollars, by the best way the layout knows; others stay in ``value`` and ``currency``."""
        ways = [self._dollars(way) for way in self._layout.values if way.amount in self._columns]
        ways += [self.number("value_usd")] if self.raw("value_usd") else []
        total = cells.first_stated(ways, self._rows, pa.float64())
        currency = units.currency_codes(found["currency"])
        if self._stated.currency is not None:
            currency = pc.if_else(pc.is_valid(found["value"]), pc.fill_null(currency, self._stated.currency), currency)
        found["currency"] = currency
        in_dollars = pc.if_else(pc.fill_null(pc.equal(currency, "USD"), False), found["value"], None)
        dollars = pc.coalesce(total, in_dollars.cast(pa.float64()))
        left = pc.and_(pc.is_null(dollars), pc.is_valid(found["value"]))
        self._notes.add_amounts(pc.value_counts(currency.filter(left)))
        return dollars

    def identity(self, found: Mapping[str, pa.Array]) -> pa.Array:
        """Return the record's own id, else its declaration and item, else none: the store makes one of its content."""
        own, item = self.text("shipment_id"), self.text("item_number")
        item = pc.if_else(pc.fill_null(pc.equal(item, "0"), True), None, item).cast(pa.string())
        return pc.coalesce(own, pc.binary_join_element_wise(found["declaration"], item, "#"))

    def cell(self, name: str, at: int) -> str | None:
        """Return what a row states for a column, as text."""
        return next((str(v) for c in self.raw(name) if (v := c[at].as_py()) is not None and str(v).strip()), None)

    def _scaled(self, key: str, name: str) -> pa.Array:
        found = self._numbers(self._columns[key], name)
        return pc.multiply(found, self._layout.times[key]) if key in self._layout.times else found

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
            dollars = pc.fill_null(pc.equal(units.currency_codes(told), "USD"), False)
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


def _as_text(column: pa.Array) -> pa.Array:
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def why(batch: Batch, at: int, dates: cells.Column, codes: cells.Column) -> tuple[str, str, str]:
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
    if batch.cancelled[at].as_py():
        reason = f"The status of the declaration is {batch.cell('status', at)!r}: nothing was shipped under it."
        return batch.heading("status"), reason, "Leave the row out, or correct its status."
    return batch.heading("shipper"), "The row names neither a shipper nor a consignee.", "Fill in one of them."
