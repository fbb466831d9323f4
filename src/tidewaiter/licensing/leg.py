"""An item on its way to one country on one day: what the rules on goods and destinations need to know, and no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tidewaiter.licensing.classification import Classification
from tidewaiter.model import Act, Region


@dataclass(frozen=True, slots=True)
class Leg:
    """Facts on which the destination rules depend; equal legs have equal findings, so these are kept.

    Attributes:
        unit_value_usd: Price of one unit in US dollars, for the thresholds of Supp. No. 5 to part 746.
        recipient: What is stated of the use and the receiver's business, for the software left out in 746.8(a)(12)(iv).
    """

    goods: Classification
    country: str
    region: Region | None
    day: dt.date
    act: Act
    from_country: str | None = None
    unit_value_usd: float | None = None
    recipient: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """The leg as the facts a reason shows."""
        region = {"region": self.region.value} if self.region else {}
        shown = {"item": self.goods.code or "not classified", "hs": self.goods.hs or "not stated"}
        return {"destination": self.country} | region | shown
