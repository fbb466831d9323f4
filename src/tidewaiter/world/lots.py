"""How many pieces a lot of goods is, and what they weigh."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tidewaiter.world.goods import Good
from tidewaiter.world.places import Floats, Ints

#: Models that makers of a good offer: sizes of machines, packages of chips.
MODELS = 24


def mixed(lot: Ints) -> Ints:
    """Return a number of twenty bits for the number of each lot, as if drawn at random."""
    spun = lot.astype(np.uint64) * np.uint64(2654435761) >> np.uint64(7)
    found: Ints = (spun % np.uint64(1 << 20)).astype(np.intp)
    return found


def model_of(lot: Ints) -> Ints:
    """Return the model, from 0, that each lot holds, by its number."""
    return mixed(lot) // 3 % MODELS


def model_weights(goods: Sequence[Good], spread: float, random: np.random.Generator) -> Floats:
    """Return the weight of a piece of each model, kg, [good, model].

    Args:
        spread: Standard deviation of the logarithm, around what a piece of the good usually weighs.
    """
    piece = np.array([good.kg_per_piece for good in goods])
    found: Floats = piece[:, None] * np.exp(spread * random.standard_normal((len(goods), MODELS)))
    return found


def in_pieces(net_kg: Floats, piece_kg: Floats) -> tuple[Floats, Floats]:
    """Return the weight and the number of pieces of lots of about some weight.

    Whoever pays for less than a piece of a model gets one that is smaller: price goes by weight.
    """
    pieces = np.maximum(np.round(net_kg / piece_kg), 1.0)
    return np.where(net_kg < piece_kg, net_kg, pieces * piece_kg), pieces
