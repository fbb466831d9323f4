"""How well hubs are found in simulated worlds: coverage of the intervals, false findings, true hubs found.

    python benchmarks/bench_hubs.py [WORLDS] [FIRST_SEED]

Prints how often intervals hold the truth, what is found, and what would be found at other rates of false discoveries.
Nothing here is fitted: the worlds' settings are drawn anew from each seed.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import duckdb
import numpy as np

from tidewaiter.flows.answers import HubAssessment
from tidewaiter.flows.arrange import build_panel
from tidewaiter.flows.assess import Assessed, Design, assess
from tidewaiter.flows.false_discovery import RATE, hub_findings
from tidewaiter.flows.goods import family_table, goods_asked
from tidewaiter.flows.grading import grade
from tidewaiter.flows.hubs import answers
from tidewaiter.flows.origins import NEIGHBOURS, suspects
from tidewaiter.flows.panel import Floats
from tidewaiter.flows.signs import signs_of
from tidewaiter.flows.window import parse_span, periods_between
from tidewaiter.law import load_law
from tidewaiter.store.flow_totals import flow_totals
from tidewaiter.world import Scale, World, make_world
from tidewaiter.world.trade import listed_goods

BASELINE, WINDOW = parse_span("2019-01:2021-12"), parse_span("2022-03:2024-11")
LEGS = ("imports_excess", "exports_excess", "lost_in_transit", "corroborated", "diversion")
GOOD = frozenset("ABC")
#: False-discovery rates the frontier is drawn over; the estimators' own is among them.
RATES = (0.01, 0.02, RATE, 0.1, 0.2, 0.3)
#: Flows a hub's diversion may be measured against; each gives a table of its own.
FLOWS = {
    "diverted": "all diverted goods",
    "usual": "the hub's usual imports of the goods",
    "direct": "what the origins sold the destination before",
    "arriving": "all that reaches the destination",
}


@dataclass(frozen=True)
class Case:
    """One hub of one world: what was estimated and what is true, by estimator; `at_rate` the grade at other rates."""

    grade: str | None
    at_rate: dict[float, str | None]
    intervals: dict[str, tuple[float, float, float]]  # low, high, truth
    diverted: float
    shares: dict[str, float]  # of the flows in `FLOWS`


def judge(seed: int, scale: Scale = Scale.SMALL) -> tuple[World, Assessed, tuple[HubAssessment, ...]]:
    world, law = make_world(seed, scale), load_law()
    asked = goods_asked("chpl", law, dt.date(2024, 12, 31))
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false; set threads = 1")
        connection.register("world_flows", world.flows)
        codes = connection.sql("select distinct hs, hs_vintage from world_flows").fetchall()
        families = family_table(codes, asked)
        relation = connection.sql("select *, false as parent, null::double as undetailed from world_flows")
        totals = flow_totals(connection, relation, families, "value_usd")
    panel = build_panel(
        totals,
        world.coverage,
        destination="RU",
        origins=[world.economy.country[at] for at in world.economy.places.origins],
        goods=set(families.filter(families["asked"])["family"].to_pylist()),
        periods=periods_between(BASELINE.first, WINDOW.last, annual=False),
        neighbours=NEIGHBOURS["RU"],
    )
    found = assess(panel, Design(baseline=BASELINE, window=WINDOW, suspects=suspects(law, "RU")))
    return world, found, answers(found)


def cases(seed: int) -> Iterator[Case]:
    world, found, rows = judge(seed)
    truth = world.truth
    begin = world.economy.months.at("2022-03")
    window = slice(begin, begin + WINDOW.months)
    flows = _flows(world, window)
    flows["diverted"] = sum(truth.of(row.hub, "2022-03", "2024-11") for row in rows)
    for row in rows:
        hub, country = found.panel.hubs.index(row.hub), world.economy.country.index(row.hub)

        def true(values: Floats, covered: Floats | None = None, country: int = country) -> float:
            months = values[country, window]
            return float(months.sum() if covered is None else months[covered].sum())

        exports, pair = found.exports.leg, found.lost.pair
        sent = true(truth.imports_excess)
        onward = true(truth.exports_excess, exports.covered[hub, exports.window])
        lost = true(truth.lost, pair.covered[hub, pair.window])
        said = {
            "imports_excess": sent, "exports_excess": onward, "lost_in_transit": lost,
            "corroborated": min(sent, onward), "diversion": min(sent, onward + lost),
        }  # fmt: skip
        intervals = {}
        for name, value in said.items():
            estimate = getattr(row, name)
            if estimate.low is not None:
                intervals[name] = (estimate.low, estimate.high, value)
        diverted = truth.of(row.hub, "2022-03", "2024-11")
        flows["usual"] = float(found.imports.leg.total(found.imports.expected)[hub].sum())
        yield Case(
            grade=None if row.grade is None else str(row.grade),
            at_rate={rate: graded_at(found, hub, rate) for rate in RATES},
            intervals=intervals,
            diverted=diverted,
            shares={name: diverted / flow if flow > 0 else 0.0 for name, flow in flows.items()},
        )


def graded_at(found: Assessed, hub: int, rate: float) -> str | None:
    """Return the grade of a hub if another rate of false discoveries were allowed."""
    tests = hub_findings(found.tests.p, rate)
    graded, _ = grade(signs_of(replace(found, tests=tests), hub, official=False))
    return None if graded is None else str(graded)


def _flows(world: World, window: slice) -> dict[str, float]:
    """Return true flows of listed goods to the destination in as long a time as the window: direct before, all in it.

    All that reaches the destination is honest trade of every country with it and the consignments diverted.
    """
    economy, listed = world.economy, listed_goods(world.economy.goods)
    begin, end = economy.months.at("2019-01"), economy.months.at("2021-12") + 1
    destination = economy.places.destination
    direct = economy.honest[np.ix_(economy.routes.between(economy.places.origins, destination), listed)]
    every = economy.honest[np.ix_(np.flatnonzero(economy.routes.importer == destination), listed)]
    left = economy.months.of_days(economy.chains.left)
    diverted = economy.chains.value[(left >= window.start) & (left < window.stop)].sum()
    return {
        "direct": float(direct[..., begin:end].sum()) * WINDOW.months / BASELINE.months,
        "arriving": float(every[..., window].sum() + diverted),
    }


def main(worlds: int, first: int) -> None:
    started = time.process_time()
    every = [case for seed in range(first, first + worlds) for case in cases(seed)]
    report(every, f"{worlds} worlds from seed {first}")
    print(f"\n{(time.process_time() - started) / worlds:.1f} s of processor a world")


def report(every: Sequence[Case], what: str) -> None:
    hubs, honest = [c for c in every if c.diverted > 0], [c for c in every if c.diverted == 0]
    print(f"{what}, {len(hubs)} hubs with diversion, {len(honest)} without\n")
    print("90 % intervals that hold the truth (aim: 85 to 95 %)")
    print(f"{'estimator':18}{'all':>8}{'hubs':>8}{'others':>8}{'too high':>10}{'too low':>9}")
    for name in LEGS:
        shares = []
        for group in (every, hubs, honest):
            held = [
                low <= true <= high for c in group if name in c.intervals for low, high, true in [c.intervals[name]]
            ]
            shares.append(sum(held) / max(len(held), 1))
        known = [c.intervals[name] for c in every if name in c.intervals]
        above = sum(true < low for low, _, true in known) / max(len(known), 1)
        below = sum(true > high for _, high, true in known) / max(len(known), 1)
        print(f"{name:18}" + "".join(f"{share:8.1%}" for share in shares) + f"{above:10.1%}{below:9.1%}")
    false = sum(c.grade in GOOD for c in honest) / max(len(honest), 1)
    flagged = sum(c.grade is not None for c in honest) / max(len(honest), 1)
    print(f"\nGraded C or better without diversion: {false:.1%} (aim: under 5 %); any grade: {flagged:.1%}")
    print(f"\n{'True hubs by share of':62}hubs  C or better  any grade (aim: 90 % C or better)")
    for name, label in FLOWS.items():
        for least in (0.01, 0.05, 0.25):
            large = [c for c in hubs if c.shares[name] > least]
            good = sum(c.grade in GOOD for c in large) / max(len(large), 1)
            flagged = sum(c.grade is not None for c in large) / max(len(large), 1)
            print(f"above {least:4.0%} of {label:50}{len(large):5}{good:13.1%}{flagged:11.1%}")
    print("\nAt other rates of false discoveries: graded C or better without diversion, and true hubs above 1 % of")
    print(f"{'rate':>6}{'without':>10}" + "".join(f"{name:>10}" for name in FLOWS))
    for rate in RATES:
        wrong = sum(c.at_rate[rate] in GOOD for c in honest) / max(len(honest), 1)
        groups = [[c for c in hubs if c.shares[name] > 0.01] for name in FLOWS]
        right = [sum(c.at_rate[rate] in GOOD for c in group) / max(len(group), 1) for group in groups]
        print(f"{rate:6.0%}{wrong:10.1%}" + "".join(f"{share:10.1%}" for share in right))


if __name__ == "__main__":
    main(*(int(word) for word in (*sys.argv[1:], *("200", "1000")[len(sys.argv) - 1 :])))
