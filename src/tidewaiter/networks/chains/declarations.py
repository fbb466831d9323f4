"""Which declaration of the exporting side and which of the importing side tell of one movement of goods."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from tidewaiter.networks.chains.candidates import longer
from tidewaiter.networks.chains.lots import Floats, Ints
from tidewaiter.networks.compiled import compiled

#: Days from the exporter's declaration to the importer's: an import is rarely booked earlier, and may be booked late.
EARLIEST, LATEST = -5, 60
#: Amounts that are the same, and nearly the same, as log ratios.
_SAME, _NEAR = 0.002, 0.03
#: Log ratio of the importer's value (with freight and insurance) over the exporter's: usual, its spread, bounds; and
#: bounds where the amounts are the same to the last digit.
LOWEST, HIGHEST = -0.25, 0.45
_USUAL, _SPREAD, _WIDE = 0.05, 0.10, 1.1
#: Log ratio from which amounts contradict each other; pieces that many lots have as many of.
_OTHER, _FEW = 0.15, 20.0
_LEAST = 2.0
_LOOKED_AT = 2_000


class Declared(NamedTuple):
    """Declarations of one side, sorted by `party`, `other`, `heading`, day and record.

    Attributes:
        party: Company by which they are grouped; `other` the company on the other side, -1 when unknown.
        heading: First four digits of the code; `hs` and `family` as numbers.
        day: Day; `slack` days it may be too early because only the month is known.
        kg: Net weight, `pieces` quantity, `value` US dollars; NaN when unknown.
        part: As a number, -1 when unknown; `brand` and `origin` likewise, and `country`, that of the unknown side.
    """

    party: Ints
    other: Ints
    heading: Ints
    hs: Ints
    family: Ints
    day: Ints
    slack: Ints
    kg: Floats
    pieces: Floats
    value: Floats
    part: Ints
    brand: Ints
    origin: Ints
    country: Ints


@compiled
def likeness(ex: Declared, at: int, im: Declared, to: int) -> float:
    """Return points for two declarations being of one movement; minus infinity when they cannot be."""
    days = im.day[to] - ex.day[at]
    if days + im.slack[to] < EARLIEST or days - ex.slack[at] > LATEST:
        return -math.inf
    weight, count = math.log(im.kg[to] / ex.kg[at]), math.log(im.pieces[to] / ex.pieces[at])
    value = math.log(im.value[to] / ex.value[at])
    said = _amounts(abs(weight), abs(count), ex.pieces[at])
    same = abs(weight) <= _SAME or abs(count) <= _SAME
    if value < (-_WIDE if same else LOWEST) or value > (_WIDE if same else HIGHEST):
        return -math.inf
    if not math.isnan(value):
        said += 1.5 - min(0.5 * ((value - _USUAL) / _SPREAD) ** 2, 4.0)
    if ex.part[at] >= 0 and im.part[to] >= 0:
        said += 2.0 if ex.part[at] == im.part[to] else -3.0
    elif ex.brand[at] >= 0 and im.brand[to] >= 0:
        said += 0.5 if ex.brand[at] == im.brand[to] else -2.0
    if ex.family[at] != im.family[to]:
        if not same:
            return -math.inf
        said -= 2.0  # one side switched the code
    elif ex.hs[at] == im.hs[to]:
        said += 0.5
    if ex.origin[at] >= 0 and im.origin[to] >= 0 and ex.origin[at] != im.origin[to]:
        said -= 0.7
    if ex.other[at] < 0 or im.other[to] < 0:  # fewer facts agree: the amounts have to
        if not same or ex.country[at] != im.country[to]:
            return -math.inf
        said -= 1.5
    return float(said - max(days - ex.slack[at], 0) / 30.0)


@compiled
def _amounts(weight: float, count: float, pieces: float) -> float:
    """Return points for two differences of amounts, of which one or both may be unknown.

    Counts of different units differ where weights agree. A few pieces that weigh differently are other goods.
    """
    if math.isnan(weight) and math.isnan(count):
        return 0.0
    least, most = (weight, count) if not count < weight else (count, weight)
    if math.isnan(least):
        least, most = most, math.nan
    said = 5.0 if least <= _SAME else 2.5 if least <= _NEAR else -math.inf
    if not math.isnan(most):
        said += 1.0 if most <= _NEAR else 0.0 if most <= _OTHER else -2.0 if least == weight or pieces > _FEW else -5.0
    return said


@compiled
def likely_declarations(ex: Declared, im: Declared) -> tuple[Ints, Ints, Floats]:
    """Return pairs of exporters' and importers' rows that may be of one movement, and their points.

    Both are sorted alike. Rows whose other company is unknown are compared with all rows of the party.
    """
    room = 1024
    one, two, points = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
    size = 0
    for to in range(len(im.party)):
        begin = np.searchsorted(ex.party, im.party[to], side="left")
        end = np.searchsorted(ex.party, im.party[to], side="right")
        blank = begin + np.searchsorted(ex.other[begin:end], 0, side="left")  # those of unknown companies come first
        if im.other[to] < 0:
            ranges = ((blank, end), (begin, begin))
        else:
            low = blank + np.searchsorted(ex.other[blank:end], im.other[to], side="left")
            high = blank + np.searchsorted(ex.other[blank:end], im.other[to], side="right")
            first = low + np.searchsorted(ex.heading[low:high], im.heading[to], side="left")
            last = low + np.searchsorted(ex.heading[low:high], im.heading[to], side="right")
            # Days are sorted within a heading, so that a window is enough.
            start = first + np.searchsorted(ex.day[first:last], im.day[to] - LATEST - 31, side="left")
            stop = first + np.searchsorted(ex.day[first:last], im.day[to] + im.slack[to] - EARLIEST, side="right")
            ranges = ((start, stop), (begin, blank))
        for low, high in ranges:
            for at in range(low, min(high, low + _LOOKED_AT)):
                if ex.heading[at] != im.heading[to]:
                    continue
                said = likeness(ex, at, im, to)
                if said < _LEAST:
                    continue
                if size == len(one):
                    one, two, points = longer(one), longer(two), longer(points)
                one[size], two[size], points[size] = at, to, said
                size += 1
    return one[:size], two[:size], points[:size]


@compiled
def chosen_pairs(one: Ints, two: Ints, exports: int, imports: int) -> tuple[Ints, Ints]:
    """Return for each export row its import row, and the other way round, -1 without; pairs come best first."""
    partner, other = np.full(exports, -1, np.int64), np.full(imports, -1, np.int64)
    for pair in range(len(one)):
        if partner[one[pair]] < 0 and other[two[pair]] < 0:
            partner[one[pair]], other[two[pair]] = two[pair], one[pair]
    return partner, other
