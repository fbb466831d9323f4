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
from tidewaiter.sources.shipments.batch import Batch, Known, why
from tidewaiter.sources.shipments.columns import COUNTRIES, NUMBERS, SCHEMA
from tidewaiter.sources.shipments.day_numbers import day_number
from tidewaiter.sources.shipments.days import DayOrder
from tidewaiter.sources.shipments.layout import Layout
from tidewaiter.sources.shipments.notes import Notes
from tidewaiter.sources.shipments.parties import settle_party
from tidewaiter.sources.shipments.stated import Stated

_PARTIES = ("shipper", "consignee", "shipper_id", "consignee_id")
_TYPED = ("date", "hs", "value_usd", "shipment_id", "date_precision", "row", "reporter", "direction", "source")


@dataclass(slots=True)
class Converter:
    """Turns batches of one file's columns into batches of the canonical table.

    Attributes:
        file: Name of the file as the user gave it, and of the sheet where several are read.
        layout: How its headings are read.
        stated: What the user says of it.
        decimal: Its decimal mark, as far as it is known.
        order: Which of day and month comes first in its dates, as far as it is known.
    """

    file: str
    layout: Layout
    stated: Stated
    notes: Notes = field(default_factory=Notes)
    decimal: DecimalMark = field(init=False)
    order: DayOrder = field(init=False)

    def __post_init__(self) -> None:
        """Take the decimal mark and the order of dates that are stated."""
        order = self.stated.order or self.layout.dates
        self.order = DayOrder(order, stated=order is not None)
        self.decimal = DecimalMark(self.file, self.stated.decimal or self.layout.decimal)

    @property
    def numbers(self) -> frozenset[str]:
        """Headings (keys) of numbers."""
        keys = {key for name in NUMBERS for key in self.layout.columns.get(name, ())}
        return frozenset(keys | {key for way in self.layout.values for key in (way.amount, way.per_usd) if key})

    def finish(self, file: str) -> list[str]:
        """Return what a person should know of the file as a whole.

        Args:
            file: Its name, whatever part of it was read last.

        Raises:
            UsageError: when its numbers can be read with either decimal mark.
        """
        self.decimal.settle()
        return [*self._day_numbers(file), *self.notes.lines(file)]

    def _day_numbers(self, file: str) -> Iterator[str]:
        first = self.order.first_number
        if first is not None:
            day = day_number(first, dt.date.max)
            yield f"{file}: {self.order.numbers} date(s) are day numbers of a spreadsheet; {first} was read as {day}."

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
        known = Known(self.layout, self.stated, self.notes, self.decimal.mark, self.order)
        batch = Batch(known, columns, len(rows))
        dates, precision = batch.dates()
        monthly = pc.fill_null(pc.equal(batch.text("date_precision"), "month"), False)
        precision = pc.if_else(monthly, "month", precision)
        codes = batch.hs()
        found = {name: batch.text(name) for name in SCHEMA.names if name not in {*NUMBERS, *COUNTRIES, *_TYPED}}
        found |= {name: batch.country(name) for name in COUNTRIES if name != "reporter"}
        found |= {name: batch.number(name) for name in ("quantity", "value")}
        batch.weights(found)
        found |= {"date": dates.values, "date_precision": precision, "hs": codes.values, "row": rows}
        found["value_usd"] = batch.dollars(found)
        for side in ("shipper", "consignee"):
            settle_party(found, side)
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

    def _say_who_recorded(self, found: dict[str, pa.Array], batch: Batch) -> None:
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
        self, found: Mapping[str, pa.Array], batch: Batch, dates: cells.Column, codes: cells.Column
    ) -> tuple[list[RowError], pa.Array]:
        named = pc.is_valid(found["shipper"])
        for name in _PARTIES[1:]:
            named = pc.or_(named, pc.is_valid(found[name]))
        usable = pc.and_(pc.and_(pc.is_valid(dates.values), pc.is_valid(codes.values)), named)
        usable = pc.and_(usable, pc.invert(batch.cancelled))
        if self.layout.direction is not None:
            self.notes.without_reporter += found["reporter"].filter(usable).null_count
        rejected = []
        for at in np.flatnonzero(~usable.to_numpy(zero_copy_only=False)).tolist():
            number = found["row"][at].as_py()
            column, reason, remedy = why(batch, at, dates, codes)
            rejected.append(RowError(self.file, number, column, reason, remedy, id=found["shipment_id"][at].as_py()))
        return rejected, usable
