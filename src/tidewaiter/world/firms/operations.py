"""Operations of evaders: one actor's business of diversion at a hub, through one company after another."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import Companies, Company, Role, Style
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.goods import GoodKind, of_kind
from tidewaiter.world.places import Floats

_MONTH = 30.4
_OWN_BUSINESS = frozenset({Style.SECTOR_JUMPER, Style.MIXED_TRADER, Style.ESTABLISHED})
_SHELL_STYLES = frozenset({Style.NEW_SHELL, Style.SERIAL_SHELLS, Style.FUNNEL})
#: Sizes and lengths of life relative to other styles.
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
        length = random.gamma(2.0, 12 * _MONTH)
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


def found_stages(
    operations: list[Operation],
    companies: Companies,
    economy: Economy,
    settings: FirmSettings,
    random: np.random.Generator,
) -> None:
    """Found the companies of every operation, stage by stage, with what listings do to them."""
    buyers = _Buyers(companies, economy, max(3, round(settings.buyers * len(operations))), random)
    founder = _Founder(companies, economy, settings, buyers, random)
    sizes = np.array([operation.size for operation in operations])
    rank = sizes.argsort().argsort() / max(len(sizes) - 1, 1)
    for operation, order in zip(operations, rank.tolist(), strict=True):
        chance = settings.listed * (1 + settings.listed_by_value * (2 * order - 1))
        founder.found(operation, min(max(chance, 0.02), 0.95))


class _Buyers:
    """Companies in the destination that buy diverted goods."""

    def __init__(self, companies: Companies, economy: Economy, count: int, random: np.random.Generator) -> None:
        self._companies, self._random = companies, random
        self._place = economy.places.destination
        self._start = int(economy.months.first_days[economy.months.sanctions])
        self._listed = of_kind(economy.goods, GoodKind.LISTED)
        self.pool = [self._add(Role.BUYER) for _ in range(count)]
        self.users = [self._add(Role.END_USER) for _ in range(max(2, count // 4))]
        self._weight = random.pareto(1.2, count) + 0.3

    def _add(self, role: Role) -> int:
        random = self._random
        young = role is Role.BUYER and random.random() < 0.45
        born = self._start + int(random.integers(-60, 500)) if young else -int(random.gamma(2.0, 1500)) - 100
        goods = tuple(random.choice(self._listed, size=min(2, len(self._listed)), replace=False).tolist())
        return self._companies.add(
            Company(
                place=self._place, role=role, born=born, goods=goods, imports=not young, size=float(random.random())
            )
        )

    def some(self, count: int) -> tuple[int, ...]:
        weight = self._weight / self._weight.sum()
        picked = self._random.choice(len(self.pool), size=min(count, len(self.pool)), replace=False, p=weight)
        return tuple(self.pool[at] for at in picked.tolist())

    def own(self) -> tuple[int, ...]:
        """Return an end user for itself."""
        return (self._add(Role.END_USER),)


class _Founder:
    """Founds the companies of operations."""

    def __init__(
        self,
        companies: Companies,
        economy: Economy,
        settings: FirmSettings,
        buyers: _Buyers,
        random: np.random.Generator,
    ) -> None:
        self._companies, self._economy, self._settings = companies, economy, settings
        self._buyers, self._random = buyers, random
        self._listed_goods = of_kind(economy.goods, GoodKind.LISTED)
        self._other_goods = np.setdiff1d(np.arange(len(economy.goods)), self._listed_goods)

    def found(self, operation: Operation, listing_chance: float) -> None:
        """Found the companies of an operation from its start to its end."""
        random, settings = self._random, self._settings
        importer = self._company(operation, operation.start)
        stage = Stage(start=operation.start, end=operation.end, importer=importer, buyers=self._pick_buyers(operation))
        self._add_steps(operation, stage)
        while True:
            operation.stages.append(stage)
            lead = self._companies[stage.onward[-1] if stage.onward and random.random() < 0.5 else stage.importer]
            stop = self._life(operation, stage.start)
            reaction = "ends"
            if random.random() < listing_chance:
                lag = np.exp(np.log(settings.list_lag) + settings.list_lag_spread * random.standard_normal())
                day = stage.start + int(max(lag, 1.0) * _MONTH)
                lead.listed = day
                if day < stop:
                    reaction = self._reaction(operation)
                    stop = day + int(random.exponential(settings.reaction_days)) if reaction != "goes on" else stop
            if stop >= operation.end - 30 or reaction == "goes on":
                return
            # A stage that ends leaves room for the next one, or ends the operation.
            stage.end = stop
            follower = self._follow(operation, stage, stop, reaction)
            if follower is None:
                operation.end = stop
                return
            stage = follower

    def _life(self, operation: Operation, start: int) -> int:
        """Return the day a company is given up without a listing."""
        if operation.style is not Style.SERIAL_SHELLS:
            return operation.end
        return start + int(max(self._random.gamma(3.0, self._settings.shell_life / 3.0), 1.5) * _MONTH)

    def _reaction(self, operation: Operation) -> str:
        settings, draw = self._settings, self._random.random()
        reborn = settings.reborn * (1.4 if operation.style in _SHELL_STYLES else 0.6)
        if operation.style is Style.SERIAL_SHELLS:
            return "reborn"
        for name, share in (("reborn", reborn), ("renamed", settings.renamed), ("rerouted", settings.rerouted)):
            if draw < share:
                return name
            draw -= share
        stays = operation.lasting or (operation.style is Style.ESTABLISHED and draw < 0.3)
        return "goes on" if stays else "ends"

    def _follow(self, operation: Operation, stage: Stage, stop: int, reaction: str) -> Stage | None:
        """Return the next stage, or None when the operation ends."""
        random, settings = self._random, self._settings
        old = self._companies[stage.importer]
        if reaction == "renamed":
            old.renamed.append(stop)
            return Stage(
                start=stop,
                end=operation.end,
                importer=stage.importer,
                onward=stage.onward,
                abroad=stage.abroad,
                buyers=stage.buyers,
            )
        if reaction == "rerouted":
            broker = self._broker(operation.place, stop, operation.style)
            return Stage(
                start=stop,
                end=operation.end,
                importer=stage.importer,
                onward=(*stage.onward[:1], broker),
                abroad=stage.abroad,
                buyers=stage.buyers,
            )
        if reaction == "reborn" or operation.style is Style.SERIAL_SHELLS:
            return self._rebirth(operation, stage, stop, settings, random)
        return None

    def _rebirth(
        self, operation: Operation, stage: Stage, stop: int, settings: FirmSettings, random: np.random.Generator
    ) -> Stage:
        chances = {
            "address": settings.kept_address,
            "phone": settings.kept_phone,
            "owner": settings.kept_owner,
            "buyer": settings.kept_buyer,
        }
        kept = frozenset(what for what, chance in chances.items() if random.random() < chance)
        # Nothing in common would be a new operation: one thing is always kept.
        kept = kept or frozenset({"buyer"})
        importer = self._companies.add(
            Company(
                place=operation.place,
                role=Role.SHELL,
                style=operation.style,
                born=stop - int(random.exponential(settings.shell_age)) - 5,
                predecessor=stage.importer,
                goods=self._companies[stage.importer].goods,
                kept=kept,
                diverts=True,
            )
        )
        buyers = stage.buyers if "buyer" in kept else self._pick_buyers(operation)
        return Stage(
            start=stop, end=operation.end, importer=importer, onward=stage.onward, abroad=stage.abroad, buyers=buyers
        )

    def _pick_buyers(self, operation: Operation) -> tuple[int, ...]:
        if operation.style is Style.FUNNEL:
            return self._buyers.own()
        most = 9 if operation.style is Style.ESTABLISHED else 4
        return self._buyers.some(int(self._random.integers(1, most)))

    def _add_steps(self, operation: Operation, stage: Stage) -> None:
        random, settings = self._random, self._settings
        if operation.style is Style.BROKER_CHAIN:
            steps = int(random.integers(1, 4))
            abroad = random.random() < 0.5
            domestic = max(steps - abroad, 1 - abroad)
        else:
            domestic = int(random.random() < settings.domestic_steps)
            abroad = random.random() < settings.foreign_broker
        stage.onward = tuple(self._broker(operation.place, operation.start, operation.style) for _ in range(domestic))
        if abroad:
            stage.abroad = self._broker(self._third_country(operation.place), operation.start, operation.style)

    def _third_country(self, place: int) -> int:
        places = self._economy.places
        others = np.setdiff1d(places.candidates, [place])
        return int(self._random.choice(others))

    def _broker(self, place: int, start: int, style: Style) -> int:
        """Found a broker, or take one that works for another operation already."""
        random = self._random
        young = random.random() < 0.6
        born = start - int(random.exponential(self._settings.shell_age)) - 5 if young else -int(random.gamma(2.0, 1200))
        goods = tuple(random.choice(len(self._economy.goods), size=2, replace=False).tolist())
        return self._companies.add(
            Company(place=place, role=Role.BROKER, style=style, born=born, goods=goods, diverts=True)
        )

    def _company(self, operation: Operation, start: int) -> int:
        """Found the first company of an operation."""
        random, style = self._random, operation.style
        own = style in _OWN_BUSINESS
        shell = style in _SHELL_STYLES or (not own and random.random() < 0.5)
        if style is Style.SECTOR_JUMPER:
            goods = random.choice(self._other_goods, size=min(2, len(self._other_goods)), replace=False)
        else:
            best = operation.goods[self._listed_goods].argsort()[::-1][:3]
            goods = self._listed_goods[best]
        born = (
            start - int(random.exponential(self._settings.shell_age)) - 5
            if shell
            else -int(random.gamma(2.0, 1500)) - 60
        )
        return self._companies.add(
            Company(
                place=operation.place,
                role=Role.SHELL if shell else Role.DIVERTER,
                style=style,
                born=born,
                goods=tuple(int(good) for good in goods),
                exports=own,
                imports=own,
                size=float(operation.size * random.uniform(0.3, 1.5)),
                diverts=True,
            )
        )
