"""Addresses of firms, business centres that dozens share, and how an address is written in declarations."""

from __future__ import annotations

from dataclasses import dataclass

from tidewaiter.world.identity.dice import Dice
from tidewaiter.world.identity.scripts import folded, in_cyrillic, is_cyrillic, romanised
from tidewaiter.world.identity.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmAddress:
    """An address in its parts; `unit` is the office or floor, or empty."""

    line: str
    unit: str
    town: str
    postcode: str

    def written(self) -> str:
        """Return the address as a register writes it."""
        return ", ".join(part for part in (self.line, self.unit, self.postcode, self.town) if part)


def make_address(language: Language, dice: Dice, *, centre: bool = False, home: bool = False) -> FirmAddress:
    """Make an address.

    Args:
        centre: Whether it is a business centre, where only the office differs; `home` whether it is a flat.
    """
    line = language.street.format(street=dice.pick(language.streets), number=1 + dice.below(40 if centre else 320))
    return FirmAddress(
        line=line,
        unit=_flat(language, dice) if home else unit(language, dice) if centre or dice.chance(0.3) else "",
        town=dice.pick(language.towns),
        postcode=dice.digits(5 + dice.below(2)),
    )


def unit(language: Language, dice: Dice) -> str:
    """Make the number of an office in a building."""
    return _numbered(language.units, 900, dice)


def _flat(language: Language, dice: Dice) -> str:
    """Make the number of a flat in a residential building."""
    return _numbered(language.flats, 120, dice)


def _numbered(words: tuple[str, ...], most: int, dice: Dice) -> str:
    number = 1 + dice.below(most)
    return dice.pick(words).format(n=number, f=1 + number // 40)


def address_spellings(address: FirmAddress, count: int, dice: Dice) -> list[str]:
    """Return ways in which an address is written in Latin letters, the commonest first."""
    found = []
    for number in range(count):
        parts = [address.line]
        if address.unit and not (number and dice.chance(0.4)):
            parts.append(address.unit)
        if not (number and dice.chance(0.3)):
            parts.append(address.town)
        if dice.chance(0.4):
            parts.append(address.postcode)
        if number and dice.chance(0.2):
            parts = [parts[-1], *parts[:-1]]
        text = (" " if dice.chance(0.3) else ", ").join(parts)
        text = romanised(text, other=dice.chance(0.3)) if is_cyrillic(text) else text
        text = folded(text) if dice.chance(0.7) else text
        found.append(text.upper() if dice.chance(0.4) else text)
    return found


def native_address_spellings(address: FirmAddress, count: int, dice: Dice) -> list[str]:
    """Return ways in which an address is written in Cyrillic letters, the commonest first."""
    found = []
    for number in range(count):
        parts = [address.town, address.line, address.unit] if number % 2 else [address.line, address.unit, address.town]
        if number and dice.chance(0.3):
            parts = parts[:2]
        text = ", ".join(part for part in parts if part)
        text = text if is_cyrillic(text) else in_cyrillic(text)
        found.append(text.upper() if dice.chance(0.3) else text)
    return found
