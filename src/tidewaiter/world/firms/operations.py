"""Operations of evaders: one actor's business of diversion at a hub, through one company after another."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import Style
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.places import Floats

#: Days of a month.
MONTH = 30.4
#: Sizes relative to other styles.
_SIZES = {Style.ESTABLISHED: 4.0, Style.MIXED_TRADER: 1.5, Style.BROKER_CHAIN: 1.4, Style.SERIAL_SHELLS: 1.5}


@dataclass(slots=True, kw_only=True)
class Stage:
    """A time in which an operation works through the same companies.

    Attributes:
        start: First day, counted from the world's first; `end` day after the last.
        importer: Company the goods are consigned to in the hub.
        onward: Companies in the hub that it sells to, in order; the last one sells abroad.
        abroad: Company in a third country through which the sale to the destination is invoiced, or None.
        buyers: Companies in the destination.
    """

    start: int
    end: int
    importer: int
    onward: tuple[int, ...] = ()
    abroad: int | None = None
    buyers: tuple[int, ...] = ()


@dataclass(slots=True, kw_only=True)
class Operation:
    """One actor's business of diversion.

    Attributes:
        place: Country it works in.
        start: First day; `end` day after the last.
        size: Size relative to other operations of the hub.
        goods: Weight of each good.
        second: Whether it takes over goods from a first hub.
        lasting: Whether it goes on to the end of the world whatever happens.
        stages: Its companies in time.
    """

    place: int
    style: Style
    start: int
    end: int
    size: float
    goods: Floats
    second: bool = False
    lasting: bool = False
    stages: list[Stage] = field(default_factory=list)


def plan_operations(
    economy: Economy, settings: FirmSettings, mixture: dict[Style, float], random: np.random.Generator
) -> list[Operation]:
    """Plan the operations at each hub and each second hub; companies are founded for them later.

    Args:
        mixture: Share of each style.
    """
    chains = economy.chains
    if not len(chains):
        return []
    total = settings.operations * len(chains) ** 0.55
    styles = _styles(int(np.ceil(total)), mixture, random)
    found: list[Operation] = []
    for hub in economy.hubs:
        share = float((chains.hub == hub.place).mean())
        count = max(3, round(total * share)) if share else 0
        start = int(economy.months.first_days[hub.start])
        found += _at(hub.place, count, start, styles, economy, settings, random, second=False)
    for place in np.unique(chains.second[chains.second >= 0]).tolist():
        share = float((chains.second == place).mean())
        start = int(chains.left[chains.second == place].min())
        found += _at(place, max(2, round(0.5 * total * share)), start, styles, economy, settings, random, second=True)
    return found


def _styles(count: int, mixture: dict[Style, float], random: np.random.Generator) -> list[Style]:
    """Return styles in random order: each at least once, the rest by the mixture."""
    names = list(mixture)
    drawn = random.choice(len(names), size=max(count - len(names), 0), p=np.array(list(mixture.values()))).tolist()
    first = random.permutation(len(names)).tolist()
    rest = [*first, *drawn]
    return [names[at] for at in random.permutation(rest).tolist()]


def _at(
    place: int,
    count: int,
    start: int,
    styles: list[Style],
    economy: Economy,
    settings: FirmSettings,
    random: np.random.Generator,
    *,
    second: bool,
) -> list[Operation]:
    """Plan the operations of one country: the first one is there all the time, so that every consignment has one."""
    end = int(economy.months.first_days[-1])
    found = []
    for number in range(count):
        style = styles.pop() if styles else list(Style)[int(random.integers(len(Style)))]
        begin = start + int(random.beta(0.8, 2.0) * max(end - start - 120, 0))
        length = random.gamma(2.0, 12 * MONTH)
        stop = min(end, begin + int(max(length, 90))) if random.random() < 0.6 else end
        if number == 0:
            begin, stop = start, end
        found.append(
            Operation(
                place=place,
                style=style,
                start=begin,
                end=stop,
                size=float(_SIZES.get(style, 1.0) * np.exp(settings.operation_spread * random.standard_normal())),
                goods=_appetite(economy, style, random),
                second=second,
                lasting=number == 0,
            )
        )
    return found


def _appetite(economy: Economy, style: Style, random: np.random.Generator) -> Floats:
    """Return the weight of each good: most operations deal in few goods."""
    narrow = 0.8 if style is Style.ESTABLISHED else 2.0
    weight: Floats = np.exp(narrow * random.standard_normal(len(economy.goods)))
    return weight
