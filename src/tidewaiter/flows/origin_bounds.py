"""How much of what a hub sends on can be of one origin: bounds, because hub statistics do not say.

With supply S from everywhere and exports E to the destination, at least what the rest of the supply cannot explain and
at most what came in from the origin is of that origin; in between, the share of the origin in the supply, if goods
are mixed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.panel import Floats


@dataclass(frozen=True, kw_only=True)
class OriginBounds:
    """Exports of a hub to the destination that are of one origin, by good, [..., k].

    Attributes:
        lower: max(0, E - (S - I)).
        proportional: E I / S, as if goods of all origins were mixed; NaN where there is no supply.
        upper: min(E, I), with I raised by what was lost in transit.
        corroborated: min(dI, dE), the value by which both legs grew, at least 0.
    """

    lower: Floats
    proportional: Floats
    upper: Floats
    corroborated: Floats


def origin_bounds(
    exports: Floats,
    imports: Floats,
    supply: Floats,
    *,
    lost: Floats | float = 0.0,
    excess_imports: Floats | None = None,
    excess_exports: Floats | None = None,
) -> OriginBounds:
    """Bound the part of one origin in a hub's exports to the destination.

    Args:
        exports: E, exports to the destination in the window.
        imports: I, imports from the origin in the window.
        supply: S, imports from everywhere and own production, in the window; own production is seldom known and then
            counts as none, which makes the lower bound too high.
        lost: Imports of the origin that never were booked.
        excess_imports: Excess of I; `excess_exports` that of E. Without both nothing is corroborated (NaN).

    Raises:
        ValueError: when imports of one origin exceed the supply from all.
    """
    if np.any(imports > supply * (1 + 1e-9) + 1e-9):
        raise ValueError("imports from one origin exceed the supply from all origins")
    found = np.where(supply > 0, exports * imports / np.where(supply > 0, supply, 1.0), np.nan)
    both = excess_imports is not None and excess_exports is not None
    return OriginBounds(
        lower=np.maximum(exports - (supply - imports), 0.0),
        proportional=found,
        upper=np.minimum(exports, imports + lost),
        corroborated=corroborated(excess_imports, excess_exports) if both else np.full_like(exports, np.nan),  # type: ignore[arg-type]
    )


def corroborated(excess_imports: Floats, excess_exports: Floats) -> Floats:
    """Return min(dI, dE), at least 0: the value for which both legs grew. NaN where a leg is."""
    return np.maximum(np.minimum(excess_imports, excess_exports), 0.0)
