"""Joins of legs at a company: which inward leg brought the goods that an outward leg took on."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.chains.candidates import Pairs, blocks_of
from tidewaiter.networks.chains.competing import competing
from tidewaiter.networks.chains.likeness import MARGIN, NEAR
from tidewaiter.networks.chains.lots import Floats, Ints, Lots, lots
from tidewaiter.networks.chains.marginals import Explanations
from tidewaiter.networks.chains.packing import taken
from tidewaiter.networks.chains.partners import WORKED_ON, partners_of_unknown
from tidewaiter.networks.chains.procedures import ENDED, OUTRIGHT, RETURNED, TO_RETURN
from tidewaiter.networks.chains.remainders import remainder_pairs
from tidewaiter.networks.chains.shares import Left, give_out
from tidewaiter.networks.chains.step import Step
from tidewaiter.networks.stages import LINKS

#: Joins less sure than this are not kept.
LEAST_CONFIDENCE = 0.1
#: Digits of a confidence that are told apart.
_DIGITS = 9
#: Log-odds that pairs are right, over log-odds by their facts: logistic regression on simulated worlds.
_INTERCEPT, _SLOPE = 0.42, 0.66
_SUM_INTERCEPT, _SUM_SLOPE = 0.36, 0.82


def links(legs: nw.LazyFrame[Any]) -> Step:
    """Return the step from ``LEGS`` to ``LINKS``, company by company.

    Goods are followed that are under suspicion, and goods of the same headings beside them, since a code may be
    switched on the way.

    Args:
        legs: Rows of ``LEGS``.
    """
    return Step(frame=at_companies(legs), group="company", work=joined, schema=LINKS)


def at_companies(legs: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return legs twice, at the company they come in to and at the one they go out of, where both kinds are.

    Goods that come back, or are destroyed, were not bought. Goods that leave to come back are not sold on, unless the
    importer declares that they are there to stay. Where a party is unknown, the leg is at each company that it may
    be: column ``likely`` says how likely it is that one.
    """
    headed = legs.with_columns(heading=nw.col("hs6").str.slice(0, 4))
    asked = headed.filter(nw.col("asked")).select("heading").unique()
    near = headed.join(asked, on="heading", how="semi")
    back = nw.col("received_as").is_in([RETURNED, ENDED]).fill_null(value=False)
    stays = (nw.col("received_as") == OUTRIGHT).fill_null(value=False)
    lent = (nw.col("sent_as") == TO_RETURN).fill_null(value=False) & ~stays
    sides = [
        nw.concat([_of_known(near, company, partner), partners_of_unknown(near, company)], how="vertical")
        .with_columns(inward=nw.lit(inward), left_out=left_out)
        .filter(~nw.col("left_out"))
        .drop("left_out")
        for company, partner, inward, left_out in (("buyer", "seller", 1, back), ("seller", "buyer", 0, lent))
    ]
    buying, selling = (side.select("company").unique() for side in sides)
    both = buying.join(selling, on="company", how="semi")
    return nw.concat(sides, how="vertical").join(both, on="company", how="semi")


def _of_known(legs: nw.LazyFrame[Any], company: str, partner: str) -> nw.LazyFrame[Any]:
    known = legs.filter(~nw.col(company).is_null())
    return known.select(*WORKED_ON, company=nw.col(company), partner=nw.col(partner), likely=nw.lit(1.0))


def joined(table: pa.Table) -> pa.Table:
    """Join the legs of whole companies: rows of `at_companies` to rows of ``LINKS``."""
    ins, outs = lots(table)
    if not len(ins.leg) or not len(outs.leg):
        return LINKS.empty_table()
    blocks = blocks_of(ins, outs)
    pairs, whole_lots, every, sure, habits = competing(ins, outs, blocks)
    sure = np.concatenate([calibrated(sure[: len(pairs.to)]), calibrated_sums(sure[len(pairs.to) :])])
    sure[: len(pairs.to)][~whole_lots] = 0.0
    left = Left(np.ones(len(ins.leg)), np.ones(len(outs.leg)))
    equal = _given(ins, outs, _surest(ins, outs, every, sure, pairs.ratio), left)
    # What only may be the company's is told by its amount, or not at all.
    left.ins[ins.likely < 1.0] = 0.0
    left.outs[outs.likely < 1.0] = 0.0
    rest = _given(ins, outs, remainder_pairs(ins, outs, blocks, habits, left), left)
    whole = pa.concat_tables([equal, rest])
    return whole.filter(pc.greater_equal(whole["confidence"], LEAST_CONFIDENCE))


def calibrated(sure: Floats) -> Floats:
    """Return how often pairs of equal amount of a probability are right.

    The facts of a pair are not quite independent, so that what they say together is too extreme.
    """
    sure = np.clip(sure, 1e-9, 1 - 1e-9)
    found: Floats = 1 / (1 + np.exp(-_INTERCEPT) * ((1 - sure) / sure) ** _SLOPE)
    return found


def calibrated_sums(sure: Floats) -> Floats:
    """Return how often bundles of a probability are right."""
    sure = np.clip(sure, 1e-9, 1 - 1e-9)
    found: Floats = 1 / (1 + np.exp(-_SUM_INTERCEPT) * ((1 - sure) / sure) ** _SUM_SLOPE)
    return found


def _surest(ins: Lots, outs: Lots, every: Explanations, sure: Floats, ratio: Floats) -> Pairs:
    """Return pairs of legs of the surest explanations that share none, in their order, with their confidence.

    Args:
        every: Pairs, and bundles after them; `sure` how sure each is.
        ratio: Log ratios of amounts, of pairs.
    """
    kept = np.flatnonzero(sure >= LEAST_CONFIDENCE)
    size_in, size_out = ((rows[kept] >= 0).sum(axis=1) for rows in (every.ins, every.outs))
    last_in, last_out = (side.leg[rows[kept].max(axis=1)] for side, rows in ((ins, every.ins), (outs, every.outs)))
    first_in, first_out = ins.leg[every.ins[kept, 0]], outs.leg[every.outs[kept, 0]]
    key = (last_in, last_out, size_in, size_out, first_in, first_out, -np.round(sure[kept], _DIGITS))
    order = kept[np.lexsort(key)]
    to, at, number = taken(every.ins[order], every.outs[order], len(ins.leg), len(outs.leg))
    which = order[number]
    weight, count = np.log(outs.kg[to] / ins.kg[at]), np.log(outs.pieces[to] / ins.pieces[at])
    part = np.where(np.isnan(weight), count, weight)
    # Where nothing is stated on both sides, values tell how much of a sum a leg is, less the usual margin.
    part = np.where(np.isnan(part), np.log(outs.value[to] / ins.value[at]) - MARGIN, part)
    alone = which < len(ratio)
    part[alone] = ratio[which[alone]]
    return Pairs(to, at, part, sure[which])


def _given(ins: Lots, outs: Lots, pairs: Pairs, left: Left) -> pa.Table:
    """Give amounts out to pairs in their order and return the links made."""
    which, share = give_out(pairs, left)
    to, at, ratio, sure = pairs.to[which], pairs.at[which], pairs.ratio[which], pairs.word[which]
    columns = {
        "company": outs.company[to],
        "inward": ins.leg[at],
        "outward": outs.leg[to],
        "share": np.minimum(share, 1.0),
        "gap_days": np.maximum(outs.day[to] - ins.last[at], 0),
        "gap_days_to": np.maximum(outs.last[to] - ins.day[at], 0),
        "price_ratio": pa.array(outs.value[to] / ins.value[at] / np.exp(ratio), from_pandas=True),
        # The last digits depend on the order of sums, and it on the numbers texts have.
        "confidence": np.round(np.clip(sure, 0.0, 1.0), _DIGITS),
        "why": _why(ins, outs, to, at, ratio),
    }
    return pa.table(columns).cast(LINKS)


def _why(ins: Lots, outs: Lots, to: Ints, at: Ints, ratio: Floats) -> pa.Array:
    """Return what agrees, in words."""
    words = np.full(len(to), "", dtype=object)
    for word, agrees in {
        "part number": (ins.part[at] >= 0) & (ins.part[at] == outs.part[to]),
        "brand": (ins.brand[at] >= 0) & (ins.brand[at] == outs.brand[to]),
        "amount": np.abs(ratio) <= NEAR,
        "code": ins.hs[at] == outs.hs[to],
        "family": (ins.hs[at] != outs.hs[to]) & (ins.family[at] == outs.family[to]),
        "heading only": ins.family[at] != outs.family[to],
        "origin": (ins.origin[at] >= 0) & (ins.origin[at] == outs.origin[to]),
    }.items():
        words = words + np.where(agrees, f", {word}", "")
    return pa.array([text[2:] for text in words.tolist()], pa.string())
