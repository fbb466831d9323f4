"""Shipment movements of made-up companies with the truth: what the work on legs, links and chains is tested with."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tidewaiter.networks.stages import MOVEMENTS

CODES = ("854231", "854232", "854239", "854110", "847150", "852691")
#: An unlisted code in the heading of each.
SIBLINGS = ("854290", "854290", "854290", "854190", "847190", "852699")
ORIGINS, HUBS, DESTINATION = ("DE", "US", "JP"), ("TR", "AE"), "RU"
_START = int(np.datetime64("2022-01-01").astype(np.int64))


@dataclass(frozen=True, slots=True)
class Traded:
    """Movements, and for each the consignment it is part of (-1 for honest trade) and the number of its leg."""

    movements: pa.Table
    consignment: npt.NDArray[np.int64]
    leg: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What records lack.

    Attributes:
        split: Share of legs that are recorded in several pieces; `switched` share declared under a sibling code.
        recorded: Share of the records of a side that are there; `both` share of legs that both sides record.
        unknown: Share of records without one of the parties; `without_weight` share without net weight.
    """

    split: float = 0.1
    switched: float = 0.05
    recorded: float = 0.95
    both: float = 0.5
    unknown: float = 0.02
    without_weight: float = 0.05


def traded(
    seed: int,
    *,
    consignments: int = 400,
    honest: int = 4_000,
    companies: int = 40,
    days: int = 700,
    faults: Faults = Faults(),
) -> Traded:
    """Make consignments that go through one or two of many companies, among honest trade of the same companies."""
    clerk = _Clerk(np.random.default_rng(seed), faults, companies)
    for number in range(consignments):
        _divert(clerk, number, days)
    for number in range(honest):
        _trade(clerk, number, days)
    order = clerk.draw.permutation(len(clerk.rows))
    table = pa.Table.from_pylist([clerk.rows[at] for at in order], schema=MOVEMENTS)
    return Traded(table, *(np.array([clerk.truth[at][part] for at in order]) for part in (0, 1)))


@dataclass(slots=True)
class _Clerk:
    """Writes records down, with their faults."""

    draw: np.random.Generator
    faults: Faults
    companies: int
    rows: list[dict[str, Any]] = field(default_factory=list)
    truth: list[tuple[int, int]] = field(default_factory=list)
    country: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        homes: list[tuple[range, tuple[str, ...]]] = [
            (self.hubs, HUBS),
            (self.suppliers, ORIGINS),
            (self.buyers, (DESTINATION,)),
            (self.others, ("IN", "BR", *HUBS)),
        ]
        for numbers, countries in homes:
            self.country |= {number: str(self.draw.choice(countries)) for number in numbers}

    @property
    def hubs(self) -> range:
        return range(self.companies)

    @property
    def suppliers(self) -> range:
        return range(1_000, 1_012)

    @property
    def buyers(self) -> range:
        return range(2_000, 2_025)

    @property
    def others(self) -> range:
        return range(3_000, 3_030)

    def lot(self, origin: str) -> dict[str, Any]:
        draw = self.draw
        at, kg, brand = int(draw.integers(len(CODES))), float(np.exp(draw.normal(3, 1.2))), f"BRAND {draw.integers(8)}"
        part = f"{brand[-1]}-{at}-{draw.integers(12)}"
        value = kg * 400 * float(np.exp(0.3 * draw.standard_normal()))
        return {
            "at": at, "code": CODES[at], "origin": origin, "kg": kg, "pieces": kg * 40, "brand": brand, "part": part,
            "value": value,
        }  # fmt: skip

    def write(self, way: tuple[int, int], day: int, lot: dict[str, Any], truth: tuple[int, int]) -> None:
        """Write down what both sides declare of a leg, in pieces on the side that is written first."""
        draw, faults = self.draw, self.faults
        arrives = day + int(draw.integers(1, 25))
        pieces = int(draw.integers(2, 5)) if draw.random() < faults.split else 1
        cuts = draw.dirichlet(np.full(pieces, 4.0)) if pieces > 1 else np.ones(1)
        one = ("export", "import")[int(draw.random() < 0.5)]
        for side in ("export", "import") if draw.random() < faults.both else (one,):
            if draw.random() > faults.recorded:
                continue
            for cut in cuts if side in {"export", one} else np.ones(1):
                self.rows.append(self._row(way, day if side == "export" else arrives, lot, side, float(cut)))
                self.truth.append(truth)

    def _row(self, way: tuple[int, int], day: int, lot: dict[str, Any], side: str, cut: float) -> dict[str, Any]:
        draw, faults = self.draw, self.faults
        one, other = way
        blank = draw.random() < faults.unknown
        noise = float(np.exp(0.04 * draw.standard_normal())) * (1.05 if side == "import" else 1.0)
        return {
            "record": f"{len(self.rows):07}",
            "day": _START + day,
            "whole_month": False,
            "seller": None if side == "import" and blank else one,
            "buyer": None if side == "export" and blank else other,
            "from_country": self.country[one],
            "to_country": self.country[other],
            "destination": self.country[other],
            "hs6": lot["code"],
            "family": f"2022:{lot['code']}",
            "asked": lot["code"] in CODES,
            "origin": lot["origin"] if draw.random() < 0.7 else None,
            "brand": lot["brand"] if draw.random() < 0.6 else None,
            "part": lot["part"] if draw.random() < 0.4 else None,
            "quantity": float(max(round(lot["pieces"] * cut), 1)) if draw.random() < 0.85 else None,
            "net_kg": round(lot["kg"] * cut, 3) if draw.random() > faults.without_weight else None,
            "value_usd": lot["value"] * cut * noise,
            "reporter": self.country[one if side == "export" else other],
            "direction": side,
        }


def _divert(clerk: _Clerk, number: int, days: int) -> None:
    """A consignment through one or two companies, a third of which do nothing else besides honest trade."""
    draw = clerk.draw
    supplier = int(draw.choice(clerk.suppliers))
    lot = clerk.lot(clerk.country[supplier])
    hubs = draw.choice(clerk.companies // 3, size=1 + int(draw.random() < 0.3), replace=False).tolist()
    day = int(draw.integers(days - 150))
    for step, way in enumerate(pairwise([supplier, *hubs, int(draw.choice(clerk.buyers))])):
        if step == 1 and draw.random() < clerk.faults.switched:
            lot["code"] = SIBLINGS[lot["at"]]
        clerk.write(way, day, lot, (number, step))
        day += 25 + int(draw.exponential(20))
        lot["value"] *= float(draw.uniform(1.05, 1.6))


def _trade(clerk: _Clerk, number: int, days: int) -> None:
    """An honest leg of any company: imports, exports elsewhere, exports of domestic goods to the destination."""
    draw, kind = clerk.draw, clerk.draw.random()
    one = int(draw.choice(clerk.hubs))
    if kind < 0.55:
        supplier = int(draw.choice(clerk.suppliers))
        way, origin = (supplier, one), clerk.country[supplier]
    elif kind < 0.9:
        domestic = draw.random() < 0.6
        way, origin = (
            (one, int(draw.choice(clerk.others))),
            clerk.country[one] if domestic else str(draw.choice(ORIGINS)),
        )
    else:
        way, origin = (one, int(draw.choice(clerk.buyers))), clerk.country[one]
    clerk.write(way, int(draw.integers(days)), clerk.lot(origin), (-1, number))
