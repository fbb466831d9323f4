"""Rows of the tables of the networks room, written by hand, and their way through the steps."""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals as nw
import pyarrow as pa

from tidewaiter.engines import TableEngine
from tidewaiter.networks.chains.chains import chains
from tidewaiter.networks.chains.legs import legs_by_buyer, legs_by_seller, numbered_legs, settled
from tidewaiter.networks.chains.links import joined, links
from tidewaiter.networks.chains.step import Step
from tidewaiter.networks.stages import LEGS, MOVEMENTS

DAY = dt.date(2023, 1, 10)
HUB = 7


def day(number: int) -> dt.date:
    """Return the day a number of days after the first."""
    return DAY + dt.timedelta(days=number)


def leg(number: int, on: int, seller: int | None, buyer: int | None, **said: Any) -> dict[str, Any]:
    """Return a row of ``LEGS``: 1 to 9 are in TR, 100s in DE, 200s in RU."""
    usual = {
        "leg": number, "records": [f"r{number}"], "day": day(on), "arrived": day(on),
        "seller": seller, "buyer": buyer, "from_country": _country(seller), "to_country": _country(buyer),
        "destination": _country(buyer), "hs6": "854231", "family": "2022:854231", "asked": True,
        "value_usd": 1000.0, "sides": "export",
    }  # fmt: skip
    row = usual | said
    row.setdefault("net_kg", 10.0)
    row.setdefault("day_to", row["day"])
    row.setdefault("arrived_to", row["arrived"])
    return row


def movement(record: str, on: int, side: str, seller: int | None, buyer: int | None, **said: Any) -> dict[str, Any]:
    """Return a row of ``MOVEMENTS`` with the countries of `leg`."""
    row = leg(0, on, seller, buyer, **said) | {"record": record, "direction": side}
    row["reporter"] = row["from_country" if side == "export" else "to_country"]
    row.setdefault("quantity", None)
    return {name: row.get(name) for name in MOVEMENTS.names}


def _country(company: int | None) -> str | None:
    return None if company is None else ("TR", "DE", "RU")[min(company // 100, 2)]


def legs_of(*rows: dict[str, Any]) -> pa.Table:
    """Return a table of ``LEGS``."""
    return pa.Table.from_pylist([{name: row.get(name) for name in LEGS.names} for row in rows], schema=LEGS)


def at_company(*rows: dict[str, Any], company: int = HUB) -> pa.Table:
    """Return legs as the work on links is handed them, for one company."""
    found = []
    for row in rows:
        for inward, here, there in ((1, "buyer", "seller"), (0, "seller", "buyer")):
            if row[here] == company:
                more = {"company": company, "partner": row[there], "inward": inward}
                found.append({"likely": 1.0} | row | more)
    more_columns = [("company", pa.int64()), ("partner", pa.int64()), ("inward", pa.int32()), ("likely", pa.float64())]
    schema = pa.schema([*LEGS, *more_columns])
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in found], schema=schema)


def joins(*rows: dict[str, Any], least: float = 0.5) -> dict[tuple[int, int], dict[str, Any]]:
    """Return the links at the company by their legs, those that are sure enough."""
    found = joined(at_company(*rows)).to_pylist()
    return {(row["inward"], row["outward"]): row for row in found if row["confidence"] >= least}


def applied(engine: TableEngine, step: Step) -> nw.LazyFrame[Any]:
    """Take a step on an engine."""
    return engine.apply(step.frame, group=step.group, work=step.work, schema=step.schema)


def legs_from(engine: TableEngine, movements: pa.Table) -> pa.Table:
    """Take both steps from movements to legs."""
    first = applied(engine, legs_by_buyer(engine.frame(movements)))
    second = applied(engine, legs_by_seller(first))
    made = numbered_legs(nw.concat([settled(first), second], how="vertical"))
    return engine.collect(made).sort_by("leg")


def links_from(engine: TableEngine, legs: pa.Table) -> pa.Table:
    """Take the step from legs to links."""
    return engine.collect(applied(engine, links(engine.frame(legs)))).sort_by(
        [("outward", "ascending"), ("inward", "ascending")]
    )


def chains_from(engine: TableEngine, legs: pa.Table, made: pa.Table, **asked: Any) -> pa.Table:
    """Take the step from links to chains, from DE to RU."""
    step = chains(engine.frame(made), engine.frame(legs), **({"destination": "RU", "origins": {"DE"}} | asked))
    return engine.collect(applied(engine, step)).sort_by("chain")
