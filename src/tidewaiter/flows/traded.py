"""Sums of goods that were traded between the sides of a question, as each reporter states them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidewaiter.flows.cubes import Amount, Cubes, axis
from tidewaiter.flows.panel import Floats
from tidewaiter.flows.sides import Known, Sides

#: Reporter of what all origins together send, where they were added up before.
ALL_ORIGINS = "+"


@dataclass(frozen=True, slots=True)
class Traded:
    """Sums of some goods between the sides, NaN where the reporter is not covered."""

    cubes: Cubes
    sides: Sides
    known: Known

    def shipped(self, of: Amount = "value") -> Floats:
        """Return exports of all origins together to each hub, [h, k, t]."""
        one = dict.fromkeys((*self.sides.sources, ALL_ORIGINS), 0)
        total = self.cubes.sum("X", one, axis(self.sides.hubs), of=of).sum(axis=0)
        return _blank(total, self.known.origins.any(axis=0))

    def shipped_by_origin(self) -> Floats:
        """Return exports of each origin to each hub, [o, h, k, t]."""
        total = self.cubes.sum("X", axis(self.sides.sources), axis(self.sides.hubs))
        spoken = self.known.origins[:, None, None] & self.known.to_hub[None, :, None, None]
        return _blank(total, spoken)

    def direct(self) -> Floats:
        """Return exports of each origin to the destination, [o, k, t]."""
        total = self.cubes.sum("X", axis(self.sides.sources), axis((self.sides.destination,))).sum(axis=1)
        return _blank(total, self.known.origins[:, None])

    def received(self) -> Floats:
        """Return imports of each hub from each origin, [o, h, k, t]."""
        total = np.swapaxes(self.cubes.sum("M", axis(self.sides.hubs), axis(self.sides.sources)), 0, 1)
        return _blank(total, self.known.from_origins[None, :, None])

    def imports(self, partners: Sequence[str]) -> Floats:
        """Return imports of each hub from some countries together, [h, k, t]."""
        total = self.cubes.sum("M", axis(self.sides.hubs), dict.fromkeys(partners, 0)).sum(axis=1)
        return _blank(total, self.known.hub_imports[:, None])

    def onward(self, of: Amount = "value") -> Floats:
        """Return exports of each hub to the destination, [h, k, t]."""
        total = self.cubes.sum("X", axis(self.sides.hubs), axis((self.sides.destination,)), of=of).sum(axis=1)
        return _blank(total, self.known.to_destination[:, None])

    def elsewhere(self, of: Amount = "value") -> Floats:
        """Return exports of each hub to all but the destination and its neighbours, [h, k, t]."""
        total = self.cubes.sum("X", axis(self.sides.hubs), dict.fromkeys(self.sides.others, 0), of=of).sum(axis=1)
        return _blank(total, self.known.to_others[:, None])

    def sent(self) -> Floats:
        """Return exports of each hub to each neighbour, [h, n, k, t]."""
        total = self.cubes.sum("X", axis(self.sides.hubs), axis(self.sides.beside))
        return _blank(total, self.known.hub_exports[:, None, None])

    def arrived(self) -> Floats:
        """Return the same as the neighbours report it, [h, n, k, t]."""
        total = np.swapaxes(self.cubes.sum("M", axis(self.sides.beside), axis(self.sides.hubs)), 0, 1)
        return _blank(total, self.known.beside_imports[None, :, None])


def _blank(values: Floats, covered: npt.ArrayLike) -> Floats:
    """Return the values with NaN where the reporter is not covered."""
    values[np.broadcast_to(~np.asarray(covered, dtype=bool), values.shape)] = np.nan
    return values
