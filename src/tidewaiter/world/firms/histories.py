"""Histories of operations: companies founded, listed, renamed, reborn as new ones, or hidden behind a broker."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.buyers import Buyers
from tidewaiter.world.firms.company import Companies, Company, Role, Style
from tidewaiter.world.firms.operations import MONTH, Operation, Stage
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.trade import listed_goods

_OWN_BUSINESS = frozenset({Style.SECTOR_JUMPER, Style.MIXED_TRADER, Style.ESTABLISHED})
_SHELL_STYLES = frozenset({Style.NEW_SHELL, Style.SERIAL_SHELLS, Style.FUNNEL})
#: Chance that a broker is young, and that an operation takes one that works for another operation already.
_YOUNG_BROKERS, _SHARED_BROKERS = 0.6, 0.3
#: An operation that would end anyway has no time for another company.
_TOO_SHORT = 30


class Reaction(StrEnum):
    """What an operation does when its company is listed, or given up."""

    ENDS = "ends"
    GOES_ON = "goes_on"
    REBORN = "reborn"
    RENAMED = "renamed"
    REROUTED = "rerouted"


def found_stages(
    operations: list[Operation],
    companies: Companies,
    economy: Economy,
    settings: FirmSettings,
    random: np.random.Generator,
) -> None:
    """Found the companies of every operation, stage by stage, with what listings do to them."""
    buyers = Buyers(companies, economy, settings, max(3, round(settings.buyers * len(operations))), random)
    founder = _Founder(companies, economy, settings, buyers, random)
    sizes = np.array([operation.size for operation in operations])
    rank = sizes.argsort(kind="stable").argsort(kind="stable") / max(len(sizes) - 1, 1)
    for operation, order in zip(operations, rank.tolist(), strict=True):
        chance = settings.listed * (1 + settings.listed_by_value * (2 * order - 1))
        founder.found(operation, min(max(chance, 0.02), 0.95))


class _Founder:
    """Founds the companies of operations."""

    def __init__(
        self,
        companies: Companies,
        economy: Economy,
        settings: FirmSettings,
        buyers: Buyers,
        random: np.random.Generator,
    ) -> None:
        self._companies, self._economy, self._settings = companies, economy, settings
        self._buyers, self._random = buyers, random
        self._listed = listed_goods(economy.goods)
        self._unlisted = np.setdiff1d(np.arange(len(economy.goods)), self._listed)
        self._brokers: dict[int, list[int]] = {}

    def found(self, operation: Operation, listing_chance: float) -> None:
        """Found the companies of an operation from its start to its end."""
        stage = self._first(operation)
        while True:
            operation.stages.append(stage)
            lead = self._lead(stage)
            stop, reaction = self._given_up(operation, stage.start)
            day = self._listing_day(stage.start) if self._random.random() < listing_chance else None
            if day is not None and self._companies[lead].listed is None:
                self._companies[lead].listed = day
                if day < stop:
                    reaction = self._reaction(operation)
                    stop = day + int(self._random.exponential(self._settings.reaction_days))
            if stop >= operation.end - _TOO_SHORT or reaction is Reaction.GOES_ON:
                return
            stage.end = stop
            if reaction is Reaction.ENDS:
                operation.end = stop
                return
            stage = self._next(operation, stage, lead, stop, reaction)

    def _lead(self, stage: Stage) -> int:
        """Return the company that a list would name: the importer, or the one that sells abroad."""
        return stage.onward[-1] if stage.onward and self._random.random() < 0.5 else stage.importer

    def _listing_day(self, start: int) -> int:
        settings = self._settings
        lag = settings.list_lag * np.exp(settings.list_lag_spread * self._random.standard_normal())
        return start + int(max(lag, 1.0) * MONTH)

    def _given_up(self, operation: Operation, start: int) -> tuple[int, Reaction]:
        """Return when a company is given up without a listing, and what follows."""
        if operation.style is not Style.SERIAL_SHELLS:
            return operation.end, Reaction.ENDS
        life = self._random.gamma(3.0, self._settings.shell_life / 3.0)
        return start + int(max(life, 1.5) * MONTH), Reaction.REBORN

    def _reaction(self, operation: Operation) -> Reaction:
        """Draw what an operation does when its company is listed."""
        settings, draw = self._settings, self._random.random()
        if operation.style is Style.SERIAL_SHELLS:
            return Reaction.REBORN
        reborn = settings.reborn * (1.3 if operation.style in _SHELL_STYLES else 0.7)
        shares = {
            Reaction.REBORN: reborn,
            Reaction.RENAMED: settings.renamed,
            Reaction.REROUTED: settings.rerouted,
        }
        for reaction, share in shares.items():
            if draw < share:
                return reaction
            draw -= share
        stays = operation.lasting or (operation.style is Style.ESTABLISHED and draw < 0.3)
        return Reaction.GOES_ON if stays else Reaction.ENDS

    def _next(self, operation: Operation, stage: Stage, lead: int, stop: int, reaction: Reaction) -> Stage:
        """Return the stage that follows a company that was listed or given up."""
        importer, onward, buyers = stage.importer, stage.onward, stage.buyers
        if reaction is Reaction.RENAMED:
            self._companies[lead].renamed.append(stop)
        elif reaction is Reaction.REROUTED:
            onward = (*onward[:1], self._broker(operation.place, stop, operation.style))
        else:
            reborn = self._reborn(operation, lead, stop)
            if "buyer" not in self._companies[reborn].kept:
                buyers = self._pick_buyers(operation)
            onward = tuple(reborn if company == lead else company for company in onward)
            importer = reborn if importer == lead else importer
        return Stage(
            start=stop, end=operation.end, importer=importer, onward=onward, abroad=stage.abroad, buyers=buyers
        )

    def _reborn(self, operation: Operation, old: int, stop: int) -> int:
        """Found the company that goes on with the business of another one."""
        random, settings = self._random, self._settings
        chances = {
            "address": settings.kept_address,
            "phone": settings.kept_phone,
            "owner": settings.kept_owner,
            "buyer": settings.kept_buyer,
        }
        kept = frozenset(what for what, chance in chances.items() if random.random() < chance)
        earlier = self._companies[old]
        return self._companies.add(
            Company(
                place=operation.place,
                role=Role.BROKER if earlier.role is Role.BROKER else Role.SHELL,
                style=operation.style,
                born=stop - int(random.exponential(settings.shell_age)) - 5,
                predecessor=old,
                goods=earlier.goods,
                # With nothing in common it would be another operation.
                kept=kept or frozenset({"buyer"}),
                diverts=True,
            )
        )

    def _first(self, operation: Operation) -> Stage:
        """Return the first stage of an operation."""
        random, settings = self._random, self._settings
        importer = self._company(operation)
        if operation.style is Style.BROKER_CHAIN:
            steps = int(random.integers(1, 4))
            abroad = random.random() < 0.5
            inside = max(steps - abroad, 1 - abroad)
        else:
            inside = int(random.random() < settings.domestic_steps)
            abroad = random.random() < settings.foreign_broker
        place, start, style = operation.place, operation.start, operation.style
        onward = tuple(dict.fromkeys(self._broker(place, start, style) for _ in range(inside)))
        elsewhere = np.setdiff1d(self._economy.places.candidates, [place])
        return Stage(
            start=start,
            end=operation.end,
            importer=importer,
            onward=onward,
            abroad=self._broker(int(random.choice(elsewhere)), start, style) if abroad else None,
            buyers=self._pick_buyers(operation),
        )

    def _pick_buyers(self, operation: Operation) -> tuple[int, ...]:
        if operation.style is Style.FUNNEL:
            return self._buyers.own()
        most = 9 if operation.style is Style.ESTABLISHED else 4
        return self._buyers.some(int(self._random.integers(1, most)))

    def _broker(self, place: int, start: int, style: Style) -> int:
        """Found a broker, or take one that works for another operation already."""
        random = self._random
        known = [at for at in self._brokers.get(place, []) if self._companies[at].born <= start]
        if known and random.random() < _SHARED_BROKERS:
            return known[int(random.integers(len(known)))]
        young = random.random() < _YOUNG_BROKERS
        business = not young or random.random() < self._settings.cover_trade
        broker = self._companies.add(
            Company(
                place=place,
                role=Role.BROKER,
                style=style,
                born=self._young(start) if young else -int(random.gamma(2.0, 1200)) - 60,
                goods=tuple(random.choice(len(self._economy.goods), size=2, replace=False).tolist()),
                exports=business,
                imports=business,
                size=float(random.random()),
                diverts=True,
            )
        )
        self._brokers.setdefault(place, []).append(broker)
        return broker

    def _young(self, start: int) -> int:
        return start - int(self._random.exponential(self._settings.shell_age)) - 5

    def _company(self, operation: Operation) -> int:
        """Found the first company of an operation."""
        random, style = self._random, operation.style
        own = style in _OWN_BUSINESS
        shell = style in _SHELL_STYLES or (not own and random.random() < 0.5)
        if style is Style.SECTOR_JUMPER:
            goods = random.choice(self._unlisted, size=min(2, len(self._unlisted)), replace=False)
        else:
            best = operation.goods[self._listed].argsort(kind="stable")[::-1][:3]
            goods = self._listed[best]
        business = own or random.random() < self._settings.cover_trade
        return self._companies.add(
            Company(
                place=operation.place,
                role=Role.SHELL if shell else Role.DIVERTER,
                style=style,
                born=self._young(operation.start) if shell else -int(random.gamma(2.0, 1500)) - 60,
                goods=tuple(int(good) for good in goods),
                exports=business,
                imports=business or not shell,
                size=float(operation.size * random.uniform(0.3, 1.5)) if own else float(random.random()),
                diverts=True,
            )
        )
