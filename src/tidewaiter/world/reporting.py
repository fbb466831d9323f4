"""What statistics say of true trade: margins, lags, errors, wrong partners, gaps, hidden cells, editions of the HS.

Faults change what is reported and never what is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidewaiter.world.decoys import Decoy, DecoyKind
from tidewaiter.world.goods import Good
from tidewaiter.world.legs import Bookings
from tidewaiter.world.months import Months
from tidewaiter.world.places import ENTREPOTS, UNION, Floats, Ints, Places
from tidewaiter.world.settings import WorldSettings
from tidewaiter.world.streams import Streams
from tidewaiter.world.trade import Bools, Routes

#: Chance that a reporter books the trade of one of its routes under another partner.
_MISTAKEN = 0.3
#: Chance that an entrepot publishes re-exports apart.
_PUBLISHES_REEXPORTS = 0.6
_LAST_OF_DESTINATION = "2022-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How each country reports. Arrays are [country] unless said otherwise.

    Attributes:
        covered: Country reports in the month, [country, month].
        cif: CIF margin of the importer; `lag` shares booked one and two months late, [country, 2].
        gap: Constant factor between both sides, [route].
        below: Cells below this many US dollars are not published.
        edition_month: Position of the month from which codes are of HS 2022.
        special: Exports leave re-exports out; `reexports` re-exports are published apart.
        hidden: Partners of the good are hidden, [country, good].
        export_moves: Routes, routes they are booked under instead, and shares, for exports; `import_moves` likewise.
        union: Share of exports to the destination that a union member records.
    """

    covered: Bools
    cif: Floats
    lag: Floats
    gap: Floats
    below: Floats
    edition_month: Ints
    special: Bools
    reexports: Bools
    hidden: Bools
    export_moves: tuple[tuple[int, int, float], ...]
    import_moves: tuple[tuple[int, int, float], ...]
    union: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Declared trade of one side, [route, good, month]; and exports whose declaration names no country, as rows."""

    value: Floats
    net_kg: Floats
    nowhere: Bookings | None = None


def draw_faults(
    places: Places, goods: Sequence[Good], months: Months, routes: Routes, settings: WorldSettings, streams: Streams
) -> Faults:
    """Draw how each country of a world reports."""
    random, count = streams.of("faults.countries"), len(places.codes)
    candidate = np.isin(range(count), places.candidates)
    lag = settings.booking_lag * random.uniform(0.4, 1.6, count)
    second = np.minimum(lag * random.uniform(0.0, 0.25, count), 0.2)
    first = np.minimum(np.maximum(lag - 2 * second, 0.0), 0.75)
    late = random.random(count) < settings.late_edition
    edition = months.at("2022-01") + np.where(late & candidate, random.integers(1, 13, count), 0)
    entrepot = np.array([code in ENTREPOTS for code in places.codes])
    return Faults(
        covered=_coverage(places, months, settings, streams.of("faults.coverage")),
        cif=settings.cif * random.uniform(0.5, 1.5, count),
        lag=np.stack([first, second], axis=1),
        gap=np.exp(settings.structural_gap * streams.of("faults.gaps").standard_normal(len(routes))),
        below=settings.suppressed_below * random.uniform(0.1, 1.5, count),
        edition_month=edition.astype(np.intp),
        special=(random.random(count) < settings.special_trade) & candidate & ~entrepot,
        reexports=(random.random(count) < _PUBLISHES_REEXPORTS) & entrepot,
        hidden=streams.of("faults.hidden").random((count, len(goods))) < settings.confidential,
        export_moves=_moves(routes.exporter, routes.importer, places, settings, streams.of("faults.exports")),
        import_moves=_moves(routes.importer, routes.exporter, places, settings, streams.of("faults.imports")),
        union=settings.union_recording,
    )


def declared_exports(
    true: Floats,
    kg_per_usd: Floats,
    booked: Bookings,
    faults: Faults,
    places: Places,
    decoys: Sequence[Decoy],
    routes: Routes,
) -> Declared:
    """Return what exporters declare, before errors of single cells."""
    kept = np.where(faults.special[routes.exporter] & ~routes.from_producer, 0.2, 1.0)
    value = true * kept[:, None, None]
    net_kg = value * kg_per_usd
    counted = (booked.route >= 0) & ~(faults.special[booked.reporter] & ~np.isin(booked.reporter, places.producers))
    _add(value, net_kg, booked, counted)
    inside = np.array([code in UNION for code in places.codes])[routes.exporter] & (
        routes.importer == places.destination
    )
    for array in (value, net_kg):
        array[inside] *= faults.union
        _move(array, faults.export_moves)
        _reclassify(array, decoys, places, routes)
    return Declared(value=value, net_kg=net_kg, nowhere=_rows(booked, booked.route < 0))


def declared_imports(
    true: Floats,
    kg_per_usd: Floats,
    booked: Bookings,
    faults: Faults,
    places: Places,
    decoys: Sequence[Decoy],
    routes: Routes,
) -> Declared:
    """Return what importers declare: with cost, insurance and freight, later, and with constant differences."""
    first, second = (faults.lag[routes.importer, at][:, None, None] for at in (0, 1))
    late, later = (np.concatenate([true[..., :1].repeat(n, axis=2), true[..., :-n]], axis=2) for n in (1, 2))
    value = (1 - first - second) * true + first * late + second * later
    net_kg = value * kg_per_usd
    _add(value, net_kg, booked, booked.route >= 0)
    value *= ((1 + faults.cif[routes.importer]) * faults.gap)[:, None, None]
    net_kg *= faults.gap[:, None, None]
    for array in (value, net_kg):
        _move(array, faults.import_moves)
        _reclassify(array, decoys, places, routes)
    return Declared(value=value, net_kg=net_kg)


def _coverage(places: Places, months: Months, settings: WorldSettings, random: np.random.Generator) -> Bools:
    covered = np.ones((len(places.codes), len(months)), dtype=bool)
    candidate = np.isin(range(len(places.codes)), places.candidates)
    gaps = random.random(covered.shape) < settings.missing_months * random.uniform(0, 2, len(covered))[:, None]
    covered[candidate] = ~gaps[candidate]
    stops = (random.random(len(covered)) < settings.stop_publishing) & candidate
    when = months.sanctions + random.integers(6, 30, len(covered))
    covered &= ~(stops[:, None] & (np.arange(len(months))[None] >= when[:, None]))
    covered[places.destination, months.at(_LAST_OF_DESTINATION) + 1 :] = False
    return covered


def _moves(
    reporter: Ints, partner: Ints, places: Places, settings: WorldSettings, random: np.random.Generator
) -> tuple[tuple[int, int, float], ...]:
    """Draw which routes are booked in part under another partner of the same reporter."""
    found = []
    for country in range(len(places.codes)):
        own = np.flatnonzero((reporter == country) & (partner != places.destination))
        mistaken, share = random.random() < _MISTAKEN, settings.wrong_partner * random.uniform(0.3, 1.0)
        if mistaken and len(own) > 1:
            source, target = random.choice(own, 2, replace=False).tolist()
            found.append((int(source), int(target), float(share)))
    return tuple(found)


def _move(array: Floats, moves: Sequence[tuple[int, int, float]]) -> None:
    for source, target, share in moves:
        moved = share * array[source]
        array[source] -= moved
        array[target] += moved


def _reclassify(array: Floats, decoys: Sequence[Decoy], places: Places, routes: Routes) -> None:
    """Move what was declared under an unlisted sibling to the listed code of its heading, from a month on."""
    for decoy in decoys:
        if decoy.kind is not DecoyKind.RECLASSIFICATION:
            continue
        sibling, listed = decoy.goods
        inward = routes.between(places.origins, decoy.place)
        moved = decoy.strength * array[inward, sibling, decoy.start :]
        array[inward, sibling, decoy.start :] -= moved
        array[inward, listed, decoy.start :] += moved


def _add(value: Floats, net_kg: Floats, booked: Bookings, which: npt.NDArray[np.bool_]) -> None:
    at = (booked.route[which], booked.good[which], booked.month[which])
    np.add.at(value, at, booked.value[which])
    np.add.at(net_kg, at, booked.net_kg[which])


def _rows(booked: Bookings, which: npt.NDArray[np.bool_]) -> Bookings:
    names = ("route", "reporter", "good", "month", "value", "net_kg")
    return Bookings(**{name: getattr(booked, name)[which] for name in names})
