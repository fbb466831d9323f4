"""Panels made by hand, and simulated worlds with all estimates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from tidewaiter.flows.answers import HubAssessment
from tidewaiter.flows.arrange import build_panel
from tidewaiter.flows.assess import Assessed, Design, assess
from tidewaiter.flows.goods import family_table, goods_asked
from tidewaiter.flows.hubs import answers
from tidewaiter.flows.origins import NEIGHBOURS, suspects
from tidewaiter.flows.panel import Panel
from tidewaiter.flows.window import parse_span, periods_between
from tidewaiter.law import load_law
from tidewaiter.store.flow_totals import flow_totals
from tidewaiter.world import World, make_world

BASELINE, WINDOW = parse_span("2019-01:2021-12"), parse_span("2022-03:2024-11")
PERIODS = periods_between(BASELINE.first, WINDOW.last, annual=False)
Row = tuple[str, str, str, str, str, float]


def panel_of(rows: Iterable[Row], **options: Any) -> Panel:
    """Arrange rows of reporter, partner, flow, family, period, value."""
    names = ("reporter", "partner", "flow", "family", "period", "value")
    table = pa.table({name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)})
    given: dict[str, Any] = {
        "destination": "RU", "origins": ("US", "DE"), "goods": ("2022:854231",), "periods": PERIODS,
    }  # fmt: skip
    return build_panel(table, **given | options)


@pytest.fixture
def steady() -> Callable[..., list[Row]]:
    """Rows of a calm trade: twelve hubs, both sides report the same; `change` alters a value in the window."""

    def make(change: Callable[[Row], float] = lambda row: row[5], seed: int = 1) -> list[Row]:
        random = np.random.default_rng(seed)
        rows: list[Row] = []
        hubs = ("KZ", "BR", "CL", "CO", "EG", "ID", "MA", "PE", "PH", "TH", "UY", "VN")
        for at, hub in enumerate(hubs):
            for family, size in (
                ("2022:854231", 1.0),
                ("2022:940171", 2.0),
                ("2022:390110", 3.0),
                ("2022:610910", 1.5),
            ):
                for period in PERIODS:
                    noise = float(np.exp(0.05 * random.standard_normal()))
                    sent = 1e6 * size * (1 + at / 4) * noise
                    rows += [
                        ("US", hub, "X", family, period, 0.6 * sent), ("DE", hub, "X", family, period, 0.4 * sent),
                        (hub, "US", "M", family, period, 0.63 * sent), (hub, "DE", "M", family, period, 0.42 * sent),
                        (hub, "RU", "X", family, period, 0.05 * sent), (hub, "FR", "X", family, period, 0.1 * sent),
                    ]  # fmt: skip
        for period in PERIODS:
            rows += [("US", "RU", "X", "2022:854231", period, 3e6 if period < "2022-03" else 2e5)]
        return [(*row[:5], change(row) if row[4] >= "2022-03" else row[5]) for row in rows]

    return make


@dataclass(frozen=True)
class Judged:
    """A world with everything estimated in it."""

    world: World
    found: Assessed
    rows: tuple[HubAssessment, ...]


def judge(seed: int) -> Judged:
    """Make a small world and estimate everything in it."""
    world, law = make_world(seed), load_law()
    asked = goods_asked("chpl", law, dt.date(2024, 12, 31))
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.register("world_flows", world.flows)
        relation = connection.sql("select *, false as parent, null::double as undetailed from world_flows")
        codes = connection.sql("select distinct hs, hs_vintage from world_flows").fetchall()
        families = family_table(codes, asked)
        totals = flow_totals(connection, relation, families, "value_usd")
    economy = world.economy
    panel = build_panel(
        totals,
        world.coverage,
        destination="RU",
        origins=[economy.country[at] for at in economy.places.origins],
        goods=set(families.filter(families["asked"])["family"].to_pylist()),
        periods=PERIODS,
        neighbours=NEIGHBOURS["RU"],
    )
    found = assess(panel, Design(baseline=BASELINE, window=WINDOW, suspects=suspects(law, "RU")))
    return Judged(world, found, answers(found))


@pytest.fixture(scope="session")
def judged() -> tuple[Judged, ...]:
    """A few worlds; `make bench` judges two hundred."""
    return tuple(judge(seed) for seed in (101, 102, 103, 104))
