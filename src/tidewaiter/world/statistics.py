"""Declared trade as published flows: cells with errors, in codes of the reporter's edition, as the canonical table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model import FLOW_COLUMNS
from tidewaiter.world.goods import AFTER, BEFORE, Good
from tidewaiter.world.legs import Bookings
from tidewaiter.world.months import Months
from tidewaiter.world.places import Floats, Ints, Places
from tidewaiter.world.reporting import Declared, Faults
from tidewaiter.world.settings import WorldSettings
from tidewaiter.world.streams import Streams
from tidewaiter.world.trade import Bools, Routes

#: Source all rows carry: nobody shall take them for official data.
SOURCE = "simulated"
#: Partner of cells whose partner is not told.
UNTOLD = "_X"
_UNIT = "pcs"
#: Shares of a family's codes wobble by this much from month to month.
_SPLIT_NOISE = 0.15
#: Re-exports of an entrepot over its exports.
_REEXPORTED = 0.9
_FLOWS = ("X", "M", "RX")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Published cells of families, one a row. `partner` is the number of countries where the partner is not told."""

    flow: Ints
    reporter: Ints
    partner: Ints
    good: Ints
    month: Ints
    value: Floats
    net_kg: Floats


def published(
    exports: Declared,
    imports: Declared,
    places: Places,
    routes: Routes,
    faults: Faults,
    settings: WorldSettings,
    streams: Streams,
) -> Cells:
    """Return the cells that are published, with errors; what is not covered or hidden is not there."""
    sides = (
        _side(0, exports, routes.exporter, routes.importer, settings, streams.of("faults.export_errors")),
        _side(1, imports, routes.importer, routes.exporter, settings, streams.of("faults.import_errors")),
        _nowhere(exports.nowhere, len(places.codes)),
    )
    cells = _hide(_joined(sides), faults, places)
    shown = faults.covered[cells.reporter, cells.month] & (cells.value >= faults.below[cells.reporter])
    return _reexports(_taken(cells, shown), faults, streams.of("faults.reexports"))


def flow_table(
    cells: Cells,
    goods: Sequence[Good],
    places: Places,
    months: Months,
    faults: Faults,
    settings: WorldSettings,
    streams: Streams,
) -> pa.Table:
    """Return the canonical flow table of the cells: families split into the codes of the edition the reporter uses.

    Columns are those of `tidewaiter.model.FLOW_COLUMNS`; texts are dictionary-encoded.
    """
    random = streams.of("faults.codes")
    newer = cells.month >= faults.edition_month[cells.reporter]
    row, code, share = _split(cells.good, newer, goods, random)
    names, of_good = _code_names(goods)
    value = np.maximum(np.round(cells.value[row] * share), 1.0)
    net_kg = np.maximum(np.round(cells.net_kg[row] * share, 1), 0.1)
    weighed = random.random(len(row)) >= settings.missing_weight
    piece = np.array([good.kg_per_piece for good in goods])[of_good[code]]
    counted = weighed & np.array([good.listed for good in goods])[of_good[code]]
    columns = {
        "period": _coded(cells.month[row], months.names),
        "reporter": _coded(cells.reporter[row], places.codes),
        "partner": _coded(cells.partner[row], (*places.codes, UNTOLD)),
        "flow": _coded(cells.flow[row], _FLOWS),
        "hs": _coded(code, names),
        "hs_vintage": pa.array(np.where(newer[row], AFTER, BEFORE), pa.int32()),
        "value_usd": pa.array(value),
        "net_kg": pa.array(net_kg, mask=~weighed),
        "quantity": pa.array(np.maximum(np.round(net_kg / piece), 1.0), mask=~counted),
        "unit": pc.if_else(pa.array(counted), pa.scalar(_UNIT), pa.scalar(None, pa.string())),
        "source": _coded(np.zeros(len(row), dtype=np.intp), (SOURCE,)),
    }
    return pa.table({name: columns[name] for name in FLOW_COLUMNS})


def coverage_table(faults: Faults, places: Places, months: Months) -> pa.Table:
    """Return who reported what in which month: columns ``reporter, flow, period``."""
    country, month = np.nonzero(faults.covered)
    exports = country != places.destination
    reporter, period = np.append(country[exports], country), np.append(month[exports], month)
    flow = np.append(np.zeros(int(exports.sum()), dtype=np.intp), np.ones(len(country), dtype=np.intp))
    return pa.table(
        {
            "reporter": _coded(reporter, places.codes),
            "flow": _coded(flow, _FLOWS),
            "period": _coded(period, months.names),
        }
    )


def _side(
    flow: int, declared: Declared, reporter: Ints, partner: Ints, settings: WorldSettings, random: np.random.Generator
) -> Cells:
    route, good, month = np.nonzero(declared.value > 0)
    noise = settings.reporting_noise
    errors = np.exp(noise * random.standard_normal(len(route)) - 0.5 * noise**2)
    weights = np.exp(0.5 * noise * random.standard_normal(len(route)))
    return Cells(
        flow=np.full(len(route), flow, dtype=np.intp),
        reporter=reporter[route],
        partner=partner[route],
        good=good,
        month=month,
        value=declared.value[route, good, month] * errors,
        net_kg=declared.net_kg[route, good, month] * weights,
    )


def _nowhere(booked: Bookings | None, untold: int) -> Cells:
    if booked is None:
        raise ValueError("exports without a named partner are part of the exporters' side")
    return Cells(
        flow=np.zeros(len(booked.route), dtype=np.intp),
        reporter=booked.reporter,
        partner=np.full(len(booked.route), untold, dtype=np.intp),
        good=booked.good,
        month=booked.month,
        value=booked.value,
        net_kg=booked.net_kg,
    )


def _hide(cells: Cells, faults: Faults, places: Places) -> Cells:
    """Put confidential cells under a partner that is not told, and add up cells that then are one."""
    hidden = faults.hidden[cells.reporter, cells.good] | (cells.partner == len(places.codes))
    plain, secret = _taken(cells, ~hidden), _taken(cells, hidden)
    key = np.stack([secret.flow, secret.reporter, secret.good, secret.month])
    kinds, at = np.unique(key, axis=1, return_inverse=True)
    at = at.ravel()
    summed = Cells(
        flow=kinds[0],
        reporter=kinds[1],
        partner=np.full(kinds.shape[1], len(places.codes), dtype=np.intp),
        good=kinds[2],
        month=kinds[3],
        value=np.bincount(at, weights=secret.value, minlength=kinds.shape[1]).astype(float),
        net_kg=np.bincount(at, weights=secret.net_kg, minlength=kinds.shape[1]).astype(float),
    )
    return _joined((plain, summed))


def _reexports(cells: Cells, faults: Faults, random: np.random.Generator) -> Cells:
    """Add the re-exports that entrepots publish apart; they are part of the exports."""
    own = _taken(cells, faults.reexports[cells.reporter] & (cells.flow == 0))
    share = np.minimum(_REEXPORTED * np.exp(0.05 * random.standard_normal(len(own.flow))), 1.0)
    part = Cells(
        flow=np.full(len(own.flow), 2, dtype=np.intp),
        reporter=own.reporter,
        partner=own.partner,
        good=own.good,
        month=own.month,
        value=own.value * share,
        net_kg=own.net_kg * share,
    )
    return _joined((cells, part))


def _code_names(goods: Sequence[Good]) -> tuple[tuple[str, ...], Ints]:
    """Return every code of every good and edition, in order, and the good each belongs to."""
    named = [(code, at) for at, good in enumerate(goods) for edition in (BEFORE, AFTER) for code in good.codes[edition]]
    return tuple(code for code, _ in named), np.array([at for _, at in named], dtype=np.intp)


def _split(good: Ints, newer: Bools, goods: Sequence[Good], random: np.random.Generator) -> tuple[Ints, Ints, Floats]:
    """Return for each published row the cell it is part of, its code, and its share of the cell."""
    first, count, shares = _layout(goods)
    edition = newer.astype(np.intp)
    many = count[good, edition]
    row = np.repeat(np.arange(len(good)), many)
    within = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    code = first[good, edition][row] + within
    share = shares[code]
    split = many[row] > 1
    share[split] *= np.exp(_SPLIT_NOISE * random.standard_normal(int(split.sum())))
    total = np.bincount(row, weights=share, minlength=len(good))
    return row, code, share / total[row]


def _layout(goods: Sequence[Good]) -> tuple[Ints, Ints, Floats]:
    """Return where the codes of each good and edition begin in the list of codes, how many, and their shares."""
    count = np.array([[len(good.codes[edition]) for edition in (BEFORE, AFTER)] for good in goods], dtype=np.intp)
    ends = np.cumsum(count.ravel()).reshape(count.shape)
    shares = np.array([share for good in goods for edition in (BEFORE, AFTER) for share in good.shares[edition]])
    return ends - count, count, shares


def _coded(index: Ints, names: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), pa.array(list(names), pa.string()))


def _joined(parts: Sequence[Cells]) -> Cells:
    return Cells(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in _NAMES})


def _taken(cells: Cells, which: npt.NDArray[Any]) -> Cells:
    return Cells(**{name: getattr(cells, name)[which] for name in _NAMES})


_NAMES = ("flow", "reporter", "partner", "good", "month", "value", "net_kg")
