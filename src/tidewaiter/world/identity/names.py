"""Names of firms and persons, made of words of their country's language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tidewaiter.world.identity.dice import Dice
from tidewaiter.world.identity.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmName:
    """A firm's name in its parts.

    Attributes:
        town: Town some languages put in front, or empty.
        root: Invented root or surname; `trades` words of trades after it.
        form: Ways to write the legal form, the full one first.
        form_first: Whether the legal form stands in front.
    """

    town: str
    root: str
    trades: tuple[str, ...]
    form: tuple[str, ...]
    form_first: bool

    @property
    def core(self) -> str:
        """The name without its legal form."""
        return " ".join(part for part in (self.town, self.root, *self.trades) if part)

    @property
    def full(self) -> str:
        """The registered name."""
        return self.written(self.form[1] if self.form_first and len(self.form) > 1 else self.form[0])

    def written(self, form: str) -> str:
        """Return the name with a legal form written in some way."""
        if not form:
            return self.core
        return f'{form} "{self.core}"' if self.form_first else f"{self.core} {form}"


def make_name(language: Language, sector: str, dice: Dice) -> FirmName:
    """Make the name of a firm.

    Args:
        sector: ``listed``, ``civil`` or ``forwarding``: the trade the name tells, if it tells one.
    """
    root = dice.pick(language.heads) + dice.pick(language.tails)
    if dice.chance(0.35):
        root += dice.pick(language.tails).strip().lower()
    if dice.chance(0.12):
        root = surname(language, dice)
    trades: list[str] = []
    if dice.chance(0.62):
        trades.append(dice.pick(language.trades[sector]))
    if not trades or dice.chance(0.4):
        trades.append(dice.pick(language.trades["any"]))
    if dice.chance(0.06):
        trades.insert(0, "".join(dice.pick("ABCDEFGHKLMNPRSTVXZ") for _ in range(2 + dice.below(2))))
    return FirmName(
        town=dice.pick(language.second) if language.second and dice.chance(0.55) else "",
        root=root,
        trades=tuple(trades),
        form=language.forms[min(int(len(language.forms) * dice.one() ** 1.6), len(language.forms) - 1)],
        form_first=language.form_first,
    )


def surname(language: Language, dice: Dice) -> str:
    """Make a surname of the syllables of a language."""
    return dice.pick(language.heads).strip() + dice.pick(language.tails).strip().lower() + dice.pick(language.endings)


def person(language: Language, dice: Dice) -> str:
    """Make the name of a person."""
    return f"{dice.pick(language.given)} {surname(language, dice)}"


def renamed(name: FirmName, language: Language, sector: str, dice: Dice) -> FirmName:
    """Return the name a firm takes instead: sometimes close to the old one, sometimes another altogether."""
    fresh = make_name(language, sector, dice)
    if dice.chance(0.35):
        return replace(fresh, root=name.root)
    return fresh


def subsidiary(name: FirmName, language: Language, dice: Dice) -> FirmName:
    """Return the name of a foreign subsidiary: the parent's, with the legal form of the country."""
    form = dice.pick(language.forms)
    trades = name.trades if dice.chance(0.7) else name.trades[:1]
    return FirmName(town="", root=name.root, trades=trades, form=form, form_first=language.form_first)
