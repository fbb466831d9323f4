"""Who takes part in a question about hubs, and whose statistics speak of whom in which period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.panel import Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who takes part: origins, candidate hubs, neighbours, the destination, and every partner that is a country."""

    sources: tuple[str, ...]
    hubs: tuple[str, ...]
    beside: tuple[str, ...]
    destination: str
    partners: tuple[str, ...]

    @property
    def others(self) -> tuple[str, ...]:
        """Partners that are neither the destination nor beside it."""
        return tuple(code for code in self.partners if code not in {self.destination, *self.beside})


@dataclass(frozen=True, slots=True)
class Listed:
    """Which partners the data of a reporter and flow say anything of."""

    partners: Mapping[tuple[str, str], frozenset[str]]

    def says(self, flow: str, reporter: str, partners: Sequence[str]) -> bool:
        """Tell whether at least one of the partners is among them; data without a list speak of all."""
        known = self.partners.get((reporter, flow))
        return known is None or any(partner in known for partner in partners)

    def all_say(self, flow: str, reporters: Sequence[str], partners: Sequence[str]) -> Bools:
        """Return whether each reporter's data speak of at least one of the partners, [reporter, 1]."""
        return np.array([self.says(flow, reporter, partners) for reporter in reporters], dtype=bool)[:, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Which reporters are covered, each [reporter, t], and of which hubs the origins' data speak, [h]."""

    origins: Bools
    to_hub: Bools
    to_destination: Bools
    to_others: Bools
    from_origins: Bools
    hub_exports: Bools
    hub_imports: Bools
    beside_imports: Bools


def known_sides(covered: frozenset[tuple[str, str, str]], about: Listed, sides: Sides, periods: Sequence[str]) -> Known:
    """Return whose statistics speak of whom.

    Args:
        covered: Reporter, flow and period of everything reported.
        about: Of which partners the data speak.
        sides: Who takes part.
        periods: Periods of the panel.
    """

    def by(flow: str, codes: Sequence[str]) -> Bools:
        found = [[(code, flow, t) in covered for t in periods] for code in codes]
        return np.array(found, dtype=bool).reshape(len(codes), len(periods))

    hub_out, hub_in = by("X", sides.hubs), by("M", sides.hubs)
    to_hub = [all(about.says("X", origin, (hub,)) for origin in sides.sources) for hub in sides.hubs]
    return Known(
        origins=by("X", sides.sources),
        to_hub=np.array(to_hub, dtype=bool),
        to_destination=hub_out & about.all_say("X", sides.hubs, (sides.destination,)),
        to_others=hub_out & about.all_say("X", sides.hubs, sides.others),
        from_origins=hub_in & about.all_say("M", sides.hubs, sides.sources),
        hub_exports=hub_out,
        hub_imports=hub_in,
        beside_imports=by("M", sides.beside),
    )
