"""Chains: legs of the same goods, one after the other, from a supplier in an origin country to the destination."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.chains.likeness import LATE_BOOKING
from tidewaiter.networks.chains.numbering import numbered
from tidewaiter.networks.chains.step import Step
from tidewaiter.networks.days import ordinal
from tidewaiter.networks.keeping import Keep, as_it_is
from tidewaiter.networks.stages import CHAINS

#: Most legs of a chain.
MOST_LEGS = 4
#: Joins less sure than this make no chain unless asked for: above, they are likelier right than wrong.
DEFAULT_CONFIDENCE = 0.5


def chains(
    links: nw.LazyFrame[Any],
    legs: nw.LazyFrame[Any],
    *,
    destination: str,
    origins: Collection[str],
    confidence: float = DEFAULT_CONFIDENCE,
    keep: Keep = as_it_is,
) -> Step:
    """Return the step from ``LINKS`` and ``LEGS`` to ``CHAINS``: two to four legs that end at the destination.

    Paths are followed backward from the legs that enter the destination, until the seller is in an origin country.
    Where the records do not reach so far back, goods are followed as far as they do if they are stated to be of an
    origin country. Where only months are known, there has to be a day in each on which the goods can have moved, one
    after the other. Goods that their first seller declares for the destination went there in one movement, whoever was
    invoiced: they are no chain, see `direct_legs`. Amounts are conserved: what a chain carries is its share of the last
    leg, so that chains over the same legs add up to no more than these carry. The confidence is that of the weakest
    join.

    Args:
        links: Rows of ``LINKS``.
        legs: Rows of ``LEGS``.
        destination: Country the goods must not reach, ISO 3166 alpha-2.
        origins: Countries whose goods they are, such as those of the coalition.
        confidence: Least confidence of every join.
        keep: What an engine does with a table that several others are made of.
    """
    sure = links.filter(nw.col("confidence") >= confidence)
    sure = sure.select("company", "inward", "outward", "share", "confidence")
    for leg in ("inward", "outward"):
        sure = _at_one_company(sure, leg)
    found = _paths(keep(sure), _marked(legs, destination, origins), keep)
    ended = keep(_with_ends(found, legs))
    paths = numbered(ended, "chain", day="last", order=["leg_1", "leg_2", "leg_3", "leg_4"])
    return Step(frame=paths, group="chain", work=shaped, schema=CHAINS)


def direct_legs(
    legs: nw.LazyFrame[Any],
    *,
    destination: str,
    origins: Collection[str],
    since: dt.date | None = None,
) -> nw.LazyFrame[Any]:
    """Return legs of goods under suspicion straight from an origin country to the destination.

    The buyer is there, or the seller declares the goods for the destination and a company elsewhere is invoiced. They
    pass through no hub and are no chain; after a ban they are of interest by themselves.

    Args:
        legs: Rows of ``LEGS``.
        since: First day; all days when None.
    """
    from_origin = nw.col("from_country").is_in(sorted(origins))
    straight = (nw.col("to_country") == destination).fill_null(value=False) | _declared_straight(destination)
    found = legs.filter(nw.col("asked") & from_origin & straight)
    return found if since is None else found.filter(nw.col("day") >= since)


def _at_one_company(links: nw.LazyFrame[Any], leg: str) -> nw.LazyFrame[Any]:
    """Return the links of legs at one company each: where several may be the unknown party, at the surest."""
    most = links.with_columns(most=nw.col("confidence").max().over(leg))
    surest = nw.when(nw.col("confidence") == nw.col("most")).then(nw.col("company"))
    owned = most.with_columns(surest=surest).with_columns(owner=nw.col("surest").min().over(leg))
    return owned.filter(nw.col("company") == nw.col("owner")).drop("most", "surest", "owner")


def _declared_straight(destination: str) -> nw.Expr:
    """Return whether goods are declared for the destination where they leave, and no customs on the way saw them."""
    declared = (nw.col("destination") == destination).fill_null(value=False)
    return declared & ~(nw.col("to_country") == destination).fill_null(value=False) & (nw.col("sides") == "export")


def _marked(legs: nw.LazyFrame[Any], destination: str, origins: Collection[str]) -> nw.LazyFrame[Any]:
    """Return what following paths needs of legs: whether they begin at an origin, or end at the destination."""
    there = (nw.col("to_country") == destination) | (
        # The buyer is elsewhere or unknown, and the goods go to the destination all the same.
        (nw.col("destination") == destination).fill_null(value=False)
    )
    within = (nw.col("from_country") == destination).fill_null(value=False)
    listed = sorted(origins)
    return legs.select(
        "leg",
        "seller",
        "buyer",
        "asked",
        "family",
        "from_country",
        "to_country",
        begins=nw.col("from_country").is_in(listed).fill_null(value=False),
        made_there=nw.col("origin").is_in(listed).fill_null(value=False),
        straight=_declared_straight(destination),
        ends=there.fill_null(value=False) & ~within,
        enters=(nw.col("to_country") == destination).fill_null(value=False),
        came=ordinal("arrived"),
        left=ordinal("day"),
        left_to=ordinal("day_to"),
    )


def _paths(links: nw.LazyFrame[Any], legs: nw.LazyFrame[Any], keep: Keep) -> nw.LazyFrame[Any]:
    """Follow links backward from final legs: ``leg_1`` is the last, ``leg_4`` the first of the longest path."""
    onward = links.join(legs.filter(nw.col("ends")).select(outward="leg"), on="outward", how="semi")
    passed_on = legs.filter(nw.col("ends") & ~nw.col("enters")).join(
        onward.select(leg="inward").unique(), on="leg", how="semi"
    )
    final = legs.filter(nw.col("ends")).join(passed_on.select("leg"), on="leg", how="anti")
    path = final.select(
        leg_1="leg", buyer_0="buyer", country_0="to_country", seller_1="seller", country_1="from_country",
        front="leg", any_asked="asked", begins="begins", made_there="made_there",
        straight="straight", by="left_to", share=nw.lit(1.0), confidence=nw.lit(1.0), weakest_from_end=nw.lit(0),
    )  # fmt: skip
    done = []
    for size in range(2, MOST_LEGS + 1):
        path = _longer(path, links, legs, size)
        # A seller in an origin country is where a chain starts; other paths are tried to be made longer.
        path = keep(path.filter(~(nw.col("begins") & nw.col("straight"))))
        done.append(path.filter(nw.col("begins")))
        rest = path.filter(~nw.col("begins"))
        if size < MOST_LEGS:
            stuck = rest.join(links.select(front="outward").unique(), on="front", how="anti")
            done.append(stuck.filter(nw.col("made_there") & ~nw.col("straight")))
            path = rest.join(links.select(front="outward").unique(), on="front", how="semi")
        else:
            done.append(rest.filter(nw.col("made_there") & ~nw.col("straight")))
    whole = nw.concat([_filled(part) for part in done], how="vertical")
    return whole.filter(nw.col("any_asked"))


def _longer(path: nw.LazyFrame[Any], links: nw.LazyFrame[Any], legs: nw.LazyFrame[Any], size: int) -> nw.LazyFrame[Any]:
    """Put one leg more in front of paths; no company is passed twice, and goods arrive before they leave.

    Column ``by`` is the latest day on which goods can have left in the front leg, so that those behind still follow.
    """
    steps = links.select("company", front="outward", added="inward", added_share="share", added_confidence="confidence")
    before = legs.select(
        added="leg", added_seller="seller", added_country="from_country", added_asked="asked", added_begins="begins",
        added_made_there="made_there", added_straight="straight", added_came="came", added_left="left",
        added_left_to="left_to",
    )  # fmt: skip
    made = path.join(steps, on="front", how="inner").join(before, on="added", how="inner")
    # Who is unknown on a record is the company at which goods came in and went out.
    met = f"seller_{size - 1}"
    made = made.with_columns(nw.coalesce(met, "company").alias(met))
    weaker = nw.col("added_confidence") < nw.col("confidence")
    repeated = nw.lit(value=False)
    for earlier in ("buyer_0", *(f"seller_{at}" for at in range(1, size))):
        repeated = repeated | (nw.col(earlier) == nw.col("added_seller")).fill_null(value=False)
    columns = [f"{kind}_{at}" for at in range(1, size) for kind in ("leg", "seller", "country")]
    in_time = nw.col("added_came") <= nw.col("by") + LATE_BOOKING
    return made.filter(~repeated & in_time).select(
        *columns,
        "buyer_0",
        "country_0",
        nw.col("added").alias(f"leg_{size}"),
        nw.col("added_seller").alias(f"seller_{size}"),
        nw.col("added_country").alias(f"country_{size}"),
        front="added",
        any_asked=nw.col("any_asked") | nw.col("added_asked"),
        begins="added_begins",
        made_there="added_made_there",
        straight="added_straight",
        # One that is booked late keeps its day.
        by=nw.min_horizontal(nw.col("added_left_to"), nw.max_horizontal(nw.col("by"), nw.col("added_left"))),
        share=nw.col("share") * nw.col("added_share"),
        # The joint nearer to the destination is meant where two are equally weak.
        weakest_from_end=nw.when(weaker).then(nw.lit(size - 2)).otherwise(nw.col("weakest_from_end")),
        confidence=nw.when(weaker).then(nw.col("added_confidence")).otherwise(nw.col("confidence")),
    )


def _filled(path: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Give all paths the same columns."""
    names = path.collect_schema().names()
    size = max(at for at in range(1, MOST_LEGS + 1) if f"leg_{at}" in names)
    whole, text = nw.lit(None, nw.Int64), nw.lit(None, nw.String)
    more = {
        f"{kind}_{at}": text if kind == "country" else whole
        for at in range(size + 1, MOST_LEGS + 1)
        for kind in ("leg", "seller", "country")
    }
    order = [f"{kind}_{at}" for at in range(1, MOST_LEGS + 1) for kind in ("leg", "seller", "country")]
    return path.with_columns(**more, size=nw.lit(size)).select(
        *order, "buyer_0", "country_0", "front", "share", "confidence", "weakest_from_end", "size", "any_asked"
    )


def _with_ends(path: nw.LazyFrame[Any], legs: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Add days, goods and amounts of the first and the last leg."""
    last = legs.select(
        leg_1="leg", last="arrived", last_family="family", last_asked="asked", last_kg="net_kg",
        last_pieces="quantity", last_value="value_usd",
    )  # fmt: skip
    first = legs.select(
        front="leg", first="day", first_family="family", first_asked="asked", first_kg="net_kg",
        first_pieces="quantity", first_value="value_usd",
    )  # fmt: skip
    return path.join(last, on="leg_1", how="left").join(first, on="front", how="left")


def shaped(table: pa.Table) -> pa.Table:
    """Shape paths into rows of ``CHAINS``."""
    size = table["size"].to_numpy()
    share = table["share"].to_numpy()
    kg = [table[name].fill_null(float("nan")).to_numpy() for name in ("first_kg", "last_kg")]
    pieces = [table[name].fill_null(float("nan")).to_numpy() for name in ("first_pieces", "last_pieces")]
    ratio = kg[1] / kg[0]
    ratio = np.where(np.isnan(ratio), pieces[1] / pieces[0], ratio)
    # Of the first leg no more can have gone on than there was.
    part = np.minimum(share * np.where(np.isnan(ratio), 1.0, ratio), 1.0)
    first_asked = table["first_asked"].fill_null(False)
    columns: dict[str, Any] = {
        "chain": table["chain"],
        "legs": _lists(table, "leg", size, 0),
        "companies": _lists(table, "seller", size, 1),
        "countries": _lists(table, "country", size, 1),
        "family": pc.if_else(first_asked, table["first_family"], table["last_family"]),
        "first": table["first"],
        "last": table["last"],
        "net_kg": pa.array(share * kg[1], from_pandas=True),
        "value_usd": pa.array(share * table["last_value"].fill_null(float("nan")).to_numpy(), from_pandas=True),
        "value_in_usd": pa.array(part * table["first_value"].fill_null(float("nan")).to_numpy(), from_pandas=True),
        "confidence": table["confidence"],
        "weakest": pa.array(size - 2 - table["weakest_from_end"].to_numpy()),
    }
    return pa.table({name: columns[name] for name in CHAINS.names}).cast(CHAINS)


def _lists(table: pa.Table, kind: str, size: Any, more: int) -> pa.Array:  # noqa: ANN401 - an array
    """Return lists in the order of the way, from columns in the order back from the end."""
    names = [f"{kind}_{at}" for at in range(MOST_LEGS, 0, -1)]
    if more:
        names.append("buyer_0" if kind == "seller" else "country_0")
    columns = [table[name].combine_chunks() for name in names]
    flat = pa.chunked_array([column if isinstance(column, pa.Array) else column.chunk(0) for column in columns])
    rows = table.num_rows
    place = (np.arange(len(names))[None] * rows + np.arange(rows)[:, None])[
        np.arange(len(names))[None] >= (MOST_LEGS - size)[:, None]
    ]
    offsets = np.concatenate([[0], np.cumsum(size + more)]).astype(np.int32)
    values = flat.take(pa.array(place)).combine_chunks()
    return pa.ListArray.from_arrays(pa.array(offsets), values if isinstance(values, pa.Array) else values.chunk(0))
