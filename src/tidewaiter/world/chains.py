"""True diversion: consignments of listed goods that left an origin for a hub and reached the destination.

Every consignment is a row; whatever a world says of diversion is a sum of these rows. Quantity and weight stay the same
on all its legs; only the price rises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.world.goods import Good
from tidewaiter.world.hubs import Hub
from tidewaiter.world.lots import in_pieces, model_of
from tidewaiter.world.months import Months
from tidewaiter.world.places import Floats, Ints, Places
from tidewaiter.world.settings import WorldSettings
from tidewaiter.world.trade import Expected

Days = npt.NDArray[np.int64]
#: Nothing goes this way: no country, no day.
NONE = -1


class Channel(IntEnum):
    """How a consignment passes, and who books it."""

    THROUGH = 0  # the hub books import and export
    GHOST = 1  # declared to the hub, never enters it
    TRANSIT = 2  # passes the hub in transit; the export declaration names the hub
    HIDDEN_TRANSIT = 3  # the same, but the export declaration names no country
    TWO_HUBS = 4  # resold to a second hub, which books import and export
    LOST_BETWEEN = 5  # resold to a second country, which books nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """Diverted consignments, one a row.

    Attributes:
        good: Position of the good; `sold_as` the good it is declared as at the hub (an unlisted sibling, or the same).
        origin: Country it left; `hub` the (first) hub, `second` the second or `NONE`.
        channel: A `Channel`.
        value: US dollars free on board at the origin; `resale` and `second_resale` values on the next legs.
        net_kg: Weight; `quantity` pieces.
        left: Day it left the origin; `at_hub` and `from_hub` days at the (first) hub, `at_second` and `from_second` at
            the second, `arrived` at the destination; `NONE` where it does not pass.
    """

    good: Ints
    sold_as: Ints
    origin: Ints
    hub: Ints
    second: Ints
    channel: Ints
    value: Floats
    resale: Floats
    second_resale: Floats
    net_kg: Floats
    quantity: Floats
    left: Days
    at_hub: Days
    from_hub: Days
    at_second: Days
    from_second: Days
    arrived: Days

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.good)


def divert(
    places: Places,
    goods: Sequence[Good],
    model_kg: Floats,
    months: Months,
    hubs: Sequence[Hub],
    expected: Expected,
    shortfall: Floats,
    settings: WorldSettings,
    count: int,
    random: np.random.Generator,
) -> Chains:
    """Draw the diverted consignments of a world.

    Args:
        model_kg: Weight of a piece of each model, [good, model]; the number of a lot is its row.
        shortfall: Direct trade in listed goods that sanctions took away, [origin, good, month].
        count: About how many consignments there shall be.
    """
    aim = _aims(months, hubs, shortfall.sum(axis=0), settings, random)
    total = aim.sum()
    order = total / max(count, 1)
    numbers = random.poisson(aim / order) if total > 0 else np.zeros(aim.shape, dtype=np.int64)
    which, good, month = (np.repeat(index, numbers[numbers > 0]) for index in np.nonzero(numbers))
    size = len(which)
    value = order * np.exp(settings.order_spread * random.standard_normal(size) - 0.5 * settings.order_spread**2)
    value *= np.exp(0.4 * random.standard_normal(len(goods)))[good] if size else 1.0
    origin = _origins(good, month, shortfall, random)
    hub = np.array([entry.place for entry in hubs], dtype=np.intp)[which]
    channel, second = _channels(which, hubs, settings, random)
    markup = _markups(which, hubs, channel, random)
    price = np.array([entry.usd_per_kg for entry in goods])[good] * expected.price[good, month]
    net_kg = value / (price * np.exp(0.25 * random.standard_normal(size)))
    net_kg, quantity = in_pieces(net_kg, model_kg[good, model_of(np.arange(size))])
    days = _days(which, month, hubs, channel, months, random)
    return Chains(
        good=good,
        sold_as=_sold_as(good, goods, settings, random),
        origin=places.origins[origin],
        hub=hub,
        second=second,
        channel=channel,
        value=value,
        resale=value * markup[0],
        second_resale=value * markup[1],
        net_kg=net_kg,
        quantity=quantity,
        **days,
    )


def _aims(
    months: Months, hubs: Sequence[Hub], shortfall: Floats, settings: WorldSettings, random: np.random.Generator
) -> Floats:
    """Return the value each hub shall divert, [hub, good, month]; what enforcement stops goes elsewhere in part."""
    if not hubs:
        return np.zeros((0, *shortfall.shape))
    share = np.minimum(settings.diverted_share * np.exp(0.4 * random.standard_normal(len(shortfall))), 0.9)
    wanted = np.maximum(shortfall, 0.0) * share[:, None]
    free, held = (np.array(part) for part in zip(*(hub.activity(months) for hub in hubs), strict=True))
    weight = np.array([hub.weight for hub in hubs])
    handles = np.zeros((len(hubs), len(shortfall)))
    for at, hub in enumerate(hubs):
        handles[at, list(hub.goods)] = 1.0
    shares = weight[:, None] * handles
    usual = shares[:, :, None] * free[:, None, :]
    kept = shares[:, :, None] * held[:, None, :]
    moved = settings.displaced * (usual - kept).sum(axis=0)
    remaining = kept.sum(axis=0)
    gain = np.divide(moved, remaining, out=np.zeros_like(moved), where=remaining > 0.05)
    found: Floats = wanted[None] * kept * (1 + np.minimum(gain, 4.0))[None]
    return found


def _origins(good: Ints, month: Ints, shortfall: Floats, random: np.random.Generator) -> Ints:
    """Draw the origin of each consignment in proportion to what each no longer sells directly."""
    weight = np.maximum(shortfall, 0.0)[:, good, month]
    ladder = np.cumsum(weight, axis=0)
    aim = random.random(len(good)) * ladder[-1] if len(good) else np.zeros(0)
    found = (aim[None] >= ladder).sum(axis=0)
    return np.asarray(np.minimum(found, len(shortfall) - 1), dtype=np.intp)


def _channels(
    which: Ints, hubs: Sequence[Hub], settings: WorldSettings, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """Draw the channel of each consignment and its second country."""
    draw, named, lost = random.random((3, len(which)))
    ghost = np.array([hub.ghost for hub in hubs])[which]
    transit = ghost + np.array([hub.transit for hub in hubs])[which]
    next_hub = np.array([NONE if hub.second is None else hub.second for hub in hubs], dtype=np.intp)[which]
    two = transit + np.array([hub.two_hubs for hub in hubs])[which] * (next_hub != NONE)
    channel = np.full(len(which), int(Channel.THROUGH), dtype=np.intp)
    channel[draw < two] = Channel.TWO_HUBS
    channel[(draw < two) & (lost < settings.lost_between)] = Channel.LOST_BETWEEN
    channel[draw < transit] = Channel.HIDDEN_TRANSIT
    channel[(draw < transit) & (named < settings.transit_named)] = Channel.TRANSIT
    channel[draw < ghost] = Channel.GHOST
    passes = np.isin(channel, (Channel.TWO_HUBS, Channel.LOST_BETWEEN))
    return channel, np.where(passes, next_hub, NONE)


def _markups(which: Ints, hubs: Sequence[Hub], channel: Ints, random: np.random.Generator) -> Floats:
    """Return prices on the second and third leg over the price at the origin, [2, consignment]."""
    usual = np.array([hub.markup for hub in hubs])[which]
    steps = 1 + (usual - 1) * random.uniform(0.5, 1.5, (2, len(which)))
    twice = np.isin(channel, (Channel.TWO_HUBS, Channel.LOST_BETWEEN))
    return np.array([steps[0], steps[0] * np.where(twice, steps[1], 1.0)])


def _sold_as(good: Ints, goods: Sequence[Good], settings: WorldSettings, random: np.random.Generator) -> Ints:
    """Return the good each consignment is declared as at the hub: now and then an unlisted sibling."""
    sibling = np.arange(len(goods))
    for at, entry in enumerate(goods):
        if entry.sibling_of is not None:
            sibling[entry.sibling_of] = at
    switched = random.random(len(good)) < settings.code_switching
    return np.where(switched, sibling[good], good)


def _days(
    which: Ints, month: Ints, hubs: Sequence[Hub], channel: Ints, months: Months, random: np.random.Generator
) -> dict[str, Any]:
    """Draw the days of each consignment, in order of its way."""
    size = len(which)
    starts = months.first_days
    left = starts[month] + (random.random(size) * (starts[month + 1] - starts[month])).astype(np.int64)
    dwell = np.array([hub.dwell for hub in hubs])[which]
    travel = random.integers(3, 35, size)
    rest = 1 + random.gamma(2.0, np.maximum(dwell, 1.0) / 2.0, (2, size)).astype(np.int64)
    onward = random.integers(2, 25, (2, size))
    passes_hub = np.isin(channel, (Channel.THROUGH, Channel.TWO_HUBS, Channel.LOST_BETWEEN))
    two = np.isin(channel, (Channel.TWO_HUBS, Channel.LOST_BETWEEN))
    at_hub = left + travel
    from_hub = at_hub + rest[0]
    at_second = from_hub + onward[0]
    from_second = at_second + rest[1]
    last = np.where(two, from_second, np.where(passes_hub, from_hub, at_hub))

    def where(passes: npt.NDArray[np.bool_], days: Days) -> Days:
        return np.where(passes, days, NONE)

    return {
        "left": left,
        "at_hub": where(passes_hub, at_hub),
        "from_hub": where(passes_hub, from_hub),
        "at_second": where(two, at_second),
        "from_second": where(two, from_second),
        "arrived": last + onward[1],
    }
