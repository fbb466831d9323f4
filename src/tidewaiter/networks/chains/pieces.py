"""Movements that one side, or both, declared in several pieces: the sums of both sides agree.

Where declarations of both sides are left without a partner, pairs and sums of all declarations of the two companies and
their goods compete, by the same likelihoods and the same probabilities as the lots that come in to a company and go out
of it (`competing`): a piece may equal a piece of another invoice by chance.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tidewaiter.networks.chains.candidates import blocks_of
from tidewaiter.networks.chains.competing import competing
from tidewaiter.networks.chains.declarations import LATEST, Declared
from tidewaiter.networks.chains.likeness import COPIED, WEIGHED
from tidewaiter.networks.chains.lots import Bools, Ints, Lots, count_alike, count_same_piece
from tidewaiter.networks.chains.marginals import Usual
from tidewaiter.networks.chains.packing import taken

#: What is usual between two customs where their own declarations do not tell: most goods are declared by both; an
#: importer adds freight and insurance; days on the way.
_ON_THE_WAY = Usual(0.7, 0.05, 0.1, 15.0, 1.0, 0.5, 0.5, COPIED, WEIGHED)
#: Least probability of declarations that are joined.
_LEAST = 0.5


def in_pieces(ex: Declared, im: Declared, partner_ex: Ints, partner_im: Ints) -> tuple[Ints, Ints, Ints, Bools]:
    """Return rows of declarations that are of one movement, where some may be pieces.

    Args:
        ex: Declarations of the exporting side; `im` of the importing one.
        partner_ex: Row of `im` that each row of `ex` is a pair with, as if nothing was in pieces, -1 without one;
            `partner_im` the other way round.

    Returns:
        Rows of `ex` and of `im`, every piece of one side with every piece of the other, the number of the movement, and
        which rows of `ex` were looked at: pairs of these do not hold, but where they are returned.
    """
    nothing = np.empty(0, np.int64)
    if not len(ex.party) or not len(im.party):
        return nothing, nothing, nothing, np.zeros(len(ex.party), np.bool_)
    key = np.stack([np.concatenate([getattr(ex, n), getattr(im, n)]) for n in ("party", "other", "heading")])
    block = _numbered(key)
    company = _numbered(key[:2])
    free = [(side.other >= 0) & (partner < 0) for side, partner in ((ex, partner_ex), (im, partner_im))]
    count = int(block.max(initial=-1)) + 1
    of = block[: len(ex.party)], block[len(ex.party) :]
    lack = [np.bincount(one[some], minlength=count) > 0 for one, some in zip(of, free, strict=True)]
    again = lack[0] & lack[1]
    looked = again[of[0]], again[of[1]]
    # Pairs with declarations of an unknown company are not looked at again.
    looked = looked[0] & (free[0] | again[of[1]][partner_ex]), looked[1] & (free[1] | again[of[0]][partner_im])
    rows_ex, rows_im = np.flatnonzero(looked[0]), np.flatnonzero(looked[1])
    if not len(rows_ex) or not len(rows_im):
        return nothing, nothing, nothing, np.zeros(len(ex.party), np.bool_)
    numbers = _numbered(np.concatenate([of[0][rows_ex], of[1][rows_im]])[None])
    companies = company[: len(ex.party)][rows_ex], company[len(ex.party) :][rows_im]
    sent = _as_lots(ex, rows_ex, numbers[: len(rows_ex)], companies[0], 0)
    came = _as_lots(im, rows_im, numbers[len(rows_ex) :], companies[1], 1)
    pairs, whole, every, sure, _ = competing(sent, came, blocks_of(sent, came), usual=_ON_THE_WAY, several=False)
    sure[: len(pairs.to)][~whole] = 0.0
    sure[every.gap > LATEST] = 0.0
    kept = np.flatnonzero(sure >= _LEAST)
    first = every.ins[kept, 0], every.outs[kept, 0]
    best = kept[np.lexsort((first[1], first[0], -np.round(sure[kept], 9)))]
    to, at, number = taken(every.ins[best], every.outs[best], len(rows_ex), len(rows_im))
    return rows_ex[at], rows_im[to], number, looked[0]


def _numbered(key: Ints) -> Ints:
    """Return numbers for the columns of a key, in their order."""
    order = np.lexsort(key[::-1])
    new = np.any(np.diff(key[:, order]) != 0, axis=0)
    found = np.zeros(key.shape[1], np.int64)
    found[order[1:]] = np.cumsum(new)
    return found


def _as_lots(side: Declared, rows: Ints, block: Ints, company: Ints, which: int) -> Lots:
    """Return declarations as lots; days are those the goods may have been declared on."""
    nothing = np.full(len(rows), -1, np.int64)
    columns: dict[str, Any] = dict.fromkeys(Lots._fields, nothing)
    columns |= {name: getattr(side, name)[rows] for name in ("kg", "pieces", "value", "hs", "part", "brand", "origin")}
    columns |= {"leg": rows * 2 + which, "block": block, "company": company, "family": side.family[rows]}
    columns |= {"day": side.day[rows], "low": side.day[rows], "partner": np.full(len(rows), which)}
    columns["likely"] = np.ones(len(rows))
    columns |= {"last": side.day[rows] + side.slack[rows], "high": side.day[rows] + side.slack[rows]}
    columns |= {
        f"same_{name}": count_alike(block, columns[name]) for name in ("part", "brand", "hs", "origin", "treatment")
    }
    columns["piece"] = np.log(columns["kg"] / columns["pieces"])
    columns["same_piece"], columns["weighed"] = count_same_piece(block, columns["piece"])
    return Lots(**columns)
