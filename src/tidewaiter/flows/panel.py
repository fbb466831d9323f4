"""The dense panel every estimator reads: who reported what from where to where, of which goods, when.

Notation of the literature: ``o`` origin, ``h`` hub, ``R`` destination, ``n`` neighbour of the destination, ``k``
family of goods, ``t`` period. Arrays hold NaN where the reporter is not covered, and 0 where it is and no trade was
reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tidewaiter.model import UsageError

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Trade between origins, hubs and one destination.

    Attributes:
        destination: Country the goods may be diverted to.
        origins: Countries the goods come from; no origin can be a hub.
        hubs: Candidate hubs.
        neighbours: Countries beside the destination through which goods may go on, for the second leg.
        goods: Families of the goods under suspicion; `controls` the groups of other goods they are compared with.
        periods: ``2022-03`` or, for annual data, ``2022``.
        unit: Currency of every value.
        vintage: Date or version of the data.
        shipped: X[o, h, k, t], exports to the hub as the origin reports them.
        received: M[o, h, k, t], imports from the origin as the hub reports them.
        direct: X[o, k, t], exports to the destination as the origin reports them.
        imports: Imports of the hub from everywhere, [h, k, t]; `imports_beside` from other candidates
            that are no large producers themselves, from whom a second hub buys.
        onward: E[h, k, t], exports of the hub to the destination as the hub reports them.
        elsewhere: Exports of the hub to all but the destination and its neighbours, [h, k, t].
        sent: Exports of the hub to neighbours, [h, n, k, t]; `arrived` the same as the neighbours report them.
        shipped_controls: Exports of control goods to the hub, summed over origins, [h, c, t].
        onward_controls: Exports of control goods by the hub to the destination, [h, c, t].
        headings: Four-digit headings that hold goods under suspicion and others; `heading_of` the place of each good's
            heading, [k], -1 where it holds no other.
        shipped_siblings: Exports to the hub of the other goods of a heading, summed over origins, [h, s, t]; likewise
            `onward_siblings`, exports of the hub to the destination.
        shipped_kg: Net weight of `shipped`, summed over origins, [h, k, t]; likewise `onward_kg`, `elsewhere_kg`.
        shipped_weighed: Value of the part of `shipped` whose weight is known; likewise the two others.
        origin_covered: Origin reports exports in the period, [o, t].
        exports_covered: Hub reports exports, [h, t]; `imports_covered` its imports.
        neighbour_covered: Neighbour reports imports, [n, t].
        excluded: Why a country is no candidate, by country.
    """

    destination: str
    origins: tuple[str, ...]
    hubs: tuple[str, ...]
    neighbours: tuple[str, ...]
    goods: tuple[str, ...]
    controls: tuple[str, ...]
    periods: tuple[str, ...]
    unit: str = "USD"
    vintage: str = ""
    shipped: Floats
    received: Floats
    direct: Floats
    imports: Floats
    imports_beside: Floats
    onward: Floats
    elsewhere: Floats
    sent: Floats
    arrived: Floats
    shipped_controls: Floats
    onward_controls: Floats
    headings: tuple[str, ...] = ()
    heading_of: Indices = field(default_factory=lambda: np.zeros(0, dtype=np.intp))
    shipped_siblings: Floats
    onward_siblings: Floats
    shipped_kg: Floats
    onward_kg: Floats
    elsewhere_kg: Floats
    shipped_weighed: Floats
    onward_weighed: Floats
    elsewhere_weighed: Floats
    origin_covered: Bools
    exports_covered: Bools
    imports_covered: Bools
    neighbour_covered: Bools
    excluded: Mapping[str, str] = field(default_factory=dict)

    @property
    def annual(self) -> bool:
        """Whether a period is a year."""
        return len(self.periods[0]) == 4

    def hub(self, code: str) -> int:
        """Return the place of a hub on the hub axis.

        Raises:
            UsageError: when the country is no candidate; the message says why, where it was excluded.
        """
        if code in self.hubs:
            return self.hubs.index(code)
        why = self.excluded.get(code, "no flow of these data touches it")
        raise UsageError(f"{code} is no candidate hub: {why}.")
