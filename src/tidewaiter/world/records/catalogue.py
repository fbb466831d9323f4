"""A made-up catalogue of brands and part numbers: who makes a good, and which of its parts a consignment holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tidewaiter.world.economy import Economy
from tidewaiter.world.identity.dice import Dice
from tidewaiter.world.lots import MODELS, mixed, model_of
from tidewaiter.world.places import Ints

#: Brands of the coalition's makers for each good, then brands of the producer outside it.
_COALITION, _OTHER = 6, 5
_BRANDS = _COALITION + _OTHER
_HEADS = ("Vel", "Orb", "Kyn", "Tra", "Alt", "Nex", "Zer", "Mi", "Dra", "Sil", "Pho", "Cry", "Lum", "Arq", "Hel", "Ost")
_TAILS = ("tron", "ix", "core", "ance", "ron", "dex", "ima", "ova", "sys", "tek", "or", "yne")
_OTHER_HEADS = ("Hua", "Xin", "Jin", "Rui", "Qian", "Zhen", "Lan", "Shu")
_LETTERS = "ABCDEFGHKLMNPRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Brands and parts of a world; a part's number is its place in `parts`.

    Attributes:
        brands: Brand of each part; `parts` its number as the maker writes it.
    """

    brands: pa.Array
    parts: pa.Array


def make_catalogue(economy: Economy) -> Catalogue:
    """Make the catalogue of a world."""
    dice = Dice(economy.streams.of("records.catalogue"))
    brands: list[str] = []
    parts: list[str] = []
    own = [dice.pick(_HEADS) + dice.pick(_TAILS) for _ in range(30)]
    for _ in economy.goods:
        for brand in range(_BRANDS):
            name = dice.pick(own) if brand < _COALITION else dice.pick(_OTHER_HEADS) + dice.pick(_TAILS)
            stem = dice.pick(_LETTERS) + dice.pick(_LETTERS)
            for _ in range(MODELS):
                brands.append(name.upper() if brand % 2 else name)
                suffix = dice.pick(("", "", "-" + dice.pick(_LETTERS), dice.pick(_LETTERS) + dice.digits(1)))
                parts.append(f"{stem}{dice.digits(3 + dice.below(3))}{suffix}")
    return Catalogue(brands=pa.array(brands, pa.string()), parts=pa.array(parts, pa.string()))


def part_of(good: Ints, maker: Ints, lot: Ints, coalition: np.ndarray) -> Ints:
    """Return the part each consignment holds.

    Args:
        good: Good; `maker` company that supplies it, which deals in a few brands; `lot` number of the consignment.
        coalition: Whether the good was made by a maker of the coalition.
    """
    which = mixed(lot) % 3
    own = (maker * 7 + which * 3) % _COALITION
    other = _COALITION + (maker * 5 + which) % _OTHER
    brand = np.where(coalition, own, other)
    found: Ints = (good * _BRANDS + brand) * MODELS + model_of(lot)
    return found
