"""Shipment movements of made-up companies with the truth: what the work on legs, links and chains is tested with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tidewaiter.networks.stages import MOVEMENTS

CODES = ("854231", "854232", "854239", "854110", "847150", "852691")
#: An unlisted code in the heading of each.
SIBLINGS = ("854290", "854290", "854290", "854190", "847190", "852699")
ORIGINS, HUBS, DESTINATION = ("DE", "US", "JP"), ("TR", "AE"), "RU"
_START = np.datetime64("2022-01-01").astype(int)


@dataclass(frozen=True, slots=True)
class Traded:
    """Movements, and for each the consignment it is part of (-1 for honest trade) and the number of its leg."""

    movements: pa.Table
    consignment: np.ndarray
    leg: np.ndarray


def traded(
    seed: int,
    *,
    consignments: int = 400,
    honest: int = 4_000,
    companies: int = 40,
    days: int = 700,
    split: float = 0.1,
    switched: float = 0.05,
    recorded: float = 0.95,
    both: float = 0.5,
    unknown: float = 0.02,
    without_weight: float = 0.05,
) -> Traded:
    """Make consignments that go through one or two of many companies, among honest trade of the same companies.

    Args:
        split: Share of legs that are recorded in several pieces; `switched` share declared under a sibling code.
        recorded: Share of the records of a side that are there; `both` share of legs that both sides record.
        unknown: Share of records without one of the parties; `without_weight` share without net weight.
    """
    draw = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    home = {n: str(draw.choice(HUBS)) for n in range(companies)}
    suppliers = {1_000 + n: str(draw.choice(ORIGINS)) for n in range(12)}
    buyers = {2_000 + n: DESTINATION for n in range(25)}
    others = {3_000 + n: str(draw.choice(["IN", "BR", "TR", "AE"])) for n in range(30)}
    country = home | suppliers | buyers | others
    passing = list(range(companies // 3))

    def write(one: int, other: int, day: int, lot: dict[str, object], value: float, name: tuple[int, int]) -> None:
        left, arrives = day, day + int(draw.integers(1, 25))
        pieces = int(draw.integers(2, 5)) if draw.random() < split else 1
        cuts = draw.dirichlet(np.full(pieces, 4.0)) if pieces > 1 else np.ones(1)
        sides = ("export", "import") if draw.random() < both else (("export",), ("import",))[int(draw.random() < 0.5)]
        for side in sides:
            if draw.random() > recorded:
                continue
            for cut in cuts if side == sides[0] else np.ones(1):
                rows.append(
                    {
                        "record": f"{len(rows):07}",
                        "day": _START + (left if side == "export" else arrives),
                        "whole_month": False,
                        "seller": None if side == "import" and draw.random() < unknown else one,
                        "buyer": None if side == "export" and draw.random() < unknown else other,
                        "from_country": country[one],
                        "to_country": country[other],
                        "destination": country[other],
                        "hs6": lot["code"],
                        "family": f"2022:{lot['code']}",
                        "asked": lot["code"] in CODES,
                        "origin": lot["origin"] if draw.random() < 0.7 else None,
                        "brand": lot["brand"] if draw.random() < 0.6 else None,
                        "part": lot["part"] if draw.random() < 0.4 else None,
                        "quantity": float(max(round(lot["pieces"] * cut), 1)) if draw.random() < 0.85 else None,
                        "net_kg": round(lot["kg"] * cut, 3) if draw.random() > without_weight else None,
                        "value_usd": value
                        * cut
                        * float(np.exp(0.04 * draw.standard_normal()))
                        * (1.05 if side == "import" else 1.0),
                        "reporter": country[one] if side == "export" else country[other],
                        "direction": side,
                        "name": name,
                    }
                )

    def lot(origin: str) -> dict[str, object]:
        at = int(draw.integers(len(CODES)))
        kg = float(np.exp(draw.normal(3, 1.2)))
        brand = f"BRAND {int(draw.integers(8))}"
        return {
            "at": at, "code": CODES[at], "origin": origin, "kg": kg, "pieces": kg * 40, "brand": brand,
            "part": f"{brand[-1]}-{at}-{int(draw.integers(12))}",
        }  # fmt: skip

    for number in range(consignments):
        supplier = int(draw.choice(list(suppliers)))
        goods = lot(suppliers[supplier])
        way = [supplier, *draw.choice(passing, size=1 + int(draw.random() < 0.3), replace=False).tolist()]
        way.append(int(draw.choice(list(buyers))))
        day, value = int(draw.integers(days - 150)), float(goods["kg"] * 400 * np.exp(0.3 * draw.standard_normal()))
        for step, (one, other) in enumerate(zip(way[:-1], way[1:], strict=True)):
            if step == 1 and draw.random() < switched:
                goods = {**goods, "code": SIBLINGS[goods["at"]]}
            write(one, other, day, goods, value, (number, step))
            day += 25 + int(draw.exponential(20))
            value *= float(draw.uniform(1.05, 1.6))
    for number in range(honest):
        one, kind = int(draw.choice(list(home))), draw.random()
        if kind < 0.55:
            supplier = int(draw.choice(list(suppliers)))
            sender, taker, origin = supplier, one, suppliers[supplier]
        elif kind < 0.9:
            sender, taker = one, int(draw.choice(list(others)))
            origin = home[one] if draw.random() < 0.6 else str(draw.choice(ORIGINS))
        else:
            sender, taker, origin = one, int(draw.choice(list(buyers))), home[one]
        if sender == taker:
            continue
        goods = lot(origin)
        value = float(goods["kg"] * 400 * np.exp(0.3 * draw.standard_normal()))
        write(sender, taker, int(draw.integers(days)), goods, value, (-1, number))
    names = [row.pop("name") for row in rows]
    order = draw.permutation(len(rows))
    table = pa.Table.from_pylist([rows[at] for at in order], schema=MOVEMENTS)
    return Traded(table, *(np.array([names[at][part] for at in order]) for part in (0, 1)))
