"""Legs, links and chains of a workspace's shipment records, for one question."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from tidewaiter.engines import TableEngine
from tidewaiter.flows.goods import GoodsAsked, goods_asked
from tidewaiter.flows.origins import Origins
from tidewaiter.law import Law
from tidewaiter.networks.chains.chains import chains
from tidewaiter.networks.chains.goods import goods_table
from tidewaiter.networks.chains.legs import legs_by_buyer, legs_by_seller, numbered_legs, settled
from tidewaiter.networks.chains.links import links
from tidewaiter.networks.chains.movements import movements
from tidewaiter.networks.chains.step import Step
from tidewaiter.store.runs import Run, RunStore
from tidewaiter.workspace.companies import Resolved, named_by
from tidewaiter.workspace.stages import Began, Frame, Stages

KIND = "chains"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chained:
    """Everything of the goods asked about, as tables of one engine.

    Attributes:
        run: Where the stages are kept.
        movements: Rows of ``MOVEMENTS``, of all goods; `legs`, `links` and `chains` likewise.
    """

    run: Run
    movements: Frame
    legs: Frame
    links: Frame
    chains: Frame


def chained(
    resolved: Resolved,
    engine: TableEngine,
    runs: RunStore,
    *,
    goods: GoodsAsked,
    destination: str,
    origins: Origins,
    began: Began,
) -> Chained:
    """Follow the goods: from records to chains, each stage worked out once.

    Args:
        resolved: Records and companies.
        engine: Works on the tables.
        runs: Where the stages are kept.
        goods: Goods under suspicion.
        destination: ISO 3166 alpha-2.
        origins: Countries the goods come from.
        began: Receives the name of each stage that has to be worked out.
    """
    rests_on: dict[str, Any] = {
        "companies": resolved.run.name,
        "families": sorted(goods.families),
        "headings": sorted(goods.headings),
        "destination": destination,
        "origins": sorted(origins.countries),
    }
    run = runs.open(KIND, named_by(rests_on))
    runs.note(run, rests_on)
    stages = Stages(run, engine, began)

    def moved() -> Frame:
        return movements(
            resolved.records,
            resolved.frame("spellings", engine),
            resolved.frame("resolved", engine),
            engine.frame(resolved.companies.select(["company", "country", "forwarder"])),
            engine.frame(goods_table(goods.families, goods.headings)),
            keep=engine.keep,
        )

    def joined() -> Frame:
        drafts = engine.keep(_apply(engine, legs_by_buyer(moves)))
        again = engine.keep(_apply(engine, legs_by_seller(drafts)))
        return numbered_legs(nw.concat([settled(drafts), again], how="vertical"))

    def followed() -> Frame:
        step = chains(found, legs, destination=destination, origins=origins.countries, keep=engine.keep)
        return _apply(engine, step)

    moves = stages.frame("movements", lambda: _cut(moved()), by=["goods", "month"]).drop("goods", "month")
    legs = stages.frame("legs", joined)
    found = stages.frame("links", lambda: _apply(engine, links(legs)))
    ways = stages.frame("chains", followed)
    return Chained(run=run, movements=moves, legs=legs, links=found, chains=ways)


def goods_of(text: str, law: Law, on: dt.date) -> GoodsAsked:
    """Return the goods a user means; see `tidewaiter.flows.goods.goods_asked`."""
    return goods_asked(text, law, on)


def _cut(moves: Frame) -> Frame:
    """Add the columns by which movements are put into folders: goods under suspicion and others, and the month."""
    goods = nw.when(nw.col("asked")).then(nw.lit("asked")).otherwise(nw.lit("other"))
    return moves.with_columns(goods=goods, month=nw.col("day").cast(nw.String).str.slice(0, 7))


def _apply(engine: TableEngine, step: Step) -> Frame:
    return engine.apply(step.frame, group=step.group, work=step.work, schema=step.schema)
